"""Discogs' own CSV export of a collection, as Discogs writes it and as spreadsheets save it again."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from linernotes.errors import DocumentError

#: Times without an offset are Discogs' own: US Pacific, like all the others.
PACIFIC = ZoneInfo("America/Los_Angeles")

#: Our name of each column -> what headers become when only their letters are kept ("Catalog#", "Catalog.").
_COLUMNS = {
    "catalog_number": "catalog",
    "artist": "artist",
    "title": "title",
    "label": "label",
    "format": "format",
    "rating": "rating",
    "released": "released",
    "release_id": "releaseid",
    "folder": "collectionfolder",
    "added": "dateadded",
}
#: The account's fields; Discogs numbers these three the same for everybody. Others are the user's own.
_FIELDS = {"mediacondition": 1, "sleevecondition": 2, "notes": 3}
#: The databases keep ids in 64 bits.
_LARGEST_ID = 2**63 - 1

_FIELD = re.compile(r"^\s*collection[ ._]+(?P<name>.+?)\s*$", re.IGNORECASE)

#: How R, which has no empty cell, writes one. Its dots in the header give it away: elsewhere NA is a title.
_R_HEADER = re.compile(rb"^[^\n]*(catalog|date)\.", re.IGNORECASE)
_R_NOTHING = "NA"

_EXCEL_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?")


@dataclass(frozen=True, slots=True)
class ExportField:
    """One of the account's fields in an export. Those of the user's own have negative ids, by column."""

    field_id: int
    name: str


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One copy. `row_no` counts the copies from 1; every text is None where its cell is empty or missing.

    `artist`, `label` and `catalog_number` may hold several, joined by commas that stand within names, too.
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
class Export:
    """A whole export. `errors` are lines that hold something but no copy; blank lines are none."""

    rows: tuple[ExportRow, ...]
    fields: tuple[ExportField, ...]
    errors: tuple[DocumentError, ...]


def parse_export(body: bytes) -> Export:
    """Read an export, whatever program wrote it: commas, semicolons or tabs, UTF-8 or Windows' encoding. Pure.

    Times without a zone are US Pacific. Of dates such as 04/03/2023 the whole file decides whether the day or
    the month comes first; where it does not, the day does if it is written with two digits.
    :raises DocumentError: it is no export of a collection: there is no column release_id.
    """
    lines = csv.reader(io.StringIO(_text(body), newline=""), delimiter=_delimiter(body))
    nothing = {"", _R_NOTHING} if _R_HEADER.match(body) else {""}
    try:
        header = next(lines, [])
        cells = [(lines.line_num, [_told(cell, nothing) for cell in line]) for line in lines]
    except csv.Error as error:
        raise DocumentError(f"not a CSV file: {error}", location=f"line {lines.line_num}") from None
    places = {_letters(name): place for place, name in reversed(list(enumerate(header)))}
    if "releaseid" not in places:
        raise DocumentError("not an export of a Discogs collection: it has no column release_id")
    fields = dict(_own_fields(header))
    day_first = _is_day_first(_cell(line, places, "added") or "" for _, line in cells)
    rows: list[ExportRow] = []
    errors: list[DocumentError] = []
    for number, line in cells:
        if not any(line):
            continue
        try:
            rows.append(_row(len(rows) + 1, line, places, fields, day_first))
        except ValueError:
            told = _cell(line, places, "release_id") or ""
            errors.append(DocumentError(f"{told!r} is no release_id", location=f"line {number}"))
    return Export(tuple(rows), tuple(fields.values()), tuple(errors))


def _row(
    row_no: int,
    line: Sequence[str | None],
    places: Mapping[str, int],
    fields: Mapping[int, ExportField],
    day_first: bool,
) -> ExportRow:
    def cell(name: str) -> str | None:
        return _cell(line, places, name)

    release_id = int(cell("release_id") or "")
    if not 0 < release_id <= _LARGEST_ID:
        raise ValueError(release_id)
    values = {field.field_id: line[place] for place, field in fields.items() if place < len(line)}
    return ExportRow(
        row_no=row_no,
        release_id=release_id,
        title=cell("title"),
        artist=cell("artist"),
        label=cell("label"),
        catalog_number=cell("catalog_number"),
        format=cell("format"),
        rating=_number(cell("rating"), most=5),
        year=_number(cell("released"), most=9999),
        folder=cell("folder"),
        added_at=parse_added(cell("added"), day_first=day_first),
        fields={field_id: value for field_id, value in values.items() if value is not None},
    )


def parse_added(text: str | None, *, day_first: bool) -> datetime | None:
    """A time of an export in UTC; None if there is none, or none that can be."""
    if text is None:
        return None
    try:
        return _in_utc(datetime.fromisoformat(text))
    except OverflowError:
        return None
    except ValueError:
        found = _EXCEL_DATE.fullmatch(text)
    if found is None:
        return None
    one, other, year, hour, minute, second = (int(part or 0) for part in found.groups())
    day, month = (one, other) if day_first else (other, one)
    try:
        return _in_utc(datetime(year, month, day, hour, minute, second))
    except (ValueError, OverflowError):
        return None


def _in_utc(moment: datetime) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=PACIFIC)).astimezone(UTC)


def _is_day_first(dates: Iterable[str]) -> bool:
    """Whether 04/03/2023 is the fourth of March in this file."""
    found = [match for match in map(_EXCEL_DATE.fullmatch, dates) if match]
    if any(int(match[1]) > 12 for match in found):
        return True
    if any(int(match[2]) > 12 for match in found):
        return False
    return all(len(match[1]) == 2 for match in found)


def _own_fields(header: list[str]) -> Iterator[tuple[int, ExportField]]:
    """Place -> field, of the columns that hold the account's fields."""
    own = 0
    for place, title in enumerate(header):
        found = _FIELD.match(title)
        if found and _letters(title) != "collectionfolder":
            name = re.sub(r"[._]", " ", found["name"])
            known = _FIELDS.get(_letters(name))
            own -= known is None
            yield place, ExportField(known if known is not None else own, name)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")


def _delimiter(body: bytes) -> str:
    """What parts the names of the first line: names of columns have none of these in them."""
    first = body.split(b"\n", 1)[0]
    return max(",;\t", key=lambda mark: first.count(mark.encode()))


def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


def _cell(line: Sequence[str | None], places: Mapping[str, int], name: str) -> str | None:
    place = places.get(_COLUMNS[name])
    return line[place] if place is not None and place < len(line) else None


def _told(cell: str, nothing: Container[str]) -> str | None:
    text = cell.strip()
    return None if text in nothing else text


def _number(text: str | None, *, most: int) -> int | None:
    """A whole number from 1 to `most`; R writes 4 as 4.0. None for everything else."""
    found = re.fullmatch(r"(\d{1,4})(?:\.0+)?", text or "")
    return int(found[1]) if found and 1 <= int(found[1]) <= most else None
