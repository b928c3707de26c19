"""The first step and the frame of the rest: the account, its collection and its wantlist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from linernotes.documents import CollectionItem, DocumentKey, Master, Row
from linernotes.errors import DiscogsError, NotFoundError, UnreachableError
from linernotes.etl.base import DiscogsETL
from linernotes.etl.crawl_frontier import landed_wants, read_document
from linernotes.etl.csv_collection import (
    exported_field_rows,
    exported_item_rows,
    exported_release_rows,
    read_export,
    row_of_export,
)
from linernotes.etl.dumps.borrowing import load_borrowed
from linernotes.etl.dumps.discographies import load_dump_discographies
from linernotes.etl.dumps.merge_documents import Decoded
from linernotes.etl.fetching import Fetching, utc_now
from linernotes.etl.history import load_history
from linernotes.etl.late_stages.api_only import ETLPictures
from linernotes.etl.late_stages.wanted import ETLWanted
from linernotes.etl.listing.collection_changes import certain_changes, collection_changes
from linernotes.etl.listing.fetch import fetch_listing
from linernotes.etl.listing.listing import Listing, landed_listing, row_of_listing
from linernotes.etl.loading import Loading, field_names, folder_names
from linernotes.etl.master import ETLMaster
from linernotes.etl.problems.unreadable_documents import keep_unreadable
from linernotes.etl.release import ETLRelease, Listed
from linernotes.etl.rows.collection import collection_item_rows, field_rows, value_history, wantlist_rows
from linernotes.etl.rows.model import Rows
from linernotes.source.csv import ExportRow
from linernotes.storage.builds.build_activity import OnStep
from linernotes.storage.duckdb.database import load_sql
from linernotes.storage.landing import CollectionValue, Landed, Landing

if TYPE_CHECKING:
    from linernotes.etl.dumps.catalogue_stage import CatalogueStage

#: Documents of the account itself that every sync reads again, beside the identity and the user.
ACCOUNT_KINDS = ("folders", "fields", "value")

#: With those two.
ACCOUNT_REQUESTS = 2 + len(ACCOUNT_KINDS)


class ETLCollection(DiscogsETL[Row]):
    """Stage (1), and the order of all stages: collection, releases, masters, artists and their masters, wants."""

    kind = "collection"

    def __init__(self) -> None:
        #: The releases of the items, and through them their artists.
        self.releases = ETLRelease()
        #: The masters of the releases.
        self.masters: ETLMaster[Master] = ETLMaster()
        #: The releases of the wantlist, and their masters.
        self.wanted = ETLWanted(self.releases, self.masters)
        #: What dumps lack, for documents that dumps have given.
        self.pictures = ETLPictures(self.releases, self.masters)

    # Fetch and land

    async def extract(self, fetching: Fetching) -> None:
        """Run every stage of a sync, in order. Each begins with what earlier ones have landed."""
        await self.extract_listing(fetching)
        catalogue = None if fetching.catalogue is None else _stage_of_catalogue(fetching)
        for step in (self.releases, self.masters, self.releases.artists, self.wanted, self.pictures):
            if catalogue is not None:
                await catalogue.extract()  # what the step before led to may be there as well
            await step.extract(fetching)

    async def extract_listing(self, fetching: Fetching) -> None:
        """Read the account's folders, fields and value, then all pages of its collection and wantlist."""
        progress = fetching.progress
        progress.begin("collection", ACCOUNT_REQUESTS)
        for _ in range(ACCOUNT_REQUESTS - len(ACCOUNT_KINDS)):
            progress.advance("collection")  # identity and user: `identify` has read both
        for kind in ACCOUNT_KINDS:
            await fetching.wait_while_paused("collection")
            document = await self.read_account_document(fetching, kind)
            progress.advance("collection", problem=document is None)
        self._land_collection(fetching, await self._fetch_collection(fetching))
        await self._read_wants(fetching)
        progress.end("collection")
        await fetching.stage_done("collection")

    async def read_account_document(self, fetching: Fetching, kind: str) -> Decoded:
        """Fetch and land one document. None where it cannot be fetched or read: that is a problem, no error.

        A collection is useful even without its value or its fields. What landed earlier stays.
        """
        return await self.fetch_one(fetching, DocumentKey(kind))

    def note_not_found(self, fetching: Fetching, key: DocumentKey, error: NotFoundError) -> None:
        """Note a failure: every account has these documents, so the next sync asks again."""
        fetching.note_failure(key, error)

    async def _fetch_collection(self, fetching: Fetching) -> Listing:
        """Fetch all pages of the collection. Without them a sync has nothing to do.

        :raises NotFoundError: the account has no collection (any more).
        """
        try:
            return await fetch_listing("collection", fetching)
        except NotFoundError as error:
            raise NotFoundError(
                f"Discogs has no collection of {fetching.username} (any more): is the account gone? What was "
                "fetched from it is still here.",
                status=error.status,
                url=error.url,
            ) from error

    async def _read_wants(self, fetching: Fetching) -> None:
        """Read the wantlist. One that cannot be had is a problem; what landed earlier stays."""
        try:
            wants = await fetch_listing("wants", fetching)
        except (DiscogsError, UnreachableError) as error:
            fetching.note_failure(DocumentKey("wants"), error)
            fetching.count_failure(error)
            fetching.progress.advance("collection", problem=True)
            return
        fetching.landing.save_listing("wants", wants.readable, unread=wants.unread)
        fetching.shelf.put_wants(landed_wants(fetching.landing))
        self._land_problems(fetching, "wants", wants)

    def _land_collection(self, fetching: Fetching, listing: Listing) -> None:
        landing = fetching.landing
        before = landed_listing(landing, "collection")
        stays = _items(row for old, rows in before.pages if old.key.page in listing.unread for row in rows)
        after = stays | _items(listing.rows.values())
        changes = collection_changes(
            _items(before.rows.values()).values() if before.answers else None,
            after.values(),
            listing.answers[0].fetched.fetched_at,
            folders=folder_names(landing),
            fields=field_names(landing),
        )
        had_gaps = any(problem.kind == "collection" for problem in landing.problems())
        gaps_at = (
            max(one.fetched.fetched_at for one in before.answers) if before.answers and had_gaps else None
        )
        landing.save_listing(
            "collection",
            listing.readable,
            unread=listing.unread,
            changes=certain_changes(
                changes,
                after,
                is_gone=lambda id, reappeared: listing.has_lost(id, before, reappeared=reappeared),
                gaps_at=gaps_at,
            ),
            history=_value(landing, items=len(after)),
        )
        self._land_problems(fetching, "collection", listing)
        fetching.shelf.put_items(after.values())

    def _land_problems(self, fetching: Fetching, kind: str, listing: Listing) -> None:
        """Save the problems of a list that has landed. Problems of the list before it are settled.

        Problems are pages that cannot be read, pages with such rows, and a list that does not add up.
        """
        for fetched, error in listing.broken:
            keep_unreadable(fetching.landing, fetched, error)
        if listing.drifted is not None:
            what = (
                "adds up no better when read again"
                if listing.is_steady
                else "kept changing while it was read"
            )
            reason = f"the list {what}: {listing.drifted}; the next sync reads it again"
            fetching.landing.save_failed(DocumentKey(kind), seen_at=utc_now(), reason=reason)

    # Documents to rows

    def load_all(self, loading: Loading, on_step: OnStep = lambda step: None) -> None:
        """Fill every source table of the build from landing. `on_step` is called with each step that begins.

        A record may have left the shelf since it landed: it stays in landing and out of the tables.
        """
        landing, shelf, storage = loading.landing, loading.shelf, loading.storage
        listed = self.load_listing(loading)
        exported = self.load_export(loading)
        on_step("discographies")
        self.releases.artists.discographies.load(loading, shelf.collected_artists())
        load_dump_discographies(landing, storage, shelf.collected_artists())
        on_step("masters")
        in_discographies = loading.ids("select id from artist_masters where type = 'master'")
        self.masters.load(loading, [*shelf.masters(), *shelf.wanted_masters(), *in_discographies])
        storage.fill("master", load_sql("linernotes.etl", "master"))
        on_step("releases")
        main_releases = loading.ids("select main_release_id from master")
        self.releases.load(loading, [*listed, *exported, *main_releases])
        self.releases.load_basic(loading, listed)
        self._load_exported_releases(loading, exported)
        load_borrowed(loading)
        storage.fill("release", load_sql("linernotes.etl", "release"))
        for table in ("master_track_artists", "master_tracks"):
            storage.fill(table, load_sql("linernotes.etl", table))
        on_step("artists")
        named = loading.ids(load_sql("linernotes.etl", "named_artists"))
        self.releases.artists.load(loading, [*shelf.neighbours(), *named])
        storage.fill("artist", load_sql("linernotes.etl", "artist"))
        load_history(landing, storage)

    def rows(self, loading: Loading, document: Row, landed: Landed) -> Rows:
        """The rows of one row of the collection or of the wantlist."""
        if isinstance(document, CollectionItem):
            return collection_item_rows(document, folders=loading.folders, fields=loading.fields)
        return wantlist_rows(document)

    def load_listing(self, loading: Loading) -> dict[int, Listed]:
        """Load items and wants; returns what the listing says about each release, by its id."""
        listed: dict[int, Listed] = {}
        for kind in ("wants", "collection"):
            for fetched, rows in landed_listing(loading.landing, kind).pages:
                for row in rows:
                    origin = row_of_listing(kind, fetched.key.page, row)
                    landed = Landed(origin.key, origin.source, fetched.fetched_at, b"")
                    loading.insert(self.rows_of(loading, row, landed), origin)
                    listed[row.id] = Listed(fetched.fetched_at, row.basic_information, origin)
        return listed

    def load_export(self, loading: Loading) -> dict[int, tuple[Landed, ExportRow]]:
        """Load the copies of a CSV export, where there is no listing; returns its row of each release, by id.

        The fields of the copies are the export's then, else the account's.
        """
        found = read_export(loading.landing)
        if found is None:
            loading.insert(field_rows(loading.account_fields))
            return {}
        landed, export = found
        fields = {field.field_id: field.name for field in export.fields}
        loading.insert(exported_field_rows(export.fields))
        for row in export.rows:
            loading.insert(exported_item_rows(row, fields), row_of_export(row))
        return {row.release_id: (landed, row) for row in export.rows}

    def _load_exported_releases(
        self, loading: Loading, exported: Mapping[int, tuple[Landed, ExportRow]]
    ) -> None:
        """Load the export's rows of releases without a document. Where the wantlist has the release, its row stays."""
        known = set(loading.ids("select release_id from release"))
        for release_id, (landed, row) in sorted(exported.items()):
            if release_id not in known:
                rows = exported_release_rows(row, loaded_at=landed.fetched_at)
                loading.insert(rows, row_of_export(row))


def _stage_of_catalogue(fetching: Fetching) -> CatalogueStage:
    # With numpy, which it needs, each command would start a tenth of a second later.
    from linernotes.etl.dumps.catalogue_stage import CatalogueStage

    return CatalogueStage(fetching)


def _value(landing: Landing, *, items: int) -> list[CollectionValue]:
    """The history row for what the collection is worth now; none if Discogs did not say."""
    read = read_document(landing, "value")
    if read is None:
        return []
    landed, value = read
    return [value_history(value, landed.fetched_at, items=items)]


def _items(rows: Iterable[Row]) -> dict[int, CollectionItem]:
    """The items among them, by instance."""
    return {row.key: row for row in rows if isinstance(row, CollectionItem)}
