"""Kinship: what the records of a shelf have in common, the people who made them first of all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from math import log, log2
from sys import intern
from typing import NamedTuple

from linernotes.insights.collection.copies import sort_key
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.artist_names import read_names_on_shelf, read_other_names
from linernotes.storage.duckdb.database import load_sql

#: What the styles and genres of two records can add to their likeness, at most: as much as somebody who is on no other
#: album than these two adds.
STYLES_COUNT = 0.6
#: Less than that in common is no reason to show a record.
LEAST = 0.15


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A release on the shelf and what somebody does on it under any name; no roles for a main artist without any."""

    release_id: int
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """Somebody who makes music on two records, under one name or two, and what they do on the other one.

    `artist_id` and `name` are those of the record that the other is like.
    """

    artist_id: int
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kindred:
    """A record that is like another, and why: who is on both, the least widely heard first, and the styles of both."""

    release_id: int
    likeness: float
    people: tuple[Shared, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonElsewhere:
    """Somebody on a record, with the other records on the shelf that they are on under any name.

    `artist_id` and `name` are those of the record; `elsewhere` has one pressing of each other album.
    """

    artist_id: int
    name: str
    makes_music: bool
    elsewhere: tuple[Elsewhere, ...]


class Kinship:
    """Who made which record of a shelf, and of which styles it is; in memory, for any number of threads.

    Who is on what goes by identity: two names of one person or group are the same. `roles` goes by name.
    70,000 credits take some 20 MB.
    """

    def __init__(self, identities: Mapping[int, int] | None = None) -> None:
        """Begin with nothing. `identities` have the identity of each artist whose own id is another."""
        self.names: dict[int, str] = {}
        self.album: dict[int, int] = {}
        self.words: defaultdict[int, dict[str, bool]] = defaultdict(dict)
        #: (artist, release) -> its roles there.
        self.roles: dict[tuple[int, int], tuple[str, ...]] = {}
        #: Release -> identity -> whether it makes music there. Identity -> its releases.
        self.people: defaultdict[int, dict[int, bool]] = defaultdict(dict)
        self.releases: defaultdict[int, list[int]] = defaultdict(list)
        #: One pressing of each album, whose styles and genres stand for it.
        self.pressing: dict[int, int] = {}
        self.albums_of_word: defaultdict[str, list[int]] = defaultdict(list)
        self._identities = dict(identities or {})
        self._several = set(self._identities.values())
        #: (identity, release) -> its artists there, for identities of several names.
        self._names: dict[tuple[int, int], list[int]] = {}
        self._weights: dict[int, float] = {}
        self._rarities: dict[int, float] = {}

    def person(self, artist_id: int) -> int:
        """The identity of an artist: the same for all names of one person or group."""
        return self._identities.get(artist_id, artist_id)

    def add(self, artist_id: int, release_id: int, roles: Iterable[str], *, makes_music: bool) -> None:
        """Put a name on a release. Of several names of somebody there the first that makes music comes first."""
        person, here = self.person(artist_id), self.people[release_id]
        if person not in here:
            self.releases[person].append(release_id)
        if person in self._several:
            names = self._names.setdefault((person, release_id), [])
            if artist_id in names:
                names.remove(artist_id)
            names.insert(0 if makes_music and not here.get(person, False) else len(names), artist_id)
        here[person] = makes_music or here.get(person, False)
        place = (artist_id, release_id)
        self.roles[place] = tuple(dict.fromkeys((*self.roles.get(place, ()), *map(intern, roles))))

    def names_on(self, person: int, release_id: int) -> list[int]:
        """The artists as which an identity is on a release, a music-maker first."""
        return self._names.get((person, release_id), [person])

    def roles_on(self, person: int, release_id: int) -> tuple[str, ...]:
        """The roles of an identity on a release, under all its names."""
        names = self.names_on(person, release_id)
        return tuple(dict.fromkeys(role for id in names for role in self.roles.get((id, release_id), ())))

    def elsewhere(self, release_id: int) -> list[PersonElsewhere]:
        """Everybody on a release who is on another album here: music-makers first, then most albums."""
        here = self.album.get(release_id)
        people = []
        for person, makes_music in self.people.get(release_id, {}).items():
            others: dict[int, int] = {}
            for record in self.releases[person]:
                if self.album[record] != here:
                    others.setdefault(self.album[record], record)
            if others:
                shown = tuple(Elsewhere(id, self.roles_on(person, id)) for id in others.values())
                artist_id = self.names_on(person, release_id)[0]
                people.append(PersonElsewhere(artist_id, self.names[artist_id], makes_music, shown))
        return sorted(people, key=lambda one: (not one.makes_music, -len(one.elsewhere), sort_key(one.name)))

    def kindred(self, release_id: int, *, most: int = 8) -> list[Kindred]:
        """The records most like one, by shared musicians and by shared styles and genres.

        A musician on fewer albums counts more, and so does a rarer style or genre.
        It has one pressing of each album, and none of the record's own album.
        """
        people: defaultdict[int, dict[int, int]] = defaultdict(dict)  # album -> identity -> release
        for person, makes_music in self.people.get(release_id, {}).items():
            for other in self.releases[person] if makes_music else ():
                if self.people[other][person]:
                    people[self.album[other]].setdefault(person, other)
        likeness = self._likeness_of_styles(release_id)
        for album, shared in people.items():
            likeness[album] += sum(map(self.weight, shared))
        likeness.pop(self.album.get(release_id, 0), None)
        best = nsmallest(most, ((-like, album) for album, like in likeness.items() if like >= LEAST))
        return [self._kindred(release_id, album, -like, people.get(album, {})) for like, album in best]

    def weight(self, person: int) -> float:
        """How much it says that an identity is on two records: 0.63 if on no other album, 0.29 if on ten."""
        if person not in self._weights:
            albums = len({self.album[id] for id in self.releases[person]})
            self._weights[person] = 1 / log2(1 + max(2, albums))
        return self._weights[person]

    def _likeness_of_styles(self, release_id: int) -> defaultdict[int, float]:
        """Album -> what styles and genres add: the rarity of what both are, out of the rarity of what either is."""
        both: defaultdict[int, float] = defaultdict(float)
        mine = 0.0
        for word in self.words.get(release_id, ()):
            rarity = self._rarity(word)
            mine += rarity
            for album in self.albums_of_word[word]:
                both[album] += rarity
        for album, shared in both.items():
            both[album] = STYLES_COUNT * shared / (mine + self._all_rarity(album) - shared)
        return both

    def _all_rarity(self, album: int) -> float:
        if album not in self._rarities:
            self._rarities[album] = sum(map(self._rarity, self.words[self.pressing[album]]))
        return self._rarities[album]

    def _rarity(self, word: str) -> float:
        return log(1 + len(self.pressing) / (1 + len(self.albums_of_word[word])))

    def _kindred(self, one: int, album: int, likeness: float, shared: dict[int, int]) -> Kindred:
        other = min(shared.values(), default=self.pressing[album])
        named = [(person, self.names_on(person, one)[0], at) for person, at in shared.items()]
        named.sort(key=lambda each: (-self.weight(each[0]), sort_key(self.names[each[1]])))
        people = [Shared(id, self.names[id], self.roles_on(person, at)) for person, id, at in named]
        words = tuple(word for word in self.words[one] if word in self.words[other])
        return Kindred(other, likeness, tuple(people), words)


class _WordRow(NamedTuple):
    release_id: int
    album_id: int
    word: str | None
    is_style: bool


class _PersonRow(NamedTuple):
    artist_id: int
    release_id: int
    roles: list[str] | None
    makes_music: bool


def read_kinship(snapshot: Snapshot) -> Kinship:
    """Read it from a build. Takes some 0.5 s for 10,000 copies."""
    kinship = Kinship(snapshot.cached(read_other_names))
    for record in snapshot.storage.read(_WordRow, load_sql("linernotes.insights.release", "kinship_records")):
        kinship.album[record.release_id] = record.album_id
        kinship.pressing.setdefault(record.album_id, record.release_id)
        if record.word is not None:
            kinship.words[record.release_id][intern(record.word)] = record.is_style
            if kinship.pressing[record.album_id] == record.release_id:
                kinship.albums_of_word[record.word].append(record.album_id)
    kinship.names.update(snapshot.cached(read_names_on_shelf))
    for row in snapshot.storage.read(_PersonRow, load_sql("linernotes.insights.release", "kinship_people")):
        kinship.add(row.artist_id, row.release_id, row.roles or (), makes_music=row.makes_music)
    return kinship
