"""Overview: how much stands on the shelf, and how much of it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from linernotes.insights.statistics.knowledge import Knowledge, read_knowledge
from linernotes.plurals import singular
from linernotes.storage.duckdb.database import DBStorage, load_sql


@dataclass(frozen=True, slots=True)
class Coverage:
    """How complete one subject is: `known` out of `total`, as of the newest document about it."""

    subject: str
    known: int
    total: int
    as_of: datetime | None

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return self.known >= self.total

    @property
    def noun(self) -> str:
        """The subject in the number of `total`: "releases with credits", and "release with credits" of one."""
        if self.total != 1:
            return self.subject
        first, space, rest = self.subject.partition(" ")
        return f"{singular(first)}{space}{rest.replace('their', 'its')}"


@dataclass(frozen=True, slots=True)
class Overview:
    """The shelf in numbers: copies, pressings, albums, and the people who made them. `artists` are collected ones.

    None is a number that nobody can know yet (`knowledge`): a CSV export alone names no album and nobody by id, and no
    listing has credits.
    """

    items: int
    releases: int
    albums: int | None
    people: int | None
    artists: int | None
    built_at: datetime | None
    coverage: tuple[Coverage, ...]
    knowledge: Knowledge


def read_overview(storage: DBStorage) -> Overview:
    """Read it from a build."""
    items, releases, albums, people = storage.rows(
        load_sql("linernotes.insights.statistics", "shelf_counts")
    )[0]
    coverage = read_coverage(storage)
    known = read_knowledge(storage)
    built_at = storage.scalar("select value from meta where key = 'built_at'")
    return Overview(
        items=items,
        releases=releases,
        albums=albums if known.has_albums else None,
        people=people if known.has_credits else None,
        artists=next((one.total for one in coverage if one.subject == "artists"), 0)
        if known.has_albums
        else None,
        built_at=datetime.fromisoformat(built_at) if built_at else None,
        coverage=coverage,
        knowledge=known,
    )


def read_coverage(storage: DBStorage) -> tuple[Coverage, ...]:
    """How much of each subject is known, by name; without subjects that this shelf has nothing of."""
    rows = storage.rows("select subject, known, total, as_of from coverage where total > 0 order by subject")
    return tuple(Coverage(*row) for row in rows)
