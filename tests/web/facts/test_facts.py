"""Every number on the pages, against an independent computation from the demo's documents.

A page's numbers carry names (`data-fact`). Each module beside this one knows the pages of one kind: `paths(shelf)` are
their addresses, `expected(shelf, path)` is every name with its value. A number that nobody knows fails, and so does a
page that has none. All pages are a long trial, some of each form are not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.web import paper_facts, year_facts
from tests.web.facts import (
    artist,
    collection,
    coverage,
    gaps,
    home,
    network,
    numbers,
    own,
    release,
    sleeve,
    spin,
    sql,
    wantlist,
    ways,
)
from tests.web.facts.shelf import Shelf

from discogs_sandbox.catalogues import load_catalogue

#: Every kind of page that has numbers.
PAGES: tuple[ModuleType, ...] = (
    artist,
    collection,
    gaps,
    home,
    network,
    numbers,
    own,
    paper_facts,
    release,
    sleeve,
    spin,
    sql,
    wantlist,
    ways,
    year_facts,
)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(load_catalogue("demo"))


def claims(text: str) -> Iterator[tuple[str, float | None]]:
    """Every named number of a page."""
    for element in html.fromstring(text).iter():
        name = element.get("data-fact") if isinstance(element.tag, str) else None
        if name is not None:
            value = element.get("value")
            yield name, float(value) if value else None


def wrong(text: str, expected: dict[str, Any]) -> list[str]:
    """What a page claims that is not so, or that nobody knows of."""
    found = list(claims(text))
    unknown = [f"{name} = {value}: nobody computes it" for name, value in found if name not in expected]
    false = [
        f"{name} = {value}, not {expected[name]}"
        for name, value in found
        if name in expected and value != pytest.approx(expected[name])
    ]
    return unknown + false


def some(addresses: Iterable[str]) -> Iterator[str]:
    """The first address of each form, and every sixtieth of that form after it."""
    seen = Counter[str]()
    for address in addresses:
        form = re.sub(r"\d+", "N", address)
        if seen[form] % 60 == 0:
            yield address
        seen[form] += 1


def test_of_each_form_some_addresses_are_chosen() -> None:
    addresses = ["/a", *(f"/a/{id}" for id in range(62)), "/a/3?show=one", "/a/4?show=two"]
    assert list(some(addresses)) == ["/a", "/a/0", "/a/60", "/a/3?show=one", "/a/4?show=two"]


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.soak)], ids=["some", "all"])
@pytest.mark.parametrize("kind", PAGES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_every_number_on_the_pages_is_so(
    kind: ModuleType, every: bool, shelf: Shelf, demo: TestClient
) -> None:
    mistakes = []
    for address in list(kind.paths(shelf)) if every else some(kind.paths(shelf)):
        answer = demo.get(address)
        assert answer.status_code == 200, address
        assert list(claims(answer.text)), f"{address} has no numbers"
        expected = kind.expected(shelf, address) | coverage.known(shelf)
        mistakes += [f"{address}: {mistake}" for mistake in wrong(answer.text, expected)]
    assert not mistakes, "\n".join(mistakes)


def test_a_number_that_is_false_or_unknown_is_found() -> None:
    page = '<p><data data-fact="records" value="3">3</data> <data data-fact="moons" value="1">1</data></p>'
    assert wrong(page, {"records": 4}) == ["moons = 1.0: nobody computes it", "records = 3.0, not 4"]
