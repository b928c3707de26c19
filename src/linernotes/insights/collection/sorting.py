"""The orders that the collection can be looked at in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from linernotes.documents.folding import fold
from linernotes.insights.collection.copies import Collection, Copy, sort_key
from linernotes.insights.collection.own_fields import FieldOfShelf, OwnFacet, own_facet

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
#: An order by a field of the collector's own is called as the facet of that field.
AnySort: TypeAlias = Sort | OwnFacet

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
Ranks = NDArray[np.int64]
UNRANKED = np.iinfo(np.int64).max


class Orders:
    """Positions of a collection's copies in each order, made when they are first asked for and kept."""

    def __init__(self, collection: Collection) -> None:
        self._copies = collection.copies
        self._releases = np.array([copy.release_id for copy in collection.copies], dtype=np.int64)
        self._fields: dict[AnySort, FieldOfShelf] = {
            own_facet(one.field_id): one for one in collection.fields
        }
        self._made: dict[AnySort, tuple[Positions, int]] = {}

    def of(self, sort: AnySort, *, reverse: bool = False) -> Positions:
        """Every position, in an order by a value of the copies.

        Copies without the value come last, also in the reverse order.
        """
        if sort not in self._made:
            self._made[sort] = self._sorted(sort)
        return _turned(*self._made[sort], reverse=reverse)

    def _sorted(self, sort: AnySort) -> tuple[Positions, int]:
        """The positions in an order, and how many of them have what it goes by. Ties go by artist."""
        if sort == "added":  # the copies of a collection come so
            dated = sum(copy.added_at is not None for copy in self._copies)
            return np.arange(len(self._copies)), dated
        if sort in _WHOLE:
            keys = list(map(_WHOLE[sort], self._copies))
            return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64), len(keys)
        by_artist = self.of("artist").tolist()
        value = _BY.get(sort) or _by_field(self._fields.get(sort))
        values = list(map(value, self._copies))
        known = sorted((i for i in by_artist if values[i] is not None), key=values.__getitem__)
        silent = [i for i in by_artist if values[i] is None]
        return np.array([*known, *silent], dtype=np.int64), len(known)

    def by_rank(self, ranks: Ranks, *, reverse: bool = False) -> Positions:
        """Every position by a number for each copy, the lowest first, ties as they were added.

        Copies that have none (UNRANKED) come last.
        """
        return _turned(
            np.argsort(ranks, kind="stable"), int(np.count_nonzero(ranks < UNRANKED)), reverse=reverse
        )

    def ranks(self, release_ids: Sequence[int]) -> Ranks:
        """For each copy where its release stands in a list, UNRANKED if it is not in it."""
        ids = np.array(release_ids, dtype=np.int64)
        known, first = np.unique(ids, return_index=True)
        if not len(known):
            return np.full(len(self._releases), UNRANKED, dtype=np.int64)
        at = np.minimum(np.searchsorted(known, self._releases), len(known) - 1)
        return np.where(known[at] == self._releases, first[at], UNRANKED)


def grade_number(condition: str) -> int:
    """Where a condition stands among Discogs' grades; one that is none comes after all."""
    return _GRADE.get(condition, len(GRADES))


def natural(text: str) -> list[tuple[int, int, str]]:
    """A key that sorts catalogue numbers as people do: 'CL 9' before 'CL 1355'."""
    parts = _DIGITS.split(fold(text[:100]))
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part.strip()]


def _turned(order: Positions, known: int, *, reverse: bool) -> Positions:
    return np.concatenate([order[:known][::-1], order[known:]]) if reverse else order


def _by_artist(copy: Copy) -> tuple[object, ...]:
    year = copy.original_year
    return (sort_key(copy.artist), year is None, year or 0, sort_key(copy.title), copy.instance_id)


def _label(copy: Copy) -> tuple[object, ...] | None:
    first = next((label for label in copy.labels if label.name), None)
    return None if first is None else (sort_key(first.name or ""), natural(first.catalog_number or ""))


def _grade(copy: Copy) -> int | None:
    return None if copy.media_condition is None else grade_number(copy.media_condition)


def _by_field(field: FieldOfShelf | None) -> Callable[[Copy], object]:
    """What an order by a field goes by: the place of a dropdown's option, then the words and numbers of a text.

    A field that there is not (any more) is filled in on no copy.
    """
    if field is None:
        return lambda copy: None
    id, places = field.field_id, {option: place for place, option in enumerate(field.options)}

    def value(copy: Copy) -> object:
        text = copy.field_values.get(id)
        return None if text is None else (places.get(text.strip(), len(places)), natural(text), text)

    return value


#: Orders in which every copy has its place.
_WHOLE: dict[AnySort, Callable[[Copy], tuple[object, ...]]] = {
    "artist": _by_artist,
    "title": lambda copy: (sort_key(copy.title), sort_key(copy.artist), copy.instance_id),
}
#: Orders by something that a copy may be silent about: None.
_BY: dict[AnySort, Callable[[Copy], object]] = {
    "year": lambda copy: copy.original_year,
    "pressing": lambda copy: copy.year,
    "rating": lambda copy: None if copy.rating is None else -copy.rating,
    "label": _label,
    "folder": lambda copy: None if copy.folder is None else fold(copy.folder),
    "condition": _grade,
}
