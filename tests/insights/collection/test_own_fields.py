"""Facets and orders by the collector's own fields, against a filter that looks at one copy after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.examples import DEAR, examples
from tests.insights.random_shelves import row
from tests.rows import put

from linernotes.errors import UsageError
from linernotes.insights.collection.copies import read_collection
from linernotes.insights.collection.facets.facets import NONE
from linernotes.insights.collection.facets.own_facets import key_of, parse_values
from linernotes.insights.collection.own_fields import own_facet
from linernotes.insights.collection.sorting import natural
from linernotes.insights.collection.typed_field import typed_fields, typed_sort
from linernotes.insights.collection.views import View, read_browser
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import DBStorage

SHELF, SEALED, PRICE = 4, 7, -12
OPTIONS = ["Row 2", "Row 10", "none", "<b>&"]
#: Of a dropdown also one that it offers no more, and one between blanks.
VALUES = {SHELF: [*OPTIONS, "Cellar", " Row 2 "], SEALED: ["yes", "a\nb", "12"], PRICE: ["9", "10.50"]}

Filled = dict[int, str]


@dataclass(frozen=True)
class Listed:
    """A field as the account's list has it."""

    name: str
    type: str | None
    options: list[str] | None = None


FIELDS = {
    SHELF: Listed("Shelf", "dropdown", OPTIONS),
    SEALED: Listed("Sealed: how?", "textarea"),
    PRICE: Listed("Price", None),
}


@contextmanager
def built(copies: list[Filled], fields: dict[int, Listed] = FIELDS) -> Iterator[Snapshot]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "build.duckdb"
        with DBStorage.create(path) as storage:
            put(storage, "collection_fields", [
                row("collection_fields", field_id=id, position=place, name=one.name, type=one.type,
                    options=one.options)
                for place, (id, one) in enumerate(fields.items())
            ])  # fmt: skip
            put(storage, "collection_items", [
                row("collection_items", instance_id=n, release_id=n, title=f"{n:03}") for n in range(len(copies))
            ])  # fmt: skip
            put(storage, "collection_item_fields", [
                row("collection_item_fields", instance_id=n, field_id=id, field=fields[id].name, value=value)
                for n, filled in enumerate(copies)
                for id, value in filled.items()
            ])  # fmt: skip
        with DBStorage.open(path) as storage:
            yield Snapshot(storage)


def _shelves() -> st.SearchStrategy[list[Filled]]:
    filled = st.fixed_dictionaries({}, optional={id: st.sampled_from(some) for id, some in VALUES.items()})
    return st.lists(filled, min_size=1, max_size=12)


@settings(max_examples=examples(40, DEAR), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_shelves())
def test_facets_and_orders_are_those_of_a_filter(copies: list[Filled]) -> None:
    with built(copies) as snapshot:
        browser = read_browser(snapshot)
        for id in FIELDS:
            name = own_facet(id)
            values = [copy.get(id) for copy in copies]
            keys = [None if value is None else key_of(value) for value in values]
            shown, total = browser.find(View()).selection.values(name)
            assert {one.key: one.copies for one in shown} == Counter(filter(None, keys))
            assert total == len(shown)
            for key in (*filter(None, set(keys)), NONE, "of no copy"):
                has = {n for n, one in enumerate(keys) if one == key or (one is None and key == NONE)}
                for view, kept in (
                    (View().including(name, key), has),
                    (View().excluding(name, key), set(range(len(copies))) - has),
                ):
                    found = browser.find(view)
                    assert {copy.instance_id for copy in browser.copies(found.positions)} == kept
            for reverse in (False, True):
                found = browser.find(View(sort=name, reverse=reverse))
                ordered = [values[copy.instance_id] for copy in browser.copies(found.positions)]
                known = [_place(id, one) for one in ordered if one is not None]
                assert known == sorted(known, reverse=reverse)
                assert ordered[len(known) :] == [None] * (len(copies) - len(known))


