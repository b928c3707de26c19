"""Everything by everyone: all records in Discogs that name an artist, by album, with what the shelf has of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.part_words import MAIN_ARTIST
from linernotes.insights.text.years import unknown_last
from linernotes.insights.world.artist_releases import (
    ArtistReleases,
    Ints,
    RolePlaces,
    WorldAppearance,
    read_artist_releases,
)
from linernotes.insights.world.standing import Standing, Standings, places_of, read_shelf_standing
from linernotes.storage.catalogue.reader import CatalogueReader

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class WorldAlbum:
    """One album that names an artist: a master with its pressings, or a release without one.

    `release_id` is the pressing that stands for it: an owned one, else the earliest. `year` is the earliest known.
    `pressings` counts those that name the artist.
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
class RoleCount:
    """A role with the number of albums. `main artist` stands for the name on the sleeve."""

    role: str
    albums: int


@dataclass(frozen=True, slots=True)
class Everywhere:
    """Albums that Discogs has of an artist, of the month `month` (YYYYMMDD), by year, unknown years last.

    `releases`, `all_albums`, `standings` and `roles` count all of them; `fitting` counts the albums that have the
    role and the standing asked for, of which `albums` are a page. Roles come with the most frequent first.
    """

    artist_id: int
    month: str
    build_id: str
    releases: int
    all_albums: int
    standings: dict[Standing, int]
    roles: tuple[RoleCount, ...]
    fitting: int
    albums: tuple[WorldAlbum, ...]


def read_everywhere(
    snapshot: Snapshot,
    catalogue: CatalogueReader,
    artist_id: int,
    *,
    role: str = "",
    standing: Standing | None = None,
    first: int = 0,
    most: int | None = None,
) -> Everywhere:
    """Albums in the catalogue that name an artist: all of them, or those with a role, or of a standing.

    `most` of them are returned (None: all), beginning with the one at the place `first`. The rest is counted only:
    an artist may have 20,000.
    """
    releases = read_artist_releases(catalogue, artist_id)
    shelf = snapshot.cached(read_shelf_standing)
    albums, roles = _Albums.of(releases), releases.roles()
    standings = _standings(releases, albums, shelf)
    counts = Counter(standings.values())
    counts[Standing.MISSING] = len(albums.ids) - len(standings)
    fits = _has_role(releases, albums, roles, role) if role else np.ones(len(albums.ids), dtype=np.bool_)
    if standing is Standing.MISSING:
        fits[list(standings)] = False
    elif standing is not None:
        fits &= np.isin(albums.all_places, [place for place, has in standings.items() if has is standing])
    fitting = int(np.count_nonzero(fits))
    last = fitting if most is None else min(first + most, fitting)
    return Everywhere(
        artist_id,
        catalogue.month.name,
        snapshot.build_id,
        len(releases),
        len(albums.ids),
        {one: counts[one] for one in Standing},
        _count_roles(releases, albums, roles),
        fitting,
        _page(releases, albums, np.flatnonzero(fits), first, last, shelf),
    )


class _Albums(NamedTuple):
    """An artist's albums by id, with the first year of each. `of_release` has the place of each release's album."""

    ids: Ints
    years: Ints
    of_release: Ints

    @classmethod
    def of(cls, releases: ArtistReleases) -> _Albums:
        # Releases come by year: the first of an album has its first year.
        ids, firsts, of_release = np.unique(releases.albums, return_index=True, return_inverse=True)
        return cls(ids, releases.years[firsts], of_release)

    @property
    def all_places(self) -> Ints:
        """The place of each album."""
        return np.arange(len(self.ids))

    def with_any(self, releases: Flags | Ints) -> Flags:
        """Which albums have one of some releases."""
        found = np.zeros(len(self.ids), dtype=np.bool_)
        found[self.of_release[releases]] = True
        return found


def _standings(releases: ArtistReleases, albums: _Albums, shelf: Standings) -> dict[int, Standing]:
    """The standing of albums by place, of those that are not missing."""
    owned, wanted = (
        albums.with_any(places_of(releases.releases, records))
        for records in (shelf.release_ids, shelf.wanted_ids)
    )
    known = owned | wanted
    known[places_of(albums.ids, shelf.known_album_ids)] = True
    return {
        place: shelf.standing_of(
            int(albums.ids[place]), is_owned=bool(owned[place]), is_wanted=bool(wanted[place])
        )
        for place in np.flatnonzero(known).tolist()
    }


def _has_role(releases: ArtistReleases, albums: _Albums, roles: RolePlaces, role: str) -> Flags:
    """Which albums have a release on which the artist has a role."""
    if role == MAIN_ARTIST:
        return albums.with_any(releases.main)
    if role not in roles.names:
        return np.zeros(len(albums.ids), dtype=np.bool_)
    return albums.with_any(roles.rows[roles.codes == roles.names.index(role)])


def _count_roles(releases: ArtistReleases, albums: _Albums, roles: RolePlaces) -> tuple[RoleCount, ...]:
    """How many albums each role is on, the most frequent first."""
    names = roles.names if MAIN_ARTIST in roles.names else [*roles.names, MAIN_ARTIST]
    main = np.flatnonzero(releases.main)
    codes = np.concatenate([roles.codes, np.full(len(main), names.index(MAIN_ARTIST))])
    on = np.unique(codes * len(albums.ids) + albums.of_release[np.concatenate([roles.rows, main])])
    counted = np.bincount(on // max(1, len(albums.ids)), minlength=len(names)).tolist()
    found = [RoleCount(name, count) for name, count in zip(names, counted, strict=True) if count]
    return tuple(sorted(found, key=lambda one: (-one.albums, one.role)))


def _page(
    releases: ArtistReleases, albums: _Albums, fitting: Ints, first: int, last: int, shelf: Standings
) -> tuple[WorldAlbum, ...]:
    """Albums by year, title and id: those from the place `first` to the one before `last`.

    Titles decide among albums of one year. So only those of the years that are on the page are read.
    """
    if first >= last:
        return ()
    by_year = fitting[np.argsort(albums.years[fitting], kind="stable")]
    years = albums.years[by_year]
    begin, end = np.searchsorted(years, years[first]), np.searchsorted(years, years[last - 1], "right")
    among = np.zeros(len(albums.ids), dtype=np.bool_)
    among[by_year[begin:end]] = True
    rows = np.flatnonzero(among[albums.of_release])
    rows = rows[np.argsort(albums.of_release[rows], kind="stable")]
    found = [list(pressings) for _, pressings in groupby(releases.at(rows), key=attrgetter("album_id"))]
    found.sort(key=_place)
    return tuple(_album(pressings, shelf) for pressings in found[first - begin : last - begin])


def _place(pressings: list[WorldAppearance]) -> tuple[bool, int, bool, str, int]:
    """Where an album stands: by its first year, then by the first of its titles, unknown ones last, then by id."""
    year = pressings[0].year
    title = min((one.title for one in pressings if one.title is not None), default=None)
    return year is None, year or 0, title is None, title or "", pressings[0].album_id


def _album(pressings: list[WorldAppearance], shelf: Standings) -> WorldAlbum:
    order = {Standing.OWNED: 0, Standing.WANTED: 1}
    standings = {one.release_id: shelf.standing(one.release_id, one.album_id) for one in pressings}
    first = min(
        pressings,
        key=lambda one: (order.get(standings[one.release_id], 2), unknown_last(one.year), one.release_id),
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
