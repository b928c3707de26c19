"""The first step and the frame of the rest: the account, its collection and its wantlist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from linernotes.documents import CollectionItem, DocumentKey, Fetched, Row
from linernotes.errors import DiscogsError, MalformedResponseError, NotFoundError, UnreachableError
from linernotes.etl.api_only import ETLPictures
from linernotes.etl.base import DiscogsETL, utc_now
from linernotes.etl.crawl_frontier import read_document
from linernotes.etl.csv_collection import (
    exported_item_rows,
    exported_release_rows,
    read_export,
    row_of_export,
)
from linernotes.etl.dumps.discographies import load_dump_discographies
from linernotes.etl.history import load_history
from linernotes.etl.listing.collection_changes import certain_changes, collection_changes
from linernotes.etl.listing.fetch import fetch_listing
from linernotes.etl.listing.listing import Listing, landed_listing, row_of_listing
from linernotes.etl.master import ETLMaster
from linernotes.etl.merge_documents import Decoded
from linernotes.etl.release import ETLRelease, Listed
from linernotes.etl.rows.collection import collection_item_rows, value_history, wantlist_rows
from linernotes.etl.rows.model import Rows
from linernotes.source.csv import ExportRow
from linernotes.storage.builds.build_activity import OnStep
from linernotes.storage.duckdb.database import load_sql
from linernotes.storage.landing import CollectionValue, Landed

#: Documents of the account itself that every sync reads again, beside the identity and the user.
ACCOUNT_KINDS = ("folders", "fields", "value")

#: With those two.
ACCOUNT_REQUESTS = 2 + len(ACCOUNT_KINDS)


class ETLCollection(DiscogsETL[Row]):
    """Stage (1), and the order of all stages: collection, releases, masters, artists and their masters."""

    kind = "collection"

    @cached_property
    def releases(self) -> ETLRelease:
        """The releases of the items, and through them their artists."""
        return ETLRelease(self.landing, self.shelf, fetching=self._fetching, storage=self._storage)

    @cached_property
    def masters(self) -> ETLMaster:
        """The masters of the releases."""
        return ETLMaster(self.landing, self.shelf, fetching=self._fetching, storage=self._storage)

    @cached_property
    def pictures(self) -> ETLPictures:
        """The step that fetches what dumps lack, for documents that dumps have given."""
        return ETLPictures(self.releases, self.masters, self.fetching)

    # Fetch and land

    async def extract(self) -> None:
        """Run every stage of a sync, in order. Each begins with what earlier ones have landed."""
        await self.extract_listing()
        await self.releases.extract()
        await self.masters.extract()
        await self.releases.artists.extract()
        await self.pictures.extract()

    async def extract_listing(self) -> None:
        """Read the account's folders, fields and value, then all pages of its collection and wantlist."""
        progress = self.fetching.progress
        progress.begin("collection", ACCOUNT_REQUESTS)
        for _ in range(ACCOUNT_REQUESTS - len(ACCOUNT_KINDS)):
            progress.advance("collection")  # identity and user: `identify` has read both
        for kind in ACCOUNT_KINDS:
            await self.fetching.wait_while_paused("collection")
            document = await self.read_account_document(kind)
            progress.advance("collection", problem=document is None)
        self._land_collection(await self._fetch_collection())
        await self._read_wants()
        progress.end("collection")
        await self.fetching.stage_done("collection")

    async def read_account_document(self, kind: str) -> Decoded:
        """Fetch and land one document. None where it cannot be fetched or read: that is a problem, no error.

        A collection is useful even without its value or its fields. What landed earlier stays.
        """
        key = DocumentKey(kind)
        try:
            document = self.land(await self.fetching.api.fetch(key, username=self.fetching.username))
        except MalformedResponseError as error:
            self.land_unreadable(Fetched(key, error.body, utc_now()), reason=str(error), location=None)
        except (DiscogsError, UnreachableError) as error:
            self._note_failure(key, error)
        else:
            self.fetching.failures_in_a_row = 0
            return document
        return None

    async def _fetch_collection(self) -> Listing:
        """Fetch all pages of the collection. Without them a sync has nothing to do.

        :raises NotFoundError: the account has no collection (any more).
        """
        try:
            return await fetch_listing("collection", self.fetching)
        except NotFoundError as error:
            raise NotFoundError(
                f"Discogs has no collection of {self.fetching.username} (any more): is the account gone? What was "
                "fetched from it is still here.",
                status=error.status,
                url=error.url,
            ) from error

    async def _read_wants(self) -> None:
        """Read the wantlist. One that cannot be had is a problem; what landed earlier stays."""
        try:
            wants = await fetch_listing("wants", self.fetching)
        except (DiscogsError, UnreachableError) as error:
            self._note_failure(DocumentKey("wants"), error)
            self.fetching.progress.advance("collection", problem=True)
            return
        self.landing.save_listing("wants", wants.readable, unread=wants.unread)
        self._land_problems("wants", wants)

    def _land_collection(self, listing: Listing) -> None:
        before = landed_listing(self.landing, "collection")
        stays = _items(row for old, rows in before.pages if old.key.page in listing.unread for row in rows)
        after = stays | _items(listing.rows.values())
        changes = collection_changes(
            _items(before.rows.values()).values() if before.answers else None,
            after.values(),
            listing.answers[0].fetched.fetched_at,
            folders=self.folders,
            fields=self.fields,
        )
        had_gaps = any(problem.kind == "collection" for problem in self.landing.problems())
        gaps_at = (
            max(one.fetched.fetched_at for one in before.answers) if before.answers and had_gaps else None
        )
        self.landing.save_listing(
            "collection",
            listing.readable,
            unread=listing.unread,
            changes=certain_changes(
                changes,
                after,
                is_gone=lambda id, reappeared: listing.has_lost(id, before, reappeared=reappeared),
                gaps_at=gaps_at,
            ),
            history=self._value(items=len(after)),
        )
        self._land_problems("collection", listing)
        self.shelf.put_items(after.values())

    def _land_problems(self, kind: str, listing: Listing) -> None:
        """Save the problems of a list that has landed. Problems of the list before it are settled.

        Problems are pages that cannot be read, pages with such rows, and a list that does not add up.
        """
        for fetched, error in listing.broken:
            self.land_unreadable(fetched, reason=str(error), location=error.location)
        if listing.drifted is not None:
            what = (
                "adds up no better when read again"
                if listing.is_steady
                else "kept changing while it was read"
            )
            reason = f"the list {what}: {listing.drifted}; the next sync reads it again"
            self.landing.save_failed(DocumentKey(kind), seen_at=utc_now(), reason=reason)

    def _value(self, *, items: int) -> list[CollectionValue]:
        """The history row for what the collection is worth now; none if Discogs did not say."""
        found = read_document(self.landing, "value")
        return [value_history(found[1], found[0].fetched_at, items=items)] if found else []

    # Documents to rows

    @cached_property
    def folders(self) -> Mapping[int, str]:
        """Names of the account's folders."""
        found = read_document(self.landing, "folders")
        return {one.id: one.name for one in found[1].folders} if found else {}

    @cached_property
    def fields(self) -> Mapping[int, str]:
        """Names of the account's own fields for items."""
        found = read_document(self.landing, "fields")
        return {one.id: one.name for one in found[1].fields} if found else {}

    def load_all(self, on_step: OnStep = lambda step: None) -> None:
        """Fill every source table of the build from landing. `on_step` is called with each step that begins.

        A record may have left the shelf since it landed: it stays in landing and out of the tables.
        """
        listed = self.load_listing()
        exported = self.load_export()
        on_step("discographies")
        self.releases.artists.discographies.load(self.shelf.collected_artists())
        load_dump_discographies(self.landing, self.storage, self.shelf.collected_artists())
        on_step("masters")
        self.masters.load(
            [*self.shelf.masters(), *self._ids("select id from artist_masters where type = 'master'")]
        )
        self.storage.fill("master", load_sql("linernotes.etl", "master"))
        on_step("releases")
        self.releases.load([*listed, *exported, *self._ids("select main_release_id from master")])
        self.releases.load_basic(listed)
        self._load_exported_releases(exported)
        self.storage.fill("release", load_sql("linernotes.etl", "release"))
        for table in ("master_track_artists", "master_tracks"):
            self.storage.fill(table, load_sql("linernotes.etl", table))
        on_step("artists")
        self.releases.artists.load(
            [*self.shelf.neighbours(), *self._ids(load_sql("linernotes.etl", "named_artists"))]
        )
        self.storage.fill("artist", load_sql("linernotes.etl", "artist"))
        load_history(self.landing, self.storage)

    def _ids(self, select: str) -> list[int]:
        return self.storage.values(int, select)

    def rows(self, document: Row, landed: Landed) -> Rows:
        """The rows of one row of the collection or of the wantlist."""
        if isinstance(document, CollectionItem):
            return collection_item_rows(document, folders=self.folders, fields=self.fields)
        return wantlist_rows(document)

    def load_listing(self) -> dict[int, Listed]:
        """Load items and wants; returns what the listing says about each release, by its id."""
        listed: dict[int, Listed] = {}
        for kind in ("wants", "collection"):
            for fetched, rows in landed_listing(self.landing, kind).pages:
                for row in rows:
                    origin = row_of_listing(kind, fetched.key.page, row)
                    landed = Landed(origin.key, origin.source, fetched.fetched_at, b"")
                    self.insert(self.rows_of(row, landed), origin)
                    listed[row.id] = Listed(fetched.fetched_at, row.basic_information, origin)
        return listed

    def load_export(self) -> dict[int, tuple[Landed, ExportRow]]:
        """Load the copies of a CSV export, where there is no listing; returns its row of each release, by id."""
        found = read_export(self.landing)
        if found is None:
            return {}
        landed, export = found
        fields = {field.field_id: field.name for field in export.fields}
        for row in export.rows:
            self.insert(exported_item_rows(row, fields), row_of_export(row))
        return {row.release_id: (landed, row) for row in export.rows}

    def _load_exported_releases(self, exported: Mapping[int, tuple[Landed, ExportRow]]) -> None:
        """Load the export's rows of releases without a document. Where the wantlist has the release, its row stays."""
        known = set(self._ids("select release_id from release"))
        for release_id, (landed, row) in sorted(exported.items()):
            if release_id not in known:
                self.insert(exported_release_rows(row, loaded_at=landed.fetched_at), row_of_export(row))


def _items(rows: Iterable[Row]) -> dict[int, CollectionItem]:
    """The items among them, by instance."""
    return {row.key: row for row in rows if isinstance(row, CollectionItem)}
