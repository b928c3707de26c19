"""Who plays with whom, computed from the source tables the long way: plain loops, no SQL, none of our code.

It follows "Who plays on a track" sentence by sentence. A release without tracks has one, whose number is None.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from tests.derive.brute_force import PSEUDO, Relation, Shelf

#: More performers than these make no pairs.
MOST = 60

Pair = tuple[int, int]
Roles = dict[int, set[str]]


class RoleOf(NamedTuple):
    """What the table `role` says of a role."""

    category: str
    as_edge: bool
    performs: bool


class Together(NamedTuple):
    """A row of co_player_releases."""

    artist_id_from: int
    artist_id_to: int
    release_id: int
    tracks: tuple[int, ...] | None
    performers: int


class Sideman(NamedTuple):
    """A row of sideman_releases."""

    identity_id: int
    release_id: int
    artists: tuple[int, ...]
    roles: tuple[str, ...]


class Edge(NamedTuple):
    """What a row of artist_edge says of two artists."""

    albums: int
    weight: float
    relation_types: tuple[str, ...]


@dataclass(frozen=True)
class LineUp:
    """Who performs on one track, and why."""

    release: int
    track: int | None
    performers: frozenset[int]
    #: Those who lead it, and those who have a performing credit that stands on it or names it.
    said: frozenset[int]
    #: Its own artists, and those with any credit that stands on it or names it.
    named: frozenset[int]
    leaders: frozenset[int]
    #: The roles by which credits put somebody among the performers.
    parts: Roles
    #: Identities among the performers.
    size: int


class Players:
    """The performers of every track of every owned release, and what follows from them."""

    def __init__(self, shelf: Shelf, roles: Mapping[str, RoleOf]) -> None:
        self.shelf = shelf
        self.roles = roles
        self.tables = shelf.tables
        self.source = {row["release_id"]: row["source"] for row in self.tables["release"]}
        self.classical = {
            row["release_id"] for row in self.tables["release_genres"] if row["genre"] == "Classical"
        }
        #: Of a release and one of its tracks: artist -> the roles that perform; of a release for all its tracks.
        self.standing: dict[tuple[int, int | None], Roles] = defaultdict(lambda: defaultdict(set))
        self.whole: dict[int, Roles] = defaultdict(lambda: defaultdict(set))
        self.written: dict[int, dict[int, list[bool]]] = defaultdict(lambda: defaultdict(list))
        self._read_credits()
        self.groups = self._groups()
        self.line_ups = [
            self._line_up(release, track) for release in shelf.copies for track in self._tracks(release)
        ]

    def _tracks(self, release: int) -> list[int | None]:
        return list(self.shelf.leaves(release)) or [None]

    def _role(self, role: str | None) -> RoleOf:
        return self.roles[role] if role is not None else RoleOf("none", as_edge=False, performs=False)

    def _read_credits(self) -> None:
        for release, artist, role, tracks in self.shelf.credits():
            if artist is None or self.source[release] == "basic":
                continue
            of = self._role(role)
            self.written[artist][release].append(of.category == "writing")
            performing = {role} if role is not None and of.performs else set()
            if tracks is None:
                self.whole[release][artist] |= performing
                continue
            for track in self.shelf.under(release, tracks) - {None}:
                self.standing[release, track][artist] |= performing

    def _groups(self) -> dict[int, set[int]]:
        """Of each identity the identities of its groups."""
        found: dict[int, set[int]] = defaultdict(set)
        for member, group in self.shelf.members():
            if self.shelf.person(member) != self.shelf.person(group):
                found[self.shelf.person(member)].add(self.shelf.person(group))
        return found

    def _is_silent(self, leader: int, release: int) -> bool:
        """Whether a leader of a classical release has written, and done no more."""
        if release not in self.classical:
            return False
        here = self.written[leader].get(release)
        if here is not None:
            return all(here)
        elsewhere = [one for many in self.written[leader].values() for one in many]
        return bool(elsewhere) and all(elsewhere)

    def _line_up(self, release: int, track: int | None) -> LineUp:
        leaders = {one for one in self.shelf.leaders(release, track) if one is not None and one not in PSEUDO}
        own = self.shelf.own_artists(release, track)
        standing = self.standing.get((release, track), {})
        credited = {artist for artist, roles in standing.items() if roles}
        parts = {artist: set(roles) for artist, roles in standing.items() if roles}
        if not own or own & self.shelf.main[release]:
            for artist, roles in self.whole[release].items():
                if roles:
                    parts[artist] = parts.get(artist, set()) | roles
        found = {one for one in leaders if not self._is_silent(one, release)} | parts.keys()
        found -= PSEUDO
        performers = frozenset(found - self._groups_played_by(found))
        return LineUp(
            release,
            track,
            performers,
            said=frozenset(leaders | credited),
            named=frozenset(one for one in {*own, *credited} if one is not None),
            leaders=frozenset(leaders),
            parts=parts,
            size=len({self.shelf.person(one) for one in performers}),
        )

    def _groups_played_by(self, artists: set[int]) -> set[int]:
        played = {group for one in artists for group in self.groups[self.shelf.person(one)]}
        return {one for one in artists if self.shelf.person(one) in played}

    def apart(self, release: int) -> set[Pair]:
        """The main artists who stand on two sides of a join phrase `/` alone."""
        sides: dict[int, set[int]] = defaultdict(set)
        side = 0
        rows = [row for row in self.tables["release_artists"] if row["release_id"] == release]
        for row in sorted(rows, key=lambda row: row["position"]):
            if row["artist_id"] is not None:
                sides[row["artist_id"]].add(side)
            side += row["join_phrase"] == "/"
        return {pair for pair in combinations(sorted(sides), 2) if not sides[pair[0]] & sides[pair[1]]}

    def pairs(self) -> Iterator[tuple[Pair, LineUp]]:
        """Two who perform on one track, with that track."""
        apart = {release: self.apart(release) for release in self.shelf.copies}
        for one in self.line_ups:
            for pair in combinations(sorted(one.performers), 2):
                if self.shelf.person(pair[0]) == self.shelf.person(pair[1]):
                    continue
                if pair not in apart[one.release] or set(pair) <= one.named:
                    yield pair, one

    def together(self) -> set[Together]:
        """The rows of co_player_releases."""
        found: dict[tuple[Pair, int], list[LineUp]] = defaultdict(list)
        for pair, one in self.pairs():
            if one.size <= MOST:
                found[pair, one.release].append(one)
        return {
            Together(*pair, release, _said_of(pair, many), min(one.size for one in many))
            for (pair, release), many in found.items()
        }

    def co_players(self) -> set[Relation]:
        """The rows of artist_relations that say `co_player`."""
        found: dict[Pair, set[int]] = defaultdict(set)
        for row in self.together():
            found[row.artist_id_from, row.artist_id_to].add(row.release_id)
        return {
            Relation(
                *pair,
                "co_player",
                len({self.shelf.album[release] for release in releases}),
                tuple(sorted(releases)),
                (),
            )
            for pair, releases in found.items()
        }

    def relations(self) -> set[Relation]:
        """All rows of artist_relations."""
        makes_music = {role for role, of in self.roles.items() if of.as_edge}
        return self.shelf.relations(makes_music) | self.co_players()

    def sidemen(self) -> set[Sideman]:
        """Who performs by a credit on an album that is neither theirs nor their groups'."""
        main: dict[tuple[str, int], set[int]] = defaultdict(set)
        for release, artists in self.shelf.main.items():
            main[self.shelf.album[release]] |= self._people(artists)
        found: dict[tuple[int, int], tuple[set[int], set[str]]] = defaultdict(lambda: (set(), set()))
        for one in self.line_ups:
            theirs = main[self.shelf.album[one.release]]
            if PSEUDO & self.shelf.main[one.release]:
                theirs = theirs | self._people(one.leaders)
            for artist in one.performers & one.parts.keys():
                person = self.shelf.person(artist)
                if not theirs & {person, *self.groups[person]}:
                    artists, roles = found[person, one.release]
                    artists.add(artist)
                    roles |= one.parts[artist]
        return {
            Sideman(*key, tuple(sorted(artists)), tuple(sorted(roles)))
            for key, (artists, roles) in found.items()
        }

    def _people(self, artists: Iterable[int | None]) -> set[int]:
        return {self.shelf.person(one) for one in artists if one is not None and one not in PSEUDO}

    def edges(self) -> dict[Pair, Edge]:
        """The rows of artist_edge, those of "me" and what is too far from the shelf apart."""
        albums: dict[Pair, set[tuple[str, int]]] = defaultdict(set)
        kinds: dict[Pair, set[str]] = defaultdict(set)
        for row in self.relations():
            pair = (min(row[:2]), max(row[:2]))
            kinds[pair].add(row.relation_type)
            albums[pair] |= {self.shelf.album[release] for release in row.releases}
        smallest: dict[tuple[Pair, tuple[str, int]], int] = {}
        for pair, one in self.pairs():
            key = (pair, self.shelf.album[one.release])
            smallest[key] = min(one.size, smallest.get(key, one.size))
        everyone = self._everyone()
        return {
            pair: Edge(
                len(albums[pair]),
                sum(1 / (max(2, smallest.get((pair, album), everyone[album])) - 1) for album in albums[pair])
                + bool({"group_member", "artist_alias"} & kinds[pair]),
                tuple(sorted(kinds[pair])),
            )
            for pair in kinds
        }

    def _everyone(self) -> dict[tuple[str, int], int]:
        """How many make music on an album, over all its owned pressings."""
        found: dict[tuple[str, int], set[int]] = defaultdict(set)

        def add(release: int, artists: Iterable[int | None]) -> None:
            found[self.shelf.album[release]] |= self._people(artists)

        for release, main in self.shelf.main.items():
            add(release, main)
        for (release, _), own in self.shelf.own.items():
            add(release, own)
        for release, artist, role, _ in self.shelf.credits():
            if self._role(role).as_edge:
                add(release, [artist])
        return {album: len(people) for album, people in found.items()}


def _said_of(pair: Pair, line_ups: Iterable[LineUp]) -> tuple[int, ...] | None:
    """The tracks of which the sleeve says that both are on them."""
    said = [one.track for one in line_ups if set(pair) <= one.said and one.track is not None]
    return tuple(sorted(said)) or None
