"""The API alone and a listing with dumps come to the same tables, but for what a dump cannot know.

The home of the second way has the listings and account documents of the first and nothing else; everything about
releases, masters and artists comes from dumps that the sandbox renders of the same catalogue.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.etl.dumps.test_dump_damage import archives
from tests.homes import Home

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.dumps.archives import write_dump
from discogs_sandbox.server import Sandbox

PROJECT = Path(__file__).resolve().parents[3]
SOURCE = frozenset({"source", "loaded_at"})

#: Tables that a dump leaves empty.
UNKNOWN_TABLES = {"release_stats", "master_stats"}
#: Those of pictures: empty, or without addresses in dumps until November 2024.
PICTURES = {"release_images", "artist_images"}
#: What a dump cannot know in the tables that it fills.
UNKNOWN_COLUMNS = {
    "release": {"status", "uri", "thumb_url", "cover_url"} | SOURCE,
    "release_tracks": {"type"},
    "master": SOURCE,
    "master_tracks": {"type"},
    "artist": {"uri", "thumb_url", "image_url"} | SOURCE,
    "artist_aliases": {"thumb_url"},
    "artist_groups": {"is_active", "thumb_url"},
    "artist_members": {"is_active", "thumb_url"},
    "artist_masters": {"thumb_url", "format", "have", "want"},
    "coverage": {"as_of"},
}
#: What is not compared: the run itself, and one row per role that any row names.
OF_THE_RUN = {"sync_run", "meta", "role"}
#: Coverage tells what only the API's own lists of discographies have, and how far these are read.
API_COVERAGE = ("discographies with roles other than Main", "discography of artist")

#: Differences of one catalogue alone, with their reasons: (table, column) or (table, rows).
OF_ONE_CATALOGUE = {
    "recorded": {
        # The discography was recorded years before the master: 'The Persuader' was 'Persuader, The' then.
        ("artist_masters", "artist_text"),
        # Nobody recorded the discographies of most artists, so the API's are 404 and the dump has more.
        ("artist_masters", "more"),
        # Two owned albums' masters were not recorded; a discography told their years.
        ("coverage", "known"),
    },
    "synthetic": {
        # Of an album without a master the discographies list one pressing, a dump holds them all.
        ("artist_masters", "more"),
        # The one want is younger than the dump.
        ("coverage", "known"),
    },
    "demo": set(),
}

Row = dict[str, Any]
Table = dict[tuple[Any, ...], Row]


class Ways(NamedTuple):
    name: str
    catalogue: Catalogue
    api: Home
    dump: Home


def catalogue_of(name: str, request: pytest.FixtureRequest) -> Catalogue:
    if name == "recorded":
        return load_catalogue(name, dir=request.getfixturevalue("fixtures"))
    return load_catalogue(name, **({"items": 12, "seed": 7} if name == "synthetic" else {}))


def without_documents(home: Path, other: Path) -> None:
    """Copy landing, but for every document about releases, masters and artists and what was noted of them."""
    with (
        closing(sqlite3.connect(home / "landing.db")) as source,
        closing(sqlite3.connect(other / "landing.db")) as copy,
    ):
        source.backup(copy)
        with copy:
            copy.execute(
                "delete from document where kind in ('release', 'master', 'artist', 'artist_releases')"
            )
            copy.execute("delete from release_stats")
            copy.execute("delete from master_stats")


#: Each takes minutes on a small machine: one catalogue in every run, all of them in `make soak`.
CATALOGUES = [
    "synthetic",
    pytest.param("demo", marks=pytest.mark.soak),
    pytest.param("recorded", marks=[pytest.mark.soak, pytest.mark.recorded]),
]


@pytest.fixture(scope="module", params=CATALOGUES)
def synced(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """(name, catalogue, a home that synced everything from the API)."""
    catalogue = catalogue_of(request.param, request)
    folder = tmp_path_factory.mktemp("api")
    with Sandbox(catalogue, limit=100_000) as sandbox:
        home = Home(folder, sandbox)
        home.sync(discographies="full")
    return request.param, catalogue, home


@pytest.fixture(scope="module", params=["2024-12", pytest.param("2020", marks=pytest.mark.soak)])
def ways(request: pytest.FixtureRequest, synced, tmp_path_factory: pytest.TempPathFactory) -> Ways:
    name, catalogue, api = synced
    folder = tmp_path_factory.mktemp("dump")
    without_documents(api.path, folder)
    files = archives(write_dump(catalogue, folder / "files", date="20261101", format=request.param))
    home = Home(folder)
    shown = home.json("dump", "import", *map(str, files))
    assert shown["problems"] == 0
    return Ways(name, catalogue, api, home)


@cache
def tables(home: Home) -> dict[str, Table]:
    """Every table's rows by their key; read together, for to open a database costs more than to read a table."""
    with home.connect() as db:
        keys = dict(
            db.execute(
                "select table_name, constraint_column_names from duckdb_constraints() "
                "where constraint_type = 'PRIMARY KEY'"
            ).fetchall()
        )
        found = {}
        for (name,) in db.execute("select table_name from duckdb_tables() order by 1").fetchall():
            cursor = db.execute(f"from {name}")
            columns = [column[0] for column in cursor.description or []]
            rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
            found[name] = {tuple(row[one] for one in keys.get(name, columns)): row for row in rows}
    return found


