"""A shelf: the questions of the pages and commands, asked from Python.

::

    from linernotes import open_shelf

    with open_shelf() as shelf:
        print(shelf.own("kind of blue 1959").sentence)
        for step in shelf.path("Miles Davis", "Brian Eno").journey.path.steps:
            print(step.from_name, step.to_name, step.evidence[0].title)

        edges = shelf.table("artist_edge")  # for pandas, Polars, DuckDB, pyarrow

Every answer is a frozen dataclass, the one that the JSON API and `--json` write.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from linernotes.errors import StoreError, UsageError
from linernotes.insights.artist.answer import ArtistAnswer, read_artist_answer
from linernotes.insights.artist.find_artist import one_artist
from linernotes.insights.collection.collection_answer import CollectionAnswer, read_collection_answer
from linernotes.insights.collection.typed_field import typed_sort
from linernotes.insights.collection.typed_search import PRINTED, find_copies
from linernotes.insights.collection.views import View
from linernotes.insights.coverage import Coverage, read_coverage
from linernotes.insights.gaps.gaps_answer import GapsAnswer, read_gaps_answer
from linernotes.insights.network.path_answer import PathAnswer, read_path
from linernotes.insights.network.summary import Network, read_network
from linernotes.insights.ownership.look_up import look_up
from linernotes.insights.release.record_answer import RecordAnswer, read_record_answer
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.typed_reference import parse_reference
from linernotes.insights.wantlist.wantlist import count_wants
from linernotes.insights.world.own_answer import OwnAnswer, own_answer
from linernotes.settings import load_settings
from linernotes.storage.arrow_rows import ArrowRows
from linernotes.storage.builds.readable_builds import readable_build
from linernotes.storage.catalogue.manifest import newest_month
from linernotes.storage.catalogue.reader import CatalogueReader
from linernotes.storage.duckdb.tables import TABLES
from linernotes.storage.user.store import read_user


def open_shelf(home: Path | str | None = None) -> Shelf:
    """Open the newest build of a home that can be read; without a `home` that of the settings.

    A sync or a build goes on beside it. What is open stays as it is, even after newer builds have taken its place.

    :raises StoreError: nothing is published there, or nothing that can be read.
    :raises ConfigError: a setting cannot be used.
    """
    folder = load_settings(home=None if home is None else Path(home)).home
    build, _ = readable_build(folder)
    if build is None:
        raise StoreError(f"nothing is published in {folder} yet. Run: linernotes sync")
    return Shelf(Snapshot.open(build), folder)


class Shelf:
    """One published build with its questions. It is a context manager, and serves one thread at a time.

    Methods that take a name raise UsageError where nothing is known by it, with the names that are near.
    """

    def __init__(self, snapshot: Snapshot, home: Path) -> None:
        self.snapshot = snapshot
        self.home = home
        self._open = ExitStack()
        self._open.callback(snapshot.close)
        self._catalogue: CatalogueReader | None = None

    @property
    def build_id(self) -> str:
        """The id of the build."""
        return self.snapshot.build_id

    @property
    def coverage(self) -> tuple[Coverage, ...]:
        """How much of each subject is known: what all answers rest on."""
        return self.snapshot.cached(read_coverage)

    def collection(
        self, text: str = "", *, sort: str | None = None, limit: int | None = None, own_words: bool = True
    ) -> CollectionAnswer:
        """List the copies that have each word of a text somewhere on the record; all without a text.

        `limit` is how many copies `items` has at most; `total` counts all. Without `own_words` the collector's notes
        and own fields are not searched.
        """
        view = View(" ".join(text.split()), sort=None if sort is None else typed_sort(self.snapshot, sort))
        found = find_copies(self.snapshot, view, columns=() if own_words else PRINTED)
        return read_collection_answer(
            self.snapshot,
            found,
            per_page=max(1, found.total if limit is None else limit),
            wants=count_wants(self.snapshot, view.text),
        )

    def artist(self, name: str | int) -> ArtistAnswer:
        """Read an artist, by name or by Discogs' id: records, people they played with, relatives, discography."""
        match = one_artist(self.snapshot, str(name))
        answer = read_artist_answer(self.snapshot, self._follows(), match.artist_id)
        if answer is None:
            raise UsageError(f"{match.name} is a word of Discogs and no artist: name a person or a group")
        return answer

    def release(self, release: str | int) -> RecordAnswer:
        """Read a record, by Discogs' id, `r123`, or a link: who made it, and your copies."""
        reference = parse_reference(str(release), number="release")
        if reference is None or reference.kind != "release":
            raise UsageError(
                f"{str(release)!r} is no release: give its number at Discogs, such as r249504, or a link to it"
            )
        answer = read_record_answer(self.snapshot, reference.id)
        if answer is None:
            raise UsageError(
                f"nothing here names release {reference.id}: it is not on the shelf and not wanted"
            )
        return answer

    def path(self, start: str, end: str) -> PathAnswer:
        """Find the shortest way between two artists or records, each step with its evidence."""
        return read_path(self.snapshot, start, end)

    def network(self) -> Network:
        """Read how the people on the shelf are connected: communities, bridges, sidemen, producers, line-ups."""
        return read_network(self.snapshot)

    def own(self, text: str) -> OwnAnswer:
        """Look up whether a record is owned: by title, artist, catalogue number, barcode, link or id.

        Where the catalogue of all Discogs is in the home, it answers what the shelf does not know.
        """
        answer = look_up(self.snapshot, text)
        if answer is None:
            raise UsageError("there is nothing to look for: give a title, an artist, a number or a link")
        return own_answer(self.snapshot, self._month(), text, answer)

    def gaps(self) -> GapsAnswer:
        """Read the albums that are missing of the artists you follow, and what to look for."""
        return read_gaps_answer(self.snapshot, self._follows())

    @property
    def tables(self) -> dict[str, str]:
        """The tables, each with what one row of it is (docs/tables.md has all columns)."""
        return {table.name: table.comment for table in TABLES.values()}

    def table(self, name: str) -> ArrowRows:
        """A whole table, for other programs."""
        if name not in TABLES:
            raise UsageError(f"there is no table {name!r}: the tables are {', '.join(TABLES)}")
        return self.sql(f"select * from {name}")  # noqa: S608 one of TABLES

    def sql(self, query: str) -> ArrowRows:
        """The rows of one SELECT, in DuckDB's SQL, for other programs. Nothing limits its time and memory.

        :raises StoreError: it is wrong, or no SELECT.
        """
        return ArrowRows(self.snapshot.storage, query)

    def close(self) -> None:
        """Close the build. A second call does nothing."""
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _follows(self) -> tuple[int, ...]:
        """The artists that the user follows."""
        nobody: tuple[int, ...] = ()
        return read_user(self.home, lambda user: tuple(user.listening.follows()), nobody)

    def _month(self) -> CatalogueReader | None:
        """The newest month of the catalogue, opened by the first question to it."""
        if self._catalogue is None and (month := newest_month(self.home)) is not None:
            self._catalogue = self._open.enter_context(CatalogueReader(month))
        return self._catalogue
