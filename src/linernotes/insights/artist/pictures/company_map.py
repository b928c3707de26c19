"""The co-players of an artist as a map: how near each is, and who stands beside each other. Pure but for the reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linernotes.insights.artist.company.models import CoPlayer
from linernotes.insights.artist.models import Portrait
from linernotes.insights.artist.pictures.played_roles import PlayedRoles, main_family, read_played_roles
from linernotes.insights.release.instrument_families import InstrumentFamily
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.plurals import counted

#: People that a map may show. The list beside it has all that are named.
MOST_ON_MAP = 30
#: Names in the sentence.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class MapPerson:
    """A co-player: `albums` together, and the family of their instruments on these."""

    artist_id: int
    name: str
    albums: int
    family: InstrumentFamily


@dataclass(frozen=True, slots=True)
class CompanyMap:
    """An artist in the middle, and those around in an order in which neighbours are on the same albums.

    `qty` counts all co-players, also those beyond `people`.
    """

    artist_id: int
    name: str
    qty: int
    people: tuple[MapPerson, ...]


def read_company_map(snapshot: Snapshot, artist: Portrait) -> CompanyMap | None:
    """Read the map of an artist; None where fewer than two play with them."""
    return company_map(artist, snapshot.cached(read_played_roles))


def company_map(artist: Portrait, played: PlayedRoles) -> CompanyMap | None:
    """Put the map together. Pure: the same company gives the same map."""
    nearest = artist.played_with.people[:MOST_ON_MAP]
    if len(nearest) < 2:
        return None
    people = [
        MapPerson(one.artist_id, one.name, one.albums, main_family(one.instruments[:1], played))
        for one in _in_a_ring(nearest)
    ]
    return CompanyMap(artist.artist_id, artist.name, artist.played_with.qty, tuple(people))


def map_in_words(map: CompanyMap) -> str:
    """What the drawing shows, in one sentence."""
    first = sorted(map.people, key=lambda one: (-one.albums, one.name))
    named = ", ".join(f"{one.name} ({counted(one.albums, 'album')})" for one in first[:_NAMED])
    more = f", then {map.qty - _NAMED:,} more" if map.qty > _NAMED else ""
    return f"{map.name} in the middle, nearest those on most albums together: {named}{more}."


def _in_a_ring(people: Sequence[CoPlayer]) -> list[CoPlayer]:
    """Begin with the first, and go on each time with who shares the largest part of the albums."""
    left = {one.artist_id: one for one in people}
    albums = {one.artist_id: {at.release_id for at in one.evidence} for one in people}
    ring = [left.pop(people[0].artist_id)]
    while left:
        here = albums[ring[-1].artist_id]
        best = min(left, key=lambda id: (-_shared(here, albums[id]), -left[id].albums, left[id].name, id))
        ring.append(left.pop(best))
    return ring


def _shared(one: set[int], other: set[int]) -> float:
    """The albums of both as a part of those of either."""
    together = one | other
    return len(one & other) / len(together) if together else 0.0
