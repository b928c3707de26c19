"""Spark gives the rows that DuckDB gives, for every derivation that it is offered for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from benchmarks.world.tables import World, write_world

from linernotes.catalogue.engines.derivations import DERIVATIONS
from linernotes.derive.derive import DiscogsDerive
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.duckdb.tables import TABLES
from linernotes.storage.export.tables import export_tables

pytestmark = [pytest.mark.spark, pytest.mark.timeout(1_800)]

#: A hundredth of an invented world of the size of Discogs, of which a shelf owns each sixtieth release.
SCALE, OWNED = 0.01, 60


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All tables of a build of that world, as `linernotes export tables` writes them."""
    folder = tmp_path_factory.mktemp("world")
    drawn = write_world(folder, World(SCALE))
    with DBStorage.create(folder / "build.duckdb") as storage:
        for name in drawn:
            storage.fill(name, f"select * from read_parquet('{folder}/{name}/*.parquet')")
        columns = [column.name for column in TABLES["collection_items"].columns]
        of_release = {
            "instance_id": "release_id",
            **{name: name for name in ("release_id", "master_id", "title")},
        }
        listed = ", ".join(f"{of_release.get(name, 'null')} as {name}" for name in columns)
        storage.fill("collection_items", f"select {listed} from release where release_id % {OWNED} = 0")
        DiscogsDerive().derive(storage)
    export_tables(folder / "build.duckdb", folder / "tables")
    return folder / "tables"


def test_every_table_has_the_same_rows(tables: Path, tmp_path: Path) -> None:
    for engine, words in (("duckdb", ()), ("spark", ("--master", "local[2]"))):
        derived = _derive("--in", str(tables), "--out", str(tmp_path / engine), "--engine", engine, *words)
        assert [one["table"] for one in derived] == list(DERIVATIONS)
    for table in DERIVATIONS:
        one, other = (
            f"select * from '{tmp_path / engine / table}/*.parquet'" for engine in ("duckdb", "spark")
        )
        connection = duckdb.connect()
        ((rows,),) = connection.execute(f"select count(*) from ({one})").fetchall()
        assert rows > 10_000, table
        for left, right in ((one, other), (other, one)):
            differing = connection.execute(f"from ({left}) except all from ({right}) limit 3").fetchall()
            assert not differing, (table, differing)


def test_what_the_build_derived_is_derived_again(tables: Path, tmp_path: Path) -> None:
    named = ("artist_release_roles", "artist_relations", "artist_edge")
    _derive(*named, "--in", str(tables), "--out", str(tmp_path / "again"))
    for table in named:
        again, before = f"from '{tmp_path}/again/{table}/*.parquet'", f"from '{tables}/{table}.parquet'"
        for left, right in ((again, before), (before, again)):
            assert not duckdb.connect().execute(f"{left} except all {right} limit 3").fetchall(), table


def test_errors_are_one_line(tmp_path: Path) -> None:
    words = ["--in", str(tmp_path / "nothing"), "--out", str(tmp_path / "out"), "--engine", "spark"]
    ended = _run(*words, "--master", "local[1]")
    assert ended.returncode == 1
    assert "none of the tables is whole" in ended.stderr
    assert "Traceback" not in ended.stderr


def _derive(*words: str) -> list[dict[str, object]]:
    ended = _run(*words, "--json")
    assert ended.returncode == 0, ended.stderr[-2_000:]
    found: list[dict[str, object]] = json.loads(ended.stdout)
    return found


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "linernotes", "catalogue", "derive", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
