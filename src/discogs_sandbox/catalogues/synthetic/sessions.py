"""How an album was recorded: with how many players, and whether its tracks name them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum, auto
from itertools import accumulate
from math import sqrt
from typing import NamedTuple

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


class _Sizes(NamedTuple):
    """How many of the albums with credits are of a kind, and how many players they have."""

    share: float
    kind: Kind
    fewest: int
    most: int
    steepness: float
    """The larger, the more often the players are few."""


_KINDS = (
    _Sizes(0.13, Kind.ALONE, 0, 0, 1.0),
    _Sizes(0.28, Kind.GUEST, 1, 2, 1.8),
    _Sizes(0.28, Kind.SMALL_GROUP, 2, 4, 1.4),
    _Sizes(0.145, Kind.BAND, 5, 9, 1.6),
    _Sizes(0.148, Kind.STUDIO, 8, 32, 1.5),
    _Sizes(0.017, Kind.LARGE, 14, 38, 2.0),
)
_ENDS = tuple(accumulate(sizes.share for sizes in _KINDS))


def session(population: Population, work: Work) -> Session:
    """The kind and size of an album's session.

    By number and not by chance, so that each part of a shelf has some of each kind.
    """
    if work.artists[0] == VARIOUS:
        return Session(Kind.COMPILATION, 0)
    place = (population.rng("sessions").random() + work.number * _GOLDEN) % 1
    number = min(bisect_right(_ENDS, place), len(_KINDS) - 1)
    sizes = _KINDS[number]
    within = (place - _ENDS[number]) / sizes.share + 1
    players = sizes.fewest + int((sizes.most - sizes.fewest + 1) * min(within, 0.9999) ** sizes.steepness)
    if sizes.kind is Kind.STUDIO and work.genres[0] in _NAMES_PLAYERS_BY_TRACK:
        return Session(Kind.BY_TRACK, players)
    return Session(sizes.kind, players)
