"""Take from the monthly dumps what the collection needs, in as few passes as what is known allows.

The set of needed ids grows while dumps are read. An owned release names its master and its artists, a wanted one its
master. A collected artist has albums, and an album has a main release. An artist has aliases, groups and members.

So the files are read in the order masters, releases, artists. A file is read only if an id was not looked for in
it yet. This repeats until no file has such an id. The API's listing names masters and artists: then masters and
releases take one pass each, artists two. A CSV has release ids alone: then releases come first, and once more for
the main releases of the albums.

What a pass finds waits in a temporary file. It lands once the archive is read to its end and its checksum holds.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from linernotes.documents import (
    DUMP,
    Artist,
    DocumentKey,
    Fetched,
    Master,
    ReleaseOutline,
    decode_element,
    read_outline,
)
from linernotes.errors import DocumentError, DumpDamagedError, DumpError
from linernotes.etl.crawl_frontier import References, Shelf, outline_references, read_documents, read_shelf
from linernotes.etl.dumps.borrowing import PRESSING
from linernotes.etl.dumps.merge_documents import Decoded
from linernotes.etl.dumps.pressings import Pressings, fetched_pressing
from linernotes.etl.dumps.records import Elements, FileRecords, Needed, Records
from linernotes.etl.dumps.stage import Stage
from linernotes.etl.fetching import utc_now
from linernotes.etl.problems.unreadable_documents import keep_unreadable
from linernotes.settings import SyncOptions
from linernotes.source.dumps import Element
from linernotes.storage.landing import Landing

log = logging.getLogger(__name__)

#: The order in which files are looked at.
KINDS = ("master", "release", "artist")
#: Documents in one transaction.
BATCH = 500
#: Records that come again, of which real dumps have a handful.
MOST_REPEATED = 10_000


@dataclass(frozen=True, slots=True)
class DumpProgress:
    """The progress of a pass: bytes of a dump's file, or records of the catalogue."""

    records: Records
    pass_no: int
    done: int
    total: int
    seconds: float


#: Missing ids that a summary names.
_NAMED = 20


@dataclass(frozen=True, slots=True)
class PassSummary:
    """The result of one pass over a dump's file, or over a kind of record of the catalogue, in `seconds`.

    `file` is where it is, and `name` what people call it. `missing` counts the ids that the dump lacks; `missing_ids`
    are the first of them. `problems` counts elements that could not be read.
    """

    file: str
    name: str
    kind: str
    source: str
    records: int
    without_id: int
    wanted: int
    landed: int
    repeated: int
    missing: int
    missing_ids: tuple[int, ...]
    problems: int
    seconds: float


Listener = Callable[[DumpProgress], None]


