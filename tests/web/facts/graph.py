"""The network of the demo shelf, from the sandbox's documents: relations by the long way that derivation is tested
with, everything that is counted by plain loops. Only who is pruned and which communities there are is asked of
derivation itself: no count says whether a division is the best."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import numpy as np
from tests.derive.brute_force import Shelf as Tables
from tests.derive.brute_players import Edge, Players, RoleOf
from tests.web.facts.shelf import PSEUDO_ARTISTS, Document, Shelf

from linernotes.derive.credits.roles import load_taxonomy
from linernotes.derive.network.communities import LEVEL, divide
from linernotes.derive.network.graph import network
from linernotes.derive.network.pruning import prune

Row = dict[str, Any]
_KNOWN: dict[int, Graph] = {}


def graph_of(shelf: Shelf) -> Graph:
    """The graph of a shelf, made once."""
    if id(shelf) not in _KNOWN:
        _KNOWN[id(shelf)] = Graph(shelf)
    return _KNOWN[id(shelf)]


class Graph:
    """Who is next to whom, and in which community. `communities` has the members of each that has two or more."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        tables = Tables(_tables(shelf))
        taxonomy = load_taxonomy()
        self.credited = list(tables.credits())
        roles = {role for _, _, role, _ in self.credited if role}
        self.makes_music = {role for role in roles if taxonomy.classify(role).as_edge}
        known = {role: taxonomy.classify(role) for role in roles}
        players = Players(
            tables, {role: RoleOf(of.category, of.as_edge, of.performs) for role, of in known.items()}
        )
        self.relations = players.relations()
        self.tables = tables
        self.edges: dict[frozenset[int], Edge] = {
            frozenset(pair): edge for pair, edge in players.edges().items()
        }
        self.weights = {pair: edge.weight for pair, edge in self.edges.items()}
        self._keep(shelf.collected_artists)

    def _keep(self, collected: set[int]) -> None:
        pairs = sorted(tuple(sorted(pair)) for pair in self.weights)
        weights = np.array([self.weights[frozenset(pair)] for pair in pairs])
        whole = network([id for pair in pairs for id in pair], np.array(pairs), weights)
        kept, _ = prune(whole, np.array(sorted(collected)))
        self.ids = set(kept.ids.tolist())
        self.weights = {pair: weight for pair, weight in self.weights.items() if pair <= self.ids}
        self.neighbours: dict[int, set[int]] = {id: set() for id in self.ids}
        for one, other in map(tuple, self.weights):
            self.neighbours[one].add(other)
            self.neighbours[other].add(one)
        self.communities: dict[int, set[int]] = {}
        self.parents: dict[int, int] = {}
        numbers: list[int] = []
        for found in divide(kept, collected):
            members = set(kept.ids[found.members].tolist())
            on_shelf = members & collected or members
            anchor = min(on_shelf, key=lambda id: (-self.items[id], id))
            numbers.append(found.level * LEVEL + anchor)
            if len(members) > 1:
                self.communities[numbers[-1]] = members
                if found.parent >= 0:
                    self.parents[numbers[-1]] = numbers[found.parent]

    @cached_property
    def items(self) -> Counter[int]:
        """Copies as main artist."""
        return Counter(id for item in self.shelf.items for id in self.shelf.main_artists(item["id"]))

    @cached_property
    def credits(self) -> Counter[int]:
        """Copies that name them."""
        return Counter(id for item in self.shelf.items for id in self.shelf.people(item["id"]))

    @cached_property
    def pressings(self) -> Counter[int]:
        """Releases that name them."""
        return Counter(id for release in self.shelf.release_ids for id in self.shelf.people(release))

    @cached_property
    def evidence(self) -> Counter[frozenset[int]]:
        """How many reasons there are that two are neighbours."""
        together: dict[frozenset[int], set[int]] = defaultdict(set)
        for one in self.relations:
            if one.relation_type == "co_player":
                together[frozenset(one[:2])].update(one.releases)
        found: Counter[frozenset[int]] = Counter({pair: len(releases) for pair, releases in together.items()})
        for one in self.relations:
            if one.relation_type != "co_player":
                pair = frozenset(one[:2])
                # Of two who perform together on a record one line says all.
                found[pair] += len(set(one.releases) - together[pair]) if one.releases else 1
        return found

    def people(self, artists: Iterable[int]) -> set[int]:
        """All names of somebody are one."""
        return {self.tables.person(id) for id in artists}

    def others(self, artist_id: int) -> set[int]:
        """The neighbours who are neither another name, nor a group of theirs, nor a member of them."""
        person = self.tables.person(artist_id)
        family = {frozenset(self.people(pair)) for pair in self.tables.members()}
        return {
            id
            for id in self.neighbours[artist_id]
            if self.tables.person(id) != person and frozenset((person, self.tables.person(id))) not in family
        }

    def family_steps(self, starts: Iterable[int], ends: set[int]) -> int | None:
        """The fewest steps of family alone on the shortest paths; None without a path."""
        found = dict.fromkeys(starts, 0)
        reached = self.distances(found)
        if not reached.keys() & ends:
            return None
        for _ in range(min(reached[id] for id in reached.keys() & ends)):
            found = self._one_step(found)
        return min(found[id] for id in found.keys() & ends)

    def _one_step(self, found: dict[int, int]) -> dict[int, int]:
        """Where one more step leads."""
        further: dict[int, int] = {}
        for here, steps in found.items():
            for other in self.neighbours.get(here, ()):
                more = steps + (self.edges[frozenset((here, other))].albums == 0)
                further[other] = min(more, further.get(other, more))
        return further

    def tops(self) -> dict[int, set[int]]:
        """The communities of the top level."""
        return {id: members for id, members in self.communities.items() if id < LEVEL}

    def records(self, members: set[int]) -> int:
        """Copies of which any of them is main artist."""
        return sum(bool(members & self.shelf.main_artists(item["id"])) for item in self.shelf.items)

    def distances(self, starts: Iterable[int]) -> dict[int, int]:
        """Steps to everybody whom a way leads to."""
        found = dict.fromkeys(starts, 0)
        waiting = deque(found)
        while waiting:
            here = waiting.popleft()
            for other in self.neighbours.get(here, ()):
                if other not in found:
                    found[other] = found[here] + 1
                    waiting.append(other)
        return found

    def makers(self, release_id: int) -> set[int]:
        """Everybody who makes music on a release."""
        found = {artist for artist, role in self._on(release_id) if role is None or role in self.makes_music}
        return found - PSEUDO_ARTISTS

    def _on(self, release_id: int) -> Iterator[tuple[int, str | None]]:
        tables = self.tables
        yield from ((id, None) for id in tables.main[release_id] if id)
        for (release, _), artists in tables.own.items():
            yield from ((id, None) for id in artists if id and release == release_id)
        yield from (
            (id, role or "") for release, id, role, _ in self.credited if release == release_id and id
        )


