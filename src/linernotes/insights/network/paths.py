"""Paths: how two artists, or two records, are connected through the shelf, and what each step rests on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from linernotes.insights.network.adjacency import read_adjacency
from linernotes.insights.network.evidence import Evidence, read_evidence
from linernotes.insights.network.nodes import read_vertices
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.artist_names import read_names
from linernotes.storage.duckdb.database import load_sql

#: More steps than that say nothing any more; the search ends there.
MOST_STEPS = 12

__all__ = ["Evidence", "Path", "Step", "find_path", "read_makers"]


@dataclass(frozen=True, slots=True)
class Step:
    """From one artist of a path to the next."""

    from_id: int
    from_name: str
    to_id: int
    to_name: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A shortest path; no steps if it begins where it ends. `ids` are the artists, `names` what they are called."""

    names: tuple[str, ...]
    steps: tuple[Step, ...]
    ids: tuple[int, ...]


def read_makers(snapshot: Snapshot, release_id: int) -> set[int]:
    """Everybody who makes music on a release."""
    query = load_sql("linernotes.insights.network", "makers")
    return set(snapshot.storage.values(int, query, [release_id]))


def find_path(snapshot: Snapshot, starts: Collection[int], ends: Collection[int]) -> Path | None:
    """The shortest path from any of some artists to any of others, with its evidence. None: no way.

    Of several it is the one with the heavier edges.
    """
    if not starts or not ends:
        return None
    both = set(starts) & set(ends)
    network = snapshot.cached(read_adjacency)
    ids = [min(both)] if both else network.shortest(starts, ends, most_steps=MOST_STEPS)
    if ids is None:
        return None
    names = snapshot.cached(read_vertices).names_of(ids) or read_names(snapshot, ids)
    evidence = read_evidence(snapshot, {frozenset(pair) for pair in pairwise(ids)}, names)
    steps = [
        Step(one, names[one], other, names[other], evidence.get(frozenset((one, other)), ()))
        for one, other in pairwise(ids)
    ]
    return Path(tuple(names[id] for id in ids), tuple(steps), tuple(ids))
