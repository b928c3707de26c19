"""Derivations by Apache Spark, over Parquet files of any file system that it reads.

It needs `linernotes[spark]`, and Java. The SELECTs are those of DuckDB: sqlglot writes them in Spark's dialect.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from os import environ
from types import TracebackType
from typing import TYPE_CHECKING, Self

import pyarrow as pa

from linernotes.errors import CatalogueError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

#: On this machine alone: no page of Spark's own, no other address.
_LOCAL = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
}
_INSTALL = "Spark is not installed. Run: pip install 'linernotes[spark]'"


class SparkEngine:
    """Reads the tables below one URI, and writes below another. Use as a context manager.

    A master such as local[2] runs on this machine; without one Spark's own settings decide, as for `spark-submit`.

    :raises CatalogueError: Spark or Java is not installed, or Spark cannot start.
    """

    def __init__(self, source: str, target: str, *, master: str | None) -> None:
        self._source, self._target = source.rstrip("/"), target.rstrip("/")
        self._spark = _session(master)

    def show(self, table: str) -> bool:
        """See `Engine.show`."""
        from pyspark.errors import AnalysisException

        for path in (f"{self._source}/{table}", f"{self._source}/{table}.parquet"):
            with suppress(AnalysisException), _spark_errors(table):
                self._spark.read.parquet(path).createOrReplaceTempView(table)
                return True
        return False

    def stage(self, name: str, select: str, values: dict[str, int]) -> None:
        """See `Engine.stage`."""
        with _spark_errors(name):
            self._spark.sql(in_spark(select, values)).createOrReplaceTempView(name)

    def stage_rows(self, name: str, rows: pa.Table) -> None:
        """See `Engine.stage_rows`."""
        with _spark_errors(name):
            self._spark.createDataFrame(rows).createOrReplaceTempView(name)

    def read(self, select: str) -> pa.Table:
        """See `Engine.read`."""
        with _spark_errors("a table"):
            return self._spark.sql(in_spark(select, {})).toArrow()

    def write(self, table: str, select: str, values: dict[str, int]) -> int:
        """See `Engine.write`. Parts are in the order of their names."""
        path = f"{self._target}/{table}"
        with _spark_errors(table):
            self._spark.sql(in_spark(select, values)).write.parquet(path, compression="zstd")
            return int(self._spark.read.parquet(path).count())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._spark.stop()


def in_spark(select: str, values: dict[str, int]) -> str:
    """A SELECT of DuckDB's SQL in Spark's. Its `$name`s become numbers."""
    try:
        import sqlglot
        from sqlglot import exp
    except ImportError:
        raise CatalogueError(_INSTALL) from None

    def filled(node: exp.Expression) -> exp.Expression:
        is_value = isinstance(node, (exp.Parameter, exp.Placeholder))
        return exp.Literal.number(values[node.name]) if is_value else node

    return str(sqlglot.parse_one(select, read="duckdb").transform(filled).sql(dialect="spark"))


def _session(master: str | None) -> SparkSession:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise CatalogueError(_INSTALL) from None
    if shutil.which("java") is None and "JAVA_HOME" not in environ:
        raise CatalogueError("Spark needs Java 17 or newer. Install it, or set JAVA_HOME")
    builder = SparkSession.builder.appName("linernotes").config("spark.sql.session.timeZone", "UTC")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    if master:
        builder = builder.master(master)
    if master and master.startswith("local"):  # nobody else needs to reach it
        for name, value in _LOCAL.items():
            builder = builder.config(name, value)
    with _spark_errors("Spark"):
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        return session


@contextmanager
def _spark_errors(what: str) -> Iterator[None]:
    """Every error of Spark becomes a CatalogueError of one line, but for those that its callers ask for by name."""
    from py4j.protocol import Py4JError
    from pyspark.errors import AnalysisException, PySparkException

    try:
        yield
    except AnalysisException as error:
        if "PATH_NOT_FOUND" in str(error):
            raise
        raise CatalogueError(f"{what}: {_first_line(error)}") from None
    except (PySparkException, Py4JError) as error:
        raise CatalogueError(f"{what}: {_first_line(error)}") from None


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:300]
