"""The orders that the collection can be looked at in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from linernotes.insights.collection import Collection, Copy, fold

Sort = Literal[
    "added",
    "match",
    "artist",
    "title",
    "year",
    "pressing",
    "rating",
    "label",
    "folder",
    "condition",
    "played",
]
SORTS: tuple[Sort, ...] = get_args(Sort)

#: Discogs' grades, the best one first; what a seller says of a sleeve that is none comes after them.
GRADES = (
    "Mint (M)",
    "Near Mint (NM or M-)",
    "Very Good Plus (VG+)",
    "Very Good (VG)",
    "Good Plus (G+)",
    "Good (G)",
    "Fair (F)",
    "Poor (P)",
    "Generic",
    "Not Graded",
    "No Cover",
)
_GRADE = {grade: number for number, grade in enumerate(GRADES)}
_DIGITS = re.compile(r"(\d+)")

Positions = NDArray[np.int64]
#: What a copy is sorted by, then what tells equal ones apart. None where the copy is silent.
Key = tuple[Any, tuple[Any, ...]]


class Orders:
    """Positions of a collection's copies in each order, made when they are first asked for and kept."""

    def __init__(self, collection: Collection) -> None:
        self._copies = collection.copies
        self._made: dict[Sort, tuple[Positions, int]] = {}

    def of(self, sort: Sort, *, reverse: bool = False) -> Positions:
        """Every position, in an order that the copies themselves tell. Those that are silent come last, also in
        the reverse order.
        """
        if sort not in self._made:
            self._made[sort] = _sorted([_KEYS[sort](copy) for copy in self._copies])
        return _turned(*self._made[sort], reverse=reverse)

    def by_plays(self, played: Mapping[int, datetime], *, reverse: bool = False) -> Positions:
        """The record that was played last first; those never played in the order in which they were added."""
        keys: list[Key] = []
        for position, copy in enumerate(self._copies):
            at = played.get(copy.release_id)
            keys.append((None if at is None else -at.timestamp(), (position,)))
        return _turned(*_sorted(keys), reverse=reverse)

    def by_rank(self, ranked: Iterable[int], *, reverse: bool = False) -> Positions:
        """The positions that a search found, the best one first; then all others."""
        found = list(dict.fromkeys(ranked))
        others = np.ones(len(self._copies), dtype=bool)
        others[found] = False
        order = np.concatenate([np.array(found, dtype=np.int64), np.flatnonzero(others)])
        return _turned(order, len(found), reverse=reverse)


def grade_number(condition: str) -> int:
    """Where a condition stands among Discogs' grades; one that is none comes after all."""
    return _GRADE.get(condition, len(GRADES))


def natural(text: str) -> list[tuple[int, int, str]]:
    """A key that sorts catalogue numbers as people do: 'CL 9' before 'CL 1355'."""
    parts = _DIGITS.split(fold(text[:100]))
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part.strip()]


def _sorted(keys: list[Key]) -> tuple[Positions, int]:
    """The positions in the order of their keys, and how many of them have one."""
    told = sorted((key for key in enumerate(keys) if key[1][0] is not None), key=lambda key: key[1])
    silent = sorted((key for key in enumerate(keys) if key[1][0] is None), key=lambda key: key[1][1])
    positions = [position for position, _ in [*told, *silent]]
    return np.array(positions, dtype=np.int64), len(told)


def _turned(order: Positions, told: int, *, reverse: bool) -> Positions:
    return np.concatenate([order[:told][::-1], order[told:]]) if reverse else order


def _artist(copy: Copy) -> str:
    """A leading 'The' does not count."""
    return fold(copy.artist).removeprefix("the ")


def _by_artist(copy: Copy) -> tuple[Any, ...]:
    year = copy.original_year
    return (_artist(copy), year is None, year or 0, fold(copy.title), copy.instance_id)


def _added(copy: Copy) -> Key:
    at = copy.added_at
    return (None if at is None else -at.timestamp(), (-copy.instance_id,))


def _label(copy: Copy) -> Key:
    first = next((label for label in copy.labels if label.name), None)
    if first is None:
        return (None, _by_artist(copy))
    return ((fold(first.name or ""), natural(first.catalog_number or "")), _by_artist(copy))


def _condition(copy: Copy) -> Key:
    grade = copy.media_condition
    return (None if grade is None else grade_number(grade), _by_artist(copy))


_KEYS: dict[Sort, Callable[[Copy], Key]] = {
    "added": _added,
    "artist": lambda copy: (_by_artist(copy), ()),
    "title": lambda copy: ((fold(copy.title), _artist(copy), copy.instance_id), ()),
    "year": lambda copy: (copy.original_year, _by_artist(copy)),
    "pressing": lambda copy: (copy.year, _by_artist(copy)),
    "rating": lambda copy: (None if copy.rating is None else -copy.rating, _by_artist(copy)),
    "label": _label,
    "folder": lambda copy: (None if copy.folder is None else fold(copy.folder), _by_artist(copy)),
    "condition": _condition,
}