def _place(id: int, value: str) -> tuple[int, object]:
    offered = FIELDS[id].options or []
    text = value.strip()
    return (offered.index(text) if text in offered else len(offered), natural(value))


def test_a_dropdown_has_its_filled_options_in_its_order_then_those_it_offers_no_more() -> None:
    with built([{SHELF: "Cellar"}, {SHELF: "Row 10"}, {SHELF: " Row 2 "}, {SHELF: "none"}, {}]) as snapshot:
        selection = read_browser(snapshot).find(View()).selection
        shown, _ = selection.values(own_facet(SHELF))
        assert [(one.key, one.label) for one in shown] == [
            ("Row 2", "Row 2"), ("Row 10", "Row 10"), ("~none", "none"), ("Cellar", "Cellar"),
        ]  # fmt: skip
        assert selection.without(own_facet(SHELF)) == 1
        assert selection.offered == (own_facet(SHELF),)


@pytest.mark.parametrize(
    ("type", "values", "is_offered"),
    [
        ("dropdown", ["one"], True),
        ("textarea", ["one"] * 9, False),
        (None, ["Yes", "Yes", "No", "Yes"], True),
        (None, ["Yes", "No"], False),  # as good as a text of each copy
        (None, [f"{n}" for n in range(21)] * 2, False),
    ],
)
def test_dropdowns_are_offered_and_what_looks_like_one_where_no_type_is_known(
    type: str | None, values: list[str], is_offered: bool
) -> None:
    with built([{4: value} for value in values], {4: Listed("Mine", type)}) as snapshot:
        (field,) = read_collection(snapshot).fields
        assert field.is_choice == is_offered
        assert bool(read_browser(snapshot).facets.offered) == is_offered


def test_a_field_that_there_is_not_any_more_is_filled_in_on_no_copy() -> None:
    with built([{SHELF: "Cellar"}, {}]) as snapshot:
        browser = read_browser(snapshot)
        gone = own_facet(99)
        assert browser.find(View().including(gone, "x")).total == 0
        assert browser.find(View().including(gone, NONE)).total == 2
        assert browser.find(View(sort=gone)).total == 2


def test_fields_are_found_by_name_and_value_as_people_type_them() -> None:
    with built([{SHELF: "Row 10", SEALED: "12"}, {SHELF: "none"}, {}]) as snapshot:
        choice = typed_fields(snapshot, ["shelf: ROW 10", "Shelf: none"], ["Sealed: how?:12"])
        assert choice.include == {own_facet(SHELF): ("Row 10", "~none")}
        assert choice.exclude == {own_facet(SEALED): ("12",)}
        assert typed_fields(snapshot, ["Sealed: how?: none"], []).include == {own_facet(SEALED): (NONE,)}
        assert typed_sort(snapshot, "sealed: HOW?") == own_facet(SEALED)
        assert typed_sort(snapshot, "title") == "title"
        for text, said in (
            ("Shelf", "names no field"),
            ("Price: 1", "names no field"),
            ("Shelf: x", "no record"),
        ):
            with pytest.raises(UsageError, match=said):
                typed_fields(snapshot, [text], [])
        with pytest.raises(UsageError, match="Sealed: how"):
            typed_sort(snapshot, "price")


@given(st.dictionaries(st.integers(-(2**40), 2**40), st.lists(st.text(min_size=1), min_size=1, unique=True)))
def test_an_address_asks_for_just_the_values_of_a_choice(values: dict[int, list[str]]) -> None:
    choice = {own_facet(id): tuple(map(key_of, some)) for id, some in values.items()}
    view = View()
    for name, keys in choice.items():
        for key in dict.fromkeys(keys):
            view = view.including(name, key)
    asked = [value for name, value in view.parameters if name == "field"]
    assert parse_values(asked) == {name: tuple(dict.fromkeys(keys)) for name, keys in choice.items()}