class DumpImport:
    """Lands what is needed of these files, or of other records of dumps. The home's SyncLock is the caller's.

    An import may be interrupted or repeated. An id that was looked for in a whole dump is not looked for in it
    again (unless `again`). What landed stays as it is. `shelf` is that of a sync, which learns what is found; with
    `besides_api` nothing is looked for that the API has given.

    :raises DumpError: a file is not named as dumps are, before any is read.
    """

    def __init__(
        self,
        landing: Landing,
        files: Iterable[Path | Records],
        *,
        options: SyncOptions | None = None,
        listen: Listener | None = None,
        again: bool = False,
        shelf: Shelf | None = None,
        besides_api: bool = False,
    ) -> None:
        named = [FileRecords.of(one) if isinstance(one, Path) else one for one in files]
        self.unused = [records for records in named if records.kind not in KINDS]
        self._places = sorted(
            (records for records in named if records.kind in KINDS),
            key=lambda records: (records.date, KINDS.index(records.kind)),
        )
        self._landing = landing
        self._options = options or SyncOptions()
        self._listen = listen
        self._again = again
        self._searched: dict[Path, Needed] | None = None
        self._passes = Counter[Path]()
        self._is_shelf_read = shelf is not None
        self._shelf = shelf or Shelf()
        self._besides_api = besides_api
        self._given: dict[str, frozenset[int]] = {}
        self._main_releases: dict[int, int] = {}

    def run(self) -> list[PassSummary]:
        """Read what is to be read; returns the passes in order, none if all of it was looked for before."""
        return list(self.passes())

    def passes(self) -> Iterator[PassSummary]:
        """Read what is to be read, pass by pass. All that a pass found has landed when it is yielded.

        Called again, it looks for what the shelf has come to need since.

        :raises DumpError: a file is damaged or is not what its name says: nothing of that pass landed. Or no
            release of the collection is known yet.
        """
        if self._searched is None:
            self._searched = self._begin()
        while (due := next(self._due(self._searched), None)) is not None:
            yield self._read(*due, self._searched)

    def _begin(self) -> dict[Path, Needed]:
        """Read what is known; returns what was looked for before in each place."""
        if not self._is_shelf_read:
            self._shelf = read_shelf(self._landing)
        _require_releases(self._shelf)
        self._main_releases = {
            master.id: master.main_release
            for landed, master in read_documents(self._landing, "master")
            if landed.source.startswith(DUMP) and master.main_release
        }
        if self._besides_api:
            kinds = (*KINDS, "artist_releases")
            self._given = {kind: frozenset(self._landing.fetched_at(kind, source="api")) for kind in kinds}
        return {
            place.path: Needed(frozenset()) if self._again else self._searched_before(place)
            for place in self._places
        }

    # What to look for

    def _due(self, searched: dict[Path, Needed]) -> Iterator[tuple[Records, Needed]]:
        for place in self._places:
            given = self._given.get
            known = Needed(given(place.kind, frozenset()), given("artist_releases", frozenset()))
            if left := self._needed(place.kind).without(searched[place.path]).without(known):
                yield place, left

    def _needed(self, kind: str) -> Needed:
        collected = frozenset(self._shelf.collected_artists())
        wants = self._options.wants
        if kind == "artist":
            credited = self._shelf.credited_artists(self._options.credited_min)
            around = self._shelf.neighbours() if self._options.neighbours else ()
            return Needed(collected.union(credited, around))
        if kind == "master":
            wanted = self._shelf.wanted_masters() if wants else ()
            return Needed(frozenset(self._shelf.masters()).union(wanted), collected)
        wanted = self._shelf.wanted_releases() if wants else ()
        ids = frozenset(self._shelf.releases()).union(wanted, self._main_releases.values())
        return Needed(ids, collected, frozenset(self._shelf.borrowing_masters()))

    def _searched_before(self, place: Records) -> Needed:
        ids, artists, masters = (
            frozenset(self._landing.searched(kind, what, source=place.source))
            for kind, what in ((place.kind, "document"), (place.kind, "discography"), (PRESSING, "document"))
        )
        return Needed(ids, artists, masters)

    # One pass

    def _read(self, place: Records, needed: Needed, searched: dict[Path, Needed]) -> PassSummary:
        began = monotonic()
        self._passes[place.path] += 1
        elements = place.find(needed, lambda done, total: self._report(place, done, total, began))
        folder = self._landing.path.parent
        with Stage(folder) as stage, Pressings(folder, needed.of_masters) as pressings:
            found = self._stage(place, needed, elements, stage, pressings)
            landed, problems = self._land(place, stage)
            self._note_found(found)
            masters = frozenset(self._shelf.borrowing_masters())
            lent = [fetched_pressing(place, one) for one in pressings.best(masters)]
            self._landing.save_many(lent, source=place.source)
        self._note_searched(place, needed, found, pressings.counts)
        searched[place.path] = searched[place.path].together(needed)
        missing = sorted(needed.ids - found.documents.keys())
        return PassSummary(
            file=str(place.path),
            name=place.name,
            kind=place.kind,
            source=place.source,
            records=elements.records,
            without_id=elements.without_id,
            wanted=len(needed.ids),
            landed=landed,
            repeated=found.repeated,
            missing=len(missing),
            missing_ids=tuple(missing[:_NAMED]),
            problems=problems,
            seconds=round(monotonic() - began, 3),
        )

    def _stage(
        self, place: Records, needed: Needed, elements: Elements, stage: Stage, pressings: Pressings
    ) -> Found:
        """Read the archive to its end; what is needed of it goes into the stage."""
        found = Found()
        for element in elements:
            document = _decoded(place.kind, element)
            artists = _main_artists(document, needed.by_artists)
            if element.id in needed.ids or artists:
                found.add(element.id, document, artists)
                if found.repeated > MOST_REPEATED:
                    raise DumpDamagedError(
                        f"{place.path} holds the same records again and again, which no dump does. Download it again."
                    )
                stage.add(element, readable=document is not None)
            elif isinstance(document, ReleaseOutline):
                pressings.add(element, document)
        return found

    def _land(self, place: Records, stage: Stage) -> tuple[int, int]:
        """Land what was staged, some hundred in a transaction. Returns documents and problems."""
        landed = problems = 0
        for batch in stage.batches(BATCH):
            readable = [_fetched(place, element) for element, is_readable in batch if is_readable]
            self._landing.save_many(readable, source=place.source)
            landed += len(readable)
            for element, is_readable in batch:
                if not is_readable:
                    self._land_unreadable(place, element)
                    problems += 1
        return landed, problems

    def _land_unreadable(self, place: Records, element: Element) -> None:
        key = DocumentKey(place.kind, element.id)
        try:
            decode_element(place.kind, element.xml, expected_id=element.id)
        except DocumentError as error:
            fetched = Fetched(key, element.xml, utc_now())
            keep_unreadable(self._landing, fetched, error, source=place.source)

    def _note_searched(self, place: Records, needed: Needed, found: Found, pressings: Counter[int]) -> None:
        """Mark in landing what this pass looked for."""
        for kind, what, ids, counts in (
            (place.kind, "document", needed.ids, found.documents),
            (place.kind, "discography", needed.by_artists, found.artists),
            (PRESSING, "document", needed.of_masters, pressings),
        ):
            self._landing.save_searched(place.source, kind, what, {id: counts[id] for id in ids})

    def _note_found(self, found: Found) -> None:
        """Add what a pass found to what is needed."""
        self._main_releases.update(found.main_releases)
        for id, references in found.references.items():
            self._shelf.put_references(id, references)
        for artist in found.around.values():
            self._shelf.put_artist(artist)

    def _report(self, place: Records, done: int, total: int, began: float) -> None:
        if self._listen is not None:
            seconds = monotonic() - began
            self._listen(DumpProgress(place, self._passes[place.path], done, total, seconds))


