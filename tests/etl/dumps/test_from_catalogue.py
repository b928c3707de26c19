"""Documents out of the catalogue make the same rows as those out of the dumps that it was built of."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.catalogue.dumps import DATE, SOURCE, build_here, dump_files, without_digests
from tests.etl.dumps.test_dump_damage import landing_of
from tests.homes import Home

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.catalogues import load_catalogue
from linernotes.derive.credits.borrowing import Borrowing
from linernotes.derive.credits.roles import CATEGORIES, load_taxonomy
from linernotes.documents import DocumentKey
from linernotes.errors import CatalogueError
from linernotes.etl.collection import ETLCollection
from linernotes.etl.crawl_frontier import read_shelf
from linernotes.etl.dumps.catalogue_records import CatalogueRecords
from linernotes.etl.dumps.import_elements import KINDS, DumpImport
from linernotes.etl.loading import Loading
from linernotes.storage.catalogue.manifest import newest_month, write_manifest
from linernotes.storage.catalogue.reader import CatalogueReader
from linernotes.storage.catalogue.tables import TABLES_OF
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.landing import Landing

#: Pictures: older dumps have their sizes, the catalogue has none. Names without an id: older dumps have some.
NOT_IN_THE_CATALOGUE = {"release_images", "artist_images"}
#: What depends on more than the document: a build fills these in.
OF_A_BUILD = {"identity_id", "is_group", "thumb_url", "qty_collection_items", "qty_collection_credits"}


class Ways(NamedTuple):
    """A home with the catalogue of the demo's dumps, and a listing that documents were landed for from both."""

    home: Path
    files: Path
    catalogue: Path


def take(landing_db: Path, home: Path) -> list[str]:
    """Land what the listing leads to from the home's catalogue; returns the kinds in the order of the passes."""
    month = newest_month(home)
    assert month is not None
    with CatalogueReader(month, verified=True) as reader, Landing.open(landing_db) as landing:
        return [
            one.kind for one in DumpImport(landing, [CatalogueRecords(reader, kind) for kind in KINDS]).run()
        ]


def load(landing_db: Path, build: Path) -> None:
    """Make the tables of what landed."""
    with Landing.open(landing_db) as landing, DBStorage.create(build) as storage:
        borrow = Borrowing(load_taxonomy(), frozenset(CATEGORIES))
        ETLCollection().load_all(Loading(landing, read_shelf(landing), storage, borrow))


def with_other_pressings(catalogue: Catalogue) -> Catalogue:
    """Some releases without their credits, which other pressings have, of several years."""
    for id, release in list(catalogue.releases.items())[::5]:
        if release.get("master_id"):
            for number, year in enumerate(("1999", "2001", "1999", "")):
                other = 9_000_000 + 10 * id + number
                catalogue.releases[other] = deepcopy(release) | {"id": other, "released": year}
            release["extraartists"] = []
            for track in release["tracklist"]:
                track.pop("extraartists", None)
    return catalogue


