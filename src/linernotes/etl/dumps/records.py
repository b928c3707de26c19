"""What an import looks for among the records of one kind and month, and where it looks: a dump's file is one place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from linernotes.source.dumps import DumpFile, Element, dump_file, scan

#: Called with what was read so far, and the whole.
OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Needed:
    """The records to look for: these ids, those with one of these main artists, those of these masters.

    Of the other pressings of a master only the one with most people credited is kept.
    """

    ids: frozenset[int]
    by_artists: frozenset[int] = frozenset()
    of_masters: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.ids or self.by_artists or self.of_masters)

    def without(self, other: Needed) -> Needed:
        """What the other one does not look for."""
        return Needed(
            self.ids - other.ids, self.by_artists - other.by_artists, self.of_masters - other.of_masters
        )

    def together(self, other: Needed) -> Needed:
        """What one of the two looks for."""
        return Needed(
            self.ids | other.ids, self.by_artists | other.by_artists, self.of_masters | other.of_masters
        )


class Elements(Protocol):
    """The elements that are found, in any order. Iterate once, to the end: until there they cannot be trusted.

    A few more may come than are needed. `records` counts all that were looked at, `without_id` those without an id.
    """

    records: int
    without_id: int

    def __iter__(self) -> Iterator[Element]: ...


class Records(Protocol):
    """The records of one kind and month."""

    @property
    def path(self) -> Path:
        """Where they are."""

    @property
    def name(self) -> str:
        """What people call them."""

    @property
    def kind(self) -> str:
        """The kind of each record: release, master, artist or label."""

    @property
    def date(self) -> datetime:
        """The day of the dump, midnight UTC."""

    @property
    def source(self) -> str:
        """The name of the source under which its documents land."""

    def find(self, needed: Needed, on_progress: OnProgress) -> Elements:
        """Look for what is needed. Errors come while the result is iterated."""


@dataclass(frozen=True, slots=True)
class FileRecords:
    """The records in a dump's file. Progress counts bytes of the file itself, not of the XML in it."""

    file: DumpFile

    @classmethod
    def of(cls, path: Path) -> FileRecords:
        """The records of a file, by its name.

        :raises DumpError: it is not named as dumps are.
        """
        return cls(dump_file(path))

    @property
    def path(self) -> Path:
        """The file."""
        return self.file.path

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.file.path.name

    @property
    def kind(self) -> str:
        """The kind in the name of the file."""
        return self.file.kind

    @property
    def date(self) -> datetime:
        """The day in the name of the file."""
        return self.file.date

    @property
    def source(self) -> str:
        """The name of the source under which its documents land."""
        return self.file.source

    def find(self, needed: Needed, on_progress: OnProgress) -> Elements:
        """One pass over the file.

        :raises DumpError: (while iterating) it is damaged, or is not what its name says.
        """
        return scan(
            self.path,
            self.kind,
            needed.ids,
            by_artists=needed.by_artists,
            of_masters=needed.of_masters,
            on_progress=on_progress,
        )
