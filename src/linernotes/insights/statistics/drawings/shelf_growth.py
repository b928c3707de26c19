"""How many copies stood on the shelf at the end of each month, and of which genres. Days are Discogs' own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import accumulate

from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.drawings.months import Month, whole_span
from linernotes.insights.statistics.owned_releases import OwnedReleases, read_owned_releases
from linernotes.insights.text.plurals import counted

#: Genres with an area of their own. The rest is one area.
SHOWN = 6
#: The areas of all other genres, and of copies without one.
OTHERS, NO_GENRE = "Other genres", "No genre"


@dataclass(frozen=True, slots=True)
class GenreTotals:
    """A genre, and how many copies of it there were at the end of each month. A copy of n genres adds 1/n to each."""

    genre: str
    totals: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ShelfGrowth:
    """The copies that stand on the shelf now, by the month in which they were added; months have no gaps.

    `totals` are copies at the end of each month. `genres` add up to them, the largest first. `undated` copies
    have no day.
    """

    months: tuple[Month, ...]
    totals: tuple[int, ...]
    genres: tuple[GenreTotals, ...]
    undated: int

    @property
    def sentence(self) -> str:
        """What the line shows."""
        if not self.months:
            return "No record has a known date of addition."
        first, last = self.months[0], self.months[-1]
        if first == last:
            return f"{counted(self.totals[-1], 'record')} came in, all in {first.name}."
        year, most = max(self.added_by_year.items(), key=lambda one: (one[1], one[0]))
        return (
            f"The shelf grew to {counted(self.totals[-1], 'record')} from {first.name} to {last.name}; "
            f"most came in {year}: {most:,}."
        )

    @property
    def added_by_year(self) -> dict[int, int]:
        """How many copies each year added, from the first year to the last."""
        added = Counter[int]()
        for month, before, after in zip(self.months, (0, *self.totals), self.totals, strict=False):
            added[month.year] += after - before
        return dict(added)

    @property
    def genres_sentence(self) -> str:
        """What the areas show."""
        named = [one for one in self.genres if one.genre not in (OTHERS, NO_GENRE)]
        if not self.months or not named:
            return "No record with a known date of addition has a genre."
        shares = [f"{one.genre} {round(100 * one.totals[-1] / self.totals[-1])} %" for one in named[:3]]
        return f"Of the shelf in {self.months[-1].name} the largest parts are {', '.join(shares)}."


def read_shelf_growth(snapshot: Snapshot) -> ShelfGrowth:
    """Read it from a build."""
    return grow(snapshot.cached(read_owned_releases))


def grow(shelf: OwnedReleases) -> ShelfGrowth:
    """Add the copies up, month by month. Pure; some 50 ms per 10,000 copies."""
    dated = [(copy.added_on, record) for record in shelf for copy in record.copies if copy.added_on]
    months = whole_span(day for day, _ in dated)
    added = Counter((Month.of(day), record.genres) for day, record in dated)
    totals: Counter[Month] = Counter()
    by_genre: dict[str, Counter[Month]] = {}
    for (month, genres), copies in added.items():
        totals[month] += copies
        for genre in genres or (NO_GENRE,):
            by_genre.setdefault(genre, Counter())[month] += copies * _PARTS // (len(genres) or 1)
    return ShelfGrowth(
        months=months,
        totals=tuple(accumulate(totals[month] for month in months)),
        genres=tuple(_areas(by_genre, months)),
        undated=_copies(shelf) - len(dated),
    )


#: A copy in parts that 1, 2, 3 .. 16 genres can share evenly: sums stay exact.
_PARTS = 720720


def _areas(by_genre: dict[str, Counter[Month]], months: tuple[Month, ...]) -> list[GenreTotals]:
    """The largest genres, the rest together, and copies without one last."""
    ranked = sorted(by_genre.keys() - {NO_GENRE}, key=lambda genre: (-by_genre[genre].total(), genre))
    groups: list[tuple[str, tuple[str, ...]]] = [(genre, (genre,)) for genre in ranked[:SHOWN]]
    if len(ranked) == SHOWN + 1:
        groups.append((ranked[SHOWN], (ranked[SHOWN],)))
    elif len(ranked) > SHOWN:
        groups.append((OTHERS, tuple(ranked[SHOWN:])))
    if NO_GENRE in by_genre:
        groups.append((NO_GENRE, (NO_GENRE,)))
    return [
        GenreTotals(
            name,
            tuple(
                round(parts / _PARTS, 2)
                for parts in accumulate(sum(by_genre[genre][month] for genre in genres) for month in months)
            ),
        )
        for name, genres in groups
    ]


def _copies(records: OwnedReleases) -> int:
    return sum(len(record.copies) for record in records)
