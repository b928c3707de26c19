"""Who is on records of all of Discogs, and which of them the shelf knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log2

from linernotes.documents import PSEUDO_ARTISTS
from linernotes.documents.folding import unnumbered
from linernotes.insights.release.similar_releases import read_kinship
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.catalogue.reader import CatalogueReader

#: Musicians that all of Discogs is asked for: those on most albums of the shelf.
MOST_MUSICIANS = 5_000
_IDENTITIES = (
    "select artist_id, coalesce(identity_id, artist_id) as identity_id from artist order by artist_id"
)


@dataclass(frozen=True, slots=True)
class _Identity:
    artist_id: int
    identity_id: int


@dataclass(frozen=True, slots=True)
class MyPeople:
    """The people who make music on the shelf.

    `albums` has how many albums of the shelf each is on, by identity. `identities` has the identity of each of their
    names, by artist.
    """

    albums: Mapping[int, int]
    identities: Mapping[int, int]

    def albums_of(self, artist_id: int | None) -> int:
        """The albums of the shelf that somebody makes music on, under any name."""
        return 0 if artist_id is None else self.albums.get(self.identities.get(artist_id, 0), 0)


def read_my_people(snapshot: Snapshot) -> MyPeople:
    """Read them from a build."""
    kinship = snapshot.cached(read_kinship)
    on = {
        (person, kinship.album[release_id])
        for release_id, people in kinship.people.items()
        for person, makes_music in people.items()
        if makes_music and person not in PSEUDO_ARTISTS
    }
    albums = Counter(person for person, _ in on)
    identities = snapshot.storage.read(_Identity, _IDENTITIES)
    return MyPeople(
        albums, {one.artist_id: one.identity_id for one in identities if one.identity_id in albums}
    )


def musicians(mine: MyPeople) -> tuple[dict[int, int], dict[int, int]]:
    """The albums of the musicians by identity, those on most albums; and the identity of each of their names."""
    order = sorted(mine.albums, key=lambda person: (-mine.albums[person], person))[:MOST_MUSICIANS]
    loved = {person: mine.albums[person] for person in order}
    return loved, {id: person for id, person in mine.identities.items() if person in loved}


def weight_of(albums: int) -> float:
    """The weight of a musician who is on so many albums of the shelf, in steps of 1 / 2^20: their sums are exact."""
    return round(log2(1 + albums) * (1 << 20)) / (1 << 20)


@dataclass(frozen=True, slots=True)
class WorldPerson:
    """Somebody on a release. `artist_id` is None for a name without a page.

    `mine` counts the albums of the shelf that they make music on, under any name.
    """

    artist_id: int | None
    name: str
    is_main: bool
    roles: tuple[str, ...]
    mine: int


def mine_first(people: Iterable[WorldPerson]) -> tuple[WorldPerson, ...]:
    """Those of them who make music on the shelf, those on most albums first."""
    return tuple(sorted((who for who in people if who.mine), key=lambda who: (-who.mine, who.name)))


@dataclass(frozen=True, slots=True)
class _Named:
    release_id: int
    position: int
    artist_id: int | None
    name: str | None


@dataclass(frozen=True, slots=True)
class _Credited:
    release_id: int
    position: int
    artist_id: int | None
    name: str | None
    role: str | None


def read_people_on(
    snapshot: Snapshot, catalogue: CatalogueReader, release_ids: Iterable[int]
) -> dict[int, tuple[WorldPerson, ...]]:
    """Everybody who is named on some releases, in the order of the sleeve: main artists, credits, artists of tracks."""
    ids = sorted(set(release_ids))
    mine = snapshot.cached(read_my_people)
    found: dict[int, dict[int | str, tuple[int | None, str, bool, dict[str, None]]]] = {id: {} for id in ids}
    for one in sorted(
        catalogue.look_up(_Named, "release_artists", ids), key=lambda row: (row.release_id, row.position)
    ):
        _put(found[one.release_id], one.artist_id, one.name, None, is_main=True)
    for table in ("release_credits", "release_track_artists"):
        for row in catalogue.look_up(_Credited, table, ids):
            _put(found[row.release_id], row.artist_id, row.name, row.role, is_main=False)
    return {
        release_id: tuple(
            WorldPerson(artist_id, name, is_main, tuple(roles), mine.albums_of(artist_id))
            for artist_id, name, is_main, roles in people.values()
        )
        for release_id, people in found.items()
    }


def _put(
    people: dict[int | str, tuple[int | None, str, bool, dict[str, None]]],
    artist_id: int | None,
    name: str | None,
    role: str | None,
    *,
    is_main: bool,
) -> None:
    if artist_id in PSEUDO_ARTISTS or not (artist_id or name):
        return
    shown = unnumbered(name) if name else f"Artist {artist_id}"
    one = people.setdefault(artist_id or shown, (artist_id, shown, is_main, {}))
    if role is not None:
        one[3][role] = None