def table(home: Home, name: str) -> Table:
    """A table's rows by their key."""
    return tables(home)[name]


def shown_by_the_api(ways: Ways, kind: str) -> set[int]:
    """Ids whose own document the API gave and the dump has: the others are known by name alone."""
    ids = {row[f"{kind}_id"] for row in table(ways.api, kind).values() if row["source"] == "api"}
    return ids & set(getattr(ways.catalogue, f"{kind}s"))


def scope(ways: Ways, name: str) -> Callable[[Row], bool]:
    """Which rows both ways can have."""
    if name == "artist_masters":
        # The synthetic catalogue makes any document that is asked for; its dump has those that it lists.
        dumped = {kind: set(getattr(ways.catalogue, f"{kind}s")) for kind in ("master", "release")}
        return lambda row: row["role"] == "Main" and row["id"] in dumped[row["type"]]
    if name == "coverage":
        return lambda row: not row["subject"].startswith(API_COVERAGE)
    source_tables = ("release", "master", "artist")
    kind = next((kind for kind in source_tables if name == kind or is_part(name, kind)), None)
    if name in ("artist_release_roles", "release_credit_tracks"):
        kind = (
            "release"  # they are about wanted releases, too, which the synthetic catalogue makes when asked
        )
    if kind is None:
        return lambda row: True
    shown = shown_by_the_api(ways, kind)
    return lambda row: row[f"{kind}_id"] in shown


def is_part(name: str, kind: str) -> bool:
    """Tables of documents; `artist_relations` and the like are derived, and are compared whole."""
    parts = {
        "release": "artists credits labels formats genres styles tracks track_artists videos identifiers companies "
        "series",
        "master": "artists genres styles tracks track_artists videos",
        "artist": "aliases groups members name_variations urls",
    }
    return name in {f"{kind}_{part}" for part in parts[kind].split()}


def compared(home: Home) -> list[str]:
    return [name for name in tables(home) if name not in UNKNOWN_TABLES | PICTURES | OF_THE_RUN]


def found_differences(ways: Ways, name: str) -> dict[tuple[str, str], Any]:
    """(table, column, or 'fewer' or 'more' for rows) -> an example."""
    of = scope(ways, name)
    ours, theirs = (
        {key: row for key, row in table(home, name).items() if of(row)} for home in (ways.api, ways.dump)
    )
    found: dict[tuple[str, str], Any] = {}
    if fewer := ours.keys() - theirs.keys():
        found[name, "fewer"] = sorted(fewer, key=repr)[:3]
    if more := theirs.keys() - ours.keys():
        found[name, "more"] = sorted(more, key=repr)[:3]
    for key in ours.keys() & theirs.keys():
        for column, value in ours[key].items():
            if value != theirs[key][column] and column not in UNKNOWN_COLUMNS.get(name, ()):
                found.setdefault((name, column), (key, value, theirs[key][column]))
    return found


def test_all_tables_are_equal_but_for_what_a_dump_cannot_know(ways: Ways):
    found: dict[tuple[str, str], Any] = {}
    for name in compared(ways.api):
        found |= found_differences(ways, name)
    expected = OF_ONE_CATALOGUE[ways.name]
    assert {place: found[place] for place in found.keys() - expected} == {}
    assert expected <= found.keys()


def test_the_tables_that_are_compared_have_rows(ways: Ways):
    """An empty table equals an empty table."""
    filled = {name for name in compared(ways.dump) if table(ways.dump, name)}
    assert {
        "release_credits",
        "release_tracks",
        "artist_masters",
        "artist_release_roles",
        "artist_edge",
    } <= filled
    assert len(shown_by_the_api(ways, "release")) >= 10


def test_statistics_and_pictures_are_unknown(ways: Ways):
    for name in UNKNOWN_TABLES:
        assert table(ways.dump, name) == {}
        assert table(ways.api, name) != {}
    for name in PICTURES:
        assert all(row["url"] is None for row in table(ways.dump, name).values())


def test_the_documentation_lists_what_a_dump_cannot_know():
    page = (PROJECT / "docs" / "dumps.md").read_text("utf-8")
    section = page.split("## What a dump cannot know", 1)[1].split("\n## ", 1)[0]
    words = set(re.findall(r"`([a-z_]+)`", section))
    columns = {column for columns in UNKNOWN_COLUMNS.values() for column in columns}
    assert UNKNOWN_TABLES | PICTURES | set(UNKNOWN_COLUMNS) | columns <= words
