"""What the map of the shelf claims: the whole of it, each community, somebody's panel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.web.facts import players
from tests.web.facts.artist import company, together
from tests.web.facts.graph import Graph, graph_of
from tests.web.facts.shelf import Shelf

#: What is the same on all of these pages.
_KNOWN: dict[int, dict[str, Any]] = {}


def paths(shelf: Shelf) -> Iterator[str]:
    graph = graph_of(shelf)
    yield from ("/network", "/network?every=1")
    yield from (f"/network?community={id}" for id in graph.communities)
    yield from (f"/network?artist={id}" for id in sorted(graph.ids)[::40])
    yield from (f"/network/artist/{id}" for id in sorted(shelf.collected_artists)[::10])


def expected(shelf: Shelf, path: str) -> dict[str, Any]:
    """Name -> value of every number on the page."""
    graph = graph_of(shelf)
    query = parse_qs(urlsplit(path).query)
    if id(graph) not in _KNOWN:
        _KNOWN[id(graph)] = _sizes(graph) | _communities(graph) | _people(graph)
        _KNOWN[id(graph)] |= players.contributors(shelf) | players.line_ups(shelf)
    found = dict(_KNOWN[id(graph)])
    chosen = query.get("artist", [path.rpartition("/")[2] if "/artist/" in path else ""])[0]
    if chosen:
        found |= {f"together:{id}": albums for id, albums in together(shelf, int(chosen)).items()}
        found[f"played-with:artist-{chosen}"] = company(shelf, int(chosen))["played-with"]
    if "community" in query:
        members = graph.communities[int(query["community"][0])]
        found |= _members(graph, members) | _pages(graph, members)
    return found


def _sizes(graph: Graph) -> dict[str, int]:
    pieces = Counter(min(graph.distances([id])) for id in graph.ids)
    return {
        "network:artists": len(graph.ids),
        "network:collected": len(graph.ids & graph.shelf.collected_artists),
        "network:connections": len(graph.weights),
        "network:largest": max(pieces.values()),
        "network:pieces": len(pieces),
        "communities": len(graph.tops()),
    }


def _communities(graph: Graph) -> dict[str, int]:
    parts = Counter(graph.parents.values())
    found = {}
    for id, members in graph.communities.items():
        found |= {
            f"artists:community-{id}": len(members),
            f"collected:community-{id}": len(members & graph.shelf.collected_artists),
            f"records:community-{id}": graph.records(members),
            f"parts:community-{id}": parts[id],
        }
    return found


def _people(graph: Graph) -> dict[str, int]:
    # One without a collected artist has no name.
    tops = {id: members for id, members in graph.tops().items() if members & graph.shelf.collected_artists}
    found = {}
    for id, near in graph.neighbours.items():
        found |= {
            f"neighbours:artist-{id}": len(graph.people(near) - graph.people([id])),
            f"on-records:artist-{id}": graph.credits[id],
            f"joins:artist-{id}": sum(bool(graph.others(id) & members) for members in tops.values()),
        }
    return found


def _pages(graph: Graph, members: set[int]) -> dict[str, int]:
    """The first page of 50 people, and of 48 records."""
    pages = {"people": -(-len(members) // 50), "records": -(-graph.records(members) // 48)}
    return {f"page:{name}": 1 for name in pages} | {f"pages:{name}": many for name, many in pages.items()}


def _members(graph: Graph, members: set[int]) -> dict[str, int]:
    found = {}
    for id in members:
        found |= {
            f"centrality:artist-{id}": sum(
                graph.weights[frozenset((id, other))] for other in graph.neighbours[id] & members
            ),
            f"items:artist-{id}": graph.items[id],
            f"credits:artist-{id}": graph.credits[id],
        }
    return found
