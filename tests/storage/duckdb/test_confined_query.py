"""How a user's query is run: once, whatever its columns are."""

from __future__ import annotations

from datetime import UTC, datetime
from time import monotonic
from typing import Any, cast

import duckdb
import pytest

from linernotes.storage.duckdb.confined_query import _fetch


class Counted:
    """A connection that remembers what it was asked to run."""

    def __init__(self) -> None:
        self._connection = duckdb.connect()
        self._connection.execute("set TimeZone = 'UTC'")
        self.statements: list[str] = []

    def execute(self, sql: str) -> Counted:
        self.statements.append(sql)
        self._connection.execute(sql)
        return self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


@pytest.mark.parametrize(
    ("sql", "row"),
    [
        pytest.param(
            "select timestamptz '2026-11-29 12:00+00' as at",
            (datetime(2026, 11, 29, 12, tzinfo=UTC),),
            id="a-zone",
        ),
        pytest.param("select 1 as one", (1,), id="no-zone"),
    ],
)
def test_a_query_runs_once(sql: str, row: tuple[object, ...]) -> None:
    """Its columns are asked for before: that runs nothing. It ran a second time if it had times with a zone."""
    connection = Counted()
    result = _fetch(cast("duckdb.DuckDBPyConnection", connection), sql, 10, monotonic())
    assert result.rows == [row]
    assert [said.startswith("describe ") for said in connection.statements] == [True, False]


def test_the_columns_of_times_with_a_zone_keep_their_names_and_types() -> None:
    sql = "select timestamptz '2026-11-29 12:00+00' as at, 1 as one -- and a comment"
    result = _fetch(duckdb.connect(), sql, 10, monotonic())
    assert (result.columns, result.types) == (["at", "one"], ["TIMESTAMP WITH TIME ZONE", "INTEGER"])


def test_what_cannot_be_described_runs_all_the_same() -> None:
    assert _fetch(duckdb.connect(), "explain select 1", 10, monotonic()).rows
    with pytest.raises(duckdb.CatalogException, match="no_such_table"):
        _fetch(duckdb.connect(), "from no_such_table", 10, monotonic())
