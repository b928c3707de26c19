"""Some of the records of all of Discogs: by role of one of your musicians, year, format and label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linernotes.insights.world.people import WorldPerson
from linernotes.insights.world.pressings import WorldRelease


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a record has to have; '' and None ask for nothing. A record without a year fits no year."""

    role: str = ""
    format: str = ""
    label: str = ""
    since: int | None = None
    until: int | None = None

    def fits(self, release: WorldRelease, people: Iterable[WorldPerson]) -> bool:
        """Whether a release with these musicians has it."""
        year = release.year
        return (
            (not self.role or any(self.role in one.roles for one in people))
            and (not self.format or self.format in release.format_names)
            and (not self.label or self.label in release.label_names)
            and (self.since is None or (year is not None and year >= self.since))
            and (self.until is None or (year is not None and year <= self.until))
        )


#: A name with the number of records that have it.
Choice = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Choices:
    """What records can be narrowed by, the most frequent first, ties by name."""

    roles: tuple[Choice, ...]
    formats: tuple[Choice, ...]
    labels: tuple[Choice, ...]


def choices(records: Sequence[tuple[WorldRelease, Sequence[WorldPerson]]]) -> Choices:
    """The roles of musicians, formats and labels of some records."""
    return Choices(
        _counted({role for who in people for role in who.roles} for _, people in records),
        _counted(release.format_names for release, _ in records),
        _counted(release.label_names for release, _ in records),
    )


def _counted(names: Iterable[Iterable[str]]) -> tuple[Choice, ...]:
    counted = Counter(name for of_record in names for name in of_record)
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
