"""Where the API and the dumps differ, and what either lacks."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.etl.dumps.test_dump_import import land_collection
from tests.homes import Home

from linernotes.documents import (
    Artist,
    ArtistLink,
    Community,
    DocumentKey,
    Fetched,
    Image,
    Master,
    Release,
    Track,
)
from linernotes.etl.dumps.report import Difference, differences, dump_report
from linernotes.storage.landing import Landing

OLD, NEW = "dump:20260201", "dump:20260301"
DAY = datetime(2026, 3, 1, tzinfo=UTC)


def release(**more: object) -> Release:
    return Release(**{"id": 1, "title": "T"} | more)


@pytest.mark.parametrize(
    ("api", "dump"),
    [
        pytest.param(
            release(country="", year=0), release(country=None, year=None), id="nothing-however-said"
        ),
        pytest.param(release(title=" T "), release(), id="white-space"),
        pytest.param(
            release(thumb="t", images=(Image(uri="u"),), community=Community(have=1)),
            release(),
            id="what-a-dump-cannot-know",
        ),
        pytest.param(release(status="Accepted"), release(), id="a-dump-that-tells-no-status"),
        pytest.param(
            release(tracklist=(Track(title="S", type_="track"),)),
            release(tracklist=(Track(title="S", type_="heading"),)),
            id="what-a-dump-guesses",
        ),
    ],
)
def test_what_says_the_same_is_no_difference(api, dump):
    assert list(differences("release", api, dump)) == []


@pytest.mark.parametrize(
    ("kind", "api", "dump", "expected"),
    [
        ("release", release(title="A"), release(title="B"), ("title", "title", "A", "B")),
        ("release", release(country="UK"), release(), ("country", "country", "UK", None)),
        (
            "release",
            release(tracklist=(Track(title="S"), Track(title="Orbit"))),
            release(tracklist=(Track(title="S"), Track(title="Orbits"))),
            ("tracklist", "tracklist[1].title", "Orbit", "Orbits"),
        ),
        (
            "release",
            release(genres=("Jazz", "Pop")),
            release(genres=("Jazz",)),
            ("genres", "genres (number)", 2, 1),
        ),
        (
            "artist",
            Artist(id=1, name="A", members=(ArtistLink(id=2, name="B", active=True),)),
            Artist(id=1, name="A", members=(ArtistLink(id=2, name="C"),)),
            ("members", "members[0].name", "B", "C"),
        ),
        (
            "master",
            Master(id=1, title="T", main_release=4, tracklist=(Track(title="S"),)),
            Master(id=1, title="T", main_release=5),
            ("main_release", "main_release", 4, 5),
        ),
    ],
    ids=["text", "nothing-against-something", "track", "number", "member", "master-without-tracks"],
)
def test_a_difference_is_shown_where_it_begins(kind, api, dump, expected):
    assert list(differences(kind, api, dump)) == [Difference(kind, 1, *expected)]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Releases 1 and 2 are owned. Of 1 both tell, two dumps even; 2 was in the older dump alone, 3 is gone."""
    with Landing.open(tmp_path / "landing.db") as landing:
        land_collection(landing, tells_artists=True)

        def land(id: int, body: bytes, source: str) -> None:
            landing.save(Fetched(DocumentKey("release", id), body, DAY), source=source)

        land(1, json.dumps({"id": 1, "title": "API", "country": "UK"}).encode(), "api")
        land(1, b'<release id="1"><title>old</title></release>', OLD)
        land(1, b'<release id="1"><title>API</title><country>US</country></release>', NEW)
        land(2, b'<release id="2"><title>T</title></release>', OLD)
        landing.save_searched(OLD, "release", "document", {1: 1, 2: 1})
        landing.save_searched(NEW, "release", "document", {1: 1, 2: 0})
        landing.save_gone(DocumentKey("release", 3), seen_at=DAY)
    return tmp_path


def test_the_newest_dump_is_held_against_the_api(home):
    with Landing.open(home / "landing.db") as landing:
        found = dump_report(landing)
    assert found.compared == {"release": 1, "master": 0, "artist": 0}
    assert [(one.field, one.documents) for one in found.fields] == [("country", 1)]
    assert (found.dumps, found.lacking, found.gone["release"]) == ((OLD, NEW), (2,), (3,))


def test_the_command_tells_programs_and_people(home):
    shown = Home(home).json("dump", "report")
    assert shown["fields"] == [
        {
            "kind": "release",
            "field": "country",
            "documents": 1,
            "examples": [
                {
                    "kind": "release",
                    "id": 1,
                    "field": "country",
                    "place": "country",
                    "api": "UK",
                    "dump": "US",
                }
            ],
        }
    ]
    assert (shown["lacking"], shown["gone"]["release"]) == ([2], [3])
    read = Home(home).run("dump", "report").stdout
    assert "UK" in read
    assert "Of your releases the dumps lack 1 (2)" in read
    assert "Gone at Discogs, release: 1 (3)" in read


def test_without_a_home_it_says_what_to_do(tmp_path):
    done = Home(tmp_path / "none").run("dump", "report")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert not (tmp_path / "none" / "landing.db").exists()
