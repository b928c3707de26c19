"""How an album was recorded: with how many players, and whether its tracks name them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from math import sqrt

from discogs_sandbox.catalogues.synthetic.population import Population
from discogs_sandbox.catalogues.synthetic.works import VARIOUS, Work

_GOLDEN = (sqrt(5) - 1) / 2
#: Genres in which a record says of each track who plays on it.
_NAMES_PLAYERS_BY_TRACK = ("Jazz", "Latin", "Blues", "Hip Hop")


class Kind(Enum):
    """What an album's players have in common."""

    ALONE = auto()
    """The sleeve names no player but the main artist."""
    GUEST = auto()
    """One or two others play along."""
    SMALL_GROUP = auto()
    """A duo, trio or quartet, on all tracks."""
    BAND = auto()
    """A band with its horns and singers, on all tracks."""
    BY_TRACK = auto()
    """Jazz and the like: each track stands with those who play on it."""
    STUDIO = auto()
    """Pop from the studio: a few play on all tracks, many session players on some."""
    LARGE = auto()
    """A big band or an orchestra, with a conductor."""
    COMPILATION = auto()
    """Each track has an artist of its own, and some have players."""


@dataclass(frozen=True)
class Session:
    """How an album was recorded; `players` are those that the sleeve names, the main artists aside."""

    kind: Kind
    players: int


#: Share of the albums with credits, kind, fewest and most players, and how much more often they are few.
_KINDS = (
    (0.13, Kind.ALONE, 0, 0, 1.0),
    (0.28, Kind.GUEST, 1, 2, 1.8),
    (0.28, Kind.SMALL_GROUP, 2, 4, 1.4),
    (0.145, Kind.BAND, 5, 9, 1.6),
    (0.148, Kind.STUDIO, 8, 32, 1.5),
    (0.017, Kind.LARGE, 14, 38, 2.0),
)


def session(population: Population, work: Work) -> Session:
    """The kind and size of an album's session.

    By number and not by chance, so that each part of a shelf has some of each kind.
    """
    if work.artists[0] == VARIOUS:
        return Session(Kind.COMPILATION, 0)
    place = (population.rng("sessions").random() + work.number * _GOLDEN) % 1
    for share, kind, fewest, most, steepness in _KINDS[:-1]:
        if place < share:
            break
        place -= share
    else:
        share, kind, fewest, most, steepness = _KINDS[-1]
    players = fewest + int((most - fewest + 1) * min(place / share, 0.9999) ** steepness)
    if kind is Kind.STUDIO and work.genres[0] in _NAMES_PLAYERS_BY_TRACK:
        kind = Kind.BY_TRACK
    return Session(kind, players)
