"""Full-text search: whatever a person types is a query, and finds what is printed on the record."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.examples import examples
from tests.rows import put

from linernotes.errors import BuildError, StoreError
from linernotes.storage.builds.publish import Build
from linernotes.storage.builds.search import (
    Matches,
    build_search,
    matching,
    printed,
    search,
    search_built_beside,
)
from linernotes.storage.duckdb.database import DBStorage


@pytest.mark.parametrize(
    ("text", "column"),
    [
        pytest.param("kind of blue", "title", id="the-title"),
        pytest.param("BLUE kind", "title", id="words-in-any-order-and-case"),
        pytest.param("bl", "title", id="the-beginning-of-a-word"),
        pytest.param("miles", "artists", id="a-main-artist"),
        pytest.param("bill evans", "credits", id="a-credit"),
        pytest.param("evans blue", "title", id="words-of-several-columns"),
        pytest.param("Évans", "credits", id="an-accent"),
        pytest.param("E\u0301vans", "credits", id="an-accent-of-its-own"),
        pytest.param("so what", "tracks", id="a-track"),
        pytest.param("columbia", "labels", id="a-label"),
        pytest.param("cl 1355", "numbers", id="a-catno"),
        pytest.param("CL1355", "numbers", id="catno-in-one"),
        pytest.param("727361626525", "numbers", id="a-barcode"),
        pytest.param("from ana", "notes", id="the-collectors-notes"),
    ],
)
def test_a_release_is_found_by_what_is_on_it(build: Build, text: str, column: str) -> None:
    [hit] = search(build.search_path, text, "release")
    assert (hit.kind, hit.id, hit.title, hit.column) == ("release", 10, "Kind Of Blue", column)


@pytest.mark.parametrize(
    "text", ["coltrane", "lue", "blue coltrane", "title:kind", "kind NOT blue", "blue*x", "ind"]
)
def test_what_is_not_there_is_not_found(build: Build, text: str) -> None:
    assert search(build.search_path, text, "release") == []


@pytest.mark.parametrize("text", ["", "  ", "*", '"', "( ) : ^ - + {}", "_", "☃"])
def test_text_without_a_word_finds_nothing(build: Build, text: str) -> None:
    assert search(build.search_path, text, "release") == []
    assert search(build.search_path, text, "artist") == []


@pytest.mark.parametrize(
    "text",
    ['"kind', "kind)", "(kind", "kind*", "^kind", "kind:", "-kind", "{kind", "kind' blue", "kind, blue!"],
)
def test_punctuation_only_separates(build: Build, text: str) -> None:
    assert [hit.id for hit in search(build.search_path, text, "release")] == [10]


@settings(
    max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text())
def test_no_text_is_an_error(build: Build, text: str) -> None:
    search(build.search_path, text, "release")
    search(build.search_path, text, "artist")


@pytest.mark.parametrize(
    ("text", "column"),
    [("evans", "name"), ("bill", "name"), ("m davis", "name"), ("dewey", "variations")],
)
def test_an_artist_is_found_by_every_name(build: Build, text: str, column: str) -> None:
    [hit] = search(build.search_path, text, "artist")
    assert (hit.kind, hit.column) == ("artist", column)
    assert hit.title in ("Miles Davis", "Bill Evans")


@pytest.fixture
def indexed(tmp_path: Path) -> Callable[[dict[str, list[tuple[object, ...]]]], Path]:
    """Indexes a database with these rows."""

    def make(rows: dict[str, list[tuple[object, ...]]]) -> Path:
        with DBStorage.create(tmp_path / "build.duckdb") as storage:
            for table, of_table in rows.items():
                put(storage, table, of_table)
            build_search(storage, tmp_path / "build.search.db")
        return tmp_path / "build.search.db"

    return make


def item(instance_id: int, release_id: int, title: str) -> tuple[object, ...]:
    return (instance_id, release_id, None, None, None, None, None, None, title, *[None] * 6)


def test_a_release_that_is_owned_twice_is_found_once(indexed) -> None:
    path = indexed({"collection_items": [item(1, 7, "Twice"), item(2, 7, "Twice")]})
    assert [hit.id for hit in search(path, "twice", "release")] == [7]


def test_a_release_that_is_not_owned_is_not_indexed(indexed) -> None:
    path = indexed({"release": [(7, None, "Wanted", *[None] * 11)]})
    assert search(path, "wanted", "release") == []


def test_a_release_of_which_only_the_listing_is_known_is_found(indexed) -> None:
    path = indexed({"collection_items": [item(1, 7, "Listed Only")]})
    assert [(hit.id, hit.title) for hit in search(path, "listed", "release")] == [(7, "Listed Only")]


def test_the_word_for_a_record_without_a_number_is_no_number(indexed) -> None:
    path = indexed(
        {
            "collection_items": [item(1, 7, "Numbered"), item(2, 8, "Not numbered")],
            "release_labels": [(7, 0, 1, "Label", "NONE 1"), (8, 0, 1, "Label", "none")],
        }
    )
    assert [hit.id for hit in search(path, "none", "release")] == [7]


def test_a_match_in_the_title_comes_before_one_in_the_tracks_and_ties_go_by_id(indexed) -> None:
    path = indexed(
        {
            "collection_items": [
                item(i, i, title) for i, title in enumerate(["Other", "Blue", "Other", "Blue"], 1)
            ],
            "release_tracks": [(1, 0, None, "A1", "track", "Blue", None, None)],
        }
    )
    assert [hit.id for hit in search(path, "blue", "release")] == [2, 4, 1]
    assert [hit.id for hit in search(path, "blue", "release", limit=2)] == [2, 4]


def test_artists_are_found_by_their_groups_members_and_aliases(indexed) -> None:
    path = indexed(
        {
            "artist": [(i, None, f"Artist {i}", f"Artist {i}", *[None] * 11) for i in (1, 2, 3)],
            "artist_groups": [(1, 9, "Weather Report", True, None)],
            "artist_members": [(2, 9, "Weather Girl", True, None)],
            "artist_aliases": [(3, 9, "Weatherman", None)],
        }
    )
    assert {hit.id for hit in search(path, "weather", "artist")} == {1, 2, 3}


def test_an_empty_collection_has_an_index_that_finds_nothing(indexed) -> None:
    path = indexed({})
    assert search(path, "anything", "release") == search(path, "anything", "artist") == []


def test_an_index_that_is_there_is_replaced(indexed, tmp_path: Path) -> None:
    (tmp_path / "build.search.db").write_text("old")
    assert search(indexed({"collection_items": [item(1, 7, "New")]}), "new", "release")


def test_the_index_is_one_file_and_reading_leaves_nothing_beside_it(indexed, tmp_path: Path) -> None:
    path = indexed({"collection_items": [item(1, 7, "One")]})
    search(path, "one", "release")
    assert {entry.name for entry in tmp_path.iterdir()} == {"build.duckdb", "build.search.db"}
    with closing(sqlite3.connect(path)) as index:
        assert index.execute("pragma integrity_check").fetchall() == [("ok",)]


def test_an_index_that_is_gone_or_damaged_is_a_store_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"search\.db"):
        search(tmp_path / "gone.search.db", "blue", "release")
    (tmp_path / "damaged.search.db").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match=r"search\.db"):
        search(tmp_path / "damaged.search.db", "blue", "release")
    assert [entry.name for entry in tmp_path.iterdir()] == ["damaged.search.db"]


def test_an_index_that_cannot_be_written_is_a_build_error(build: Build, tmp_path: Path) -> None:
    with DBStorage.open(build.path) as storage, pytest.raises(BuildError, match=r"search\.db"):
        build_search(storage, tmp_path / "nowhere" / "x.search.db")


def test_an_index_is_built_while_the_build_is_filled_further(tmp_path: Path) -> None:
    path = tmp_path / "build.search.db"
    with DBStorage.create(tmp_path / "build.duckdb") as storage:
        put(storage, "collection_items", [item(1, 7, "Blue")])
        with search_built_beside(storage, path):
            put(storage, "meta", [("key", "value")])
        assert [hit.id for hit in search(path, "blue", "release")] == [7]
        assert storage.values(str, "select value from meta") == ["value"]
    with DBStorage.open(tmp_path / "build.duckdb") as storage:
        assert storage.values(str, "select value from meta") == ["value"]


def test_errors_of_an_index_built_beside_come_at_the_end_of_the_block(build: Build, tmp_path: Path) -> None:
    ended = False
    with DBStorage.open(build.path) as storage:
        with (
            pytest.raises(BuildError, match=r"search\.db"),
            search_built_beside(storage, tmp_path / "nowhere" / "x.search.db"),
        ):
            ended = True
        assert ended
        with pytest.raises(KeyError), search_built_beside(storage, tmp_path / "x.search.db"):
            raise KeyError
        assert storage.scalar("select 1") == 1


def test_all_matches_are_given_the_best_first_unless_there_are_too_many(indexed) -> None:
    path = indexed(
        {
            "collection_items": [
                item(i, i, title) for i, title in enumerate(["Other", "Blue", "Other", "Blue"], 1)
            ],
            "release_tracks": [(1, 0, None, "A1", "track", "Blue", None, None)],
        }
    )
    assert matching(path, "blue", "release") == Matches([2, 4, 1], True)
    assert matching(path, "blue", "release", ranked=2) == Matches([1, 2, 4], False)
    assert matching(path, "blue", "release", ["title"]) == Matches([2, 4], True)
    assert matching(path, "blue", "release", ["labels"]) == Matches([], True)
    assert matching(path, "♪", "release") == Matches([], True)


@settings(
    max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text())
def test_no_text_is_an_error_in_some_columns_either(build: Build, text: str) -> None:
    matching(build.search_path, text, "release", ["title", "artists"])
    matching(build.search_path, text, "artist", ["name", "variations"])


def test_what_is_printed_on_releases_is_given_column_by_column(build: Build) -> None:
    shown = printed(build.search_path, [10, 99])
    assert list(shown) == [10]
    assert shown[10]["credits"].split("\n") == ["Bill Evans", "Bill Évans"]
    assert shown[10]["title"] == "Kind Of Blue"
    assert printed(build.search_path, []) == {}
