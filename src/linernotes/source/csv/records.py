"""The lines of a CSV file, bounded: whatever a file holds, a limit ends the work and says so."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from linernotes.errors import DocumentError

#: Bytes of a file, its copies, and columns of a line. An export of 200,000 copies has 25 MB.
LARGEST_FILE = 32 * 2**20
MOST_RECORDS = 250_000
MOST_COLUMNS = 1_000

#: Characters of a cell; what is longer is cut. Nobody writes as much of one record.
LONGEST_CELL = 100_000

#: Lines of a file for each of its records; lines that end in two characters count twice.
_LINES_A_RECORD = 4

#: Lines of one record: notes run over a few. A quotation mark that is never closed runs over all that follow.
_MOST_LINES = 400
#: So many of those are mended one by one.
_MOST_UNCLOSED = 100

_SEPARATOR = re.compile(r"\s*[\"']?sep=(?P<mark>[,;\t|])[\"']?[,;\t|]*\s*", re.IGNORECASE)
_MARKS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Record:
    """Cells of one record. `line` is where it begins, from 1; `is_unclosed` where a quotation mark never ends."""

    line: int
    cells: Sequence[str]
    is_unclosed: bool = False


@dataclass(slots=True)
class _Feed:
    """Hands lines to the CSV reader, and ends a record that runs over too many."""

    lines: list[str]
    next: int
    began: int = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.next >= len(self.lines):
            raise StopIteration
        if self.next - self.began >= _MOST_LINES:
            raise csv.Error("a record of too many lines")
        line = self.lines[self.next]
        if line.count(",") + line.count(";") + line.count("\t") > 100 * MOST_COLUMNS:
            raise csv.Error("a line of too many cells")
        self.next += 1
        return line


def read_records(text: str) -> Iterator[Record]:
    """Records of a file, the header first; lines without anything are left out.

    A first line `sep=;` names what separates cells, else the header shows it. A quotation mark that is never closed
    counts as a letter: its record ends with its line. The next lines are read as usual.

    :raises DocumentError: more records, columns or unclosed marks than any collection has.
    """
    csv.field_size_limit(LARGEST_FILE)
    if text.count("\n") + text.count("\r") > _LINES_A_RECORD * MOST_RECORDS:
        raise DocumentError(
            f"larger than any collection: it has more than {_LINES_A_RECORD * MOST_RECORDS:,} lines"
        )
    lines = list(io.StringIO(text.replace("\0", ""), newline=""))
    mark, first = _separator(lines)
    count = 0
    for record in _split(_Feed(lines, first), mark):
        if not any(record.cells):
            continue
        if len(record.cells) > MOST_COLUMNS and count == 0:
            raise DocumentError(f"not a CSV file: its first line has {len(record.cells):,} columns")
        count += 1
        if count > MOST_RECORDS + 1:
            raise DocumentError(f"larger than any collection: it has more than {MOST_RECORDS:,} rows")
        yield record


def _split(feed: _Feed, mark: str) -> Iterator[Record]:
    unclosed = 0
    reader = csv.reader(feed, delimiter=mark, strict=True)
    while True:
        feed.began = feed.next
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            unclosed += 1
            if unclosed > _MOST_UNCLOSED:
                raise DocumentError(
                    "damaged: in more than 100 lines a quotation mark is not closed. Save it again as CSV",
                    location=f"line {feed.began + 1}",
                ) from None
            line, feed.next = feed.lines[feed.began], feed.began + 1
            yield Record(feed.began + 1, _by_itself(line, mark), is_unclosed=True)
            reader = csv.reader(feed, delimiter=mark, strict=True)
        else:
            yield Record(feed.began + 1, cells)


def _by_itself(line: str, mark: str) -> list[str]:
    """Cells of a single line that breaks the rules of quotation: with leniency, else with no rules at all."""
    line = line.rstrip("\r\n")
    if line.count('"') % 2 == 0 and line.count(mark) <= MOST_COLUMNS:
        return next(csv.reader([line], delimiter=mark), [])
    return [cell.strip().strip('"') for cell in line.split(mark, MOST_COLUMNS)]


def _separator(lines: Sequence[str]) -> tuple[str, int]:
    """The mark that separates cells, and the line of the header: names of columns hold no such marks."""
    first = next((number for number, line in enumerate(lines) if line.strip(" \r\n")), len(lines))
    if first == len(lines):
        return ",", first
    named = _SEPARATOR.fullmatch(lines[first])
    if named:
        return named["mark"], first + 1
    return max(_MARKS, key=lines[first].count), first
