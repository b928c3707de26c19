"""Facets: what copies have in common, to look at some of them and to leave others out.

A facet knows for each of its values which copies have it. All of it is numbers in arrays: with 20,000 copies and
200,000 credits, the copies of a view are found and counted in a millisecond or two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from linernotes.documents.folding import fold, is_plain, query_terms, terms
from linernotes.insights.collection.copies import sort_key
from linernotes.insights.collection.own_fields import OwnFacet
from linernotes.insights.collection.sorting import grade_number

FacetName = Literal[
    "artist", "person", "role", "genre", "style", "decade", "format", "label", "country", "folder", "rating",
    "condition", "sleeve",
]  # fmt: skip
FACETS: tuple[FacetName, ...] = get_args(FacetName)

#: Those of the collector's own fields, too.
AnyFacet: TypeAlias = FacetName | OwnFacet

#: The value of those copies that have none.
NONE = "none"

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet: `key` is how addresses call it, `label` how people do; `copies` of a view have it."""

    key: str
    label: str
    copies: int


class Facet:
    """One facet of a collection of `size` copies.

    `keys` are its values and `labels` their names. `is_ordered` says that values come in this order;
    else the most frequent value comes first. Copy `rows[i]` has value number `values[i]`; no pair occurs twice.
    `title` is what the collector calls it, of a field of their own. `others` are further keys of values, which are
    found by them: other names of a person.
    """

    def __init__(
        self,
        size: int,
        keys: Sequence[str],
        labels: Sequence[str],
        rows: Numbers,
        values: Numbers,
        *,
        is_ordered: bool = False,
        title: str = "",
        others: Mapping[str, str] | None = None,
    ) -> None:
        self.size = size
        self.title = title
        self.keys = tuple(keys)
        self.labels = tuple(labels)
        self.is_ordered = is_ordered
        self._numbers = {key: number for number, key in enumerate(self.keys)}
        named = {other: self._numbers[key] for other, key in (others or {}).items() if key in self._numbers}
        self._numbers = named | self._numbers
        order = np.argsort(values, kind="stable")
        self._rows, self._values = rows[order], values[order]
        self._starts = np.searchsorted(self._values, np.arange(len(self.keys) + 1))
        self._silent = np.ones(size, dtype=bool)
        self._silent[rows] = False
        self._folded: tuple[str, ...] = ()

    def having(self, keys: Iterable[str]) -> Mask:
        """The copies that have any of these values; `none` are those that have no value. A value that there is
        not has no copies.
        """
        mask = np.zeros(self.size, dtype=bool)
        for key in keys:
            number = self._numbers.get(key)
            if key == NONE:
                mask |= self._silent
            elif number is not None:
                mask[self._rows[self._starts[number] : self._starts[number + 1]]] = True
        return mask

    def counts(self, mask: Mask) -> Numbers:
        """How many of the copies in a mask have each value, by its number."""
        return np.bincount(self._values[mask[self._rows]], minlength=len(self.keys))

    def silent(self, mask: Mask) -> int:
        """How many of the copies in a mask have no value."""
        return int(np.count_nonzero(self._silent & mask))

    def __contains__(self, key: object) -> bool:
        return key in self._numbers

    def key(self, key: str) -> str:
        """The key that a value is listed under: of another name of a person that of the person."""
        number = self._numbers.get(key)
        return key if number is None else self.keys[number]

    def total(self, key: str) -> int:
        """How many copies of the whole collection have a value."""
        number = self._numbers.get(key)
        return 0 if number is None else int(self._starts[number + 1] - self._starts[number])

    def label(self, key: str) -> str:
        """What people call a value; the key itself if there is no such value."""
        number = self._numbers.get(key)
        return key if number is None else self.labels[number]

    def values(self, mask: Mask, *, find: str = "", limit: int | None = None) -> tuple[list[Value], int]:
        """Values that copies in a mask have, whose name holds every word of `find`; and how many there are without
        the limit. The most frequent ones first, ties by name, unless the facet has an order of its own.
        """
        counts = self.counts(mask)
        numbers = np.flatnonzero(counts)
        for group in next(iter(query_terms(find)), []):
            names = self._names()
            spellings = [spelling.split() for spelling in group]
            kept = [n for n in numbers.tolist() if any(all(map(names[n].__contains__, s)) for s in spellings)]
            numbers = np.array(kept, dtype=np.int64)
        if not self.is_ordered:
            numbers = numbers[np.argsort(-counts[numbers], kind="stable")]  # they are numbered by name
        shown = numbers[:limit].tolist()
        return [Value(self.keys[n], self.labels[n], int(counts[n])) for n in shown], len(numbers)

    def _names(self) -> tuple[str, ...]:
        if not self._folded:
            self._folded = tuple(
                fold(label) if is_plain(label) else " ".join(terms(label)) for label in self.labels
            )
        return self._folded


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen of the facets: copies with any of the values included in each facet, and with none of those
    that are excluded.
    """

    include: Mapping[AnyFacet, tuple[str, ...]] = field(default_factory=dict)
    exclude: Mapping[AnyFacet, tuple[str, ...]] = field(default_factory=dict)

    def including(self, name: AnyFacet, key: str) -> Choice:
        """This choice with a value included, or not any more if it is; it is excluded no longer."""
        return Choice(_turned(self.include, name, key), _turned(self.exclude, name, key, only_off=True))

    def excluding(self, name: AnyFacet, key: str) -> Choice:
        """This choice with a value excluded, or not any more if it is; it is included no longer."""
        return Choice(_turned(self.include, name, key, only_off=True), _turned(self.exclude, name, key))


Chosen: TypeAlias = Mapping[AnyFacet, tuple[str, ...]]


def _turned(chosen: Chosen, name: AnyFacet, key: str, *, only_off: bool = False) -> Chosen:
    keys = chosen.get(name, ())
    on = () if key in keys or only_off else (key,)
    left = tuple(other for other in keys if other != key) + on
    return {other: chosen[other] for other in chosen if other != name} | ({name: left} if left else {})


class Facets:
    """All facets of a collection, those of the collector's own fields too. To be read by any number of threads.

    `offered` are the facets of those fields whose values are chosen and not typed, in the collector's order.
    A field that there is not (any more) is one that no copy has filled in.
    """

    def __init__(self, size: int, facets: Mapping[AnyFacet, Facet], offered: Sequence[OwnFacet] = ()) -> None:
        self.size = size
        self.offered = tuple(offered)
        self._facets = facets

    def __getitem__(self, name: AnyFacet) -> Facet:
        found = self._facets.get(name)
        return facet_of([None] * self.size) if found is None else found

    def among(self, choice: Choice, found: Mask | None = None) -> Selection:
        """The copies of a choice, out of all or of those in a mask."""
        base = np.ones(self.size, dtype=bool) if found is None else found.copy()
        for name, keys in choice.exclude.items():
            base &= ~self[name].having(keys)
        included = {name: self[name].having(keys) for name, keys in choice.include.items()}
        return Selection(self, base, included)


class Selection:
    """The copies of a choice: `mask` says which. They can be counted by each facet."""

    def __init__(self, facets: Facets, base: Mask, included: Mapping[AnyFacet, Mask]) -> None:
        self._facets = facets
        self._base = base
        self._included = included
        self.mask = self.around(None)

    def around(self, name: AnyFacet | None) -> Mask:
        """The copies that the choice would leave if nothing were included by this facet: its values are counted
        among them, for another value that is included adds copies to the view.
        """
        mask = self._base.copy()
        for other, included in self._included.items():
            if other != name:
                mask &= included
        return mask

    def values(self, name: AnyFacet, *, find: str = "", limit: int | None = None) -> tuple[list[Value], int]:
        """The values of a facet with the copies that the view has, or would have, of each: see `Facet.values`."""
        return self._facets[name].values(self._around(name), find=find, limit=limit)

    def copies_with(self, name: AnyFacet, key: str) -> int:
        """How many copies have one value of a facet, counted likewise."""
        return int(np.count_nonzero(self.facet(name).having([key]) & self._around(name)))

    def facet(self, name: AnyFacet) -> Facet:
        """The facet itself."""
        return self._facets[name]

    @property
    def offered(self) -> tuple[OwnFacet, ...]:
        """The facets of the collector's own fields to choose from."""
        return self._facets.offered

    def without(self, name: AnyFacet) -> int:
        """How many copies have no value of a facet, counted likewise."""
        return self._facets[name].silent(self._around(name))

    def _around(self, name: AnyFacet) -> Mask:
        return self.around(name) if name in self._included else self.mask


def facet_of(
    by_copy: Sequence[str | None],
    labels: Mapping[str, str] | None = None,
    order: Sequence[str] | None = None,
    *,
    title: str = "",
) -> Facet:
    """A facet of which each copy has one value or None. Values come by name, or in the given order."""
    kept = {value for value in by_copy if value is not None}
    names = labels or {}
    keys = (
        [key for key in order if key in kept]
        if order is not None
        else sorted(kept, key=lambda key: (sort_key(names.get(key, key)), key))
    )
    numbers = {key: number for number, key in enumerate(keys)}
    pairs = [(row, numbers[value]) for row, value in enumerate(by_copy) if value is not None]
    rows, values = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    shown = [names.get(key, key) for key in keys]
    return Facet(len(by_copy), keys, shown, rows, values, is_ordered=order is not None, title=title)


def conditions(by_copy: Sequence[str | None]) -> Facet:
    """A facet of conditions, the best one first."""
    kept = {value for value in by_copy if value is not None}
    return facet_of(by_copy, order=sorted(kept, key=lambda value: (grade_number(value), fold(value), value)))
