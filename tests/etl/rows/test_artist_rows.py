"""Artist and discography -> rows: one rule a test."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.documents.recorded import recorded_documents

from linernotes.documents import decode
from linernotes.etl.rows.artist import artist_masters_rows, artist_rows
from linernotes.storage.duckdb.arrow import arrow_table
from linernotes.storage.duckdb.tables import TABLES

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def rows(**changed: Any) -> dict[str, list[tuple[Any, ...]]]:
    document = decode("artist", json.dumps({"id": 7, "name": "Rising Sun (7)", **changed}).encode())
    return artist_rows(document, source="api", loaded_at=NOW)


def listed(**changed: Any) -> tuple[Any, ...]:
    row = {"id": 1521183, "title": "Nothing 2 Loose", "type": "master", "role": "Main", **changed}
    page = decode("artist_releases", json.dumps({"releases": [row]}).encode())
    [made] = artist_masters_rows(page, 7)["artist_masters"]
    return made


def test_an_artist_has_both_names_and_leaves_the_rest_to_derivation() -> None:
    image = {"type": "primary", "uri": "https://i/a", "uri150": "https://i/b", "width": 342, "height": 512}
    found = rows(
        realname="Sun Ra ", profile="Jazz.\r\n", data_quality="Correct", uri="https://d/7", images=[image]
    )
    assert found["artist"] == [
        (
            7, None, "Rising Sun (7)", "Rising Sun", "Sun Ra", "Jazz.\r\n", "Correct",
            None, None, "https://i/a", None, None, "https://d/7", "api", NOW,
        )
    ]  # fmt: skip
    assert found["artist_images"] == [(7, 0, "primary", "https://i/a", "https://i/b", 342, 512)]


def test_an_artist_with_nothing_but_a_name() -> None:
    found = rows(profile="")
    assert found["artist"] == [(7, None, "Rising Sun (7)", "Rising Sun", *[None] * 9, "api", NOW)]
    assert all(not more for table, more in found.items() if table != "artist")


@pytest.mark.parametrize("name", ["", "\u00a0"])
def test_an_artist_without_a_name_keeps_its_row(name: str) -> None:
    assert rows(name=name)["artist"][0][:4] == (7, None, None, None)


def test_members_and_groups_say_who_is_active_and_aliases_do_not() -> None:
    link = {"id": 262015, "name": "Oscar Dronjak", "active": True, "thumbnail_url": "https://i/x"}
    former = {"id": 262022, "name": "Jesper Strömblad ", "active": False, "thumbnail_url": ""}
    old = {"id": 3, "name": "Recorded Long Ago"}
    found = rows(members=[link, former, old], groups=[former], aliases=[{"id": 5, "name": "Cleo Henry"}])
    assert found["artist_members"] == [
        (7, 262015, "Oscar Dronjak", True, "https://i/x"),
        (7, 262022, "Jesper Strömblad", False, None),
        (7, 3, "Recorded Long Ago", None, None),
    ]
    assert found["artist_groups"] == [(7, 262022, "Jesper Strömblad", False, None)]
    assert found["artist_aliases"] == [(7, 5, "Cleo Henry", None)]


def test_names_without_ids_make_no_row_and_an_id_makes_one() -> None:
    unlinked = [{"name": "Old Dump Name"}, {"id": 0, "name": "Another"}]
    twice = [{"id": 5, "name": "First"}, {"id": 5, "name": "Second"}]
    assert rows(aliases=unlinked + twice)["artist_aliases"] == [(7, 5, "First", None)]


def test_blank_urls_and_variations_make_no_row_and_the_others_keep_their_places() -> None:
    found = rows(urls=["", "www.without-scheme.org"], namevariations=["R. Sun", " ", "Sun "])
    assert found["artist_urls"] == [(7, 1, "www.without-scheme.org")]
    assert found["artist_name_variations"] == [(7, 0, "R. Sun"), (7, 2, "Sun")]


def test_a_listed_master() -> None:
    made = listed(
        main_release=11849140,
        artist="DJ Healer",
        year=2018,
        thumb="https://i/x",
        stats={"community": {"in_wantlist": 1839, "in_collection": 1368}, "user": {}},
    )
    assert made == (
        7, "master", 1521183, "Main", 1521183, 11849140, "Nothing 2 Loose", 2018, "DJ Healer",
        None, None, "https://i/x", 1368, 1839,
    )  # fmt: skip


def test_a_listed_release_tells_no_master() -> None:
    made = listed(type="release", role="TrackAppearance", year=0, label="Svek", format="File, MP3", thumb="")
    assert made == (
        7, "release", 1521183, "TrackAppearance", None, None, "Nothing 2 Loose", None, None,
        "Svek", "File, MP3", None, None, None,
    )  # fmt: skip


def test_a_row_that_comes_twice_is_left_to_the_loader() -> None:
    """It may come again on another page, so only who reads all pages can tell."""
    row = {"id": 1, "type": "release", "role": "Main", "title": "x"}
    page = decode("artist_releases", json.dumps({"releases": [row, row]}).encode())
    assert len(artist_masters_rows(page, 7)["artist_masters"]) == 2


def test_rows_of_every_recorded_artist_and_discography_fit_their_tables(fixtures: Path) -> None:
    for one in recorded_documents(fixtures):
        if one.kind == "artist":
            found = artist_rows(decode("artist", one.body), source="api", loaded_at=NOW)
        elif one.kind == "artist_releases":
            found = artist_masters_rows(decode("artist_releases", one.body), 1)
        else:
            continue
        for table, made in found.items():
            arrow_table(TABLES[table], made)
            assert not any(value == "" for row in made for value in row), (one.file, table)
