"""The people on an artist's records: co-players, and those who produced, engineered or arranged."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Together:
    """A record on which two play. `year` is the album's.

    `tracks` are those on which both play by the sleeve's own words; none if it says only that both are on the record.
    A track without a title has its position. `is_every_track`: these are all tracks of the record.
    """

    release_id: int
    title: str
    year: int | None
    tracks: tuple[str, ...]
    is_every_track: bool


@dataclass(frozen=True, slots=True)
class CoPlayer:
    """A person or group that plays on the tracks that an artist plays on, under whatever names.

    `name` is the one on most of the albums, `other_names` are the others. `albums` counts albums together, `tracks`
    the tracks that the sleeves name. `instruments` are theirs on these records, `own_instruments` the artist's; those
    on most of the albums come first. `evidence` has one pressing of each album: that which names most tracks.
    """

    artist_id: int
    name: str
    other_names: tuple[str, ...]
    albums: int
    tracks: int
    instruments: tuple[str, ...]
    own_instruments: tuple[str, ...]
    evidence: tuple[Together, ...]


@dataclass(frozen=True, slots=True)
class Worked:
    """A record on which somebody works for another, and in which roles. `year` is the album's."""

    release_id: int
    title: str
    year: int | None
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody who works on records with an artist: a producer or engineer, or the artist that it is done for; a member
    of a group, or a guest.

    `name`, `other_names`, `albums` and `evidence` are as for co-players. `roles` are those of the work (of an artist it
    is done for: the other's); those on most of the albums come first.
    """

    artist_id: int
    name: str
    other_names: tuple[str, ...]
    albums: int
    roles: tuple[str, ...]
    evidence: tuple[Worked, ...]


@dataclass(frozen=True, slots=True)
class CoPlayers:
    """The co-players with most albums; of as many those in smaller line-ups, where each is heard more.

    `qty` counts all, also those beyond `people`.
    """

    qty: int
    people: tuple[CoPlayer, ...]


@dataclass(frozen=True, slots=True)
class Partners:
    """Those with most albums. `qty` counts all, also those beyond `people`."""

    qty: int
    people: tuple[Partner, ...]
