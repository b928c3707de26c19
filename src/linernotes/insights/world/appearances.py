"""Everything by everyone: all records in Discogs that name an artist, by album, with what the shelf has of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from linernotes.insights.snapshot import Snapshot
from linernotes.insights.world.standing import Shelf, Standing, read_shelf_standing
from linernotes.storage.catalogue.reader import CatalogueReader


@dataclass(frozen=True, slots=True)
class WorldAppearance:
    """One release that names an artist, as the catalogue has it."""

    release_id: int
    album_id: int
    is_main: bool
    roles: list[str]
    title: str | None
    year: int | None
    country: str | None


@dataclass(frozen=True, slots=True)
class WorldAlbum:
    """One album that names an artist: a master with its pressings, or a release without one.

    `release_id` is the pressing that stands for it: an owned one, else the earliest. `year` is the earliest known.
    """

    album_id: int
    release_id: int
    title: str | None
    year: int | None
    pressings: int
    is_main: bool
    roles: tuple[str, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Everywhere:
    """All that Discogs has of an artist, of the month `month` (YYYYMMDD). Albums come by year, unknown years last."""

    artist_id: int
    month: str
    releases: int
    albums: tuple[WorldAlbum, ...]

    def count(self, standing: Standing) -> int:
        """The albums of a standing."""
        return sum(one.standing is standing for one in self.albums)

    def roles(self) -> list[tuple[str, int]]:
        """Roles with the number of albums, the most frequent first."""
        counted = Counter(role for one in self.albums for role in one.roles)
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def read_everywhere(snapshot: Snapshot, catalogue: CatalogueReader, artist_id: int) -> Everywhere:
    """All albums in the catalogue that name an artist."""
    found = catalogue.look_up(WorldAppearance, "artist_releases", [artist_id])
    shelf = snapshot.cached(read_shelf_standing)
    found.sort(key=lambda one: one.album_id)
    albums = [_album(list(group), shelf) for _, group in groupby(found, key=lambda one: one.album_id)]
    albums.sort(key=lambda one: (one.year or 9999, one.title or "", one.album_id))
    return Everywhere(artist_id, catalogue.month.name, len(found), tuple(albums))


def _album(pressings: list[WorldAppearance], shelf: Shelf) -> WorldAlbum:
    order = {Standing.OWNED: 0, Standing.WANTED: 1}
    standings = {one.release_id: shelf.standing(one.release_id, one.album_id) for one in pressings}
    first = min(
        pressings,
        key=lambda one: (order.get(standings[one.release_id], 2), one.year or 9999, one.release_id),
    )
    roles = Counter(role for one in pressings for role in one.roles)
    return WorldAlbum(
        album_id=first.album_id,
        release_id=first.release_id,
        title=first.title,
        year=min((one.year for one in pressings if one.year), default=None),
        pressings=len(pressings),
        is_main=any(one.is_main for one in pressings),
        roles=tuple(sorted(roles, key=lambda role: (-roles[role], role))),
        standing=standings[first.release_id],
    )
