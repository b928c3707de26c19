"""Everybody in the network, in memory: to be found by name at once, and to be drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from linernotes.documents.folding import is_plain, keys, loose, words
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.artist_names import artist_name
from linernotes.insights.text.name_index import Names

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Scalar = TypeVar("Scalar", bound=np.generic)

_VERTICES = """
select
    v.artist_id, v.identity_id, v.in_collection, v.component_id, v.community_id, v.degree, v.pagerank, v.x, v.y,
    coalesce(a.qty_collection_credits, 0) as credits, coalesce(v.name, '') as name, coalesce(a.name, '') as full_name
from artist_vertex as v
inner join artist as a on a.artist_id = v.artist_id
where v.artist_id != 0
order by v.artist_id
"""


@dataclass(frozen=True)
class Vertices:
    """The columns of `artist_vertex` without "me", by ascending id. `names` are those without Discogs' "(2)",
    `full_names` those with it; `identities` are one for all names of a person. `credits` are copies on the shelf that
    credit somebody anywhere.

    To be read by any number of threads.
    """

    ids: Ints
    identities: Ints
    in_collection: NDArray[np.bool_]
    components: Ints
    communities: Ints
    degrees: Ints
    pageranks: Floats
    x: Floats
    y: Floats
    credits: Ints
    names: tuple[str, ...]
    full_names: tuple[str, ...]

    def name(self, place: int) -> str:
        """What somebody is called."""
        return artist_name(self.names[place], int(self.ids[place]))

    def names_of(self, artist_ids: Iterable[int]) -> dict[int, str] | None:
        """What some artists are called, by id; None unless all of them are in the network."""
        places = {id: self.places.get(id) for id in artist_ids}
        known = {id: self.name(place) for id, place in places.items() if place is not None}
        return known if len(known) == len(places) else None

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The names as they are compared."""
        return tuple(map(words, self.names))

    @cached_property
    def places(self) -> dict[int, int]:
        """artist_id -> place in the columns."""
        return {id: place for place, id in enumerate(self.ids.tolist())}

    @cached_property
    def by_name(self) -> dict[str, list[int]]:
        """Folded name -> the places of all who are called so."""
        found: dict[str, list[int]] = {}
        for place, name in enumerate(self.folded):
            if name:
                found.setdefault(name, []).append(place)
        return found

    @cached_property
    def _by_loose(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, name in enumerate(self.names):
            if loose(name):
                found.setdefault(loose(name), []).append(place)
        return found

    def called(self, text: str) -> list[int]:
        """The places of those whose whole name is the text, by Discogs' own name if one has exactly that; if no name
        is, of those who are called so but for blanks, articles and the like.
        """
        full = [place for place in self._numbered(text) if self.full_names[place] == text]
        named = [place for key in keys(text) for place in self.by_name.get(key, ())]
        return full or self._best(named or self._by_loose.get(loose(text), []))

    def find(self, text: str, limit: int = 10) -> list[int]:
        """The places of those in whose names the text occurs, of equals first who is on most copies."""
        return self._best_known.find(text, limit)

    @cached_property
    def _best_known(self) -> Names:
        """The names of those first who are on most copies."""
        order = np.lexsort([self.ids, -self.degrees, -self.credits]).tolist()
        signed = [place for place in order if not is_plain(self.names[place]) and loose(self.names[place])]
        lines = [*(self.folded[place] for place in order), *(loose(self.names[place]) for place in signed)]
        return Names([*order, *signed], lines)

    def typed(self, place: int) -> str:
        """What leads to somebody and to nobody else: the name, else Discogs' own with its number, else the id."""
        for name in (self.names[place], self.full_names[place]):
            if name and not name.isdigit() and self.called(name) == [place]:
                return name
        return str(self.ids[place])

    def _numbered(self, text: str) -> list[int]:
        """Places of the artists that Discogs may call by this name with a number: "Nirvana (2)"."""
        name, bracket, _ = text.rpartition(" (")
        return self.by_name.get(words(name), []) if bracket else []

    def _best(self, places: list[int]) -> list[int]:
        return sorted(places, key=lambda place: (-int(self.credits[place]), -int(self.degrees[place]), place))


def read_vertices(snapshot: Snapshot) -> Vertices:
    """Read all of them."""
    batches = list(snapshot.storage.record_batches(_VERTICES))

    def column(name: str, kind: type[Scalar]) -> NDArray[Scalar]:
        parts = [batch.column(name).to_numpy(zero_copy_only=False) for batch in batches]
        return np.concatenate(parts).astype(kind) if parts else np.empty(0, dtype=kind)

    def texts(name: str) -> tuple[str, ...]:
        return tuple(text for batch in batches for text in batch.column(name).to_pylist())

    return Vertices(
        ids=column("artist_id", np.int64),
        identities=column("identity_id", np.int64),
        in_collection=column("in_collection", np.bool_),
        components=column("component_id", np.int64),
        communities=column("community_id", np.int64),
        degrees=column("degree", np.int64),
        pageranks=column("pagerank", np.float64),
        x=column("x", np.float64),
        y=column("y", np.float64),
        credits=column("credits", np.int64),
        names=texts("name"),
        full_names=texts("full_name"),
    )
