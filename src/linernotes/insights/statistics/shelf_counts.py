"""How much stands on the shelf."""

from __future__ import annotations

from typing import NamedTuple

from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql


class ShelfCounts(NamedTuple):
    """Copies, pressings, albums (masters, or releases without one) and people who are named on them, each once."""

    items: int
    releases: int
    albums: int
    people: int


def read_shelf_counts(snapshot: Snapshot) -> ShelfCounts:
    """Count them in a build; an empty shelf counts 0 of each."""
    query = load_sql("linernotes.insights.statistics", "shelf_counts")
    (counts,) = snapshot.storage.read(ShelfCounts, query)
    return counts
