"""The copies of an export, and what of it could not be read."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from linernotes.errors import DocumentError
from linernotes.source.csv.cells import (
    is_rounded,
    parse_rating,
    parse_release_id,
    parse_year,
    says_nothing,
)
from linernotes.source.csv.dates import DateColumn, date_column
from linernotes.source.csv.encoding import decode_text, settled
from linernotes.source.csv.header import ExportField, Header, own_field, parse_header
from linernotes.source.csv.records import LARGEST_FILE, LONGEST_CELL, Record, read_records

#: How R, which has no empty cell, writes one. Its points in the header give it away: elsewhere NA is a title.
_R_NOTHING = "NA"
#: How files begin that are no text at all, and what to do.
_NO_TEXT = (
    (
        b"PK\x03\x04",
        "a spreadsheet or an archive (.xlsx, .ods, .zip), not a CSV file. Unpack it, or save it as CSV",
    ),
    (b"\xd0\xcf\x11\xe0", "a spreadsheet (.xls), not a CSV file. Save it as CSV"),
    (b"\x1f\x8b", "a compressed file, not a CSV file. Unpack it"),
    (b"%PDF", "a PDF, not a CSV file"),
    (b"SQLite format 3", "a database, not a CSV file"),
)
#: Characters of an example in a message.
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One copy. `row_no` counts the copies from 1; every text is None where its cell is empty or missing.

    `artist`, `label` and `catalog_number` may hold several, joined by commas that stand within names, too. A cell that
    could not be read is kept in `fields` as it is.
    """

    row_no: int
    release_id: int
    title: str | None
    artist: str | None
    label: str | None
    catalog_number: str | None
    format: str | None
    rating: int | None
    year: int | None
    folder: str | None
    added_at: datetime | None
    fields: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Unread:
    """Cells of one column that could not be read, or only be guessed: a count with an example."""

    column: str
    cells: int
    example: str
    line: int
    reason: str

    def __str__(self) -> str:
        """Return the one line that a summary shows."""
        cells = f"{self.cells:,} cells" if self.cells > 1 else "1 cell"
        return f"column {self.column}: {cells} {self.reason}, such as {self.example!r} (line {self.line})"


@dataclass(frozen=True, slots=True)
class Export:
    """A whole export. `errors` are lines that hold something but no copy; `unread` is by column and reason.

    `encoding` is that of the file; `encoding_guessed` is whether only its letters speak for it.
    """

    rows: tuple[ExportRow, ...]
    fields: tuple[ExportField, ...]
    errors: tuple[DocumentError, ...]
    unread: tuple[Unread, ...]
    encoding: str
    encoding_guessed: bool


@dataclass(slots=True)
class _Tally:
    """Counts cells that could not be read, by column and reason."""

    found: dict[tuple[str, str], Unread] = field(default_factory=dict)

    def count(self, column: str, reason: str, example: str, line: int) -> None:
        first = self.found.get((column, reason)) or Unread(column, 0, _shown(example), line, reason)
        self.found[column, reason] = Unread(column, first.cells + 1, first.example, first.line, reason)


def parse_export(body: bytes, *, seen_at: datetime | None = None) -> Export:
    """Read an export, whatever program wrote it and in whatever encoding. Pure.

    Times without a zone are US Pacific. In dates such as 04/03/2023 the day or the month may come first: the whole
    column decides. No date is later than `seen_at`, which helps. Where neither decides, `unread` counts the dates.

    :raises DocumentError: it is no export of a collection, or larger than any.
    """
    if len(body) > LARGEST_FILE:
        raise DocumentError(f"larger than any collection: {len(body):,} bytes")
    for beginning, what in _NO_TEXT:
        if body.startswith(beginning):
            raise DocumentError(what)
    decoded = decode_text(body)
    records = read_records(decoded.text)
    tally = _Tally()
    first = next(records, None)
    header = parse_header([settled(cell) for cell in first.cells] if first else [])
    nothing = {"", _R_NOTHING} if header.is_from_r else {""}
    kept = [(record, _cells(record, header, nothing, tally)) for record in records]
    rows, errors, fields = _Reader(header, tally, seen_at).read(kept)
    return Export(rows, fields, errors, tuple(tally.found.values()), decoded.encoding, decoded.guessed)