@pytest.fixture(scope="module", params=["2024-12", pytest.param("2020", marks=pytest.mark.soak)])
def ways(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ways:
    folder = tmp_path_factory.mktemp("ways")
    whole = with_other_pressings(load_catalogue("demo"))
    dumps = dump_files(whole, folder / "dumps", format=request.param)
    build_here(folder / "home", dumps)
    files, catalogue = folder / "files.db", folder / "catalogue.db"
    landing_of(replace(whole, items=whole.items[::2]), files)
    shutil.copy(files, catalogue)
    with Landing.open(files) as landing:
        DumpImport(landing, dumps).run()
    take(catalogue, folder / "home")
    for path in (files, catalogue):
        load(path, path.with_suffix(".duckdb"))
    return Ways(folder / "home", files, catalogue)


@pytest.fixture
def tables(ways: Ways) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables of both: of the files in the schema `files`, of the catalogue in `catalogue`."""
    with duckdb.connect() as connection:
        for name in ("files", "catalogue"):
            path = getattr(ways, name).with_suffix(".duckdb")
            connection.execute(f"attach '{path}' as {name} (read_only)")
        yield connection


def differing(connection: duckdb.DuckDBPyConnection, one: str, other: str) -> list[tuple[object, ...]]:
    """Rows that one SELECT has and the other has not."""
    return connection.execute(f"({one} except all {other}) union all ({other} except all {one})").fetchall()


def test_both_make_the_same_rows(tables: duckdb.DuckDBPyConnection, ways: Ways) -> None:
    names = [
        name
        for (name,) in tables.execute(
            "select table_name from duckdb_tables() where database_name = 'files' order by 1"
        ).fetchall()
    ]
    found = {name: differing(tables, f"from files.{name}", f"from catalogue.{name}") for name in names}
    assert {name for name, rows in found.items() if rows} <= NOT_IN_THE_CATALOGUE
    filled = {
        name for name in names if tables.execute(f"select count(*) from files.{name}").fetchone() != (0,)
    }
    assert {"artist_masters", "artist_members", "release_borrowed_credits", "release_track_artists"} <= filled


def test_the_same_was_looked_for_and_found(ways: Ways) -> None:
    with Landing.open(ways.files) as files, Landing.open(ways.catalogue) as catalogue:
        for kind in KINDS:
            for what in ("document", "discography"):
                assert catalogue.searched(kind, what, source=SOURCE) == files.searched(
                    kind, what, source=SOURCE
                )
            assert {one.key for one in files.documents(kind)} == {
                one.key for one in catalogue.documents(kind)
            }
        lent = [[one.key.id for one in landing.documents("pressing")] for landing in (files, catalogue)]
    assert lent[0]
    assert lent[0] == lent[1]


def test_what_was_taken_is_not_taken_again(ways: Ways) -> None:
    assert take(ways.catalogue, ways.home) == []
    assert take(ways.files, ways.home) == []


def test_the_catalogue_has_the_rows_that_a_build_has(tables: duckdb.DuckDBPyConnection, ways: Ways) -> None:
    """Of the same dump: `files` were landed byte for byte."""
    month = newest_month(ways.home)
    assert month is not None
    compared = 0
    for kind in KINDS:
        for name in TABLES_OF[kind]:
            if name in ("master_tracks", "master_track_artists"):
                continue  # a build has them of the main release
            columns = tables.execute(
                "select string_agg(column_name order by column_index) from duckdb_columns() where "
                f"database_name = 'files' and table_name = '{name}' and column_name not in "
                f"({', '.join(repr(one) for one in sorted(OF_A_BUILD))})"
            ).fetchone()
            assert columns is not None
            ids = f"(select {kind}_id from files.{kind} where source = '{SOURCE}')"
            parquet = ", ".join(repr(str(path)) for path in month.files(name))
            of = f"where {kind}_id in {ids}"
            one = f"select {columns[0]} from files.{name} {of}"
            assert differing(tables, one, f"select {columns[0]} from read_parquet([{parquet}]) {of}") == [], (
                name
            )
            compared += 1
    assert compared > 20
    parquet = ", ".join(repr(str(path)) for path in month.files("artist_masters"))
    ours, theirs = "from files.artist_masters", f"from read_parquet([{parquet}])"
    of = "where artist_id in (select artist_id from files.artist_masters)"  # those whose albums were looked for
    assert differing(tables, ours, f"{theirs} {of}") == []


def few() -> Catalogue:
    """The demo with a small collection."""
    whole = load_catalogue("demo")
    return replace(whole, items=whole.items[:60:6])


@pytest.fixture
def copy(ways: Ways, tmp_path: Path) -> Path:
    """A home with a copy of the catalogue, and a landing.db with a short listing alone."""
    shutil.copytree(ways.home, tmp_path / "home")
    landing_of(few(), tmp_path / "home" / "landing.db")
    return tmp_path / "home"


#: What is done to which table: one of each in every run.
HARMS = [
    ("cut off", "release_tracks"),
    ("gone", "artist_releases"),
    ("other bytes", "master_artists"),
    ("one byte", "release_credits"),
]
MORE_HARMS = [
    pytest.param(harm, table, marks=pytest.mark.soak)
    for harm, _ in HARMS
    for _, table in HARMS
    if (harm, table) not in HARMS
]


@pytest.mark.parametrize(("harm", "table"), [*HARMS, *MORE_HARMS])
def test_of_a_damaged_catalogue_nothing_lands_half(copy: Path, table: str, harm: str) -> None:
    path = copy / "catalogue" / DATE / table / "0000.parquet"
    whole = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        middle = len(whole) // 2
        path.write_bytes(
            {
                "cut off": whole[:middle],
                "other bytes": b"PAR1" + bytes(len(whole) - 4),
                "one byte": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
            }[harm]
        )
    with pytest.raises(CatalogueError) as raised:
        take(copy / "landing.db", copy)
    assert "\n" not in str(raised.value)
    before = landed(copy / "landing.db")
    assert not {kind for kind, _ in before} & ({"release"} if table != "master_artists" else set(KINDS))
    path.write_bytes(whole)
    take(copy / "landing.db", copy)
    after = landed(copy / "landing.db")
    assert before.items() <= after.items()
    assert {kind for kind, _ in after} == set(KINDS)


KILLED = """
import sys
from pathlib import Path
from tests.etl.dumps.test_from_catalogue import take
print("begins", flush=True)
take(Path(sys.argv[1]) / "landing.db", Path(sys.argv[1]))
"""


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(2, 21))])
def test_what_is_killed_is_made_good_by_the_next(seed: int, copy: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.db"
    shutil.copy(copy / "landing.db", whole)
    with subprocess.Popen([sys.executable, "-c", KILLED, str(copy)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begins\n"
        time.sleep(random.Random(seed).uniform(0, 1))
        process.kill()
    take(copy / "landing.db", copy)
    take(whole, copy)
    assert landed(copy / "landing.db") == landed(whole)


def test_a_record_that_nothing_could_be_read_of_is_a_problem(copy: Path) -> None:
    xml = '<release id="424242"><title>x</titel></release>'
    row = {"kind": ["release"], "position": [0], "reason": ["not XML"], "xml": [xml]}
    path = copy / "catalogue" / DATE / "unreadable" / "0003.parquet"
    pq.write_table(pa.table(row, schema=pq.read_schema(path)), path)
    month = newest_month(copy)
    assert month is not None
    write_manifest(month.folder, without_digests(month.manifest))
    item = few().items[0] | {"id": 424242, "instance_id": 424242}
    landing_of(replace(few(), items=[item]), copy / "landing.db")
    take(copy / "landing.db", copy)
    with Landing.open(copy / "landing.db") as landing:
        assert [(one.kind, one.id) for one in landing.problems()] == [("release", 424242)]
        assert landing.unreadable_body(DocumentKey("release", 424242), SOURCE) == xml.encode()


def test_the_command_takes_them_where_no_file_is_named(copy: Path) -> None:
    home = Home(copy)
    answer = home.json("dump", "import", "--no-build")
    assert (answer["date"], answer["problems"]) == (DATE, 0)
    assert {one["name"] for one in answer["files"]} == {f"catalogue {DATE}, {kind}s" for kind in KINDS}
    assert all(one["records"] > 90 for one in answer["files"])
    done = home.run("dump", "import", "--again", "--no-build")
    assert done.returncode == 0, done.stderr
    assert f"catalogue {DATE}, masters: " in done.stdout
    shutil.rmtree(copy / "catalogue")
    none = home.run("dump", "import")
    assert (none.returncode, none.stderr.count("\n")) == (2, 1)
    assert "linernotes catalogue fetch" in none.stderr


def landed(landing_db: Path) -> dict[tuple[str, int], bytes]:
    with Landing.open(landing_db) as landing:
        return {(kind, one.key.id): one.body for kind in KINDS for one in landing.documents(kind)}