def require_landing(landing_db: Path) -> None:
    """See that something has landed, before a home is made for an import.

    :raises DumpError: there is no landing.db, so that an import would have nothing to look for.
    """
    if not landing_db.exists():
        raise _nothing_to_look_for()


def require_collection(landing_db: Path) -> None:
    """See that releases of the collection are known, before a dump is downloaded.

    :raises DumpError: none is known yet, so that an import would have nothing to look for.
    """
    require_landing(landing_db)
    with Landing.open(landing_db, read_only=True) as landing:
        _require_releases(read_shelf(landing))


def _require_releases(shelf: Shelf) -> None:
    if not shelf.releases():
        raise _nothing_to_look_for()


def _nothing_to_look_for() -> DumpError:
    return DumpError(
        "there is no collection to look for in the dumps yet: run `linernotes sync`, "
        "or `linernotes import` with a CSV export of it"
    )


class Found:
    """The finds of a pass so far, without the documents: these wait in the stage."""

    def __init__(self) -> None:
        self.documents = Counter[int]()
        self.artists = Counter[int]()
        self.main_releases: dict[int, int] = {}
        self.references: dict[int, References] = {}
        self.around: dict[int, Artist] = {}
        self.repeated = 0  # elements whose id had come before: the last one stays

    def add(self, id: int, document: object, artists: Iterable[int]) -> None:
        """Take in one element; `document` is None where it could not be read."""
        self.repeated += id in self.documents
        self.documents[id] += 1
        self.artists.update(artists)
        if isinstance(document, ReleaseOutline):
            self.references[id] = outline_references(document)
        elif isinstance(document, Master) and document.main_release:
            self.main_releases[id] = document.main_release
        elif isinstance(document, Artist):
            self.around[id] = Artist(
                id=id, name="", aliases=document.aliases, groups=document.groups, members=document.members
            )


def _decoded(kind: str, element: Element) -> object:
    """The part of an element that the import needs; None where it cannot be read."""
    try:
        if kind == "release":
            return read_outline(element.xml, expected_id=element.id)
        return decode_element(kind, element.xml, expected_id=element.id)
    except DocumentError:
        return None


def _main_artists(document: Decoded, asked: Set[int]) -> list[int]:
    """The main artists among those asked for: of a master, or of a release that has none."""
    if not asked or document is None:
        return []
    if isinstance(document, ReleaseOutline):
        return [] if document.master_id else [id for id in document.main_artists if id in asked]
    return [one.id for one in document.artists if one.id in asked]


def _fetched(place: Records, element: Element) -> Fetched:
    """An element as a fetched document. Its time is the day of the dump, whenever that is read."""
    return Fetched(DocumentKey(place.kind, element.id), element.xml, place.date)
