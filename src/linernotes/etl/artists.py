"""Artists: those on the sleeves, their discographies, the sidemen, and the people around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from linernotes.documents import Artist, ArtistReleases, DocumentKey, Master
from linernotes.etl.base import DiscogsETL
from linernotes.etl.crawl_frontier import Shelf, read_documents
from linernotes.etl.fetching import Fetching
from linernotes.etl.loading import Loading
from linernotes.etl.master import ETLMaster
from linernotes.etl.rows.artist import artist_masters_rows, artist_rows, unlinked
from linernotes.etl.rows.model import Rows
from linernotes.storage.duckdb.coverage_subjects import discography_subject
from linernotes.storage.duckdb.rows import CoverageRow
from linernotes.storage.landing import Landed, Landing, Version


class ETLArtists(DiscogsETL[Artist]):
    """Stages (4) to (7): collected artists, their masters, sidemen, neighbours."""

    kind = "artist"

    def __init__(self) -> None:
        #: The discographies of the collected artists.
        self.discographies = ETLDiscographies()
        #: The masters of all of them.
        self.albums = ETLAlbums()

    async def extract(self, fetching: Fetching) -> None:
        """Fetch and land what is missing, stage by stage. Each stage depends on the documents of the one before."""
        options, shelf = fetching.options, fetching.shelf
        await self._extract_artists(fetching, "artists", shelf.collected_artists())
        await self.discographies.extract(fetching)
        if options.discographies == "full":
            await self.albums.extract(fetching)
        await self._extract_artists(fetching, "credited", shelf.credited_artists(options.credited_min))
        if options.neighbours:
            await self._extract_artists(fetching, "neighbours", shelf.neighbours())

    async def _extract_artists(self, fetching: Fetching, stage: str, wanted: list[int]) -> None:
        await self.fetch_stage(fetching, stage, self.missing(fetching, wanted))

    def note(self, fetching: Fetching, key: DocumentKey, document: Artist) -> None:
        """Put on the shelf who is around the artist."""
        fetching.shelf.put_artist(document)

    def rows(self, loading: Loading, document: Artist, landed: Landed) -> Rows:
        """The rows of one artist in all tables about artists."""
        return artist_rows(document, source=landed.source, loaded_at=landed.fetched_at)

    def load(self, loading: Loading, ids: Iterable[int]) -> None:
        """Load these artists. Count for `coverage` how many names in them have an id: in old dumps not all have."""
        known, total = Counter[str](), Counter[str]()
        as_of: datetime | None = None
        for landed, document in read_documents(loading.landing, self.kind, ids):
            rows = self.rows_of(loading, document, landed)
            loading.insert(rows, Version(landed.key, landed.source))
            as_of = max(landed.fetched_at, as_of or landed.fetched_at)
            for what, without in unlinked(document).items():
                known[what] += len(rows[f"artist_{what}"])
                total[what] += len(rows[f"artist_{what}"]) + without
        counted = [
            CoverageRow(subject=f"{what} with an id", known=known[what], total=total[what], as_of=as_of)
            for what in sorted(total)
        ]
        loading.insert({"coverage": counted})


class ETLDiscographies(DiscogsETL[ArtistReleases]):
    """Stage (5): the pages of the collected artists' discographies."""

    kind = "artist_releases"

    async def extract(self, fetching: Fetching) -> None:
        """Fetch and land the pages. Each first page says how many follow."""
        await self.fetch_stage(fetching, "artist_masters", self.to_read(fetching))

    def known_from_dumps(self, landing: Landing) -> set[int]:
        """Artists with a search for their albums in dumps: among masters, and among releases without a master."""
        masters, releases = (landing.searched(kind, "discography") for kind in ("master", "release"))
        return masters.keys() & releases.keys()

    def to_read(self, fetching: Fetching, *, given: bool = False) -> list[DocumentKey]:
        """The pages to fetch: the rest of half-read discographies, then first pages of missing and stale ones.

        They are those of artists with albums from dumps (`given`), or of the other artists. A discography with an
        unreadable page is read again as a whole, as soon as `missing` lists it.
        """
        landing, collected = fetching.landing, fetching.shelf.collected_artists()
        from_dumps = self.known_from_dumps(landing)
        first = self.given_by_dumps(fetching, collected) if given else self.missing(fetching, collected)
        again = {key.id for key in first}
        again |= landing.unreadable(self.kind).keys() | landing.gone(self.kind).keys()
        counts, landed = landing.page_counts(self.kind), landing.pages(self.kind)
        left = [
            key
            for id in collected
            if id in counts and id not in again and (id in from_dumps) == given
            for key in self._further(fetching, id, counts[id], landed[id])
        ]
        return [*left, *first]

    def _further(
        self, fetching: Fetching, artist_id: int, pages: int, landed: Mapping[int, datetime]
    ) -> Iterator[DocumentKey]:
        """Pages after the first that have not landed since it did, up to the most that we read."""
        for page in range(2, min(pages, fetching.options.max_artist_pages) + 1):
            if page not in landed or landed[page] < landed[1]:
                yield DocumentKey(self.kind, artist_id, page)

    def follow(self, fetching: Fetching, key: DocumentKey, document: ArtistReleases) -> Sequence[DocumentKey]:
        """The further pages that a first page counts, up to the most that we read."""
        if key.page > 1 or document.pagination is None:
            return ()
        last = min(document.pagination.pages, fetching.options.max_artist_pages)
        # A discography that became shorter leaves no pages of before behind it.
        fetching.landing.drop_pages(self.kind, key.id, after=last)
        return [DocumentKey(self.kind, key.id, page) for page in range(2, last + 1)]

    def note(self, fetching: Fetching, key: DocumentKey, document: ArtistReleases) -> None:
        """Put the artist's albums on the shelf."""
        fetching.shelf.put_discography(key.id, document)

    def rows(self, loading: Loading, document: ArtistReleases, landed: Landed) -> Rows:
        """The rows of one page."""
        return artist_masters_rows(document, landed.key.id)

    def load(self, loading: Loading, ids: Iterable[int]) -> None:
        """Load all pages of these artists. One (type, id, role) may stand twice: the first is kept."""
        ids = set(ids)
        seen: set[tuple[object, ...]] = set()
        reading: _Reading | None = None
        listed: dict[int, datetime] = {}
        for landed, document in read_documents(loading.landing, self.kind, ids):
            if reading is None or reading.artist_id != landed.key.id:
                loading.insert({"coverage": reading.counted() if reading else []})
                reading, seen = _Reading(landed.key.id), set()
            if landed.key.page == 1:
                listed[reading.artist_id] = landed.fetched_at
            rows = first_of_each(self.rows_of(loading, document, landed)["artist_masters"], seen)
            reading.add(landed, document)
            loading.insert({"artist_masters": rows}, Version(landed.key, landed.source))
        loading.insert({"coverage": reading.counted() if reading else []})
        loading.insert({"coverage": self._coverage(loading.landing, ids, listed)})

    def _coverage(self, landing: Landing, ids: Set[int], listed: Mapping[int, datetime]) -> list[CoverageRow]:
        """Rows of coverage: for how many artists the albums are known, from the API's lists or from dumps.

        Only the API's lists have other roles. Where fewer artists have such a list, a row of its own counts them.
        """
        from_dumps = self.known_from_dumps(landing) & ids
        as_of = max(listed.values(), default=None)
        rows = [CoverageRow("discographies", len(listed.keys() | from_dumps), len(ids), as_of)]
        if from_dumps - listed.keys():
            day = landing.searched_as_of("discography")
            latest = max((at for at in (as_of, day) if at), default=None)
            rows = [
                rows[0]._replace(as_of=latest),
                CoverageRow("discographies with roles other than Main", len(listed), len(ids), as_of),
                *(
                    CoverageRow(discography_subject(id), 0, 0, day)
                    for id in sorted(_without_albums(landing, from_dumps - listed.keys()))
                ),
            ]
        return rows


