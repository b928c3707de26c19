"""What known pressings say of an entry of a discography, where the list says little: the words of their formats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql


class Listed(NamedTuple):
    """An entry: `type` says whose ids `id` is one of, master or release. `main_release_id` is a master's, if known."""

    type: str
    id: int
    main_release_id: int | None


class _Row(NamedTuple):
    type: str
    id: int
    descriptions: list[str]


def read_format_words(snapshot: Snapshot, entries: Iterable[Listed]) -> dict[tuple[str, int], set[str]]:
    """(type, id) -> the words of all its known pressings; empty for an entry with no known pressing."""
    asked = list(entries)
    found: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    if asked:
        columns = [list(column) for column in zip(*asked, strict=True)]
        query = load_sql("linernotes.insights.artist.listing", "discography_formats")
        for row in snapshot.storage.read(_Row, query, columns):
            found[row.type, row.id].update(row.descriptions)
    return found
