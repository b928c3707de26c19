"""Conditions on credits as people type them: "Herbie Hancock: Piano"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from linernotes.documents.folding import words
from linernotes.errors import UsageError
from linernotes.insights.artist.find_artist import ArtistMatch, find_artists, meant_artists
from linernotes.insights.collection.artist_search import find_people
from linernotes.insights.collection.credits.conditions import ANY, CreditCondition
from linernotes.insights.collection.facets.read_facets import read_facets
from linernotes.insights.ownership.near_misses import NearNames, did_you_mean
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.plurals import counted


@dataclass(frozen=True, slots=True)
class MeantCredit:
    """The condition that is meant, and its artist. `others` may be meant instead: namesakes on the shelf, or all who
    fit if no artist has just this name.
    """

    condition: CreditCondition
    artist: ArtistMatch | None = None
    others: tuple[ArtistMatch, ...] = ()


@dataclass(frozen=True, slots=True)
class CreditedName:
    """An artist on the shelf. `about` sets them apart from others, `typed` is a text that leads to them alone."""

    artist_id: int
    name: str
    about: str
    typed: str


def parse_credit(snapshot: Snapshot, text: str) -> MeantCredit:
    """Read "Name: Role", "Name" or ": Role". A name may hold a colon; a text that is a role alone is one.

    :raises UsageError: nobody has that name, or no record on the shelf that role.
    """
    for name, role in _split(text):
        if (known := _roles(snapshot).get(words(role))) is not None:
            return _meant(snapshot, name, known)
    name, colon, role = text.rpartition(":")
    if colon and role.strip() and not find_artists(snapshot, text):
        return read_credit(snapshot, name, role)
    known = _roles(snapshot).get(words(text))
    if known is not None and not any(words(one.name) == words(text) for one in find_artists(snapshot, text)):
        return MeantCredit(CreditCondition(None, known))
    return read_credit(snapshot, text.strip().rstrip(":"), "")


def read_credit(snapshot: Snapshot, name: str, role: str) -> MeantCredit:
    """Read a name and a role; one of them may be empty.

    :raises UsageError: both are, nobody has that name, or no record on the shelf that role.
    """
    if not name.strip() and not role.strip():
        raise UsageError("give a name, a role, or both")
    return _meant(snapshot, name, known_role(snapshot, role) if role.strip() else None)


def known_role(snapshot: Snapshot, text: str) -> str:
    """The role or category that a text means, whatever its capitals.

    :raises UsageError: no record on the shelf has it; it says which are near.
    """
    if (role := _roles(snapshot).get(words(text))) is not None:
        return role
    near = [name for _, name in snapshot.cached(_near_roles).find(words(text))]
    raise UsageError(f"no credit that is known here has the role {text.strip()!r}{did_you_mean(near)}")


def find_credited(snapshot: Snapshot, text: str) -> list[CreditedName]:
    """Artists on the shelf whose names fit a text that is being typed."""
    persons = snapshot.cached(read_facets)["person"]
    people = [one for one in find_people(snapshot, text) if str(one.artist_id) in persons]
    alike = snapshot.cached(_namesakes)
    return [
        CreditedName(
            one.artist_id,
            one.name,
            f"on {counted(one.items, 'record')}",
            str(one.artist_id) if words(one.name) in alike or one.name.isdigit() else one.name,
        )
        for one in people
    ]


def _split(text: str) -> Iterator[tuple[str, str]]:
    """The ways to read a text as name and role: at each colon, the first one first."""
    places = [place for place, letter in enumerate(text) if letter == ":"]
    return ((text[:place], text[place + 1 :]) for place in places)


def _meant(snapshot: Snapshot, name: str, role: str | None) -> MeantCredit:
    if not name.strip():
        return MeantCredit(CreditCondition(None, role))
    first, *others = meant_artists(snapshot, name)
    condition = CreditCondition(first.artist_id, role)
    if str(first.artist_id) == name.strip():
        return MeantCredit(condition, first)
    if words(first.name) == words(name):
        others = [one for one in others if words(one.name) == words(name)]
    return MeantCredit(condition, first, tuple(one for one in others if one.credits))


def _roles(snapshot: Snapshot) -> dict[str, str]:
    return snapshot.cached(_read_roles)


def _read_roles(snapshot: Snapshot) -> dict[str, str]:
    """Roles by their words; then categories by "any percussion", and by their name if no role has it."""
    keys = snapshot.cached(read_facets)["role"].keys
    categories = {words(key): key for key in keys if key.startswith(ANY)}
    bare = {words(key.removeprefix(ANY)): key for key in categories.values()}
    return bare | categories | {words(key): key for key in reversed(keys) if not key.startswith(ANY)}


def _near_roles(snapshot: Snapshot) -> NearNames:
    return NearNames((key, role) for key, role in _roles(snapshot).items() if not role.startswith(ANY))


def _namesakes(snapshot: Snapshot) -> frozenset[str]:
    """The names on the shelf, by their words, that several artists have."""
    seen: set[str] = set()
    alike: set[str] = set()
    for label in snapshot.cached(read_facets)["person"].labels:
        name = words(label)
        (alike if name in seen else seen).add(name)
    return frozenset(alike)
