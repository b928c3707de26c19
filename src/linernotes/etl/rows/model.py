"""Rows on their way from documents to the build."""

from __future__ import annotations

from collections.abc import Sequence

#: Rows by table; a row is an object of the table's class in `storage.duckdb.rows`.
Rows = dict[str, Sequence[tuple[object, ...]]]
