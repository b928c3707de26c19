"""What the page of a path claims: how long it is, how many make music on both records, how much evidence there is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.web.facts.graph import Graph, graph_of
from tests.web.facts.shelf import Shelf


def paths(shelf: Shelf) -> Iterator[str]:
    yield "/path"
    artists = sorted(shelf.collected_artists)
    yield from (f"/path?from={one}&to={other}" for one, other in combinations(artists[::9], 2))
    yield from (f"/path?from=r{one}&to=r{other}" for one, other in combinations(shelf.release_ids[::11], 2))
    yield f"/path?from={artists[0]}&to=r{shelf.release_ids[0]}"
    yield from _much_evidence(shelf)


def _much_evidence(shelf: Shelf) -> Iterator[str]:
    """Neighbours with more evidence than the page tells."""
    graph = graph_of(shelf)
    most = sorted(graph.weights, key=lambda pair: -graph.evidence[pair])[:3]
    yield from (f"/path?from={min(pair)}&to={max(pair)}" for pair in most)


def expected(shelf: Shelf, path: str) -> dict[str, Any]:
    """Name -> value of every number on the page."""
    graph = graph_of(shelf)
    query = parse_qs(urlsplit(path).query)
    if not query:
        return {}
    one, other = (_people(graph, query[name][0]) for name in ("from", "to"))
    reached = graph.distances(one)
    found: dict[str, Any] = {
        "steps": min((reached[id] for id in other if id in reached), default=None),
        "shared": len(one & other),
        "family-steps": graph.family_steps(one, other),
    }
    for pair in graph.weights:
        near, far = sorted(pair)
        more = graph.evidence[pair] - 6
        found |= {f"more:{near}-{far}": more, f"more:{far}-{near}": more}
    for id in one | other:
        found[f"piece:artist-{id}"] = len(graph.people(graph.distances([id]))) - 1
    return found


def _people(graph: Graph, text: str) -> set[int]:
    return graph.makers(int(text[1:])) if text.startswith("r") else {int(text)}
