"""What a build knows of its copies by year, read once for all years."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from linernotes.insights.collection.copies import Copy, read_collection
from linernotes.insights.network.adjacency import read_adjacency
from linernotes.insights.network.farthest import farthest_apart
from linernotes.insights.network.paths import MOST_STEPS, Path, find_path
from linernotes.insights.release.similar_releases import read_kinship
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.year.models import FirstMet, NewLink
from linernotes.storage.duckdb.database import load_sql

#: New links that are listed.
_LINKS = 5
#: Before any year: a copy without a date may have been here ever since.
_UNDATED = 0


class _Instrument(NamedTuple):
    release_id: int
    role: str


@dataclass(frozen=True, slots=True)
class ShelfByYear:
    """Copies by the year in which they were added, and the year of the first copy of each release.

    That year is 0 where a copy has no date. `undated` counts these copies.
    """

    copies: dict[int, tuple[Copy, ...]]
    first_years: dict[int, int]
    undated: int


def read_shelf_by_year(snapshot: Snapshot) -> ShelfByYear:
    """Read it from a build. Days are Discogs' own."""
    found: defaultdict[int, list[Copy]] = defaultdict(list)
    firsts: dict[int, int] = {}
    for copy in snapshot.cached(read_collection).copies:
        year = copy.added_on.year if copy.added_on else _UNDATED
        firsts[copy.release_id] = min(year, firsts.get(copy.release_id, year))
        found[year].append(copy)
    undated = len(found.pop(_UNDATED, ()))
    return ShelfByYear({year: tuple(copies) for year, copies in found.items()}, firsts, undated)


def read_groups(snapshot: Snapshot) -> frozenset[int]:
    """The identities that are known to be groups."""
    return frozenset(snapshot.storage.values(int, "select distinct identity_id from artist where is_group"))


def read_instruments(snapshot: Snapshot) -> dict[int, tuple[str, ...]]:
    """Release -> the instruments that are credited on it."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for row in snapshot.storage.read(_Instrument, load_sql("linernotes.insights.year", "instruments")):
        found[row.release_id].append(row.role)
    return {release: tuple(roles) for release, roles in found.items()}


def read_met(snapshot: Snapshot, year: int) -> tuple[FirstMet, ...]:
    """People whose first record here came in in a year, those with most albums of that year first.

    They make music there, and are not known to be groups.
    """
    kinship, groups = snapshot.cached(read_kinship), snapshot.cached(read_groups)
    shelf, collection = snapshot.cached(read_shelf_by_year), snapshot.cached(read_collection)
    ordered = sorted(shelf.copies.get(year, ()), key=lambda copy: (str(copy.added_on), copy.release_id))
    first: dict[int, int] = {}
    albums: defaultdict[int, set[int]] = defaultdict(set)
    for release in dict.fromkeys(copy.release_id for copy in ordered):
        for person, makes_music in kinship.people.get(release, {}).items():
            if makes_music and person not in groups:
                first.setdefault(person, release)
                albums[person].add(kinship.album[release])
    new = [
        person
        for person in first
        if min(shelf.first_years.get(release, _UNDATED) for release in kinship.releases[person]) == year
    ]
    new.sort(key=lambda person: (-len(albums[person]), person))
    met = []
    for person in new:
        artist_id, copy = kinship.names_on(person, first[person])[0], collection.of_release(first[person])
        title = copy.title if copy else "Untitled"
        met.append(FirstMet(artist_id, kinship.names[artist_id], len(albums[person]), first[person], title))
    return tuple(met)


def read_new_links(snapshot: Snapshot, year: int) -> tuple[NewLink, ...]:
    """Two people each: both were here before a year, and what came in then has them together for the first time."""
    query = load_sql("linernotes.insights.year", "new_links")
    return tuple(snapshot.storage.read(NewLink, query, [year, _LINKS]))


def read_longest_journey(snapshot: Snapshot, year: int) -> Path | None:
    """The longest of the shortest ways between two main artists of what came in in a year. None without a way."""
    copies = snapshot.cached(read_shelf_by_year).copies.get(year, ())
    artists = {one.artist_id for copy in copies for one in copy.artists if one.artist_id is not None}
    ends = farthest_apart(snapshot.cached(read_adjacency), artists, most_steps=MOST_STEPS)
    return find_path(snapshot, [ends[0]], [ends[1]]) if ends else None


def read_makers(snapshot: Snapshot) -> dict[int, tuple[int, ...]]:
    """Release -> the identities that make music on it, without those that are known to be groups."""
    kinship, groups = snapshot.cached(read_kinship), snapshot.cached(read_groups)
    return {
        release: tuple(
            person for person, makes_music in people.items() if makes_music and person not in groups
        )
        for release, people in kinship.people.items()
    }


def count_albums(snapshot: Snapshot, releases: Iterable[int]) -> Counter[int]:
    """Identity -> on how many albums of some releases they make music. 10 ms for 5,000."""
    kinship, makers = snapshot.cached(read_kinship), snapshot.cached(read_makers)
    albums: dict[int, tuple[int, ...] | set[int]] = {}
    for release in releases:
        album, people = kinship.album[release], makers.get(release, ())
        albums[album] = {*albums[album], *people} if album in albums else people
    found = Counter[int]()
    for people_of_album in albums.values():
        found.update(people_of_album)
    return found
