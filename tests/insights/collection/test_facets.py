"""Facets, orders and views against a filter that looks at one copy after the other."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.examples import DEAR, examples
from tests.insights.random_shelves import (
    CONDITIONS,
    FOLDERS,
    GENRES,
    LABELS,
    PEOPLE,
    ROLES,
    STYLES,
    Item,
    built,
    shelves,
)

from linernotes.documents.folding import fold
from linernotes.insights.collection.facets.facets import FACETS, NONE, Choice, FacetName
from linernotes.insights.collection.sorting import SORTS, natural
from linernotes.insights.collection.views import View, read_browser

KEYS: dict[FacetName, list[str]] = {
    "artist": list(map(str, PEOPLE)),
    "person": list(map(str, PEOPLE)),
    "role": [*ROLES, "any:percussion", "any:bass", "any:unknown"],
    "genre": list(GENRES),
    "style": list(STYLES),
    "decade": ["1940", "1950", "1960", "1970", "1980", "1990"],
    "format": ["Vinyl", "CD", "LP", "Album", "Reissue"],
    "label": list(map(str, LABELS)),
    "country": ["UK", "US"],
    "folder": list(map(str, FOLDERS)),
    "rating": ["1", "2", "3", "4", "5"],
    "condition": list(CONDITIONS),
    "sleeve": list(CONDITIONS),
}

slow = settings(max_examples=examples(25, DEAR), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def values(item: Item, name: FacetName) -> set[str]:
    """What a copy has of a facet, straight from the made-up values."""
    one = item.pressing
    year = one.album_year or one.year
    found: dict[FacetName, set[object]] = {
        "artist": set(one.artists),
        "person": {*one.artists, *(artist for artist, _ in one.credits)},
        "role": {role for _, role in one.credits}
        | {f"any:{ROLES[role]}" for _, role in one.credits if ROLES[role] != "unknown"},
        "genre": set(one.genres),
        "style": set(one.styles),
        "decade": set() if year is None else {year - year % 10},
        "format": {word for name, words in one.formats for word in (name, *words)},
        "label": {label for label, _ in one.labels},
        "country": {one.country},
        "folder": {item.folder},
        "rating": {item.rating},
        "condition": {item.media},
        "sleeve": {item.sleeve},
    }
    return {str(value) for value in found[name] if value is not None}


def has_any(item: Item, name: FacetName, keys: tuple[str, ...]) -> bool:
    has = values(item, name)
    return bool(has & set(keys)) or (NONE in keys and not has)


def keep(items: list[Item], choice: Choice, *, but: FacetName | None = None) -> list[Item]:
    """The copies of a choice; those of all inclusions `but` one."""
    return [
        item
        for item in items
        if all(has_any(item, name, keys) for name, keys in choice.include.items() if name != but)
        and not any(has_any(item, name, keys) for name, keys in choice.exclude.items())
    ]


def choices() -> st.SearchStrategy[Choice]:
    def keys(name: FacetName) -> st.SearchStrategy[tuple[str, ...]]:
        some = st.sampled_from([*KEYS[name], NONE, "there is no such"])
        return st.lists(some, min_size=1, max_size=3, unique=True).map(tuple)

    def chosen() -> st.SearchStrategy[dict[FacetName, tuple[str, ...]]]:
        names = st.lists(st.sampled_from(FACETS), max_size=2, unique=True)
        return names.flatmap(lambda picked: st.fixed_dictionaries({name: keys(name) for name in picked}))

    return st.builds(Choice, chosen(), chosen())


@slow
@given(shelves(), st.lists(choices(), min_size=6, max_size=6))
def test_a_choice_leaves_the_copies_that_a_filter_leaves_and_counts_them(
    items: list[Item], chosen: list[Choice]
) -> None:
    with built(items) as snapshot:
        browser = read_browser(snapshot)
    for choice in [Choice(), *chosen]:
        found = browser.find(View(choice=choice))
        assert [copy.instance_id for copy in browser.copies(found.positions)] == [
            item.instance_id for item in keep(items, choice)
        ]
        for name in FACETS:
            among = keep(items, choice, but=name)
            counts = Counter(key for item in among for key in values(item, name))
            shown, total = found.selection.values(name)
            assert {one.key: one.copies for one in shown} == counts, name
            assert total == len(counts)
            assert found.selection.without(name) == sum(not values(item, name) for item in among), name
        years = [item.pressing for item in keep(items, choice)]
        assert browser.by_pressing_year(found) == sum(
            one.album_year is None and one.year is not None for one in years
        )


@slow
@given(shelves())
def test_every_order_has_every_copy_once_with_the_silent_ones_last(items: list[Item]) -> None:
    with built(items) as snapshot:
        browser = read_browser(snapshot)
    shown = {
        "added": lambda item: item.days,
        "artist": lambda item: _without_the(browser.collection.of_release(item.pressing.release_id).artist),
        "title": lambda item: _without_the(item.pressing.title),
        "year": lambda item: item.pressing.album_year or item.pressing.year,
        "pressing": lambda item: item.pressing.year,
        "rating": lambda item: item.rating,
        "label": _label,
        "folder": lambda item: fold(FOLDERS[item.folder]) if item.folder else None,
        "condition": lambda item: None if item.media is None else CONDITIONS.index(item.media),
    }
    by_instance = {item.instance_id: item for item in items}
    for sort, value in shown.items():
        for reverse in (False, True):
            found = browser.find(View(sort=sort, reverse=reverse))
            ids = [copy.instance_id for copy in browser.copies(found.positions)]
            assert sorted(ids) == sorted(by_instance), sort
            seen = [value(by_instance[id]) for id in ids]
            known = [one for one in seen if one is not None]
            assert seen[len(known) :] == [None] * (len(seen) - len(known)), sort
            downwards = (sort in ("added", "rating")) != reverse
            assert known == sorted(known, reverse=downwards), (sort, reverse)


def _without_the(text: str) -> str:
    """A name or title as a shelf has it in order: "The Blue" stands beside "Blue"."""
    return fold(text).removeprefix("the ")


def _label(item: Item):
    if not item.pressing.labels:
        return None
    label, number = item.pressing.labels[0]
    return (fold(LABELS[label]), natural(number if number and number != "none" else ""))


def test_every_order_is_offered() -> None:
    from linernotes.web.pages.shelf.collection import SORTS as OFFERED

    assert set(OFFERED) == set(SORTS)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("CL 9", "CL 1355"),
        ("A1", "A 2"),
        ("a-1", "B-1"),
        ("", "A"),
        ("1", "A"),
        ("²", "3"),
        ("9" * 5000, "a"),
    ],
)
def test_catalogue_numbers_are_sorted_as_people_do(before: str, after: str) -> None:
    assert natural(before) < natural(after)
