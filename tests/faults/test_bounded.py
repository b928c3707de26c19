"""What is large takes time by its size, not by the square of it, or is cut with a word.

Steps are lines of Python that run, so that no busy machine decides. What SQL does is counted in rows.
"""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import duckdb
import pytest
from starlette.testclient import TestClient
from tests.faults.landings import NOON, Documents, documents_of, land
from tests.faults.test_documents_mutated import shortened

from discogs_sandbox.catalogues import load_catalogue
from linernotes.derive.credits.roles import load_taxonomy
from linernotes.derive.credits.track_ranges import Line, TrackList
from linernotes.discogs import Discogs
from linernotes.documents import DocumentKey, decode, outline_of
from linernotes.etl.rows.artist import artist_masters_rows, artist_rows
from linernotes.etl.rows.release import release_rows
from linernotes.etl.rows.roles import split_roles
from linernotes.insights.release.line_up import Credit, TrackLine, line_up, track_list
from linernotes.insights.release.playing_people import LineUp
from linernotes.insights.release.who_plays import who_plays
from linernotes.insights.text.discogs_markup import mentions, parse, plain
from linernotes.settings import load_settings
from linernotes.web.app import create_app


def steps(work: Callable[[], object]) -> int:
    """How many lines of Python run."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def credit(number: int, **more: str) -> dict[str, Any]:
    return {"id": number, "name": f"P{number}", "role": "Guitar", "tracks": "", "anv": "", "join": ""} | more


def track(number: object, **more: Any) -> dict[str, Any]:
    return {"position": str(number), "type_": "track", "title": f"T{number}", "duration": "3:00"} | more


#: A name of a list in a document -> its entry of a number.
LISTS: dict[str, dict[str, Callable[[int], Any]]] = {
    "release": {
        "artists": credit,
        "extraartists": credit,
        "tracklist": track,
        "identifiers": lambda n: {"type": "Barcode", "value": str(n), "description": None},
        "labels": lambda n: {"id": n, "name": f"L{n}", "catno": str(n)},
        "companies": lambda n: {"id": n, "name": f"C{n}", "entity_type": "1", "entity_type_name": "By"},
        "formats": lambda n: {"name": "Vinyl", "qty": "1", "descriptions": [f"D{n}"]},
        "genres": lambda n: f"G{n}",
        "styles": lambda n: f"S{n}",
        "videos": lambda n: {"uri": f"https://x/{n}", "title": "x", "duration": 1},
        "images": lambda n: {
            "type": "primary",
            "uri": f"https://x/{n}",
            "uri150": "",
            "width": 1,
            "height": 1,
        },
    },
    "artist": {
        "members": lambda n: {"id": n + 1, "name": f"M{n}", "active": True},
        "aliases": lambda n: {"id": n + 1, "name": f"A{n}"},
        "groups": lambda n: {"id": n + 1, "name": f"G{n}", "active": True},
        "namevariations": lambda n: f"V{n}",
        "urls": lambda n: f"https://x/{n}",
    },
    "artist_releases": {
        "releases": lambda n: {"id": n + 1, "type": "master", "role": "Main", "title": f"R{n}"},
    },
}
ROWS: dict[str, Callable[[Any], object]] = {
    "release": lambda one: (release_rows(one, source="api", loaded_at=NOON), outline_of(one)),
    "artist": lambda one: artist_rows(one, source="api", loaded_at=NOON),
    "artist_releases": lambda one: artist_masters_rows(one, 1),
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in LISTS for name in LISTS[kind]])
@pytest.mark.parametrize("odd", [False, True])
def test_decoding_and_rows_of_a_long_list_take_time_by_its_length(kind: str, name: str, odd: bool) -> None:
    """Also where one odd value makes the whole document go the forgiving way."""

    def work(count: int) -> None:
        body = {"id": 1, "title": "x", "name": "x", "releases": [], "uri": 7 if odd else "x"}
        body[name] = [LISTS[kind][name](number) for number in range(count)]
        ROWS[kind](decode(kind, json_of(body)))

    work(1)  # what is made once
    few, many = steps(lambda: work(50)), steps(lambda: work(200))
    assert many < 5 * few


def json_of(body: object) -> bytes:
    return json.dumps(body).encode()


#: Texts that grow, and what reads them.
TEXTS: dict[str, tuple[Callable[[int], str], Callable[[str], object]]] = {
    "links": (lambda n: "[url=http://x.y]a[/url] " * n, lambda text: plain(parse(text))),
    "links that do not end": (lambda n: "[url=http://x.y]a " * n, lambda text: plain(parse(text))),
    "addresses that do not end": (lambda n: "[url]a " * n, lambda text: plain(parse(text))),
    "mentions": (lambda n: "[a=Nobody] [a1] [r=5] [l=X] " * n, lambda text: list(mentions(parse(text)))),
    "styles": (lambda n: "[b][i][u][s]" * n, lambda text: plain(parse(text))),
    "brackets": (lambda n: "[" * n + "]" * n, lambda text: (plain(parse(text)), split_roles(text))),
    "roles": (lambda n: ", ".join(f"R{i} [x]" for i in range(n)), split_roles),
    "qualifiers": (lambda n: "Lead " * n + "Guitar", load_taxonomy().classify),
    "ands": (lambda n: "Lead & " * n + "Guitar", load_taxonomy().classify),
    "positions": (
        lambda n: ", ".join(f"A{i}" for i in range(min(n, 800))),
        lambda text: tracks(9).resolve(text),
    ),
    "blanks": (lambda n: "A1" + " " * n + "x", lambda text: tracks(9).resolve(text)),
    "dashes": (lambda n: "A1" + "-" * n, lambda text: tracks(9).resolve(text)),
}


def tracks(count: int) -> TrackList:
    return TrackList(Line(number, None, f"A{number}", "track", None) for number in range(count))


@pytest.mark.parametrize("name", TEXTS)
def test_a_long_text_is_read_in_steps_by_its_length(name: str) -> None:
    make, read = TEXTS[name]
    read(make(1))
    few, many = steps(lambda: read(make(25))), steps(lambda: read(make(200)))
    assert many < 10 * few


def test_blanks_between_the_ends_of_a_range_count_as_one() -> None:
    assert tracks(3).resolve("A1" + " " * 3_900 + "x") == []
    assert tracks(3).resolve("A1" + " " * 3_000 + "to" + " " * 500 + "A2") == [1, 2]


@pytest.mark.parametrize(
    ("positions", "named"),
    [
        (lambda n: ["A1"] * n, "A1 to A1"),
        (lambda n: [f"A{i}" for i in range(n)], "A0 to A99999, A1 to A5"),
        (lambda n: ["A1", "B1"] * (n // 2), "A1 to B1"),
    ],
)
def test_what_credits_name_is_resolved_in_steps_by_the_length_of_the_track_list(
    positions: Callable[[int], list[str]], named: str
) -> None:
    def work(count: int) -> None:
        lines = [Line(no, None, position, "track", None) for no, position in enumerate(positions(count))]
        found = TrackList(lines)
        for _ in range(count):  # as many credits, which name the same
            found.resolve(named)

    few, many = steps(lambda: work(50)), steps(lambda: work(200))
    assert many < 5 * few


def test_a_line_up_takes_steps_by_the_number_of_credits_and_tracks() -> None:
    def work(count: int) -> None:
        lines = [TrackLine(no, None, f"A{no}", "track", "T", None, None, None) for no in range(count)]
        credits = [
            Credit("credit", no, 0, no + 1, f"P{no}", None, None, "Guitar", None, None, "guitar", True)
            for no in range(count)
        ]
        line_up(credits, lines)
        track_list(credits, lines)
        who_plays([LineUp([no], [no + 1], [], [no + 1]) for no in range(count)], credits, lines, {})

    few, many = steps(lambda: work(25)), steps(lambda: work(100))
    assert many < 5 * few


# Through a whole build, and its pages


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Documents:
    catalogue = load_catalogue("synthetic", items=3, seed=3)
    whole = documents_of(catalogue, tmp_path_factory.mktemp("catalogue"))
    return {key: shortened(body) for key, body in whole.items()}


def built(home: Path, documents: Documents, key: DocumentKey, **fields: Any) -> Path:
    spoilt = copy.deepcopy(documents)
    spoilt[key] |= fields
    land(home, spoilt)
    Discogs(load_settings(home=home)).build()
    return home


def rows(home: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home / "collection.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_a_release_of_thousands_makes_no_pairs_of_all_of_them_and_its_page_says_what_it_leaves_out(
    tmp_path: Path, documents: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A hundred thousand take long.
    monkeypatch.setattr("linernotes.derive.credits.prepare._MOST_TRACKS", 12_000)
    key = min(key for key in documents if key.kind == "release")
    home = built(
        tmp_path,
        documents,
        key,
        artists=[credit(10**6 + number) for number in range(200)],
        extraartists=[credit(2 * 10**6 + number, tracks="0 to 599") for number in range(25)],
        tracklist=[track(number) for number in range(600)],
    )
    named = "artist_id_from >= 1000000 or artist_id_to >= 1000000"
    ((pairs,),) = rows(home, f"select count(*) from artist_relations where {named}")
    assert pairs <= 100 * 100 / 2 + 600 * 100
    ((resolved,),) = rows(home, f"select count(*) from release_credit_tracks where release_id = {key.id}")
    assert resolved == 12_000
    reasons = [reason for (reason,) in rows(home, f"select reason from problem where id = {key.id}")]
    assert any("200 main artists" in reason for reason in reasons)
    assert any("more than 12,000 tracks" in reason for reason in reasons)
    ((count,),) = rows(home, f"select count(*) from release_artists where release_id = {key.id}")
    assert count == 200  # nothing is left out of its own tables
    with TestClient(create_app(load_settings(home=home)), base_url="http://127.0.0.1:8000") as client:
        page = client.get(f"/release/{key.id}")
        assert page.status_code == 200
        assert "and 100 more, which this page leaves out" in page.text


def test_sub_tracks_nested_hundreds_deep_are_shown(tmp_path: Path, documents: Documents) -> None:
    key = min(key for key in documents if key.kind == "release")
    nested = track("bottom")
    for level in range(200):
        nested = track(level, type_="index", sub_tracks=[nested])
    home = built(tmp_path, documents, key, tracklist=[nested])
    ((count,),) = rows(home, f"select count(*) from release_tracks where release_id = {key.id}")
    with TestClient(create_app(load_settings(home=home)), base_url="http://127.0.0.1:8000") as client:
        for address in (f"/release/{key.id}", f"/api/release/{key.id}", "/collection"):
            assert client.get(address).status_code == 200
        page = client.get(f"/release/{key.id}").text
    assert count == 201
    assert "Tbottom" in page
