"""What another pressing credits, for a record that credits hardly anybody itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from linernotes.insights.release.line_up import Credit, Section, line_up
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql


@dataclass(frozen=True, slots=True)
class Borrowed:
    """Credits that stand on the pressing `release_id`, and not on the record itself.

    `year` and `country` are those of that pressing. `counts`: everything that is counted counts them as the record's
    own, as the setting was when the build was made. Otherwise they count nowhere.
    """

    release_id: int
    year: int | None
    country: str | None
    source: str
    counts: bool
    line_up: tuple[Section, ...]

    @property
    def people(self) -> int:
        """How many are credited there, and in this role not on the record."""
        return len({one.artist_id or one.name for section in self.line_up for one in section.players})


class _From(NamedTuple):
    release_id: int
    year: int | None
    country: str | None
    source: str


def read_borrowed(snapshot: Snapshot, release_id: int) -> Borrowed | None:
    """Read it; None for a record that borrows nothing, or nothing new."""
    if release_id not in snapshot.cached(read_borrowers):
        return None
    read, package = snapshot.storage.read, "linernotes.insights.release"
    lenders = read(_From, load_sql(package, "record_lender"), [release_id])
    credits = read(Credit, load_sql(package, "record_borrowed"), [release_id])
    if not credits:
        return None
    counts = snapshot.cached(counts_borrowed)
    return Borrowed(*lenders[0], counts=counts, line_up=line_up(credits, ()))


def read_borrowers(snapshot: Snapshot) -> frozenset[int]:
    """The releases that borrow credits."""
    return frozenset(snapshot.storage.values(int, "select distinct release_id from release_borrowed_credits"))


def counts_borrowed(snapshot: Snapshot) -> bool:
    """Whether the build counts borrowed credits as those of the releases."""
    said = "select value from meta where key = 'counts_borrowed_credits'"
    return snapshot.storage.values(str, said) == ["yes"]
