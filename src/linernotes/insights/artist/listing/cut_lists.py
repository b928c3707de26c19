"""Lists of Discogs that were cut short, or are empty: how many entries of a discography are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.coverage_subjects import DISCOGRAPHY

_QUERY = "select subject, known, total from coverage where starts_with(subject, ?)"


@dataclass(frozen=True, slots=True)
class CutList:
    """Of the `total` entries of a list `known` were read; both are 0 where the list is empty."""

    known: int
    total: int

    @property
    def not_read(self) -> int:
        """How many entries are not here."""
        return max(0, self.total - self.known)


class _Row(NamedTuple):
    subject: str
    known: int
    total: int


def read_cut_lists(snapshot: Snapshot) -> dict[int, CutList]:
    """Artist -> how far their list was read. A list that was read as a whole, or not at all, is not among them."""
    rows = snapshot.storage.read(_Row, _QUERY, [DISCOGRAPHY])
    return {int(row.subject.removeprefix(DISCOGRAPHY)): CutList(row.known, row.total) for row in rows}
