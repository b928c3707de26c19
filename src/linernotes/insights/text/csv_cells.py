"""CSV that is safe to open in a spreadsheet: what Discogs' users wrote is text there, and never runs as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

#: What spreadsheets begin to calculate at, the wide forms of East Asian keyboards too. They pass over blanks before it.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20].", re.DOTALL)
#: Shows a spreadsheet that the file is UTF-8.
BYTE_ORDER_MARK = "\ufeff"

_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]+)?")


def as_text(cell: str) -> str:
    """A cell as it goes into a CSV file: an apostrophe stands before one that a spreadsheet would run.

    A plain number, and a sign alone (the album `+`), is left as it is: neither can do anything.
    """
    runs = _FORMULA.match(cell) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if runs else cell


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """A file of these rows, line by line; None is an empty cell, and text is written as `as_text` has it.

    It begins with a byte order mark: without one Excel takes UTF-8 for the machine's own code page.
    """
    yield BYTE_ORDER_MARK
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([as_text(cell) if isinstance(cell, str) else cell for cell in row])
        yield line.getvalue()
