"""The year in liner notes, on a shelf of nine people and on the demo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.derive.shelves import Rows
from tests.insights.deriving import derive, record, shelf
from tests.insights.random_shelves import row
from tests.rows import tuples

from linernotes.derive.release import DeriveRelease
from linernotes.insights.collection.copies import read_collection
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.year.models import Played, YearAnswer
from linernotes.insights.year.read_year import played_days, read_year, read_years
from linernotes.insights.year.shelf_by_year import read_new_links
from linernotes.storage.duckdb.database import DBStorage

ANN, BOB, CECIL, DORA, EVE, BAND = range(1, 7)
NAMES = {ANN: "Ann", BOB: "Bob", CECIL: "Cecil", DORA: "Dora", EVE: "Eve", BAND: "The Band"}
TODAY = date(2022, 6, 1)


def dated(number: int, day: str | None, rows: Rows) -> Rows:
    """A record that came in on a day."""
    moment = datetime.fromisoformat(f"{day}T12:00:00+00:00") if day else None
    copy = row(
        "collection_items",
        instance_id=number,
        release_id=number,
        title=f"Record {number}",
        added_at=moment,
        added_on=moment.date() if moment else None,
    )
    return rows | {"collection_items": [copy]}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """Ann with Bob in 2019, Cecil with Dora in 2020; in 2021 Ann with Cecil for the first time, and Eve is new."""
    rows = shelf(
        dated(1, "2019-03-01", record(1, (ANN,), (BOB, "Bass"))),
        dated(2, "2020-03-01", record(2, (CECIL,), (DORA, "Drums"))),
        dated(3, "2021-03-01", record(3, (ANN,), (CECIL, "Drums"))),
        dated(4, "2021-04-01", record(4, (EVE,), (BOB, "Bass"))),
        dated(5, "2021-04-02", record(5, (EVE,), (ANN, "Piano"), (DORA, "Vocals"))),
        # Nobody knows since when: Bob may have played with Dora before all of them.
        dated(6, None, record(6, (BOB,), (DORA, "Drums"))),
        dated(7, "2021-05-01", record(7, (BAND,), (BOB, "Bass"), (DORA, "Drums"))),
        names=NAMES,
        members={EVE: BAND},
    )
    with DBStorage.create(tmp_path_factory.mktemp("year") / "year.duckdb") as storage:
        snapshot = derive(storage, rows)
        DeriveRelease().derive(storage)
        yield snapshot


def of(snapshot: Snapshot, year: int, *plays: tuple[int, str]) -> YearAnswer:
    played = [Played(release, date.fromisoformat(day)) for release, day in plays]
    return read_year(snapshot, played, year, TODAY)


def test_whose_year_it_was_is_who_is_on_most_of_what_came_in_and_what_was_played(snapshot: Snapshot) -> None:
    year = of(snapshot, 2021)
    assert [(one.name, one.albums) for one in year.people] == [
        ("Ann", 2),
        ("Bob", 2),
        ("Dora", 2),
        ("Eve", 2),
        ("Cecil", 1),
    ]
    year = of(snapshot, 2021, (1, "2021-07-01"), (1, "2021-07-02"), (2, "2020-07-01"))
    assert [(one.name, one.albums, one.plays) for one in year.people][:2] == [("Ann", 3, 2), ("Bob", 3, 2)]
    assert (year.came_in, year.albums, year.plays, year.undated) == (4, 4, 2, 1)


def test_who_was_met_first_has_no_record_before_and_none_without_a_date(snapshot: Snapshot) -> None:
    assert [(one.name, one.albums, one.release_id) for one in of(snapshot, 2021).met] == [("Eve", 2, 4)]
    # Dora and Bob are on a record without a date.
    assert [one.name for one in of(snapshot, 2020).met] == ["Cecil"]
    assert [one.name for one in of(snapshot, 2019).met] == ["Ann"]


def test_a_new_link_is_between_two_who_were_here_and_not_together(snapshot: Snapshot) -> None:
    links = of(snapshot, 2021).links
    assert [(one.name_from, one.name_to, one.release_id) for one in links] == [
        ("Ann", "Cecil", 3),
        ("Ann", "Dora", 5),
    ]
    assert [(one.albums_from, one.albums_to) for one in links] == [(1, 1), (1, 1)]
    assert of(snapshot, 2019).links == of(snapshot, 2020).links == ()


def test_new_links_of_the_demo_are_those_of_the_long_way(demo: Snapshot) -> None:
    """Every pair of people, with the years of the records that join them, one by one."""
    person = dict(tuples(demo.storage, "select artist_id, identity_id from artist"))
    year = {copy.release_id: copy.added_on.year for copy in read_collection(demo).copies if copy.added_on}
    for copy in read_collection(demo).copies:
        if copy.added_on:
            year[copy.release_id] = min(year[copy.release_id], copy.added_on.year)
    joined: defaultdict[frozenset[int], list[tuple[int, str, int]]] = defaultdict(list)
    rows = tuples(
        demo.storage,
        "select artist_id_from, artist_id_to, relation_type, unnest(releases) from artist_relations "
        "union all select artist_id_from, artist_id_to, relation_type, null from artist_relations "
        "where relation_type in ('group_member', 'artist_alias')",
    )
    for one, other, kind, release in rows:
        joined[frozenset((person[one], person[other]))].append((year.get(release, 0), kind, release))
    since: dict[int, int] = {}
    for release, performers in tuples(demo.storage, "select release_id, performers from release_line_ups"):
        for one in performers:
            since[person[one]] = min(since.get(person[one], 9999), year[release])
    for this in sorted(set(year.values())):
        new = {
            pair
            for pair, why in joined.items()
            if min(why)[0] == this
            and any(at == this and kind == "co_player" for at, kind, _ in why)
            and all(since.get(one, 9999) < this for one in pair)
        }
        shown = read_new_links(demo, this)
        pairs = [frozenset((person[one.artist_id_from], person[one.artist_id_to])) for one in shown]
        assert len(set(pairs)) == len(pairs) == min(len(new), 5), this
        assert set(pairs) <= new, this


def test_an_instrument_counts_albums_and_a_voice_is_none(snapshot: Snapshot) -> None:
    year = of(snapshot, 2021)
    assert [(one.role, one.albums) for one in year.instruments] == [("Bass", 2), ("Drums", 2), ("Piano", 1)]


def test_what_was_played_most_and_in_which_months(snapshot: Snapshot) -> None:
    year = of(snapshot, 2022, (3, "2022-01-01"), (3, "2022-01-02"), (1, "2022-02-01"), (99, "2022-02-01"))
    assert [(one.release_id, one.plays) for one in year.played] == [(3, 2), (1, 1)]
    assert [(one.came_in, one.plays) for one in year.months][:3] == [(0, 2), (0, 2), (0, 0)]
    assert year.is_so_far
    assert year.plays == 4, "a record that is gone was played, too"


def test_a_year_with_nothing_names_the_nearest_with_something(snapshot: Snapshot) -> None:
    for year, nearest in ((1999, 2019), (2024, 2021), (2022, 2021)):
        answer = of(snapshot, year)
        assert (answer.is_empty, answer.nearest) == (True, nearest)
    assert of(snapshot, 2024, (1, "2026-01-01")).nearest == 2026, "of two years the later one"
    assert not of(snapshot, 2020).is_empty


def test_years_are_listed_with_what_came_in_and_what_was_played(snapshot: Snapshot) -> None:
    years = read_years(snapshot, [Played(1, date(2022, 1, 1))])
    assert [(one.year, one.came_in, one.plays) for one in years.years] == [
        (2022, 0, 1),
        (2021, 4, 0),
        (2020, 1, 0),
        (2019, 1, 0),
    ]
    assert years.undated == 1


def test_a_play_is_on_the_day_of_the_collector() -> None:
    late = datetime(2021, 12, 31, 23, 30, tzinfo=UTC)
    assert played_days([(1, late)], ZoneInfo("Asia/Tokyo")) == (Played(1, date(2022, 1, 1)),)
    assert played_days([(1, late)], UTC) == (Played(1, date(2021, 12, 31)),)


def test_the_sentence_says_what_the_answer_has(demo: Snapshot) -> None:
    for line in read_years(demo, ()).years:
        year = read_year(demo, (), line.year, TODAY)
        assert year.sentence.startswith(f"{line.year}")
        assert year.people[0].name in year.sentence
        assert year.came_in == line.came_in == sum(one.came_in for one in year.months)
        if year.journey:
            assert year.journey.names[0] in year.sentence
            assert year.journey.names[-1] in year.sentence
