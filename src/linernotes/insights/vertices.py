"""Everybody in the network, in memory: to be found by name at once, and to be drawn."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linernotes.insights.collection import fold
from linernotes.storage.database import DBStorage

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_VERTICES = """
select
    v.artist_id, v.in_collection, v.component_id, v.community_id, v.degree, v.pagerank, v.x, v.y,
    coalesce(a.qty_collection_credits, 0) as credits, coalesce(v.name, '') as name, coalesce(a.name, '') as full_name
from artist_vertex as v
inner join artist as a on a.artist_id = v.artist_id
where v.artist_id != 0
order by v.artist_id
"""


class _Names:
    """Names in one text, a line each: to look through it takes no time. `places` are whose they are."""

    def __init__(self, places: list[int], names: list[str]) -> None:
        self._places = places
        self._text = "\n" + "".join(f"{' '.join(name.split())}\n" for name in names)
        self._begins = [0, *accumulate(len(" ".join(name.split())) + 1 for name in names)]

    def find(self, pattern: str, limit: int) -> list[int]:
        """The places of the first names in which a pattern occurs; a line break is where a name begins or ends."""
        found: list[int] = []
        at = self._text.find(pattern)
        while at >= 0 and len(found) < limit:
            # The text begins with a line break, so that a name begins one later there than it does in `_begins`.
            line = bisect_right(self._begins, at if pattern.startswith("\n") else at - 1) - 1
            found.append(self._places[line])
            at = self._text.find(pattern, self._begins[line + 1])
        return found


@dataclass(frozen=True)
class Vertices:
    """The columns of `artist_vertex` without "me", by ascending id. `names` are those without Discogs' "(2)",
    `full_names` those with it; `credits` are copies on the shelf that credit somebody anywhere.

    To be read by any number of threads.
    """

    ids: Ints
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

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The names as they are compared."""
        return tuple(map(fold, self.names))

    @cached_property
    def places(self) -> dict[int, int]:
        """artist_id -> place in the columns."""
        return {id: place for place, id in enumerate(self.ids.tolist())}

    @cached_property
    def by_name(self) -> dict[str, tuple[int, ...]]:
        """Folded name -> the places of all who are called so."""
        found: dict[str, tuple[int, ...]] = {}
        for place, name in enumerate(self.folded):
            found[name] = (*found.get(name, ()), place)
        return found

    def called(self, text: str) -> list[int]:
        """The places of those whose whole name is the text, by Discogs' own name if one has exactly that."""
        exact = [place for place in self.by_name.get(fold(text), ()) if self.names[place] != ""]
        full = [place for place in self._numbered(text) if self.full_names[place] == text]
        return full or self._best(exact)

    def find(self, text: str, limit: int = 10) -> list[int]:
        """The places of those in whose names the text occurs: whole names first, then names that begin with it, then
        words that do, then the rest; of equals who is on most copies."""
        wanted = fold(" ".join(text.split()))
        found: dict[int, None] = {}
        if wanted:
            for pattern in (f"\n{wanted}\n", f"\n{wanted}", f" {wanted}", wanted):
                found |= dict.fromkeys(self._best_known.find(pattern, limit))
        return list(found)[:limit]

    @cached_property
    def _best_known(self) -> _Names:
        """The names of those first who are on most copies."""
        order = np.lexsort([self.ids, -self.degrees, -self.credits]).tolist()
        return _Names(order, [self.folded[place] for place in order])

    def typed(self, place: int) -> str:
        """What leads to somebody and to nobody else: the name, else Discogs' own with its number, else the id."""
        for name in (self.names[place], self.full_names[place]):
            if name and not name.isdigit() and self.called(name) == [place]:
                return name
        return str(self.ids[place])

    def _numbered(self, text: str) -> list[int]:
        """Those whom Discogs may call by this name with a number: "Nirvana (2)"."""
        name, bracket, _ = text.rpartition(" (")
        return [*self.by_name.get(fold(name), ())] if bracket else []

    def _best(self, places: list[int]) -> list[int]:
        return sorted(places, key=lambda place: (-int(self.credits[place]), -int(self.degrees[place]), place))


def read_vertices(storage: DBStorage) -> Vertices:
    """Read all of them."""
    batches = list(storage.record_batches(_VERTICES))

    def column(number: int, kind: Any) -> NDArray[Any]:
        parts = [batch.column(number).to_numpy(zero_copy_only=False) for batch in batches]
        return np.concatenate(parts).astype(kind) if parts else np.empty(0, dtype=kind)

    def texts(number: int) -> tuple[str, ...]:
        return tuple(text for batch in batches for text in batch.column(number).to_pylist())

    return Vertices(
        ids=column(0, np.int64),
        in_collection=column(1, np.bool_),
        components=column(2, np.int64),
        communities=column(3, np.int64),
        degrees=column(4, np.int64),
        pageranks=column(5, np.float64),
        x=column(6, np.float64),
        y=column(7, np.float64),
        credits=column(8, np.int64),
        names=texts(9),
        full_names=texts(10),
    )
