"""Paths: how two artists, or two records, are connected through the shelf, and what each step rests on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from linernotes.insights.network.adjacency import Adjacency, read_adjacency
from linernotes.insights.network.evidence import Evidence, read_evidence
from linernotes.storage.duckdb.database import DBStorage, load_sql

#: More steps than that say nothing any more; the search ends there.
MOST_STEPS = 12

__all__ = ["Evidence", "Path", "Step", "find_path", "makers", "path_between_artists", "path_between_releases"]


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

    def as_json(self) -> dict[str, Any]:
        """For `--json` and the JSON API."""
        return asdict(self)


def path_between_artists(storage: DBStorage, one: int, other: int) -> Path | None:
    """The shortest path from one artist to another; of several the one with the heavier edges. None: no way."""
    return find_path(storage, read_adjacency(storage), {one}, {other})


def path_between_releases(storage: DBStorage, one: int, other: int) -> Path | None:
    """The shortest path from anyone who makes music on one release to anyone who does on the other."""
    return find_path(storage, read_adjacency(storage), makers(storage, one), makers(storage, other))


def makers(storage: DBStorage, release_id: int) -> set[int]:
    """Everybody who makes music on a release."""
    rows = storage.rows(load_sql("linernotes.insights.network", "makers"), [release_id])
    return {id for (id,) in rows}


def find_path(
    storage: DBStorage,
    network: Adjacency,
    starts: Collection[int],
    ends: Collection[int],
    names_of: Callable[[Iterable[int]], dict[int, str] | None] = lambda _: None,
) -> Path | None:
    """The shortest path from any of some artists to any of others, with its evidence. None: no way.

    `names_of` returns the names of artists where they are in memory; where it returns None the build is asked.
    """
    if not starts or not ends:
        return None
    both = set(starts) & set(ends)
    ids = [min(both)] if both else network.shortest(starts, ends, most_steps=MOST_STEPS)
    if ids is None:
        return None
    names = names_of(ids) or _names(storage, ids)
    evidence = read_evidence(storage, {frozenset(pair) for pair in pairwise(ids)}, names)
    steps = [
        Step(one, names[one], other, names[other], evidence.get(frozenset((one, other)), ()))
        for one, other in pairwise(ids)
    ]
    return Path(tuple(names[id] for id in ids), tuple(steps), tuple(ids))


def _names(storage: DBStorage, ids: Iterable[int]) -> dict[int, str]:
    rows = storage.rows(
        "select artist_id, display_name from artist where list_contains(?, artist_id)", [list(ids)]
    )
    return {id: name or f"artist {id}" for id, name in rows}
