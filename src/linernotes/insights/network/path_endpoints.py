"""The ends of a path: what people type for an artist or a record, and who or what may be meant."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from linernotes.documents.folding import keys, words
from linernotes.insights.artist.find_artist import find_artists
from linernotes.insights.collection.copies import Collection, Copy, read_collection
from linernotes.insights.collection.copy_facts import has_fact
from linernotes.insights.network.nodes import Vertices, read_vertices
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.name_index import Names
from linernotes.insights.text.plurals import counted
from linernotes.insights.text.typed_facts import readings
from linernotes.insights.text.typed_reference import Reference, parse_reference
from linernotes.insights.text.years import unknown_last

Kind = Literal["artist", "release"]

#: How many choices are offered.
MOST = 12


@dataclass(frozen=True, slots=True)
class End:
    """An artist in the network, or a record on the shelf.

    `about` sets it apart from others of its name. `typed` is a text that leads back to it alone.
    """

    kind: Kind
    id: int
    name: str
    about: str
    typed: str


@dataclass(frozen=True, slots=True)
class Meant:
    """What a text means: one end; or `choices` among which one has to choose; or neither, where nothing is known by
    that name. `others` are called the same but are less likely. `stranger` is an artist known here who is not in the
    network: (artist_id, name)."""

    end: End | None = None
    choices: tuple[End, ...] = ()
    others: tuple[End, ...] = ()
    stranger: tuple[int, str] | None = None


class Ends:
    """Everybody and everything that a path can lead to, in memory."""

    def __init__(self, people: Vertices, collection: Collection) -> None:
        self._people = people
        self._collection = collection
        albums: dict[tuple[str, int], Copy] = {}
        for copy in sorted(
            collection.copies, key=lambda copy: (unknown_last(copy.original_year), copy.release_id)
        ):
            # By the album and not by its name: four albums are called "Peter Gabriel", by Peter Gabriel.
            albums.setdefault(copy.album, copy)
        self._albums = list(albums.values())
        self._alike = Counter(map(_about, self._albums))

    @cached_property
    def _by_title(self) -> dict[str, list[Copy]]:
        found: dict[str, list[Copy]] = {}
        for copy in self._albums:
            found.setdefault(words(copy.title), []).append(copy)
        return found

    @cached_property
    def _titles(self) -> Names:
        return Names(range(len(self._albums)), [words(copy.title) for copy in self._albums])

    def find(self, text: str, limit: int = 8) -> list[End]:
        """What may be meant while it is typed: artists, then records."""
        artists = [self.artist(place) for place in self._people.find(text, limit)]
        records = [self.record(self._albums[place]) for place in self._titles.find(text, limit)]
        few = max(limit // 2, limit - len(records))
        return [*artists[:few], *records][:limit]

    def meant(self, snapshot: Snapshot, text: str) -> Meant:
        """Who or what is meant. A number is an id; a whole name comes before a part of one, an artist before a record
        of the same name; among namesakes one has to choose."""
        text = " ".join(text.split())
        reference = parse_reference(text, number="artist")
        if reference is not None and (end := self._referenced(reference)) is not None:
            return Meant(
                end, others=tuple(candidate for candidate in self._named(text) if candidate != end)[:MOST]
            )
        named = self._named(text) or self._described(text)
        artists = [candidate for candidate in named if candidate.kind == "artist"]
        if len(artists) == 1 or len(named) == 1:
            end = (artists or named)[0]
            return Meant(end, others=tuple(candidate for candidate in named if candidate != end)[:MOST])
        if named:
            return Meant(choices=tuple(named[:MOST]))
        return self._guessed(snapshot, text)

    def artist(self, place: int) -> End:
        """Somebody as an end."""
        people = self._people
        credits = int(people.credits[place])
        about = f"on {counted(credits, 'record')} here" if credits else "not on a record here"
        id = int(people.ids[place])
        return End("artist", id, people.name(place), about, people.typed(place))

    def record(self, copy: Copy) -> End:
        """A record as an end."""
        about = _about(copy)
        if self._alike[about] > 1 and len(self._by_title[words(copy.title)]) > 1:
            about = f"{about}, r{copy.release_id}"
        alone = len(self._by_title[words(copy.title)]) == 1 and not self._people.called(copy.title)
        typed = (
            copy.title
            if alone and parse_reference(copy.title, number="artist") is None
            else f"r{copy.release_id}"
        )
        return End("release", copy.release_id, copy.title, about, typed)

    def _referenced(self, reference: Reference) -> End | None:
        """The artist, the record, or the record of an album that a text names by its id; None if it is not here."""
        if reference.kind == "artist":
            place = self._people.places.get(reference.id)
            return self.artist(place) if place is not None else None
        if reference.kind == "release":
            copy = self._collection.of_release(reference.id)
        else:
            copies = self._collection.copies_of_album((reference.kind, reference.id))
            copy = copies[0] if copies else None
        return self.record(copy) if copy is not None else None

    def _named(self, text: str) -> list[End]:
        """The ends with just this name or title, artists first."""
        artists = [self.artist(place) for place in self._people.called(text)]
        records = {copy.release_id: copy for key in keys(text) for copy in self._by_title.get(key, ())}
        return [*artists, *map(self.record, records.values())]

    def _described(self, text: str) -> list[End]:
        """The records of a title beside which a year stands, or a word such as "vinyl": "Kind of Blue 1959"."""
        for reading in readings(text, {}):
            years = [fact for fact in reading.facts if fact.kind == "year"]
            titled = {
                copy.release_id: copy for key in keys(reading.text) for copy in self._by_title.get(key, ())
            }
            found = [
                copy for copy in titled.values() if all(has_fact(copy, year) is not False for year in years)
            ]
            if found:
                return [*map(self.record, found)]
        return []

    def _guessed(self, snapshot: Snapshot, text: str) -> Meant:
        """By a part of a name, or by a name variation."""
        choices = self.find(text, MOST)
        if not choices:
            matches = find_artists(snapshot, text)
            known = [self._people.places.get(one.artist_id) for one in matches]
            choices = [self.artist(place) for place in known if place is not None][:MOST]
            if not choices and matches:
                return Meant(stranger=(matches[0].artist_id, matches[0].name))
        return Meant(choices[0]) if len(choices) == 1 else Meant(choices=tuple(choices))


def read_ends(snapshot: Snapshot) -> Ends:
    """Read them from a build."""
    return Ends(snapshot.cached(read_vertices), snapshot.cached(read_collection))


def _about(copy: Copy) -> str:
    """Artists and year of an album."""
    return f"{copy.artist}, {copy.original_year}" if copy.original_year else copy.artist
