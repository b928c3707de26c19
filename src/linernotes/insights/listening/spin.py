"""Tonight's record: which ones may come up, how likely each is, and why one did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from linernotes.insights.collection.copies import Copy, sort_key
from linernotes.insights.collection.facets.facets import Choice, FacetName, Facets
from linernotes.insights.listening.play_weight import Appeal, appeal
from linernotes.insights.release.similar_releases import Kindred, Kinship
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.owned_releases import OwnedReleases, Record
from linernotes.storage.duckdb.database import load_sql

#: Where the next record is to lead: anywhere, to something like the present one, or far away from it.
Way = Literal["any", "like", "unlike"]

#: Among how many records that are like one the next is drawn.
_KINDRED = 60
#: By how much a record of another community, or of another decade, is likelier where something else is wanted.
_ELSEWHERE = 3.0
_ANOTHER_TIME = 2.0


@dataclass(frozen=True, slots=True)
class Wish:
    """What tonight's record should be: one value of each facet that is named, and no longer than so many minutes."""

    include: Mapping[FacetName, str] = field(default_factory=dict)
    minutes: int | None = None

    def __bool__(self) -> bool:
        return bool(self.include) or self.minutes is not None


class Appeals:
    """What speaks for each record on one day, if none had been played: counted once a day, asked all the time."""

    def __init__(self, shelf: OwnedReleases, day: date) -> None:
        self._shelf = shelf
        self._day = day
        self._weights = {record.release_id: appeal(record, None, day).weight for record in shelf}

    def of(self, release_id: int, played_on: date | None) -> Appeal:
        """What speaks for one record."""
        return appeal(self._shelf[release_id], played_on, self._day)

    def weights(self, releases: Iterable[int], last_played: Mapping[int, date]) -> dict[int, float]:
        """The weight of each of these records in a draw; what was played lately weighs little."""
        weights = {release_id: self._weights[release_id] for release_id in releases}
        for release_id in weights.keys() & last_played.keys():
            weights[release_id] = self.of(release_id, last_played[release_id]).weight
        return weights


def fitting(wish: Wish, shelf: OwnedReleases, facets: Facets, copies: Sequence[Copy]) -> list[int]:
    """The records that are as wished, each once, by id. Pure. `copies` are those that the facets are of. How long a
    record plays has to be known of every track, or it is not short enough.
    """
    if not wish:
        return [record.release_id for record in shelf]
    chosen = facets.among(Choice({name: (key,) for name, key in wish.include.items()}))
    found = {
        copy.release_id for copy, is_chosen in zip(copies, chosen.mask.tolist(), strict=True) if is_chosen
    }
    minutes = wish.minutes
    return sorted(one for one in found if minutes is None or _plays_within(shelf[one], minutes))


def _plays_within(record: Record, minutes: int) -> bool:
    return record.is_timed and record.seconds is not None and record.seconds <= minutes * 60


def like(kinship: Kinship, release_id: int, weights: Mapping[int, float]) -> dict[int, float]:
    """Of the records that may be drawn those that are like one, weighed by how much they are. Pure."""
    return {
        one.release_id: weights[one.release_id] * one.likeness**2
        for one in kinship.kindred(release_id, most=_KINDRED)
        if one.release_id in weights
    }


def unlike(
    kinship: Kinship,
    communities: Mapping[int, frozenset[int]],
    shelf: OwnedReleases,
    release_id: int,
    weights: Mapping[int, float],
) -> dict[int, float]:
    """Of the records that may be drawn those that have nothing to do with one: nobody on both, no style, no genre.

    Where that leaves none, a genre may be shared; then a style, too; never the album itself. Those of other communities
    and other decades are likelier. `communities` are those of a release's main artists. Pure.
    """
    shared = _albums_with(kinship, release_id)
    for near in (
        shared["person"] | shared["style"] | shared["genre"],
        shared["person"] | shared["style"],
        shared["person"],
    ):
        far = {one: weight for one, weight in weights.items() if kinship.album.get(one) not in near}
        if far:
            factors = _distances(communities, shelf, release_id, far)
            return {one: weight * factor for (one, weight), factor in zip(far.items(), factors, strict=True)}
    return {}


class _ReleaseCommunity(NamedTuple):
    release_id: int
    community_id: int


