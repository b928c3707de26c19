"""The shelf parted in two ways at once: genre by decade, styles by the years in which they came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from linernotes.insights.collection.copies import read_collection
from linernotes.insights.collection.facets.facets import Choice, Facet, Facets, facet_of
from linernotes.insights.collection.facets.read_facets import read_facets
from linernotes.insights.collection.views import View
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.plurals import counted

#: What the rows can be.
RowPart = Literal["genre", "style", "label", "country"]
ROW_PARTS: tuple[RowPart, ...] = get_args(RowPart)

#: Rows that are shown, and the most columns of years.
ROWS = 12
MOST_COLUMNS = 12
#: Years that a column may span.
_SPANS = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True, slots=True)
class CrossedColumn:
    """A column: `key` is how addresses call it, `label` how people do."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class CrossedRow:
    """A value, the copies that have it, and how many of them each column has."""

    key: str
    label: str
    copies: int
    cells: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Crossed:
    """Copies by a part and by decade, or by the years in which they were added. The largest rows come first.

    A copy of two genres counts in both rows. `no_column` copies have no year (or no date of addition), `no_row` copies
    have no value of the part; `more_rows` values are not shown, among them those without
    a cell. `columns_are` says what the columns are.
    """

    part: RowPart
    columns_are: Literal["decade", "added"]
    columns: tuple[CrossedColumn, ...]
    rows: tuple[CrossedRow, ...]
    no_column: int
    no_row: int
    more_rows: int

    @property
    def most(self) -> int:
        """The largest number of a cell; 0 where there is no cell."""
        return max((max(row.cells) for row in self.rows if row.cells), default=0)

    @property
    def largest(self) -> tuple[tuple[int, CrossedRow, CrossedColumn], ...]:
        """Each row's largest cell that is not empty, the largest of these first."""
        found = [
            (row.cells[number], row, self.columns[number])
            for row in self.rows
            if any(row.cells)
            for number in [max(range(len(row.cells)), key=lambda at: row.cells[at])]
        ]
        return tuple(sorted(found, key=lambda one: -one[0]))

    @property
    def sentence(self) -> str:
        """What the picture shows."""
        if not self.largest:
            return f"No record has both a {self.part} and a {_COLUMN[self.columns_are]}."
        link = "from the" if self.columns_are == "decade" else "added in"
        (first, row, column), *others = self.largest[:3]
        text = f"The fullest cell is {row.label} {link} {column.label}: {counted(first, 'record')}"
        more = [f"{row.label} {link} {column.label} ({copies:,})" for copies, row, column in others]
        return f"{text}; then {' and '.join(more)}." if more else f"{text}."


_COLUMN = {"decade": "year", "added": "date of addition"}


def read_by_decade(snapshot: Snapshot, part: RowPart) -> Crossed:
    """Read how many copies have each value of a part and are of each decade."""
    facets = snapshot.cached(read_facets)
    decades, _ = facets.among(Choice()).values("decade")
    columns = tuple(CrossedColumn(one.key, one.label) for one in decades)
    return cross(facets, part, "decade", facets["decade"], columns)


def read_by_added(snapshot: Snapshot, part: RowPart) -> Crossed:
    """Read how many copies have each value of a part and were added in each year, or few years."""
    days = [copy.added_on for copy in snapshot.cached(read_collection).copies]
    years = [None if day is None else day.year for day in days]
    columns, keys = periods([year for year in years if year is not None])
    by_copy = [None if year is None else keys[year] for year in years]
    added = facet_of(by_copy, order=[column.key for column in columns])
    return cross(snapshot.cached(read_facets), part, "added", added, columns)


def cross(
    facets: Facets,
    part: RowPart,
    columns_are: Literal["decade", "added"],
    across: Facet,
    columns: tuple[CrossedColumn, ...],
) -> Crossed:
    """Count the copies of each cell. Pure; a few ms per 10,000 copies."""
    everything = facets.among(Choice())
    values, total = everything.values(part)
    places = {key: number for number, key in enumerate(across.keys)}
    rows: list[CrossedRow] = []
    for one in values if columns else ():
        if len(rows) == ROWS:
            break
        counts = across.counts(facets[part].having([one.key])).tolist()
        cells = tuple(int(counts[places[column.key]]) if column.key in places else 0 for column in columns)
        if any(cells):
            rows.append(CrossedRow(one.key, one.label, one.copies, cells))
    return Crossed(
        part=part,
        columns_are=columns_are,
        columns=columns,
        rows=tuple(rows),
        no_column=across.silent(everything.mask),
        no_row=everything.without(part),
        more_rows=total - len(rows),
    )


def periods(years: Sequence[int]) -> tuple[tuple[CrossedColumn, ...], dict[int, str]]:
    """Years in few columns, and the key of each year's column. Pure."""
    if not years:
        return (), {}
    first, last = min(years), max(years)
    span = next((span for span in _SPANS if last // span - first // span < MOST_COLUMNS), _SPANS[-1])
    columns: dict[str, CrossedColumn] = {}
    keys: dict[int, str] = {}
    for year in range(first, last + 1):
        start = year // span * span
        begin, end = max(start, first), min(start + span - 1, last)
        key = str(begin)
        label = key if begin == end else f"{begin}\N{EN DASH}{end % 100:02d}"
        columns.setdefault(key, CrossedColumn(key, label))
        keys[year] = key
    return tuple(columns.values()), keys


def cell_address(part: RowPart, key: str, decade: str) -> str:
    """The address of the records of a cell by decade: `/collection?genre=Jazz&decade=1960`."""
    return View().including(part, key).including("decade", decade).address()
