"""The releases of all of Discogs that name an artist, by column: somebody is on 20,000."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from linernotes.storage.catalogue.reader import CatalogueReader

_TABLE = "artist_releases"
_COLUMNS = ("release_id", "album_id", "is_main", "roles", "title", "year")
#: The year of those without one, after all others.
_NO_YEAR = np.iinfo(np.int32).max

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class WorldAppearance:
    """One release that names an artist, as the catalogue has it."""

    release_id: int
    album_id: int
    is_main: bool
    roles: list[str]
    title: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class RolePlaces:
    """The roles of an artist's releases. `rows` and `codes` have one entry per release and role: the place of the
    release, and that of the role in `names`. Each name is there once.
    """

    names: list[str]
    codes: Ints
    rows: Ints


class ArtistReleases:
    """The releases that name an artist, by year, unknown years last, then by id."""

    def __init__(self, rows: pa.Table) -> None:
        self._rows = rows
        self.releases: Ints = rows.column("release_id").to_numpy()
        self.albums: Ints = rows.column("album_id").to_numpy()

    def __len__(self) -> int:
        return len(self.releases)

    @property
    def years(self) -> Ints:
        """The year of each; of those without one a number after all years."""
        years: Ints = self._rows.column("year").fill_null(_NO_YEAR).to_numpy()
        return years

    @property
    def main(self) -> NDArray[np.bool_]:
        """Which of them the artist is a main artist of."""
        main: NDArray[np.bool_] = self._rows.column("is_main").to_numpy()
        return main

    def roles(self) -> RolePlaces:
        """What the artist does on them."""
        column = self._rows.column("roles").combine_chunks()
        named = column.flatten().dictionary_encode()
        rows = np.repeat(np.arange(len(column)), np.diff(column.offsets.to_numpy()))
        return RolePlaces(named.dictionary.to_pylist(), named.indices.to_numpy().astype(np.int64), rows)

    def at(self, places: Ints) -> list[WorldAppearance]:
        """Those at some places, in their order."""
        taken = self._rows.take(pa.array(places))
        columns = [taken.column(name).to_pylist() for name in _COLUMNS]
        return [WorldAppearance(*values) for values in zip(*columns, strict=True)]


def read_artist_releases(catalogue: CatalogueReader, artist_id: int) -> ArtistReleases:
    """The releases that name an artist; none if no release does.

    :raises CatalogueError: a file of the month cannot be read.
    """
    return ArtistReleases(catalogue.rows_of(_TABLE, artist_id, _COLUMNS))
