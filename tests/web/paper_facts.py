"""What the pages that are printed claim."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.web.facts.collection import FACETS
from tests.web.facts.shelf import Shelf


def paths(shelf: Shelf) -> Iterator[str]:
    yield "/paper/shopping?what=wants"
    yield "/paper/inventory"
    yield "/paper/inventory?genre=Jazz&prices=0"
    yield "/paper/labels?of=record"


def expected(shelf: Shelf, path: str) -> dict[str, Any]:
    """Name -> value of every number on the page."""
    asked = parse_qs(urlsplit(path).query)
    if path.startswith("/paper/shopping"):
        return {"shopping:wants": len(shelf.catalogue.wants), "shopping:missing": 0}
    shown = [
        item
        for item in shelf.items
        if "genre" not in asked or asked["genre"][0] in shelf.releases[item["id"]]["genres"]
    ]
    prices = [shelf.releases[item["id"]].get("lowest_price") for item in shown]
    priced = [price for price in prices if price is not None]
    return {
        "inventory:lines": len(shown),
        "inventory:copies": len(shelf.items),
        "inventory:graded": sum(bool(FACETS["condition"](shelf)(item)) for item in shown),
        "inventory:total": sum(priced),
        "inventory:priced": len(priced),
        "inventory:priced-of": len(shown),
        "labels:total": len(shown),
    }
