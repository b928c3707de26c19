"""The panel beside the collection: each facet with its values and their addresses."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from linernotes.insights.collection.facets.facets import FACETS, NONE, Facet, FacetName, Value
from linernotes.insights.collection.views import Found, View
from linernotes.insights.statistics.knowledge import Knowledge
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

    name: FacetName
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
    """A filter that is on, and the address without it."""

    facet: str
    label: str
    is_excluded: bool
    remove: str


def panel(found: Found, knowledge: Knowledge) -> list[Section]:
    """All facets of what was found that have anything to choose."""
    base = _base(found.view)
    sections = [section(found, name, knowledge, base=base) for name in ORDER]
    return [one for one in sections if one.rows]


def section(
    found: Found,
    name: FacetName,
    knowledge: Knowledge,
    *,
    find: str = "",
    limit: int | None = None,
    base: str | None = None,
) -> Section:
    """One facet: what is chosen of it first, then the values that most copies have, then those without any."""
    facet = found.selection.facet(name)
    limit = limit or (SHOWN_ORDERED if facet.is_ordered else SHOWN)
    values, total = found.selection.values(name, find=find, limit=limit)
    silent_name = silent_label(name, knowledge)
    rows = _chosen(found, name, facet, values, silent_name) if not find else []
    shown = {row.key for row in rows}
    base = base or _base(found.view)
    rows += [_row(base, name, value) for value in values if value.key not in shown]
    silent = 0 if find else found.selection.without(name)
    if silent and NONE not in shown and not (silent == found.total and not rows):
        rows.append(_row(base, name, Value(NONE, silent_name, silent)))
    more = base.replace("/collection?", f"/collection/facet/{name}?", 1).rstrip("?&")
    is_open = name in OPEN or any(row.state for row in rows)
    return Section(name, facet_title(name, knowledge), tuple(rows), total, is_open, more)


def chips(found: Found, knowledge: Knowledge) -> list[Chip]:
    """Every filter that is on."""
    view = found.view
    made = []
    for name in ORDER:
        facet, title, silent = (
            found.selection.facet(name), facet_title(name, knowledge), silent_label(name, knowledge),
        )  # fmt: skip
        for key in view.choice.include.get(name, ()):
            made.append(Chip(title, _label(facet, key, silent), False, view.including(name, key).address()))
        for key in view.choice.exclude.get(name, ()):
            made.append(Chip(title, _label(facet, key, silent), True, view.excluding(name, key).address()))
    return made


def _label(facet: Facet, key: str, silent: str) -> str:
    return silent if key == NONE else facet.label(key)


def _chosen(found: Found, name: FacetName, facet: Facet, values: list[Value], silent: str) -> list[Row]:
    choice, counted = found.view.choice, {value.key: value.copies for value in values}
    rows = []
    for keys, state in ((choice.include, "included"), (choice.exclude, "excluded")):
        for key in keys.get(name, ()):
            copies = counted.get(key)
            if copies is None:
                copies = found.selection.copies_with(name, key)
            value = Value(key, _label(facet, key, silent), copies)
            rows.append(_chosen_row(found.view, name, value, state))
    return rows


def _chosen_row(view: View, name: FacetName, value: Value, state: str) -> Row:
    include, exclude = view.including(name, value.key), view.excluding(name, value.key)
    return Row(value.key, value.label, value.copies, include.address(), exclude.address(), state)


def _base(view: View) -> str:
    """Return the common start of the addresses of a view with one more value."""
    return f"/collection?{view.query}&" if view.query else "/collection?"


def _row(base: str, name: FacetName, value: Value) -> Row:
    """A value that is not chosen. Its addresses do not go through View: a page has some 200 of them."""
    key = quote(value.key, safe="")
    return Row(value.key, value.label, value.copies, f"{base}{name}={key}", f"{base}not-{name}={key}")