def _tables(shelf: Shelf) -> dict[str, list[Row]]:
    """The source tables that relations are made of."""
    rows: dict[str, list[Row]] = defaultdict(list)
    rows["collection_items"] = [{"release_id": item["id"]} for item in shelf.items]
    for id, release in shelf.releases.items():
        rows["release"].append(
            {"release_id": id, "master_id": release.get("master_id") or None, "source": "api"}
        )
        rows["release_genres"] += [{"release_id": id, "genre": genre} for genre in release.get("genres", [])]
        for position, artist in enumerate(release.get("artists", [])):
            rows["release_artists"].append(
                {
                    "release_id": id,
                    "position": position,
                    "artist_id": _id(artist),
                    "join_phrase": artist.get("join", "").strip() or None,
                }
            )
        for position, artist in enumerate(release.get("extraartists", [])):
            for role in _split(artist["role"]):
                rows["release_credits"].append(
                    {
                        "release_id": id,
                        "position": position,
                        "artist_id": _id(artist),
                        "role": role,
                        "tracks": artist.get("tracks") or None,
                    }
                )
        _add_tracks(rows, id, release)
    for id in shelf.read_artists:
        document = shelf.catalogue.artists[id]
        for kind, key in (("aliases", "alias_id"), ("groups", "group_id"), ("members", "member_id")):
            related = [one["id"] for one in document.get(kind, []) if one["id"]]
            rows[f"artist_{kind}"] += [{"artist_id": id, key: other} for other in related]
    for table in ("release_credits", "release_tracks", "release_track_artists", "release_genres", "artist"):
        rows.setdefault(table, [])
    return rows


def _add_tracks(rows: dict[str, list[Row]], id: int, release: Document) -> None:
    number = 0
    for track in release.get("tracklist", []):
        parent = number
        for line in (track, *track.get("sub_tracks", [])):
            kind = "track" if line is not track else track.get("type_", "track")
            rows["release_tracks"].append(
                {
                    "release_id": id,
                    "track_no": number,
                    "parent_track_no": None if line is track else parent,
                    "position": line.get("position") or None,
                    "type": kind,
                }
            )
            for artist in line.get("artists", []):
                rows["release_track_artists"].append(
                    {"release_id": id, "track_no": number, "artist_id": _id(artist), "role": None}
                )
            for artist in line.get("extraartists", []):
                for role in _split(artist["role"]):
                    rows["release_track_artists"].append(
                        {"release_id": id, "track_no": number, "artist_id": _id(artist), "role": role or ""}
                    )
            number += 1


def _id(artist: Document) -> int | None:
    return artist["id"] or None


def _split(text: str) -> list[str | None]:
    """The roles of a credit, without what stands in brackets."""
    plain = re.sub(r"\[[^\]]*\]?", "", text)
    return [piece.strip() for piece in plain.split(",") if piece.strip()] or [None]
