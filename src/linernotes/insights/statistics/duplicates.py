"""Albums that are owned more than once: the same pressing twice, or several pressings of it."""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.insights.collection.copies import sort_key
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.owned_releases import OwnedReleases, Record, by_album, read_owned_releases


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An album with more than one copy. `copies` counts all of them; `pressings` are the oldest id first."""

    album: tuple[str, int]
    copies: int
    pressings: tuple[Record, ...]

    @property
    def repeated(self) -> tuple[Record, ...]:
        """Those of which there is more than one copy: the very same pressing twice."""
        return tuple(record for record in self.pressings if len(record.copies) > 1)


@dataclass(frozen=True, slots=True)
class Duplicates:
    """All of them, those with most copies first. `spare` is how many copies there are beyond one of each album."""

    albums: tuple[Duplicate, ...]

    @property
    def spare(self) -> int:
        """Copies beyond the first one of each album."""
        return sum(album.copies - 1 for album in self.albums)

    @property
    def same_pressing(self) -> int:
        """Albums of which the very same pressing is there more than once."""
        return sum(bool(album.repeated) for album in self.albums)

    @property
    def other_pressings(self) -> int:
        """Albums of which there are several pressings."""
        return sum(len(album.pressings) > 1 for album in self.albums)


def read_duplicates(snapshot: Snapshot) -> Duplicates:
    """Read them from a build."""
    return find_duplicates(snapshot.cached(read_owned_releases))


def find_duplicates(shelf: OwnedReleases) -> Duplicates:
    """Find them. Pure. Who has no master in common is no duplicate, however alike the titles are."""
    found = []
    for pressings in by_album(shelf):
        copies = sum(len(record.copies) for record in pressings)
        if copies > 1:
            ordered = tuple(sorted(pressings, key=lambda record: record.release_id))
            found.append(Duplicate(pressings[0].album, copies, ordered))
    return Duplicates(tuple(sorted(found, key=lambda one: (-one.copies, _name(one), one.album))))


def _name(album: Duplicate) -> tuple[str, str]:
    record = album.pressings[0]
    return sort_key(record.artist), sort_key(record.title)
