"""The company of artists, computed from the source tables the long way: plain loops, no SQL, none of our code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from tests.derive import brute_force
from tests.derive.brute_players import Players, RoleOf

#: Albums by identity: of each release the tracks (for co-players), or the roles (for the studio).
Albums = dict[tuple[str, int], dict[int, set[object]]]
#: Categories of roles that perform, and name no instrument: "Soloist", "Band".
NO_INSTRUMENTS = ("performance", "ensemble")
STUDIO = ("production", "technical", "arranging", "remix", "conducting")


@dataclass
class Brute:
    """The company of everybody on a shelf, from its source tables, with plain loops."""

    shelf: brute_force.Shelf
    roles: dict[str, RoleOf]
    supporting: frozenset[str] = frozenset()

    @cached_property
    def names(self) -> dict[int, set[int]]:
        """Identity -> its artists that a credit, a cover or a track names."""
        named = {artist for _, artist, _, _ in self.shelf.credits()}
        named |= set().union(*self.shelf.main.values(), *self.shelf.own.values())
        found: dict[int, set[int]] = defaultdict(set)
        for artist in named:
            if artist is not None:
                found[self.shelf.person(artist)].add(artist)
        return found

    @cached_property
    def players(self) -> Players:
        """The performers of every track."""
        return Players(self.shelf, self.roles)

    @cached_property
    def _sidemen(self) -> set[tuple[int, int]]:
        return {(one.identity_id, one.release_id) for one in self.players.sidemen()}

    def group_people(self, group: int) -> tuple[dict[int, Albums], dict[int, Albums]]:
        """Members, and guests, on the tracks of a group: identity -> album -> release -> roles that perform."""
        members, guests = _nested()[group], _nested()[group]
        of_group = {
            self.shelf.person(member)
            for member, of in self.shelf.members()
            if self.shelf.person(of) == self.shelf.person(group)
        } - {self.shelf.person(group)}
        for one in self.players.line_ups:
            if group not in self.shelf.main[one.release] or group not in self.shelf.leaders(
                one.release, one.track
            ):
                continue
            for artist in one.performers:
                person = self.shelf.person(artist)
                roles = self.performing[artist, one.release]
                is_guest = artist in one.parts and (person, one.release) in self._sidemen
                for people, is_one in ((members, person in of_group), (guests, is_guest)):
                    if is_one:
                        people[person][self.shelf.album[one.release]][one.release] |= roles
        return members, guests

    @cached_property
    def performing(self) -> dict[tuple[int, int], set[str]]:
        """The roles that perform of each artist on each release."""
        found: dict[tuple[int, int], set[str]] = defaultdict(set)
        for release, artist, role, _ in self.shelf.credits():
            if artist is not None and role is not None and self.roles[role].performs:
                found[artist, release].add(role)
        return found

    @cached_property
    def together(self) -> dict[int, dict[int, Albums]]:
        """Artist -> identity -> album -> release -> the tracks that a sleeve names for both."""
        found = _nested()
        for row in self.players.together():
            for one, other in (row[:2], row[1::-1]):
                on = found[one][self.shelf.person(other)][self.shelf.album[row.release_id]]
                on[row.release_id] |= set(row.tracks or ())
        return found

    @cached_property
    def played_as(self) -> dict[tuple[int, int], set[tuple[int, int]]]:
        """Artist and identity they played with -> the names of it that did, each with the release."""
        found: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
        for row in Players(self.shelf, self.roles).together():
            for one, other in (row[:2], row[1::-1]):
                found[one, self.shelf.person(other)].add((other, row.release_id))
        return found

    @cached_property
    def family(self) -> set[tuple[int, int]]:
        """Pairs of identities, one of them a member of the other, in both directions."""
        pairs = [tuple(map(self.shelf.person, pair)) for pair in self.shelf.members()]
        return {pair for one, other in pairs for pair in ((one, other), (other, one))}

    @cached_property
    def working(self) -> set[str]:
        """The roles of the studio."""
        return {
            role
            for role, of in self.roles.items()
            if of.category in STUDIO and not of.performs and role not in self.supporting
        }

    @cached_property
    def made_by(self) -> dict[int, dict[int, Albums]]:
        """Artist -> identity of who works for them -> album -> release -> roles."""
        return self._studio(1, 0)

    @cached_property
    def made_for(self) -> dict[int, dict[int, Albums]]:
        """Artist -> identity of the artist they work for -> album -> release -> roles."""
        return self._studio(0, 1)

    def _studio(self, artist: int, other: int) -> dict[int, dict[int, Albums]]:
        found = _nested()
        for row in self.shelf.evidence(self.working):
            ends = (self.shelf.person(row[artist]), self.shelf.person(row[other]))
            if ends not in self.family:
                on = found[row[artist]][ends[1]][self.shelf.album[row.release_id]]
                on[row.release_id] |= set(row.roles)
        return found

    @cached_property
    def instruments(self) -> dict[tuple[int, int], set[str]]:
        """What each identity, and each artist, plays on each release."""
        found: dict[tuple[int, int], set[str]] = defaultdict(set)
        for release, artist, role, _ in self.shelf.credits():
            of = self.roles.get(role or "")
            if artist is not None and of is not None and of.performs:
                found[artist, release] |= set() if of.category in NO_INSTRUMENTS else {role}
        return found

    def instruments_of(self, names: Iterable[tuple[int, int]]) -> set[str]:
        """What artists play on releases."""
        return {role for name in names for role in self.instruments[name]}


def _nested() -> dict[int, dict[int, Albums]]:
    return defaultdict(lambda: defaultdict(lambda: defaultdict(lambda: defaultdict(set))))
