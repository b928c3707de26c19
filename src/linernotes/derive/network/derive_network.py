"""The network of artists: their connections, their communities, and their similarity."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import NamedTuple

import numpy as np

from linernotes.derive.network.atlas.derive_atlas import derive_atlas
from linernotes.derive.network.atlas.places import inhabited
from linernotes.derive.network.build_before import NO_BUILD, Before
from linernotes.derive.network.communities import describe, divide, top_modularity
from linernotes.derive.network.graph import Floats, Ints, Network, network
from linernotes.derive.network.pruning import prune
from linernotes.derive.similarity import similar_artists
from linernotes.storage.builds.build_activity import OnStep
from linernotes.storage.duckdb.database import DBStorage, load_sql
from linernotes.storage.duckdb.rows import ArtistVertexRow, MetaRow

#: "Me", the collector, in artist_vertex and artist_edge.
ME = 0
#: Betweenness is exact while artists x edges are no more than this. At 20 ns each that is 2 s of a processor.
EXACT_UP_TO = 100_000_000
#: Above, it is estimated from the paths of so many artists.
SOURCES, SEED = 500, 1


class _CollectedCopy(NamedTuple):
    artist_id: int
    instance_id: int


class _Name(NamedTuple):
    artist_id: int
    identity_id: int
    name: str | None


class _Tag(NamedTuple):
    artist_id: int
    tag: str


class DeriveNetwork:
    """Derives the network of artists from `artist_relations` and the shelf; runs after those who derive these.

    Fills artist_vertex, artist_edge, artist_community, artist_community_members, artist_similarity, and the
    tables of the map.
    `meta` records how, under keys that begin with `network_`. Reads owned releases alone.
    """

    def derive(
        self, storage: DBStorage, on_step: OnStep = lambda step: None, before: Before = NO_BUILD
    ) -> None:
        """Derive all of it. `on_step` hears of each step that begins; communities and map start from `before`."""
        copies = _copies(storage)
        whole = _related(storage)
        kept, hops = prune(whole, np.array(sorted(copies), dtype=np.int64))
        people = _people(storage)
        on_step("communities")
        # Leiden lets other threads of Python run. The betweenness takes nearly as long, and needs no communities.
        over = Event()
        with ThreadPoolExecutor(1, "linernotes-betweenness") as beside:
            try:
                centrality = beside.submit(betweenness, kept, over.is_set)
                communities = divide(kept, copies.keys(), before.levels)
                between, how = centrality.result()
            finally:
                over.set()  # after an interruption nobody waits for the rest of it
        described = describe(
            kept,
            communities,
            copies,
            {id: one.name for id, one in people.items()},
            {id: one.identity_id for id, one in people.items()},
        )
        on_step("map")
        lived_in = inhabited(
            [
                (number, one.parent, one.members)
                for number, one in zip(described.numbers, communities, strict=True)
            ]
        )
        names = {id: one.name or f"Artist {id}" for id, one in people.items()}
        places = derive_atlas(storage, kept, lived_in, names, before.atlas)
        storage.insert(
            "artist_vertex", _vertices(kept, hops, described.finest, places, copies, people, between)
        )
        storage.fill("artist_edge", load_sql("linernotes.derive.network", "artist_edge"))
        storage.insert("artist_community", described.communities)
        storage.insert("artist_community_members", described.members)
        _note(storage, whole, kept, how, top_modularity(kept, communities))
        on_step("similarity")
        _fill_similarity(storage)


def _copies(storage: DBStorage) -> dict[int, list[int]]:
    """Of each collected artist the copies of which it is a main artist."""
    copies: dict[int, list[int]] = {}
    query = load_sql("linernotes.derive.network", "collected_copies")
    for copy in storage.read(_CollectedCopy, query):
        copies.setdefault(copy.artist_id, []).append(copy.instance_id)
    return copies


def _people(storage: DBStorage) -> dict[int, _Name]:
    query = "select artist_id, identity_id, coalesce(display_name, name) as name from artist"
    return {row.artist_id: row for row in storage.read(_Name, query)}


def _related(storage: DBStorage) -> Network:
    """The network before pruning, without "me"."""
    storage.stage("related_artists", load_sql("linernotes.derive.network", "related_artists"))
    query = "select lower_id, higher_id, weight from related_artists order by lower_id, higher_id"
    pairs, weights = np.empty((0, 2), dtype=np.int64), np.empty(0)
    for batch in storage.record_batches(query):
        ids = np.column_stack([batch.column(name).to_numpy() for name in ("lower_id", "higher_id")])
        pairs = np.concatenate([pairs, ids])
        weights = np.concatenate([weights, batch.column("weight").to_numpy()])
    return network(pairs.ravel(), pairs, weights)


def _fill_similarity(storage: DBStorage) -> None:
    tags: dict[int, list[str]] = {}
    for row in storage.read(_Tag, load_sql("linernotes.derive.network", "artist_tags")):
        tags.setdefault(row.artist_id, []).append(row.tag)
    for rows in similar_artists(tags):
        storage.insert_columns("artist_similarity", vars(rows))


def _note(storage: DBStorage, whole: Network, kept: Network, how: str, modularity: float) -> None:
    facts = {
        "network_betweenness": how,
        "network_left_out": str(len(np.setdiff1d(whole.ids, kept.ids))),
        "network_modularity": f"{modularity:.6f}",
    }
    storage.insert("meta", [MetaRow(key=key, value=value) for key, value in facts.items()])


def betweenness(kept: Network, is_over: Callable[[], bool] = lambda: False) -> tuple[Floats, str]:
    """The betweenness of each artist, and how it was found: "exact", or "estimated from 500 of 20,000 artists".

    Once `is_over` says so nobody needs it any more, and what is returned is not whole.
    """
    if kept.size * len(kept.ends) <= EXACT_UP_TO or kept.size <= SOURCES:
        return kept.betweenness(), "exact"
    found = kept.estimate_betweenness(sources=SOURCES, seed=SEED, is_over=is_over)
    return found, f"estimated from {SOURCES:,} of {kept.size:,} artists"


def _vertices(
    kept: Network,
    hops: Ints,
    finest: Iterable[int],
    places: Floats,
    collected: Container[int],
    people: Mapping[int, _Name],
    between: Floats,
) -> list[ArtistVertexRow]:
    """The rows of artist_vertex, "me" first."""
    me = ArtistVertexRow(
        artist_id=ME,
        identity_id=ME,
        name="me",
        in_collection=False,
        component_id=None,
        community_id=None,
        degree=None,
        weighted_degree=None,
        pagerank=None,
        betweenness=None,
        hops_from_me=0,
        x=None,
        y=None,
    )
    degree, weighted = kept.degrees()
    ids = kept.ids.tolist()
    columns = zip(
        ids,
        [people[id].identity_id for id in ids],
        [people[id].name for id in ids],
        [id in collected for id in ids],
        kept.ids[kept.components()].tolist(),
        finest,
        degree.tolist(),
        weighted.tolist(),
        kept.pagerank().tolist(),
        between.tolist(),
        hops.tolist(),
        *places.T.tolist(),
        strict=True,
    )
    return [me, *map(ArtistVertexRow._make, columns)]
