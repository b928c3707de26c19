"""Derivations over Parquet files by DuckDB, without Spark: they are those of the build and of the catalogue."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from linernotes.catalogue.engines.derivations import derive_tables
from linernotes.catalogue.engines.open_engine import EngineName, open_engine
from linernotes.errors import CatalogueError, UsageError
from linernotes.storage.builds.publish import current_build
from linernotes.storage.catalogue.manifest import newest_month
from linernotes.storage.export.tables import export_tables


def test_rows_are_those_of_the_build_and_of_the_catalogue(demo_world: Path, tmp_path: Path) -> None:
    build, month = current_build(demo_world), newest_month(demo_world)
    assert build is not None
    assert month is not None
    export_tables(build.path, tmp_path / "tables")
    of_shelf = ("artist_release_roles", "artist_relations", "artist_edge")
    of_world = ("artist_releases", "world_edges")
    for source, named in ((tmp_path / "tables", of_shelf), (month.folder, of_world)):
        with open_engine(EngineName.DUCKDB, str(source), str(tmp_path / "derived")) as engine:
            assert [one.table for one in derive_tables(engine, named)] == list(named)
    for table in (*of_shelf, *of_world):
        before = tmp_path / "tables" / f"{table}.parquet"
        known = f"'{before}'" if before.exists() else f"'{month.folder}/{table}/*.parquet'"
        again = f"'{tmp_path}/derived/{table}/*.parquet'"
        for left, right in ((known, again), (again, known)):
            assert not duckdb.connect().execute(f"from {left} except all from {right}").fetchall(), table


def test_what_cannot_be_derived_is_said(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no folder"):
        open_engine(EngineName.DUCKDB, str(tmp_path / "nothing"), str(tmp_path / "out"))
    with pytest.raises(UsageError, match="only Spark"):
        open_engine(EngineName.DUCKDB, str(tmp_path), str(tmp_path / "out"), master="local[2]")
    with open_engine(EngineName.DUCKDB, str(tmp_path), str(tmp_path / "out")) as engine:
        with pytest.raises(CatalogueError, match="none of the tables is whole"):
            derive_tables(engine)
        with pytest.raises(CatalogueError, match="world_edges needs tables"):
            derive_tables(engine, ["world_edges"])
