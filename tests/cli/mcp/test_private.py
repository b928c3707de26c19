"""Prices, and what the collector wrote, reach an assistant with `--private` alone; Discogs' pictures never do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from tests.cli.mcp.asking import Call, answers, ask, keys, texts

from linernotes.cli.mcp.sharing import _APART, PICTURES, PRIVATE
from linernotes.insights.artist.answer import ArtistAnswer
from linernotes.insights.collection.collection_answer import CollectionAnswer
from linernotes.insights.gaps.gaps_answer import GapsAnswer
from linernotes.insights.network.path_answer import PathAnswer
from linernotes.insights.release.record_answer import RecordAnswer
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.world.own_answer import OwnAnswer
from linernotes.storage.builds.publish import current_build
from linernotes.storage.duckdb.tables import TABLES
from linernotes.storage.export.shared_tables import HIDDEN_COLUMNS, HIDDEN_TABLES

#: Names of columns and fields that may hold what is the collector's own, a price or a picture.
SUSPECT = re.compile(
    r"price|value|currency|sale|note|rating|condition|folder|field|cover|thumb|image|picture|user|before|after|reason"
)
#: Those that hold nothing of the kind: Discogs' own texts, members' mean rating, numbers that are printed on records.
HARMLESS = {
    "release.notes", "release_stats.rating_average", "release_stats.rating_count", "release_identifiers.value",
    "meta.value", "master.notes", "artist_masters.user_have", "artist_masters.user_want",
    "Record.notes", "Demand.rating_average", "Demand.rating_count", "Line.value", "GapsAnswer.reasons",
    "Suggestion.reasons", "TypedFact.name",
}  # fmt: skip


@pytest.fixture(scope="module")
def shelf(demo_home: Path) -> Any:
    build = current_build(demo_home)
    assert build is not None
    with Snapshot.open(build) as snapshot:
        yield snapshot


@pytest.fixture(scope="module")
def own_words(shelf: Snapshot) -> set[str]:
    """What the collector of the demo wrote or chose, and the addresses of pictures."""
    query = """select value from collection_item_fields
        union select folder from collection_items union select notes from wantlist_items
        union select thumb_url from release union select cover_url from release
        union select image_url from artist union select url from release_images"""
    common = {
        "Jazz",
        "Rock",
        "Electronic",
        "Singles",
        "Generic",
    }  # folders that are called as genres, and the like
    return {text for text in shelf.storage.values(str, query) if text not in common}


def calls(shelf: Snapshot) -> list[Call]:
    """Each tool about records that have notes, prices and the like; and a query of each shared table."""
    noted = shelf.storage.values(
        int, "select release_id from collection_items where notes is not null limit 4"
    )
    wanted = shelf.storage.values(
        int, "select release_id from wantlist_items where notes is not null limit 2"
    )
    titles = shelf.storage.values(str, "select title from collection_items where notes is not null limit 3")
    asked: list[Call] = [("release", {"release": id, "limit": 100}) for id in noted + wanted]
    asked += [(tool, {"text": title, "limit": 100}) for title in titles for tool in ("own", "search")]
    asked += [("artist", {"artist": "Miles Davis", "limit": 100}), ("gaps", {"limit": 100})]
    asked += [("path", {"start": "Miles Davis", "end": "Brian Eno", "limit": 100})]
    tables = ("collection_items", "wantlist_items", "release_stats")
    return asked + [("sql", {"query": f"from {name}", "limit": 500}) for name in tables]


def test_nothing_that_the_collector_wrote_gets_out(
    demo_home: Path, shelf: Snapshot, own_words: set[str]
) -> None:
    assert len(own_words) > 20
    asked = calls(shelf)
    for call, answer in zip(asked, answers(demo_home, asked), strict=True):
        said = "\n".join(texts(answer))
        assert [text for text in own_words if text in said] == [], call
        assert not {*keys(answer)} & (PRIVATE | PICTURES), call
        assert not {*answer["evidence"].get("columns", ())} & (PRIVATE | PICTURES | {"notes"}), call


def test_a_search_does_not_find_by_notes(demo_home: Path, shelf: Snapshot) -> None:
    asked: list[Call] = [("search", {"text": "Present from S."})]
    (shared,) = answers(demo_home, asked)
    (private,) = answers(demo_home, asked, is_private=True)
    assert (shared["evidence"]["total"], private["evidence"]["total"]) == (0, 1)


def test_with_private_the_owner_lets_it_out(demo_home: Path, shelf: Snapshot) -> None:
    (id,) = shelf.storage.values(int, "select release_id from collection_items where notes like 'Present%'")
    query = "select notes, rating from collection_items where notes like 'Present%'"
    record, rows = answers(
        demo_home, [("release", {"release": id}), ("sql", {"query": query})], is_private=True
    )
    assert "Present from S." in texts(record)
    assert {"rating", "folder", "demand"} <= {*keys(record)}
    assert not {*keys(record)} & PICTURES
    assert rows["evidence"]["rows"][0][0] == "Present from S."


ROUND = (
    "select notes from collection_items",
    "with x as (from build.collection_items) from x",
    "from pragma_storage_info('build.main.collection_items')",
    "from collection_item_fields",
    "from collection_value",
    'from "BUILD".main.collection_items',
    "from build.release_stats",
    "select (select max(notes) from build.main.collection_items)",
    "explain analyze from build.collection_items",
    "summarize build.collection_items",
    "show tables from build",
    "from query_table('build.main.collection_items')",
    "from (pivot build.collection_items on folder)",
    "from release semi join build.main.collection_items as c on c.notes like 'P%'",
)


def check_refused(home: Path, queries: Iterable[str]) -> None:
    for result in ask(home, [("sql", {"query": query}) for query in queries]):
        assert result.is_error
        assert "\n" not in result.content[0].text


def test_no_query_gets_round_the_views(demo_home: Path) -> None:
    check_refused(demo_home, ROUND[:3])


@pytest.mark.soak
def test_nor_does_any_other(demo_home: Path) -> None:
    check_refused(demo_home, ROUND[3:])


def test_whose_account_it_is_stays_here(demo_home: Path) -> None:
    (answer,) = answers(demo_home, [("sql", {"query": "select key from meta order by key"})])
    assert ["build_id"] in answer["evidence"]["rows"]
    assert not {"username", "user_id"} & {key for (key,) in answer["evidence"]["rows"]}


def test_every_column_that_may_be_private_is_hidden_or_known_to_be_harmless() -> None:
    undecided = {
        f"{table.name}.{column.name}"
        for table in TABLES.values()
        for column in table.columns
        if table.name not in HIDDEN_TABLES
        and SUSPECT.search(column.name)
        and column.name not in HIDDEN_COLUMNS.get(table.name, ())
    }
    assert undecided - HARMLESS == set()
    known = {f"{table.name}.{column.name}" for table in TABLES.values() for column in table.columns}
    assert {f"{name}.{column}" for name, columns in HIDDEN_COLUMNS.items() for column in columns} <= known
    assert set(TABLES) >= HIDDEN_TABLES


def parts(kind: Any, seen: set[type]) -> None:
    """Add the dataclasses that an answer is made of."""
    for one in (kind, *get_args(kind)):
        if is_dataclass(one) and isinstance(one, type) and one not in seen:
            seen.add(one)
            hints = get_type_hints(one)
            for name in hints.keys() - PRIVATE:  # what is in these is left out with them
                parts(hints[name], seen)
        elif one is not kind and get_origin(one):
            parts(one, seen)


def test_every_field_that_may_be_private_is_left_out_or_known_to_be_harmless() -> None:
    seen: set[type] = set()
    for answer in (ArtistAnswer, CollectionAnswer, GapsAnswer, PathAnswer, RecordAnswer, OwnAnswer):
        parts(answer, seen)
    assert len(seen) > 40
    undecided = {
        f"{kind.__name__}.{one.name}"
        for kind in seen
        for one in fields(kind)
        if SUSPECT.search(one.name) and one.name not in PRIVATE | PICTURES | _APART
    }
    assert undecided - HARMLESS == set()
