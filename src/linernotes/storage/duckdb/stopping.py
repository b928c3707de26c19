"""Stopping DuckDB when a signal comes.

DuckDB cancels a query itself where it notices a KeyboardInterrupt, but does not say so to its own threads. The caller
then waits until they are through with all that they have begun, which may be the whole query.
"""

from __future__ import annotations

from weakref import WeakValueDictionary

import duckdb

from linernotes.processes.last_resort import stop_when_it_comes

_open: WeakValueDictionary[int, duckdb.DuckDBPyConnection] = WeakValueDictionary()


def stoppable(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Have whatever the connection does stopped when a signal comes. Returns it."""
    _open[id(connection)] = connection
    return connection


def _stop_all() -> None:
    for reference in _open.valuerefs():
        connection = reference()
        if connection is not None:
            connection.interrupt()


stop_when_it_comes(_stop_all)
