"""Everything by everyone: all records in Discogs that name an artist, by album, with what the shelf has of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.part_words import MAIN_ARTIST
from linernotes.insights.text.years import unknown_last
from linernotes.insights.world.standing import Standing, Standings, read_shelf_standing
from linernotes.storage.catalogue.reader import CatalogueReader

_TABLE = "artist_releases"
#: SELECTs from the rows of one artist. Albums in their order; `title` only orders those of one year.
_ALBUMS = """
select album_id
from {releases}
group by album_id
having {has_role}
order by min(year) nulls last, min(title) nulls last, album_id
"""
_IDS = "select release_id, album_id from {releases}"
_ROLES = """
select role, count(distinct album_id) as albums
from (
    select album_id, unnest(roles) as role from {releases}
    union all
    select album_id, '{main}' as role from {releases} where is_main
)
group by role
order by albums desc, role
"""
_APPEARANCES = """
select release_id, album_id, is_main, roles, title, year, country
from {releases}
where {among}
order by album_id, year, release_id
"""


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
    shelf = snapshot.cached(read_shelf_standing)
    with catalogue.kept(_TABLE, artist_id) as releases:
        if releases is None:
            return Everywhere(
                artist_id,
                catalogue.month.name,
                snapshot.build_id,
                0,
                0,
                dict.fromkeys(Standing, 0),
                (),
                0,
                (),
            )
        asked = _Asked(catalogue, releases, role, standing, first, most)
        return _everywhere(snapshot, shelf, artist_id, asked)


class _Asked(NamedTuple):
    """What is asked of the rows `releases` of one artist."""

    catalogue: CatalogueReader
    releases: str
    role: str
    standing: Standing | None
    first: int
    most: int | None


def _everywhere(snapshot: Snapshot, shelf: Standings, artist_id: int, asked: _Asked) -> Everywhere:
    catalogue, releases, standing, first = asked.catalogue, asked.releases, asked.standing, asked.first
    ids = catalogue.columns(_IDS.format(releases=releases))
    owned = _albums_with(ids, shelf.releases)
    wanted = _albums_with(ids, shelf.wanted)
    all_albums = np.unique(ids["album_id"])
    standings = {
        album: shelf.standing_of(album, is_owned=album in owned, is_wanted=album in wanted)
        for album in all_albums[
            np.isin(all_albums, [*owned, *wanted, *shelf.albums, *shelf.wanted_albums])
        ].tolist()
    }
    counts = Counter(standings.values())
    counts[Standing.MISSING] = len(all_albums) - len(standings)
    fitting = _in_order(catalogue, releases, asked.role)
    if standing is Standing.MISSING:
        fitting = fitting[~np.isin(fitting, list(standings))]
    elif standing is not None:
        fitting = fitting[np.isin(fitting, [album for album, has in standings.items() if has is standing])]
    page = fitting[first:] if asked.most is None else fitting[first : first + asked.most]
    return Everywhere(
        artist_id,
        catalogue.month.name,
        snapshot.build_id,
        len(ids["album_id"]),
        len(all_albums),
        {one: counts[one] for one in Standing},
        tuple(catalogue.read(RoleCount, _ROLES.format(main=MAIN_ARTIST, releases=releases))),
        len(fitting),
        _albums(catalogue, releases, page, shelf, is_whole=len(page) == len(all_albums)),
    )


def _albums_with(ids: dict[str, NDArray[np.int64]], of_shelf: frozenset[int]) -> frozenset[int]:
    """The albums of which one of some releases names the artist."""
    return frozenset(ids["album_id"][np.isin(ids["release_id"], list(of_shelf))].tolist())


def _in_order(catalogue: CatalogueReader, releases: str, role: str) -> NDArray[np.int64]:
    """The albums by year; `role` narrows them where it is not empty."""
    condition, values = "true", list[object]()
    if role == MAIN_ARTIST:
        condition = "bool_or(is_main)"
    elif role:
        condition, values = "bool_or(list_contains(roles, ?))", [role]
    sql = _ALBUMS.format(releases=releases, has_role=condition)
    return catalogue.columns(sql, values)["album_id"]


def _albums(
    catalogue: CatalogueReader, releases: str, page: NDArray[np.int64], shelf: Standings, *, is_whole: bool
) -> tuple[WorldAlbum, ...]:
    """The albums of a page, in its order."""
    ids: list[int] = page.tolist()
    among = "true" if is_whole else f"album_id in ({', '.join(map(str, ids)) or 'null'})"
    found = catalogue.read(WorldAppearance, _APPEARANCES.format(releases=releases, among=among))
    albums = {
        album_id: _album(list(group), shelf)
        for album_id, group in groupby(found, key=lambda one: one.album_id)
    }
    return tuple(albums[album_id] for album_id in ids)


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
