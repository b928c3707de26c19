"""Borrowed credits: which pressing lends them, found among documents that landed and in a dump, the long way too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.etl.dumps.pressings import DAY, Release, borrowing_home, land, release, write_dump
from tests.homes import Home
from tests.rows import tuples

from linernotes.derive.credits.borrowing import Borrowing
from linernotes.derive.credits.roles import CATEGORIES, load_taxonomy
from linernotes.etl.collection import ETLCollection
from linernotes.etl.crawl_frontier import read_shelf
from linernotes.etl.dumps.import_elements import DumpImport
from linernotes.etl.loading import Loading
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.landing import Landing

#: release_id, artist_id (0: a name alone), role, from_release_id
Borrowed = set[tuple[int, int, str, int]]


def borrowed(landing: Landing, folder: Path, categories: Iterable[str] = CATEGORIES) -> Borrowed:
    """What a build borrows, of all categories unless some are named."""
    (folder / "build.duckdb").unlink(missing_ok=True)
    with DBStorage.create(folder / "build.duckdb") as storage:
        borrow = Borrowing(load_taxonomy(), frozenset(categories))
        ETLCollection().load_all(Loading(landing, read_shelf(landing), storage, borrow))
        query = (
            "select release_id, coalesce(artist_id, 0), role, from_release_id from release_borrowed_credits"
        )
        lost = "select count(*) from release_borrowed_credits where artist_id not in (select artist_id from artist)"
        assert storage.scalar(lost) == 0
        return set(tuples(storage, query))


@pytest.fixture
def landing(tmp_path: Path) -> Iterator[Landing]:
    with Landing.open(tmp_path / "landing.db") as landing:
        yield landing


QUIET, FULL = release(10, 2, year=1990), release(11, 3, 4, 5, 6, 7, year=1971)


def lent(to: int, lender: Release) -> Borrowed:
    people = [*lender["extraartists"], *lender["tracklist"][0]["extraartists"]]
    return {(to, one["id"], one["role"], lender["id"]) for one in people}


def test_a_release_of_few_credits_borrows_those_of_another_pressing_that_landed(
    landing: Landing, tmp_path: Path
) -> None:
    land(landing, [QUIET], [FULL])
    assert borrowed(landing, tmp_path) == lent(10, FULL)


def test_one_with_four_people_borrows_none_and_a_stranger_lends_none(
    landing: Landing, tmp_path: Path
) -> None:
    land(landing, [release(10, 2, 3, 4, 5), release(12, master=0)], [FULL, release(13, 8, 9, 10, master=0)])
    assert borrowed(landing, tmp_path) == set()


def test_only_roles_of_the_categories_that_proved_reliable_are_borrowed(
    landing: Landing, tmp_path: Path
) -> None:
    land(landing, [QUIET], [release(11, 3, 4, 5, 6, role="Guitar, Written-By")])
    assert {role for _, _, role, _ in borrowed(landing, tmp_path, ["writing"])} == {"Written-By"}


def test_a_credit_of_a_track_that_the_release_lacks_is_not_borrowed(landing: Landing, tmp_path: Path) -> None:
    bonus = release(11, 3, 4, 5, 6)
    bonus["tracklist"][0]["title"] = "Bonus"
    land(landing, [QUIET], [bonus])
    assert {artist for _, artist, _, _ in borrowed(landing, tmp_path)} == {3, 4, 5}


def test_a_dump_gives_the_pressing_that_nobody_owns(landing: Landing, tmp_path: Path) -> None:
    """Of all its pressings the best one alone is kept, and a second import looks for none."""
    land(landing, [QUIET])
    poor, other = release(12, 8, 9), release(13, 8, 9, 10, 11, 12, 13, 14, master=501)
    dump = write_dump(tmp_path, [QUIET, FULL, poor, other])
    DumpImport(landing, [dump]).run()
    kept = [(one.key.id, one.source) for one in landing.documents("pressing")]
    assert kept == [(11, f"dump:{DAY}")]
    assert borrowed(landing, tmp_path) == lent(10, FULL)
    assert DumpImport(landing, [dump]).run() == []


def test_of_a_release_that_turns_out_to_have_credits_no_pressing_is_kept(
    landing: Landing, tmp_path: Path
) -> None:
    """Only its row of the listing was known when the pass began."""
    known = release(10, 2, 3, 4, 5)
    land(landing, [known])
    landing.drop_pages("release", 10, after=0)
    DumpImport(landing, [write_dump(tmp_path, [known, FULL])]).run()
    assert list(landing.documents("pressing")) == []
    assert landing.searched("pressing") == {500: 1}


def test_a_pressing_is_in_no_other_table(landing: Landing, tmp_path: Path) -> None:
    land(landing, [QUIET])
    DumpImport(landing, [write_dump(tmp_path, [FULL])]).run()
    borrowed(landing, tmp_path)
    with DBStorage.open(tmp_path / "build.duckdb") as storage:
        for table in ("release", "release_credits", "release_track_artists", "release_tracks"):
            assert set(storage.values(int, f"select distinct release_id from {table}")) <= {10}


@st.composite
def albums(draw: st.DrawFn) -> tuple[list[Release], list[Release]]:
    """Owned pressings, and others, of two masters."""
    pressings = [
        release(
            id,
            *draw(st.lists(st.integers(2, 9), max_size=7)),
            master=draw(st.sampled_from((500, 501))),
            year=draw(st.sampled_from((0, 1970, 1972, 1990))),
        )
        for id in range(10, 10 + draw(st.integers(1, 8)))
    ]
    owned = draw(st.integers(1, len(pressings)))
    shuffled = draw(st.permutations(pressings))
    return shuffled[:owned], shuffled[owned:]


def the_long_way(owned: Sequence[Release], others: Sequence[Release]) -> Borrowed:
    found: Borrowed = set()
    people = {one["id"]: {artist for _, artist, _, _ in lent(0, one)} for one in (*owned, *others)}
    for one in owned:
        if len(people[one["id"]]) > 3:
            continue
        best = None
        for other in (*owned, *others):
            if other["id"] == one["id"] or other["master_id"] != one["master_id"] or not people[other["id"]]:
                continue
            apart = abs(other["year"] - one["year"]) if other["year"] and one["year"] else 10_000
            rank = (-len(people[other["id"]]), apart, other["id"])
            if best is None or rank < best[0]:
                best = (rank, other)
        if best:
            found |= lent(one["id"], best[1])
    return found


@given(pressings=albums())
def test_landed_or_from_a_dump_the_best_pressing_lends(
    pressings: tuple[list[Release], list[Release]],
) -> None:
    owned, others = pressings
    expected = the_long_way(owned, others)
    with TemporaryDirectory() as name:
        for from_dump in (False, True):
            folder = Path(name) / str(from_dump)
            folder.mkdir()
            with Landing.open(folder / "landing.db") as landing:
                land(landing, owned, () if from_dump else others)
                if from_dump:
                    DumpImport(landing, [write_dump(folder, others)]).run()
                assert borrowed(landing, folder) == expected


def test_a_backup_has_the_pressings_and_the_searches(tmp_path: Path) -> None:
    home = Home(borrowing_home(tmp_path / "home"))
    path = home.json("backup", "--out", str(tmp_path / "copy.zip"))["path"]
    other = Home(tmp_path / "other")
    assert other.run("backup", "--restore", path).returncode == 0
    with Landing.open(other.path / LANDING_DB) as landing:
        assert [one.key.id for one in landing.documents("pressing")] == [11]
        assert landing.searched("pressing") == {500: 1}
    other.json("build")
    borrowed = "select from_release_id, artist_id from release_borrowed_credits order by position"
    assert other.rows(borrowed) == home.rows(borrowed) == [(11, id) for id in (2, 3, 4, 5, 6)]
