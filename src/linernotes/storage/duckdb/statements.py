"""Statements that were parsed before: a process asks the same ones again and again, of pages and of builds."""

from __future__ import annotations

from collections import OrderedDict

import duckdb

#: DuckDB takes a fifth of the time of a small question to parse it.
_KEPT = 1000


class Statements:
    """Parsed statements by their text, the last used ones. DuckDB copies one that it runs: threads can share them."""

    def __init__(self) -> None:
        self._parsed: OrderedDict[str, duckdb.Statement] = OrderedDict()

    def parse(self, connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement | str:
        """One statement, parsed; a text with several as it is. Raises DuckDB's own error if it is no SQL."""
        known = self._parsed.pop(sql, None)
        if known is None:
            statements = connection.extract_statements(sql)
            if len(statements) != 1:
                return sql
            known = statements[0]
        self._parsed[sql] = known
        while len(self._parsed) > _KEPT:
            self._parsed.popitem(last=False)
        return known


#: Those of this process.
STATEMENTS = Statements()
