"""The panel beside the collection: each facet with its values and their addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from linernotes.insights.collection.facets.facets import (
    FACETS,
    NONE,
    AnyFacet,
    Choice,
    Facet,
    FacetName,
    Facets,
    Selection,
    Value,
)
from linernotes.insights.collection.facets.own_facets import in_order, parameter
from linernotes.insights.statistics.knowledge import Knowledge
from linernotes.web.page_addresses import page_of
from linernotes.web.part_names import facet_title, silent_label

#: Facets in the order of the panel. The most used ones are open.
ORDER: tuple[FacetName, ...] = (
    "genre", "style", "decade", "format", "artist", "person", "role", "label", "country", "folder", "rating",
    "condition", "sleeve",
)  # fmt: skip
OPEN: frozenset[FacetName] = frozenset({"genre", "decade"})
assert set(ORDER) == set(FACETS)

SHOWN = 8
#: Values that a facet with an order of its own shows at most.
SHOWN_ORDERED = 14


@dataclass(frozen=True, slots=True)
class Row:
    """A value in the panel. The addresses `include` and `exclude` turn it on or, if it is on, off."""

    key: str
    label: str
    copies: int
    include: str
    exclude: str
    state: str = ""  # "included", "excluded" or ""


@dataclass(frozen=True, slots=True)
class Section:
    """A facet in the panel. `values` is the number of its values; `more` is the page that has all of them."""

    name: AnyFacet
    title: str
    rows: tuple[Row, ...]
    values: int
    is_open: bool
    more: str

    @property
    def is_cut(self) -> bool:
        """Return whether there are values that are not shown."""
        return self.values > sum(row.key != NONE for row in self.rows)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address without it. `page` is that of the artist, role or label, if it has one."""

    facet: str
    label: str
    is_excluded: bool
    remove: str
    page: str | None = None


class AnyView(Protocol):
    """A view of the collection, or of the wantlist."""

    @property
    def choice(self) -> Choice: ...
    @property
    def query(self) -> str: ...
    def address(self) -> str: ...
    def including(self, name: AnyFacet, key: str) -> AnyView: ...
    def excluding(self, name: AnyFacet, key: str) -> AnyView: ...


class Found(Protocol):
    """What is found of a view."""

    @property
    def view(self) -> AnyView: ...
    @property
    def selection(self) -> Selection: ...
    @property
    def total(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Panel:
    """The facets of a page at `path`: in which `order`, and what they and records without a value are called."""

    path: str
    order: tuple[AnyFacet, ...]
    title: Callable[[AnyFacet], str]
    silent: Callable[[AnyFacet], str]

    def sections(self, found: Found) -> list[Section]:
        """All facets of what was found that have anything to choose."""
        base = self._base(found.view)
        sections = [self.section(found, name, base=base) for name in self.order]
        return [one for one in sections if one.rows]

    def section(
        self, found: Found, name: AnyFacet, *, find: str = "", limit: int | None = None, base: str = ""
    ) -> Section:
        """One facet: what is chosen of it first, then the values that most copies have, then those without any."""
        facet = found.selection.facet(name)
        limit = limit or (SHOWN_ORDERED if facet.is_ordered else SHOWN)
        values, total = found.selection.values(name, find=find, limit=limit)
        silent_name = self.silent(name)
        rows = _chosen(found, name, facet, values, silent_name) if not find else []
        shown = {facet.key(row.key) for row in rows}
        base = base or self._base(found.view)
        rows += [_row(base, name, value) for value in values if value.key not in shown]
        silent = 0 if find else found.selection.without(name)
        if silent and NONE not in shown and not (silent == found.total and not rows):
            rows.append(_row(base, name, Value(NONE, silent_name, silent)))
        more = base.replace(f"{self.path}?", f"{self.path}/facet/{name}?", 1).rstrip("?&")
        is_open = name in OPEN or any(row.state for row in rows)
        return Section(name, self.title(name), tuple(rows), total, is_open, more)

    def chips(self, found: Found) -> list[Chip]:
        """Every filter that is on, also by fields that offer nothing to choose (any more)."""
        view = found.view
        asked = in_order((*view.choice.include, *view.choice.exclude))
        made = []
        for name in (*self.order, *(name for name in asked if name not in self.order)):
            facet, title, silent = found.selection.facet(name), self.title(name), self.silent(name)
            for key in view.choice.include.get(name, ()):
                without = view.including(name, key).address()
                made.append(Chip(title, _label(facet, key, silent), False, without, page_of(name, key)))
            for key in view.choice.exclude.get(name, ()):
                made.append(
                    Chip(title, _label(facet, key, silent), True, view.excluding(name, key).address())
                )
        return made

    def _base(self, view: AnyView) -> str:
        """Return the common start of the addresses of a view with one more value."""
        return f"{self.path}?{view.query}&" if view.query else f"{self.path}?"


def collection_panel(facets: Facets, knowledge: Knowledge) -> Panel:
    """The panel of the collection: its facets, then those of the collector's own fields that are dropdowns."""
    return Panel(
        "/collection",
        (*ORDER, *facets.offered),
        lambda name: facet_title(name, knowledge, facets[name].title),
        lambda name: silent_label(name, knowledge),
    )


def _label(facet: Facet, key: str, silent: str) -> str:
    return silent if key == NONE else facet.label(key)


def _chosen(found: Found, name: AnyFacet, facet: Facet, values: list[Value], silent: str) -> list[Row]:
    choice, counted = found.view.choice, {value.key: value.copies for value in values}
    rows = []
    for keys, state in ((choice.include, "included"), (choice.exclude, "excluded")):
        for key in keys.get(name, ()):
            copies = counted.get(facet.key(key))
            if copies is None:
                copies = found.selection.copies_with(name, key)
            value = Value(key, _label(facet, key, silent), copies)
            rows.append(_chosen_row(found.view, name, value, state))
    return rows


def _chosen_row(view: AnyView, name: AnyFacet, value: Value, state: str) -> Row:
    include, exclude = view.including(name, value.key), view.excluding(name, value.key)
    return Row(value.key, value.label, value.copies, include.address(), exclude.address(), state)


def _row(base: str, name: AnyFacet, value: Value) -> Row:
    """A value that is not chosen. Its addresses do not go through View: a page has some 200 of them."""
    asked, text = parameter(name, value.key)
    key = quote(text, safe="" if asked == name else ":")
    return Row(value.key, value.label, value.copies, f"{base}{asked}={key}", f"{base}not-{asked}={key}")