def read_release_communities(snapshot: Snapshot) -> dict[int, frozenset[int]]:
    """The communities of the top level that the main artists of each owned release belong to."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    query = load_sql("linernotes.insights.listening", "release_communities")
    for row in snapshot.storage.read(_ReleaseCommunity, query):
        found[row.release_id].add(row.community_id)
    return {release_id: frozenset(communities) for release_id, communities in found.items()}


def _albums_with(kinship: Kinship, release_id: int) -> dict[str, set[int]]:
    """The albums that share a person, a style or a genre with a record, its own among each of them."""
    own = {kinship.album[release_id]}
    albums = {"person": set(own), "style": set(own), "genre": set(own)}
    for person in kinship.people.get(release_id, {}):
        albums["person"] |= {kinship.album[other] for other in kinship.releases[person]}
    for word, is_style in kinship.words.get(release_id, {}).items():
        albums["style" if is_style else "genre"].update(kinship.albums_of_word[word])
    return albums


def _distances(
    communities: Mapping[int, frozenset[int]], shelf: OwnedReleases, here: int, others: Iterable[int]
) -> Iterator[float]:
    """By how much each of the others is likelier because it is far away. What is not known is not far."""
    own, decade = communities.get(here, frozenset()), shelf[here].decade
    for other in others:
        there, then = communities.get(other, frozenset()), shelf[other].decade
        is_apart = bool(own and there) and own.isdisjoint(there)
        is_of_another_time = decade is not None and then is not None and then != decade
        yield (_ELSEWHERE if is_apart else 1.0) * (_ANOTHER_TIME if is_of_another_time else 1.0)


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody on a record, with how many other albums on the shelf they are on."""

    artist_id: int
    name: str
    roles: tuple[str, ...]
    other_albums: int


@dataclass(frozen=True, slots=True)
class Rarity:
    """A style or country of a record that few on the shelf have: `records` copies, those of this one among them."""

    part: Literal["style", "country"]
    value: str
    records: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """Tonight's record and what speaks for it.

    `kindred` is what it shares with the record that it was drawn for, if it was to be like that; None otherwise.
    `is_unlike`: nobody on it is on the record that it was to be unlike.
    `people` make music on it, those on most other albums of the shelf first. The main artists stand on the cover
    and are left out.
    """

    record: Record
    appeal: Appeal
    way: Way
    origin: Record | None
    kindred: Kindred | None
    is_unlike: bool
    people: tuple[Companion, ...]
    rarities: tuple[Rarity, ...]


def propose(
    record: Record,
    reasons: Appeal,
    kinship: Kinship,
    counts: Mapping[tuple[str, str], int],
    way: Way = "any",
    origin: Record | None = None,
) -> Proposal:
    """Say why a record was drawn. Pure. `counts` are the copies of each style and country."""
    kindred = None
    if origin is not None and way == "like":
        found = kinship.kindred(origin.release_id, most=_KINDRED)
        kindred = next((one for one in found if one.release_id == record.release_id), None)
    shared = set() if origin is None else _people(kinship, record) & _people(kinship, origin)
    return Proposal(
        record=record,
        appeal=reasons,
        way=way,
        origin=origin,
        kindred=kindred,
        is_unlike=origin is not None and way == "unlike" and not shared,
        people=_companions(kinship, record),
        rarities=_rarities(record, counts),
    )


def _people(kinship: Kinship, record: Record) -> set[int]:
    return set(kinship.people.get(record.release_id, ()))


def _companions(kinship: Kinship, record: Record) -> tuple[Companion, ...]:
    """Everybody who makes music on a record and is not on its cover under any name; each person once."""
    covered = {kinship.person(artist.artist_id) for artist in record.copies[0].artists if artist.artist_id}
    here = record.release_id
    albums = {one.artist_id: len(one.elsewhere) for one in kinship.elsewhere(here)}
    found = []
    for person, makes_music in kinship.people.get(here, {}).items():
        if makes_music and person not in covered:
            id = kinship.names_on(person, here)[0]
            roles = kinship.roles_on(person, here)
            found.append(Companion(id, kinship.names[id], roles, albums.get(id, 0)))
    return tuple(sorted(found, key=lambda one: (-one.other_albums, sort_key(one.name), one.artist_id)))


def _rarities(record: Record, counts: Mapping[tuple[str, str], int]) -> tuple[Rarity, ...]:
    """What no more than three copies on the shelf have: the rarest word of it."""
    words: list[tuple[Literal["style", "country"], str]] = [("style", one) for one in record.styles]
    words += [("country", record.country)] if record.country else []
    few = [Rarity(part, value, counts.get((part, value), 0)) for part, value in words]
    return tuple(sorted((one for one in few if 0 < one.records <= 3), key=lambda one: one.records))[:1]
