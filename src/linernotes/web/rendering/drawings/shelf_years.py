"""The years of an artist on the shelf, drawn: a line for each instrument, band or member, records as marks on it.

Where marks would stand too high, or lie on those of the next year, each year is a column. Hundreds of marks say no
more. A mark that makes room for its neighbour seems to be of that one's year.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from markupsafe import Markup

from linernotes.insights.artist.pictures.shelf_years import (
    LineKind,
    ShelfYears,
    YearLine,
    YearMark,
    years_in_words,
)
from linernotes.insights.text.plurals import counted
from linernotes.web.rendering.drawings.pieces import (
    ArtistUrl,
    family_class,
    frame,
    legend,
    linked,
    said,
    shape,
    shortened,
    text_width,
)
from linernotes.web.rendering.escaping import escaped

#: Leads from a record to its page.
RecordUrl = Callable[[int], str]

LETTERS = 13.0
#: Height of a line with one mark, of each further mark above another, and of a heading.
LANE, STACKED, HEADING = 20.0, 9.5, 24.0
RADIUS = 4.2
#: Pixels that a year's label takes with the room beside it.
TICK = 46.0
#: Marks above each other at most; a line that needs more has columns. Height of its highest one, and the widest.
MOST_STACKED, COLUMN, COLUMN_WIDTH = 8, 72.0, 9.0
#: Room for the number above the highest column.
NUMBER = 10.0
#: Height of an album in a column where there are few.
ALBUM = 12.0
#: Titles that a column says.
_TITLES = 3

_HEADINGS = {LineKind.INSTRUMENT: "Instruments", LineKind.BAND: "Bands", LineKind.MEMBER: "Members"}
#: Lines with each record once: their marks are reached by keyboard, the others have the same records again.
_REACHED = (LineKind.RECORDS, LineKind.GUEST)


@dataclass(frozen=True, slots=True)
class _Format:
    """`label` is the room beside the lines; 0 puts names above them."""

    width: float
    label: float


_WIDE, _NARROW = _Format(1080.0, 210.0), _Format(344.0, 0.0)


def draw_shelf_years(years: ShelfYears, record_url: RecordUrl, artist_url: ArtistUrl) -> Markup:
    """Both drawings with their legend, and the line for what is pointed at."""
    links = [_Marks(line, record_url) for line in years.lines]
    drawings = [
        _Years(years, links, artist_url, format).draw(f"years-{name}", f"drawn-{name}")
        for format, name in ((_WIDE, "wide"), (_NARROW, "narrow"))
    ]
    is_hollow = any(not mark.is_named for line in years.lines for mark in line.marks)
    hollow = (
        Markup('<li class="muted">Hollow: the sleeve does not name {}</li>').format(years.name)
        if is_hollow
        else Markup()
    )
    return Markup(
        '<figure class="drawn" data-drawn>{}{}<p class="says" aria-live="polite"></p>'
        '<ul class="drawn-key">{}{}</ul></figure>'
    ).format(*drawings, legend(line.family for line in years.lines), hollow)


def list_marks(line: YearLine, record_url: RecordUrl) -> Markup:
    """The records of a line as text, for the table beside the drawing."""
    found = []
    for mark in line.marks:
        pressing, silent = "*" if mark.is_pressing_year else "", "" if mark.is_named else ", not named"
        found.append(
            f'<a href="{escaped(record_url(mark.release_id))}">{escaped(mark.title)}</a>'
            f' <span class="muted">{mark.year}{pressing}{silent}</span>'
        )
    return Markup(", ".join(found))  # noqa: S704 escaped


class _Marks:
    """What both drawings say of the marks of a line, made when the first of them needs it."""

    def __init__(self, line: YearLine, record_url: RecordUrl) -> None:
        self._line, self._record_url = line, record_url

    @cached_property
    def links(self) -> list[str]:
        """The beginning of each mark, up to its shape."""
        found = []
        line, is_reached = self._line, self._line.kind in _REACHED
        for mark in line.marks:
            pressing = " (this pressing)" if mark.is_pressing_year else ""
            silent = "" if mark.is_named else "; the sleeve does not name them"
            words = f"{line.label}: {mark.title}, {mark.year}{pressing}{silent}"
            hollow = "" if mark.is_named else ' class="hollow"'
            skipped = "" if is_reached or not mark.is_named else ' tabindex="-1"'
            found.append(
                f'<a href="{escaped(self._record_url(mark.release_id))}"{skipped}>{said(words)}<g{hollow}>'
            )
        return found

    @cached_property
    def columns(self) -> list[_Column]:
        """Each year with albums, the first one first."""
        found = []
        for year, of_year in groupby(self._line.marks, key=lambda mark: mark.year):
            marks = list(of_year)
            named = ", ".join(mark.title for mark in marks[:_TITLES])
            more = f" and {len(marks) - _TITLES} more" if len(marks) > _TITLES else ""
            words = f"{self._line.label}, {year}: {counted(len(marks), 'album')}: {named}{more}"
            found.append(_Column(year, len(marks), sum(not mark.is_named for mark in marks), words))
        return found


@dataclass(frozen=True, slots=True)
class _Column:
    """The albums of a line in a year; `hollow` are those of a band that do not name the person."""

    year: int
    albums: int
    hollow: int
    words: str


def _step(most: int) -> float:
    """Height of one album in columns; the highest has `most` albums."""
    return min(COLUMN / most, ALBUM)


def _height(columns: Sequence[_Column]) -> float:
    most = max(one.albums for one in columns)
    return most * _step(most)


class _Years:
    """The lines over one scale of years."""

    def __init__(
        self, years: ShelfYears, marks: Sequence[_Marks], artist_url: ArtistUrl, format: _Format
    ) -> None:
        self._years, self._marks, self._artist_url, self._format = years, marks, artist_url, format
        self._from = format.label + 14
        self._scale = (format.width - 20 - self._from) / max(1, years.last - years.first)

    def draw(self, id: str, classes: str) -> Markup:
        """The SVG element."""
        parts: list[str] = []
        y, before = 4.0, LineKind.RECORDS
        for number, (line, marks) in enumerate(zip(self._years.lines, self._marks, strict=True)):
            heading = _HEADINGS.get(line.kind)
            if heading and line.kind is not before:
                y += HEADING
                kind = "side name" if self._format.label else "side"
                parts.append(
                    f'<text class="{kind}" x="{self._format.label:.0f}" y="{y - 7:.1f}">{heading}</text>'
                )
            before = line.kind
            lanes = self._lanes(line.marks)
            highest = max((lane for _, lane in lanes), default=0)
            height = LANE + (STACKED * highest if lanes else _height(marks.columns) + NUMBER)
            if not self._format.label:
                parts.append(self._label(line, 2, y + 12, "name-above"))
                y += 15
            base = y + height - LANE / 2
            if self._format.label:
                parts.append(self._label(line, self._format.label, base + 4, "name"))
            if lanes:
                parts += self._line(line, marks.links, lanes, base)
            else:
                parts += self._columns(line, marks.columns, base, f"years-{number}")
            y += height
        axis = list(self._axis(y))
        title = f"{self._years.name}: the years on the shelf"
        about = years_in_words(self._years)
        return frame(
            [*axis, *parts],
            width=self._format.width,
            height=y + 24,
            id=id,
            title=title,
            about=about,
            classes=classes,
        )

    def _x(self, year: float) -> float:
        return self._from + (year - self._years.first) * self._scale

    def _lanes(self, marks: Sequence[YearMark]) -> list[tuple[YearMark, int]]:
        """Each mark with its place above the line, among those of its year. None where the line needs columns."""
        found = []
        before = -math.inf
        for year, of_year in groupby(marks, key=lambda mark: mark.year):
            lanes = [(mark, lane) for lane, mark in enumerate(of_year)]
            if len(lanes) > MOST_STACKED or self._x(year) - before < 2 * RADIUS + 1.4:
                return []
            before = self._x(year)
            found += lanes
        return found

    def _label(self, line: YearLine, x: float, y: float, kind: str) -> str:
        room = self._format.label - 4 if self._format.label else self._format.width - 8
        text = escaped(shortened(line.label, room, LETTERS))
        name = f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{text}</text>'
        url = None if line.artist_id is None else self._artist_url(line.artist_id)
        hint = {True: "; active, as Discogs says", False: "; former, as Discogs says", None: ""}[
            line.is_active
        ]
        undated = f"; {line.undated} without a year" if line.undated else ""
        return f"<g>{said(f'{line.label}: {line.span}, {len(line.marks)} here{undated}{hint}')}{linked(url, name)}</g>"

    def _line(
        self, line: YearLine, links: Sequence[str], lanes: Sequence[tuple[YearMark, int]], base: float
    ) -> Iterator[str]:
        first, last = self._x(line.marks[0].year), self._x(line.marks[-1].year)
        yield f'<g class="{family_class(line.family)}"><path class="life" d="M{first:.1f} {base:.1f}H{last:.1f}"/>'
        for link, (mark, lane) in zip(links, lanes, strict=True):
            yield f"{link}{shape(line.family, self._x(mark.year), base - lane * STACKED, RADIUS)}</g></a>"
        yield "</g>"

    def _columns(self, line: YearLine, columns: Sequence[_Column], base: float, row: str) -> Iterator[str]:
        """A column a year, which leads to the records in the table; the highest has its number."""
        most = max(columns, key=lambda one: one.albums)
        step = _step(most.albums)
        width = max(1.5, min(COLUMN_WIDTH, self._scale - 1))
        yield f'<g class="{family_class(line.family)}">'
        for one in columns:
            x, named = self._x(one.year) - width / 2, (one.albums - one.hollow) * step
            yield f'<a href="#{row}" tabindex="-1" data-column="{one.year} {one.albums}">{said(one.words)}'
            if named:
                yield f'<path d="M{x:.1f} {base:.1f}v-{named:.1f}h{width:.1f}v{named:.1f}z"/>'
            if one.hollow:
                yield (
                    f'<g class="hollow"><path d="M{x:.1f} {base - named:.1f}'
                    f'v-{one.hollow * step:.1f}h{width:.1f}v{one.hollow * step:.1f}z"/></g>'
                )
            yield "</a>"
        yield "</g>"
        label = str(most.albums)
        left = self._x(most.year) - text_width(label, 12) / 2
        left = min(left, self._format.width - text_width(label, 12))
        yield f'<text class="year" x="{left:.1f}" y="{base - most.albums * step - 3:.1f}">{label}</text>'

    def _axis(self, bottom: float) -> Iterator[str]:
        """Years that have room, with a thin line each."""
        span = self._years.last - self._years.first
        step = next((one for one in (1, 2, 5, 10, 20, 50) if one * self._scale >= TICK), 100)
        marked = [year for year in range(self._years.first, self._years.last + 1) if year % step == 0]
        for year in marked if span else [self._years.first]:
            x = self._x(year)
            label = str(year)
            left = min(x - text_width(label, 12) / 2, self._format.width - text_width(label, 12))
            yield f'<path class="axis" d="M{x:.1f} 2V{bottom + 4:.1f}"/>'
            yield f'<text class="year" x="{left:.1f}" y="{bottom + 19:.1f}">{label}</text>'
