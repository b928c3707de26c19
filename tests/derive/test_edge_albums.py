"""How many albums two artists made together, against a count over releases: a weight is no number of albums."""

from __future__ import annotations

from collections import defaultdict

import pytest
from tests.derive import brute_force
from tests.derive.brute_players import Players
from tests.derive.shelves import source_tables
from tests.derive.test_tables import roles_of
from tests.rows import tuples

from linernotes.storage.duckdb.database import DBStorage


@pytest.fixture(params=["demo", pytest.param("recorded", marks=pytest.mark.recorded)])
def build(request: pytest.FixtureRequest) -> DBStorage:
    return request.getfixturevalue(request.param)


@pytest.fixture
def shelf(build: DBStorage) -> brute_force.Shelf:
    return brute_force.Shelf(source_tables(build))


def edges(build: DBStorage) -> dict[frozenset[int], int]:
    rows = tuples(
        build, "select artist_id_from, artist_id_to, albums from artist_edge where artist_id_from != 0"
    )
    return {frozenset((one, other)): albums for one, other, albums in rows}


def test_an_edge_counts_each_album_once_whatever_connects_the_two_on_it(
    build: DBStorage, shelf: brute_force.Shelf
) -> None:
    albums: defaultdict[frozenset[int], set[tuple[str, int]]] = defaultdict(set)
    for one in Players(shelf, roles_of(build)).relations():
        pair = frozenset((one.artist_id_from, one.artist_id_to))
        albums[pair] |= {shelf.album[release] for release in one.releases}
    found = edges(build)
    assert found == {pair: len(albums[pair]) for pair in found}
    assert 0 in found.values()  # family alone makes no album
    differs = build.scalar("select count(*) from artist_edge where artist_id_from != 0 and albums != weight")
    assert differs > 50  # or the two are the same on this shelf, and this test says nothing


def test_me_counts_the_distinct_albums_of_a_collected_artist(
    build: DBStorage, shelf: brute_force.Shelf
) -> None:
    albums: defaultdict[int | None, set[tuple[str, int]]] = defaultdict(set)
    for release, artists in shelf.main.items():
        for artist in artists:
            albums[artist].add(shelf.album[release])
    rows = tuples(build, "select artist_id_to, albums from artist_edge where artist_id_from = 0")
    assert dict(rows) == {
        artist: len(of)
        for artist, of in albums.items()
        if artist is not None and artist not in brute_force.PSEUDO
    }
