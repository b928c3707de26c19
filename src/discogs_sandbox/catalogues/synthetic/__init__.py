"""A collection of any size, realistic in shape; one seed gives one collection. No artist in it exists.

A document is made when it is asked for, from the seed and its own id. So the start is fast, and the order of the
requests changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

from discogs_sandbox.api.catalogue import Catalogue, Document, label_document
from discogs_sandbox.catalogues.synthetic.artists import Artists
from discogs_sandbox.catalogues.synthetic.population import (
    LABEL_IDS_FROM,
    Population,
    artist_id,
    artist_number,
    label_id,
)
from discogs_sandbox.catalogues.synthetic.releases import Releases
from discogs_sandbox.catalogues.synthetic.shelf import FOLDERS, fields, shelf_items, wants
from discogs_sandbox.catalogues.synthetic.works import (
    IDS_FROM,
    MOST_PRESSINGS,
    Works,
    master_id,
    release_id,
)

_Value = TypeVar("_Value")
USERNAME = "synthetic"


class Lazy(Mapping[int, _Value], Generic[_Value]):
    """A mapping whose values are made on access. `make` raises KeyError for an id that does not exist."""

    def __init__(self, make: Callable[[int], _Value], ids: Callable[[], Iterator[int]]) -> None:
        self._make = make
        self._ids = ids

    def __getitem__(self, id_: int) -> _Value:
        return self._make(id_)

    def __iter__(self) -> Iterator[int]:
        return self._ids()

    def __len__(self) -> int:
        return sum(1 for _ in self._ids())


class Universe:
    """Everything that exists for a seed and a number of items, by Discogs id."""

    def __init__(self, items: int, seed: int) -> None:
        albums = max(1, int(items * 0.92))
        self.population = Population(seed, albums)
        self.works = Works(self.population, albums)
        self.made = Releases(self.works)
        self.people = Artists(self.works, self.made)

    def release(self, id_: int) -> Document:
        number, rest = divmod(id_ - IDS_FROM, 3)
        work, pressing = divmod(number, MOST_PRESSINGS)
        if rest or not 0 <= work < len(self.works) or pressing >= self.works.get(work).pressings:
            raise KeyError(id_)
        return self.made.release(self.works.pressing(work, pressing))

    def release_ids(self) -> Iterator[int]:
        """Of the albums on the shelf alone: those of discographies exist, but a list of them would be endless."""
        for work in range(self.works.shelved):
            yield from (release_id(work, pressing) for pressing in range(self.works.get(work).pressings))

    def master(self, id_: int) -> Document:
        work, rest = divmod(id_ - IDS_FROM, 3)
        if rest or not 0 <= work < len(self.works) or not self.works.get(work).has_master:
            raise KeyError(id_)
        return self.made.master(self.works.get(work))

    def master_ids(self) -> Iterator[int]:
        return (master_id(work) for work in range(self.works.shelved) if self.works.get(work).has_master)

    def artist(self, id_: int) -> Document:
        return self.people.document(self._artist_number(id_))

    def discography(self, id_: int) -> list[Document]:
        return self.people.discography(self._artist_number(id_))

    def artist_ids(self) -> Iterator[int]:
        return (artist_id(number) for number in range(len(self.population)))

    def label(self, id_: int) -> Document:
        number, rest = divmod(id_ - LABEL_IDS_FROM, 3)
        linked = self.population.labels + self.population.companies
        if rest or not 0 <= number < linked + self.population.acts:
            raise KeyError(id_)
        if number >= linked:
            name = f"Not On Label ({self.population.names[number - linked]} Self-released)"
            return label_document(id_, name)
        return label_document(id_, self.population.label_name(number))

    def label_ids(self) -> Iterator[int]:
        linked = self.population.labels + self.population.companies
        return (label_id(number) for number in range(linked + self.population.acts))

    def _artist_number(self, id_: int) -> int:
        number = artist_number(id_)
        if number is None or number >= len(self.population):
            raise KeyError(id_)
        return number


def synthetic_catalogue(*, items: int, seed: int) -> Catalogue:
    """`items` copies on the shelf (at least 1) and everything that they refer to."""
    universe = Universe(items, seed)
    return Catalogue(
        username=USERNAME,
        user_id=77_001,
        name="Synthetic Collector",
        currency="EUR",
        releases=Lazy(universe.release, universe.release_ids),
        masters=Lazy(universe.master, universe.master_ids),
        artists=Lazy(universe.artist, universe.artist_ids),
        labels=Lazy(universe.label, universe.label_ids),
        artist_releases=Lazy(universe.discography, universe.artist_ids),
        items=shelf_items(universe.works, universe.made, items),
        wants=wants(universe.works, universe.made, USERNAME, max(1, items // 12)),
        folders=[{"id": id_, "name": name} for id_, name in FOLDERS],
        fields=fields(),
        value={
            "minimum": f"€{4.5 * items:,.2f}",
            "median": f"€{11.2 * items:,.2f}",
            "maximum": f"€{24.9 * items:,.2f}",
        },
    )
