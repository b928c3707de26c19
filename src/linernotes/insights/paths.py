"""Paths: how two artists, or two records, are connected through the shelf, and what each step rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from linernotes.storage.database import DBStorage, load_sql

#: More steps than that say nothing any more; the search ends there.
MOST_STEPS = 12


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why two artists are neighbours: on `release_id` (None for members and aliases), by `roles`, on `tracks`.

    `who` has done it on whose record. `tracks` are titles; empty for the whole release.
    """

    relation: str
    who: str
    whose: str
    release_id: int | None
    title: str | None
    roles: tuple[str, ...]
    tracks: tuple[str, ...]


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
    """A shortest path; no steps if it begins where it ends."""

    names: tuple[str, ...]
    steps: tuple[Step, ...]

    def as_json(self) -> dict[str, Any]:
        """For `--json` and the JSON API."""
        return asdict(self)


def path_between_artists(storage: DBStorage, one: int, other: int) -> Path | None:
    """The shortest path from one artist to another; of several the one with the heavier edges. None: no way."""
    return _path(storage, {one}, {other})


def path_between_releases(storage: DBStorage, one: int, other: int) -> Path | None:
    """The shortest path from anyone who makes music on one release to anyone who does on the other."""
    return _path(storage, _makers(storage, one), _makers(storage, other))


def _makers(storage: DBStorage, release_id: int) -> set[int]:
    rows = storage.rows(load_sql("linernotes.insights", "makers"), [release_id])
    return {id for (id,) in rows}


def _path(storage: DBStorage, starts: Collection[int], ends: Collection[int]) -> Path | None:
    if not starts or not ends:
        return None
    ids = _shortest(storage, set(starts), set(ends))
    if ids is None:
        return None
    names = _names(storage, ids)
    steps = [
        Step(one, names[one], other, names[other], _evidence(storage, one, other, names))
        for one, other in zip(ids, ids[1:], strict=False)
    ]
    return Path(tuple(names[id] for id in ids), tuple(steps))


def _shortest(storage: DBStorage, starts: set[int], ends: set[int]) -> list[int] | None:
    """Breadth first, one query per step, so that only what is near is ever read of a large network."""
    if starts & ends:
        return [min(starts & ends)]
    came_from: dict[int, int] = dict.fromkeys(starts, 0)
    frontier = starts
    for _ in range(MOST_STEPS):
        reached: dict[int, tuple[int, int]] = {}
        for near, far, weight in _neighbours(storage, frontier):
            best = reached.get(far)
            if far not in came_from and (best is None or (-weight, near) < best):
                reached[far] = (-weight, near)
        if not reached:
            return None
        came_from |= {far: near for far, (_, near) in reached.items()}
        if arrived := [(reached[end], end) for end in ends & reached.keys()]:
            return _walk_back(min(arrived)[1], came_from)
        frontier = set(reached)
    return None


def _neighbours(storage: DBStorage, frontier: Iterable[int]) -> list[tuple[int, int, int]]:
    return storage.rows(load_sql("linernotes.insights", "neighbours"), [sorted(frontier)] * 2)


def _walk_back(end: int, came_from: dict[int, int]) -> list[int]:
    path = [end]
    while came_from[path[-1]]:
        path.append(came_from[path[-1]])
    return path[::-1]


def _names(storage: DBStorage, ids: Iterable[int]) -> dict[int, str]:
    rows = storage.rows(
        "select artist_id, display_name from artist where list_contains(?, artist_id)", [list(ids)]
    )
    return {id: name or f"artist {id}" for id, name in rows}


def _evidence(storage: DBStorage, one: int, other: int, names: dict[int, str]) -> tuple[Evidence, ...]:
    rows = storage.rows(load_sql("linernotes.insights", "evidence"), [one, other, other, one])
    return tuple(
        Evidence(
            relation, names[who], names[whose], release_id, title, tuple(roles or ()), tuple(tracks or ())
        )
        for relation, who, whose, release_id, title, roles, tracks in rows
    )
