"""Coverage: how many of something are known, out of how many. Every answer from a build has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.plurals import singular


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


@dataclass(frozen=True, kw_only=True)
class OfBuild:
    """An answer with the id of its build, and with the completeness and age of the data in it."""

    build_id: str
    coverage: tuple[Coverage, ...]


class OfBuildFields(TypedDict):
    """The fields of `OfBuild`."""

    build_id: str
    coverage: tuple[Coverage, ...]


def of_build(snapshot: Snapshot) -> OfBuildFields:
    """Return the fields about the build that every answer from it has."""
    return {"build_id": snapshot.build_id, "coverage": snapshot.cached(read_coverage)}


def read_coverage(snapshot: Snapshot) -> tuple[Coverage, ...]:
    """How much of each subject is known, by name; without subjects that this shelf has nothing of."""
    query = "select subject, known, total, as_of from coverage where total > 0 order by subject"
    return tuple(snapshot.storage.read(Coverage, query))
