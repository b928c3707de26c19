"""An artist's albums in all of Discogs equal plain counting over the catalogue's rows."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from tests.examples import examples
from tests.insights.world.worlds import Record, World

from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.part_words import MAIN_ARTIST
from linernotes.insights.world.appearances import read_everywhere
from linernotes.insights.world.standing import Standing, Standings, read_shelf_standing


class Part:
    """A release of a shelf."""

    def __init__(self, row: Record) -> None:
        self.release_id, self.album_id = int(str(row["release_id"])), int(str(row["album_id"]))


@pytest.fixture
def mixed(world: World) -> World:
    """The demo with a third of the releases owned and a third wanted, so that every standing is there."""
    releases = {row["release_id"]: Part(row) for row in world.table("artist_releases")}
    parts = [releases[id] for id in sorted(releases, key=str)]
    snapshot = Snapshot(world.snapshot.storage)
    # As if it had been read: what is asked for first stays.
    snapshot._kept[read_shelf_standing, ()] = Standings(parts[::3], parts[1::3])  # type: ignore[arg-type]  # they have its two fields
    return World(snapshot, world.catalogue, world.month)


def by_hand(rows: list[Record], shelf: Standings) -> dict[int, Standing]:
    """Album -> its standing."""
    albums: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        albums[int(str(row["album_id"]))].add(int(str(row["release_id"])))
    found = {}
    for album, releases in albums.items():
        if releases & shelf.releases:
            found[album] = Standing.OWNED
        elif album in shelf.albums:
            found[album] = Standing.PRESSING
        elif releases & shelf.wanted or album in shelf.wanted_albums:
            found[album] = Standing.WANTED
        else:
            found[album] = Standing.MISSING
    return found


def in_order(rows: list[Record]) -> list[int]:
    """Albums by their first year, then by the first of their titles, unknown ones last, then by id."""
    years: dict[int, list[int]] = defaultdict(list)
    titles: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        album = int(str(row["album_id"]))
        years[album] += [] if row["year"] is None else [int(str(row["year"]))]
        titles[album] += [] if row["title"] is None else [str(row["title"])]
    return sorted(
        years, key=lambda id: (min(years[id], default=9999), min(titles[id], default="\U0010ffff"), id)
    )


def some(standings: dict[int, dict[int, Standing]]) -> list[int]:
    """Every artist in `make soak`, else every fifth, and three that have albums of each standing."""
    every = sorted(standings)
    if examples(100) == 100:
        return every
    of_each = [[id for id in every if one in standings[id].values()][:3] for one in Standing]
    return sorted({*every[::5], *(id for ids in of_each for id in ids)})


@pytest.mark.parametrize("shelf", ["its own", "mixed"])
def test_albums_standings_and_roles_of_every_artist_are_counted(
    world: World, mixed: World, shelf: str
) -> None:
    asked = world if shelf == "its own" else mixed
    snapshot: Snapshot = asked.snapshot
    rows: dict[int, list[Record]] = defaultdict(list)
    for row in world.table("artist_releases"):
        rows[int(str(row["artist_id"]))].append(row)
    seen: Counter[Standing] = Counter()
    by_artist = {id: by_hand(named, snapshot.cached(read_shelf_standing)) for id, named in rows.items()}
    for artist_id in some(by_artist):
        found = read_everywhere(snapshot, world.catalogue, artist_id)
        named, standings = rows[artist_id], by_artist[artist_id]
        assert found.releases == len(named)
        assert (found.all_albums, found.fitting) == (len(standings), len(standings))
        assert {one.album_id: one.standing for one in found.albums} == standings
        assert found.standings == {one: list(standings.values()).count(one) for one in Standing}
        assert [one.album_id for one in found.albums] == in_order(named)
        roles = Counter(role for one in found.albums for role in one.roles)
        roles[MAIN_ARTIST] = sum(one.is_main for one in found.albums)
        assert {one.role: one.albums for one in found.roles} == +roles
        seen += Counter(standings.values())
    assert shelf == "its own" or set(seen) == set(Standing)


def test_filters_and_pages_are_parts_of_the_whole(world: World, mixed: World) -> None:
    counted = Counter(int(str(row["artist_id"])) for row in world.table("artist_releases"))
    for artist_id, _ in counted.most_common(5):
        whole = read_everywhere(mixed.snapshot, world.catalogue, artist_id)
        pages = [
            read_everywhere(mixed.snapshot, world.catalogue, artist_id, first=first, most=2)
            for first in range(0, whole.all_albums, 2)
        ]
        assert tuple(one for page in pages for one in page.albums) == whole.albums
        assert {(page.fitting, page.roles) for page in pages} == {(whole.all_albums, whole.roles)}
        for standing in Standing:
            for role in ("", MAIN_ARTIST, whole.roles[-1].role, "x' or 1=1 --"):
                part = read_everywhere(
                    mixed.snapshot, world.catalogue, artist_id, role=role, standing=standing
                )
                assert part.albums == tuple(
                    one
                    for one in whole.albums
                    if one.standing is standing
                    and (not role or role in one.roles or (role == MAIN_ARTIST and one.is_main))
                )
                assert part.fitting == len(part.albums)


def test_an_artist_that_nothing_names_has_nothing(world: World) -> None:
    found = read_everywhere(world.snapshot, world.catalogue, 1)
    assert (found.releases, found.all_albums, found.albums) == (0, 0, ())
