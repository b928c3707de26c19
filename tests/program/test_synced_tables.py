"""A sync of the demo, and of the recorded catalogue: the tables, row for row, against the raw JSON of the documents."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.derive.documents import landed_documents
from tests.etl.expectations import comparable, expected_tables
from tests.homes import Home

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.storage.duckdb.tables import TABLES
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.landing import Landed, Landing

#: Tables that documents alone do not fill; they are computed below, or tell of the run.
OTHERWISE = {"artist", "master", "release", "role", "master_stats", "release_borrowed_credits"}
PROVENANCE = {"sync_run", "problem", "coverage", "meta", "collection_changes"}
DERIVED = {name for name, table in TABLES.items() if table.group == "derived"}

Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def recorded(fixtures: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    with Sandbox(load_catalogue("recorded", dir=fixtures), limit=100_000) as sandbox:
        home = Home(tmp_path_factory.mktemp("recorded"), sandbox)
        home.sync()
        yield home


@pytest.fixture(scope="module", params=["demo", pytest.param("recorded", marks=pytest.mark.recorded)])
def home(request: pytest.FixtureRequest) -> Home:
    if request.param == "demo":
        return Home(request.getfixturevalue("demo_home"))
    recorded: Home = request.getfixturevalue("recorded")
    return recorded


def landed_in(home: Home) -> dict[str, list[Landed]]:
    with Landing.open(home.path / LANDING_DB) as landing:
        return {kind: list(landing.documents(kind)) for kind, _ in landing.counts()}


@pytest.fixture(scope="module")
def expected(home: Home) -> dict[str, Rows]:
    documents = landed_documents(home.path / LANDING_DB)
    user = documents["user"][0][0]
    return expected_tables(documents, currency=user["curr_abbr"] or None)


def table(home: Home, name: str) -> Rows:
    return home.rows(f"select * from {name}")


def test_every_recorded_release_is_landed_as_it_was_recorded(recorded, fixtures):
    landed = landed_in(recorded)
    raw: dict[int, list[Any]] = {}
    for path in (fixtures / "release").glob("*.json"):
        # Recordings of long ago have http:// in their links.
        document = json.loads(
            path.read_bytes().replace(b"http://api.discogs.com", b"https://api.discogs.com")
        )
        if isinstance(document, dict):
            raw.setdefault(document["id"], []).append(document)
    assert {one.key.id for one in landed["release"]} == set(raw)
    served_by = recorded.environment["LINERNOTES_API_URL"].encode()  # the sandbox's links point to itself
    bodies = {
        one.key.id: one.body.replace(served_by, b"https://api.discogs.com") for one in landed["release"]
    }
    assert [id for id, body in bodies.items() if json.loads(body) not in raw[id]] == []


def test_tables_agree_row_for_row_with_the_raw_json(home, expected):
    different = {
        name: (len(rows), len(table(home, name)))
        for name, rows in expected.items()
        if name not in OTHERWISE and comparable(rows) != comparable(table(home, name))
    }
    assert different == {}


def test_all_tables_are_accounted_for(home, expected):
    names = {name for (name,) in home.rows("select table_name from duckdb_tables()")}
    assert names - DERIVED - PROVENANCE - OTHERWISE <= set(expected)


def test_releases_are_the_documents_the_listed_ones_and_the_main_releases_that_masters_name(home, expected):
    known = {row[0] for row in expected["release"]}
    named: dict[int, tuple[int, str]] = {}
    for master_id, main_release_id, title in sorted(
        home.rows("select master_id, main_release_id, title from master where main_release_id is not null")
    ):
        if main_release_id not in known:
            named.setdefault(main_release_id, (master_id, title))
    basic = [(id, master, title, *[None] * 9, "basic", None) for id, (master, title) in named.items()]
    assert comparable(table(home, "release")) == comparable([*expected["release"], *basic])


def test_masters_are_the_documents_and_what_discographies_name(home, expected):
    known = {row[0] for row in expected["master"]}
    named: dict[int, tuple[Any, ...]] = {}
    columns = "artist_id, role, id, main_release_id, title, year"
    for *_, id, main, title, year in sorted(
        home.rows(f"select {columns} from artist_masters where type = 'master'"), key=lambda row: row[:3]
    ):
        if id not in known:
            named.setdefault(id, (id, main, title, year, None, "basic", None))
    assert named, "the discographies name masters that have no document here"
    assert comparable(table(home, "master")) == comparable([*expected["master"], *named.values()])


def test_statistics_of_masters_take_their_fans_from_the_discographies(home, expected):
    fans = {id: (have, want) for id, have, want in home.rows("select id, have, want from artist_masters")}
    rows = [(*row[:2], *fans.get(row[0], (None, None)), *row[4:]) for row in expected["master_stats"]]
    assert comparable(table(home, "master_stats")) == comparable(rows)


def test_everyone_who_is_named_by_id_is_an_artist_under_the_most_frequent_spelling(home, expected):
    spellings: dict[int, Counter[str]] = {}
    at = {
        "release_artists": (2, 3),
        "release_credits": (3, 4),
        "release_track_artists": (4, 5),
        "master_artists": (2, 3),
        "master_track_artists": (4, 5),
        "artist_aliases": (1, 2),
        "artist_groups": (1, 2),
        "artist_members": (1, 2),
    }
    for name, (id_at, name_at) in at.items():
        for row in expected[name]:
            if row[id_at] is not None:
                spellings.setdefault(row[id_at], Counter())[row[name_at]] += 1
    documented = {row[0] for row in expected["artist"]}
    found = {row[0]: row for row in table(home, "artist")}
    assert set(found) == documented | set(spellings) | {row[0] for row in expected["artist_masters"]}
    for id, counted in spellings.items():
        if id not in documented:
            best = max(counted.values())
            assert found[id][2] == min(name for name, times in counted.items() if times == best)
            assert found[id][13] == "basic"


def test_every_artist_id_joins(home):
    columns = home.rows(
        "select table_name, column_name from duckdb_columns() where column_name in "
        "('artist_id', 'alias_id', 'group_id', 'member_id') and table_name != 'artist'"
    )
    for name, column in columns:
        lost = home.rows(f"select {column} from {name} where {column} not in (select artist_id from artist)")
        assert [row for row in lost if row != (0,)] == [], (name, column)


def test_every_role_is_classified_once(home, expected):
    roles = {row[6] for row in expected["release_credits"]} | {
        row[8] for row in expected["release_track_artists"]
    }
    roles |= {row[8] for row in expected["master_track_artists"]}
    assert {row[0] for row in table(home, "role")} == roles - {None}


def test_what_was_not_recorded_is_a_problem_with_its_reason(recorded):
    owned_masters = {
        row[0]
        for row in recorded.rows(
            "select distinct r.master_id from release r join collection_items using (release_id) "
            "where r.master_id is not null"
        )
    }
    gone = {row[0] for row in recorded.rows("select id from problem where kind = 'master'")}
    assert gone == owned_masters - {one.key.id for one in landed_in(recorded)["master"]}
    assert {row[0] for row in recorded.rows("select distinct reason from problem")} == {
        "gone: Discogs answered 404"
    }
