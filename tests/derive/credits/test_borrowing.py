"""Which credits of another pressing are borrowed, on rows of our own, and whether the categories are those measured."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.rows import named

from linernotes.derive.credits.borrowing import BORROWED_CATEGORIES, Borrowing
from linernotes.derive.credits.roles import CATEGORIES, load_taxonomy
from linernotes.storage.duckdb.lending import Lender

ROOT = Path(__file__).resolve().parents[3]
TRACKS = [(0, "A1", "The Song"), (1, "A2", "Other"), (2, "B1", "Bonus")]
CREDITS = [
    # position, role_no, artist_id, name, role, tracks
    (0, 0, 1, "Anna", "Written-By", None),
    (0, 1, 1, "Anna", "Guitar", None),
    (1, 0, 2, "Ben", "Written-By", "A1, B1"),
    (2, 0, 3, "Cleo", "Written-By", "B1"),
    (3, 0, 4, "Dan", "Written-By", "Z9"),
    (4, 0, 194, "Various", "Written-By", None),
    (5, 0, None, "Nobody's Page", "Lyrics By", None),
    (6, 0, 5, "Eve", None, None),
]
TRACK_ARTISTS = [
    # track_no, position, artist_id, name, role
    (0, 0, 9, "Leader", None),
    (0, 1, 6, "Finn", "Written-By"),
    (1, 0, 6, "Finn", "Written-By"),
    (1, 1, 7, "Gil", "Music By"),
    (2, 0, 8, "Hal", "Written-By"),
]


def tracks(release_id: int, *rows: tuple[int, str, str]) -> list:
    return named(
        "release_tracks", [(release_id, no, None, at, "track", title, None, None) for no, at, title in rows]
    )


def borrow(categories: frozenset[str]) -> list[tuple]:
    lender = Lender(
        11,
        "api",
        1970,
        "UK",
        named(
            "release_credits",
            [(11, at, no, id, name, None, role, None, role, of) for at, no, id, name, role, of in CREDITS],
        ),
        tracks(11, *TRACKS),
        named(
            "release_track_artists",
            [
                (11, no, at, 0, id, name, None, None, role, None, role)
                for no, at, id, name, role in TRACK_ARTISTS
            ],
        ),
    )
    own = tracks(10, (0, "1", "Song, The"), (1, "2", "OTHER"))
    rows = Borrowing(load_taxonomy(), categories)(10, own, lender)
    assert {(row.release_id, row.from_release_id, row.from_year, row.from_country) for row in rows} <= {
        (10, 11, 1970, "UK")
    }
    return [(row.position, row.role_no, row.name, row.role) for row in rows]


def test_a_credit_is_borrowed_once_without_its_track_where_the_release_has_it() -> None:
    assert borrow(frozenset({"writing"})) == [
        (0, 0, "Anna", "Written-By"),
        (1, 0, "Ben", "Written-By"),
        (5, 0, "Nobody's Page", "Lyrics By"),
        (7, 0, "Finn", "Written-By"),
        (9, 0, "Gil", "Music By"),
    ]


def test_of_all_categories_every_role_is_borrowed_but_none_and_that_of_nobody() -> None:
    assert (0, 1, "Anna", "Guitar") in borrow(frozenset(CATEGORIES))
    assert {name for _, _, name, _ in borrow(frozenset(CATEGORIES))}.isdisjoint({"Eve", "Various", "Leader"})
    assert borrow(frozenset()) == []


@pytest.mark.recorded
def test_the_categories_are_those_that_the_recorded_dumps_come_to(fixtures: Path) -> None:
    tool = [sys.executable, str(ROOT / "tools" / "borrowed_credits.py"), "--fixtures", str(fixtures)]
    done = subprocess.run(tool, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for category in BORROWED_CATEGORIES:
        assert f"| {category} |" in done.stdout