def _without_albums(landing: Landing, artists: Set[int]) -> Set[int]:
    """Those of these artists without an album in the dumps."""
    masters, releases = (landing.searched(kind, "discography") for kind in ("master", "release"))
    return {id for id in artists if not (masters.get(id) or releases.get(id))}


def first_of_each(
    rows: Iterable[tuple[object, ...]], seen: set[tuple[object, ...]]
) -> list[tuple[object, ...]]:
    """The rows whose keys were not `seen`, on this page or on one before; their keys are seen now."""
    new = {row[:4]: row for row in reversed(list(rows)) if row[:4] not in seen}
    seen.update(new)
    return list(reversed(new.values()))


@dataclass
class _Reading:
    """The parts of one discography that were read: `pages` and `entries`, of those that it announces."""

    artist_id: int
    pages: int = 0
    entries: int = 0
    pages_announced: int = 0
    entries_announced: int = 0
    as_of: datetime | None = None

    def add(self, landed: Landed, document: ArtistReleases) -> None:
        """Count a page."""
        self.pages += 1
        self.entries += len(document.releases)
        if document.pagination is not None:
            self.pages_announced = max(self.pages_announced, document.pagination.pages)
            self.entries_announced = max(self.entries_announced, document.pagination.items)
        self.as_of = landed.fetched_at

    def counted(self) -> list[CoverageRow]:
        """A row of coverage where pages are missing or the list is empty; [] otherwise.

        A missing page was never fetched, is gone, or cannot be read. Of an empty list no other table has a row.
        """
        is_whole = self.pages >= self.pages_announced or self.entries >= self.entries_announced
        if is_whole and self.entries:
            return []
        total = 0 if is_whole else self.entries_announced
        return [CoverageRow(discography_subject(self.artist_id), self.entries, total, self.as_of)]


class ETLAlbums(ETLMaster[Master]):
    """The masters of all albums in the discographies, when these are wanted in full."""

    stage = "album_masters"

    def wanted(self, shelf: Shelf) -> list[int]:
        """Albums of the collected artists that are not on the shelf."""
        return shelf.album_masters()
