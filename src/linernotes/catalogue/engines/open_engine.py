"""Opens the engine that a name stands for."""

from __future__ import annotations

from contextlib import AbstractContextManager
from enum import StrEnum
from pathlib import Path

from linernotes.catalogue.engines.derivations import Engine
from linernotes.catalogue.engines.duckdb_engine import DuckDBEngine
from linernotes.catalogue.engines.spark_engine import SparkEngine
from linernotes.errors import UsageError


class EngineName(StrEnum):
    """What runs derivations."""

    DUCKDB = "duckdb"
    SPARK = "spark"


def open_engine(
    name: EngineName, source: str, target: str, *, master: str | None = None
) -> AbstractContextManager[Engine]:
    """An engine that reads below one URI and writes below another. DuckDB reads and writes folders alone.

    :raises CatalogueError: it cannot be opened. :raises UsageError: a master for an engine that has none.
    """
    if name is EngineName.SPARK:
        return SparkEngine(source, target, master=master)
    if master:
        raise UsageError("only Spark has a master: say --engine spark")
    return DuckDBEngine(Path(source), Path(target))
