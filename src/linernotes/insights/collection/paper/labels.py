"""Labels: one for each folder, letter, genre, style or decade of a view, or for each record."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from urllib.parse import quote

from linernotes.insights.collection.copies import Copy, sort_key
from linernotes.insights.collection.facets.facets import NONE, FacetName
from linernotes.insights.collection.typed_search import find_copies
from linernotes.insights.collection.views import View, read_browser
from linernotes.insights.coverage import OfBuild, of_build
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.plurals import counted

#: What each label is for.
LabelsFor = Literal["folder", "letter", "genre", "style", "decade", "record"]

#: Labels of one answer: the code of each takes some milliseconds.
MOST_LABELS = 240

#: The letter of names that begin with none.
OTHER = "#"

_FACETS: Mapping[LabelsFor, FacetName] = {
    "folder": "folder",
    "genre": "genre",
    "style": "style",
    "decade": "decade",
}


@dataclass(frozen=True, slots=True)
class ShelfLabel:
    """A label: `title` is its large line, `lines` are those below. `path` is the page here that its code leads to.

    `copies` counts the records that it stands for.
    """

    title: str
    lines: tuple[str, ...]
    path: str
    copies: int


@dataclass(frozen=True, kw_only=True)
class Labels(OfBuild):
    """Labels in the order of their shelf. `total` counts all, `first` is the number of the first one here."""

    query: str
    total: int
    first: int
    labels: tuple[ShelfLabel, ...]


def read_labels(
    snapshot: Snapshot,
    view: View,
    labels_for: LabelsFor,
    *,
    first: int = 1,
    played: Mapping[int, datetime] | None = None,
) -> Labels:
    """The labels for a view of the collection, MOST_LABELS at most, from number `first` on.

    Records come in the view's order, by artist where it has none.
    """
    view = view if view.sort or view.text else replace(view, sort="artist")
    found = find_copies(snapshot, view, played=played)
    copies = snapshot.cached(read_browser).copies(found.positions)
    if labels_for == "record":
        labels: Sequence[Callable[[], ShelfLabel]] = [_Record(copy) for copy in copies]
    elif labels_for == "letter":
        labels = _letters(copies)
    else:
        name = _FACETS[labels_for]
        facet = found.selection.facet(name)
        values, _ = facet.values(found.selection.mask)
        order = {key: number for number, key in enumerate(facet.keys)}
        labels = [
            _Value(value.label, value.copies, view, name, value.key)
            for value in sorted(values, key=lambda value: order[value.key])
            if value.key != NONE
        ]
    return Labels(
        query=view.query,
        total=len(labels),
        first=first,
        labels=tuple(make() for make in labels[first - 1 : first - 1 + MOST_LABELS]),
        **of_build(snapshot),
    )


def letter_of(name: str) -> str:
    """The letter that a name stands under: the first of what it is sorted by, a capital; OTHER for a digit or sign."""
    first = next(iter(sort_key(name)), "")
    return unicodedata.normalize("NFC", first).upper()[:1] if first.isalpha() else OTHER


def position_of_letter(snapshot: Snapshot, letter: str) -> int:
    """Where a letter begins in the collection by artist, from 0; 0 for one that nobody has."""
    copies = snapshot.cached(read_browser).copies(find_copies(snapshot, View(sort="artist")).positions)
    return next((at for at, copy in enumerate(copies) if letter_of(copy.artist) == letter), 0)


@dataclass(frozen=True, slots=True)
class _Record:
    copy: Copy

    def __call__(self) -> ShelfLabel:
        copy = self.copy
        label = next((one for one in copy.labels if one.name or one.catalog_number), None)
        numbered = f"{label.name or ''} {label.catalog_number or ''}".strip() if label else ""
        facts = (numbered, ", ".join(copy.formats), str(copy.year or ""))
        lines = (copy.title, " · ".join(fact for fact in facts if fact), copy.folder or "")
        return ShelfLabel(copy.artist, tuple(filter(None, lines)), f"/release/{copy.release_id}", 1)


@dataclass(frozen=True, slots=True)
class _Value:
    label: str
    copies: int
    view: View
    name: FacetName
    key: str

    def __call__(self) -> ShelfLabel:
        """The page of a value has it and what the labels were made of, by artist."""
        include = {**self.view.choice.include, self.name: (self.key,)}
        alone = replace(self.view, choice=replace(self.view.choice, include=include), table=False)
        return ShelfLabel(self.label, (counted(self.copies, "record"),), alone.address(), self.copies)


def _letters(copies: Iterable[Copy]) -> list[Callable[[], ShelfLabel]]:
    by_letter: defaultdict[str, list[Copy]] = defaultdict(list)
    for copy in sorted(copies, key=lambda copy: sort_key(copy.artist)):
        by_letter[letter_of(copy.artist)].append(copy)
    return [_Letter(letter, tuple(together)) for letter, together in by_letter.items()]


@dataclass(frozen=True, slots=True)
class _Letter:
    letter: str
    copies: tuple[Copy, ...]

    def __call__(self) -> ShelfLabel:
        first, last = self.copies[0].artist, self.copies[-1].artist
        lines = (first if first == last else f"{first} – {last}", counted(len(self.copies), "record"))
        return ShelfLabel(self.letter, lines, f"/paper/shelf/{_in_path(self.letter)}", len(self.copies))


def _in_path(letter: str) -> str:
    return "other" if letter == OTHER else quote(letter, safe="")