def _cells(record: Record, header: Header, nothing: Container[str], tally: _Tally) -> list[str | None]:
    """The record's cells, stripped; None for an empty one. Those beyond the header's last are counted."""
    cells: list[str | None] = []
    for place, cell in enumerate(record.cells[: len(header.titles)]):
        text = cell.strip()
        column = header.titles[place]
        if not text.isascii() and (text != (whole := settled(text)) or "\ufffd" in text):
            tally.count(column, "with a byte that is not of the file's encoding", whole, record.line)
            text = whole
        if len(text) > LONGEST_CELL:
            tally.count(column, f"cut after {LONGEST_CELL:,} characters", text, record.line)
            text = text[:LONGEST_CELL]
        cells.append(None if text in nothing else text)
    for cell in record.cells[len(header.titles) :]:
        if cell.strip():
            tally.count("(none)", "beyond the last column, which are left out", settled(cell), record.line)
    shown = next((cell for cell in cells if cell), "")
    if record.is_unclosed:
        tally.count("(all)", "of a line with a quotation mark that is not closed", shown, record.line)
    elif len(record.cells) <= header.places.get("added", -1):
        # Every copy has a day, and spreadsheets leave out only empty cells at the end of a line.
        tally.count("(all)", "of a line that ends before Date Added", shown, record.line)
    return cells


class _Reader:
    """Makes copies of cells."""

    def __init__(self, header: Header, tally: _Tally, seen_at: datetime | None) -> None:
        self._header, self._tally, self._seen_at = header, tally, seen_at
        self._dates = DateColumn()
        self._kept_as: dict[str, ExportField] = {}

    def read(
        self, lines: Sequence[tuple[Record, list[str | None]]]
    ) -> tuple[tuple[ExportRow, ...], tuple[DocumentError, ...], tuple[ExportField, ...]]:
        """Copies, lines that are none, and all fields that copies have."""
        self._dates = date_column((self._cell(cells, "added") for _, cells in lines), seen_at=self._seen_at)
        rows: list[ExportRow] = []
        errors: list[DocumentError] = []
        for record, cells in lines:
            if not any(cells):
                continue
            release_id = parse_release_id(self._cell(cells, "release_id"))
            if release_id is None:
                errors.append(self._error(record.line, cells))
            else:
                rows.append(self._row(len(rows) + 1, release_id, record.line, cells))
        fields = (*self._header.fields.values(), *self._kept_as.values())
        return tuple(rows), tuple(errors), fields

    def _row(self, row_no: int, release_id: int, line: int, cells: Sequence[str | None]) -> ExportRow:
        places = self._header.fields
        fields = {
            places[place].field_id: text for place, text in enumerate(cells) if text and place in places
        }

        added_at = self._dates.read(self._cell(cells, "added"))
        rating = parse_rating(self._cell(cells, "rating"))
        year = parse_year(self._cell(cells, "released"))
        for name, value in (("added", added_at), ("rating", rating), ("released", year)):
            text = self._cell(cells, name)
            if value is None and text and not (name != "added" and says_nothing(text)):
                self._count(name, "could not be read", text, line)
                fields[self._keep(name).field_id] = text
        if self._dates.is_ambiguous(added := self._cell(cells, "added")):
            order = self._dates.order.value
            self._count(
                "added", f"may have day or month first and are read with the {order}", added or "", line
            )
        return ExportRow(
            row_no=row_no,
            release_id=release_id,
            title=self._cell(cells, "title"),
            artist=self._cell(cells, "artist"),
            label=self._cell(cells, "label"),
            catalog_number=self._cell(cells, "catalog_number"),
            format=self._cell(cells, "format"),
            rating=rating,
            year=year,
            folder=self._cell(cells, "folder"),
            added_at=added_at,
            fields=fields,
        )

    def _count(self, name: str, reason: str, text: str, line: int) -> None:
        self._tally.count(self._header.titles[self._header.places[name]], reason, text, line)

    def _keep(self, name: str) -> ExportField:
        """The field in which a cell of this column is kept that could not be read."""
        if name not in self._kept_as:
            column = self._header.titles[self._header.places[name]]
            others = (*self._header.fields.values(), *self._kept_as.values())
            self._kept_as[name] = own_field(f"{column} as written", others)
        return self._kept_as[name]

    def _error(self, line: int, cells: Sequence[str | None]) -> DocumentError:
        text = self._cell(cells, "release_id") or ""
        what = " - ".join(filter(None, (self._cell(cells, "artist"), self._cell(cells, "title"))))
        why = "is rounded, and so no release_id" if is_rounded(text) else "is no release_id"
        return DocumentError(
            f"{_shown(text)!r} {why}" + (f" ({_shown(what)})" if what else ""), location=f"line {line}"
        )

    def _cell(self, cells: Sequence[str | None], name: str) -> str | None:
        place = self._header.places.get(name)
        return cells[place] if place is not None and place < len(cells) else None


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
