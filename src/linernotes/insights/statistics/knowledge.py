"""What is known of the shelf: a number that nobody can know yet is unknown and never 0, one in part is a bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql

#: What a number is while not all is known: exact (""), the least or the most there can be, or neither of these.
Bound = Literal["", "at least", "at most", "about"]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Of how many owned `releases` more is here than a CSV export has (`linked`), and the document (`documented`).

    A listing names artists and albums by id; credits and tracks stand in documents alone. Of `dated` releases the year
    is known in which the album first came out. `unlisted` copies are in the collection by Discogs' own count, and in no
    listing that was read. Of `unread_artists` collected artists no document is here: their families are not known.
    """

    releases: int
    linked: int
    documented: int
    dated: int
    unlisted: int
    unread_artists: int

    @property
    def has_albums(self) -> bool:
        """Whether it is known of any release which artists and which album it belongs to. An empty shelf is known."""
        return self.linked > 0 or not self.releases

    @property
    def has_credits(self) -> bool:
        """Whether it is known of any release who is credited."""
        return self.documented > 0 or not self.releases

    @property
    def has_album_years(self) -> bool:
        """Whether any year is that of an album, and not of a pressing alone."""
        return self.dated > 0 or not self.releases

    @property
    def copies_bound(self) -> Bound:
        """What the number of copies is, and of pressings."""
        return "at least" if self.unlisted else ""

    @property
    def albums_bound(self) -> Bound:
        """What the number of albums is: a pressing of which the album is not known counts as one of its own."""
        if self.linked == self.releases:
            return self.copies_bound
        return "about" if self.unlisted else "at most"

    @property
    def links_bound(self) -> Bound:
        """What any number is that rests on artists and albums by id: main artists, pressings of one album."""
        return "at least" if self.linked < self.releases else self.copies_bound

    @property
    def credits_bound(self) -> Bound:
        """What any number is that rests on credits and tracks: people, their records, connections."""
        return "at least" if self.documented < self.releases else self.copies_bound

    @property
    def network_bound(self) -> Bound:
        """What any number of people and connections of the network is: it rests on credits, and on families."""
        return "at least" if self.unread_artists else self.credits_bound


def read_knowledge(snapshot: Snapshot) -> Knowledge:
    """Read it from a build."""
    (known,) = snapshot.storage.read(Knowledge, load_sql("linernotes.insights.statistics", "shelf_knowledge"))
    return known


def bounded(bound: Bound, number: str) -> str:
    """A number in words with its bound: "at least 12 records", or "12 records" where that is exact."""
    return f"{bound} {number}" if bound else number
