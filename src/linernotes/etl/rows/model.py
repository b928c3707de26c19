"""Rows on their way from documents to the build."""

from __future__ import annotations

from typing import Any

#: Rows by table; a row is a tuple in the order of the table's columns in storage/schema/<table>.sql.
Rows = dict[str, list[tuple[Any, ...]]]
