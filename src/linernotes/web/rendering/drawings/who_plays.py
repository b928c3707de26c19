"""Who plays on which track, drawn: people as rows and tracks as columns; on narrow screens it turns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from markupsafe import Markup

from linernotes.insights.release.instrument_families import InstrumentFamily
from linernotes.insights.release.people_lines import (
    PersonLine,
    Spot,
    people_lines,
    person_in_words,
    spot_in_words,
    who_plays_in_words,
    whole_in_words,
)
from linernotes.insights.release.who_plays import TrackTable
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

TITLE = "Who plays on which track"

#: Size of letters, and of a small label.
LETTERS, SMALL = 13.0, 12.0
#: Height of a row, the widest column, and what parts two sides.
ROW, WIDEST, GAP = 20.0, 60.0, 12.0
#: Slanted labels need so wide columns. They rise by so much of their length, and go as far to the right.
SLANTED, RISE, RUN = 17.0, 0.766, 0.643
#: The longest label of a row, and of a slanted column.
ROW_LABEL, COLUMN_LABEL = 220.0, 150.0

#: What the legend says of a bar.
_HOLLOW = Markup(
    '<li><svg class="key" viewBox="0 0 28 14" width="28" height="14" aria-hidden="true">'
    '<rect class="bar" x="1" y="3" width="26" height="8" rx="4"/></svg> named for the whole record</li>'
)


@dataclass(frozen=True, slots=True)
class Label:
    """A row or column: what it is called, where it leads, what is said of it, and the side that it is on."""

    text: str
    short: str
    url: str | None
    words: str
    group: str | None


@dataclass(frozen=True, slots=True)
class Format:
    """How large a drawing is: the width at most, the narrowest column, and the longest label of a row."""

    width: float
    narrowest: float
    row_label: float
    column_label: float


WIDE = Format(1080.0, 9.0, ROW_LABEL, COLUMN_LABEL)
NARROW = Format(344.0, 17.5, 104.0, 110.0)


def draw_who_plays(table: TrackTable, artist_url: ArtistUrl) -> Markup:
    """Both drawings of a table that has rows, with the legend and a line for what is pointed at."""
    people = people_lines(table)
    wide = _Grid(table, people, artist_url, WIDE, people_down=True).draw("drawn-wide")
    people_down = _panels(len(people), len(table.rows))
    narrow = _Grid(table, people, artist_url, NARROW, people_down=people_down).draw("drawn-narrow")
    spots = [spot for one in people for spot in one.spots]
    families = {family for spot in spots for family in (*spot.families, *spot.whole_families)}
    hollow = _HOLLOW if any(spot.whole_families for spot in spots) else Markup()
    return Markup(
        '<figure class="drawn" data-drawn>{}{}<p class="says" aria-live="polite"></p>'
        '<ul class="drawn-key">{}{}</ul></figure>'
    ).format(wide, narrow, legend(families), hollow)


def _panels(people: int, tracks: int) -> bool:
    """Whether people stay the rows on a narrow screen: where they are many, and tracks are few."""
    columns = int((NARROW.width - NARROW.row_label) / NARROW.narrowest)
    return -(-tracks // columns) * people < -(-people // columns) * tracks


class _Grid:
    """People by tracks, in panels below each other where the columns do not fit beside each other."""

    def __init__(
        self,
        table: TrackTable,
        people: Sequence[PersonLine],
        artist_url: ArtistUrl,
        format: Format,
        *,
        people_down: bool,
    ) -> None:
        self.table, self.people, self.format, self.people_down = table, people, format, people_down
        of_people = [
            Label(
                one.name,
                "",
                None if one.artist_id is None else artist_url(one.artist_id),
                person_in_words(one, table),
                None,
            )
            for one in people
        ]
        of_tracks = [
            Label(
                f"{row.position or number} {row.title}",
                row.position or str(number),
                None,
                f"{row.position or number} {row.title}",
                row.side,
            )
            for number, row in enumerate(table.rows, 1)
        ]
        self.rows, self.columns = (of_people, of_tracks) if people_down else (of_tracks, of_people)
        longest = max(text_width(row.text, LETTERS) for row in self.rows)
        self.left = min(format.row_label, longest + 2) + 10
        self.ys = list(_places(self.rows, ROW, heading=0 if people_down else ROW))
        self.height = self.ys[-1] + ROW / 2

    def draw(self, id: str) -> Markup:
        """The SVG element."""
        parts: list[str] = []
        top, width = 0.0, 0.0
        for first, last in self._chunks():
            panel = _Panel(self, first, last, top)
            parts += panel.parts()
            top, width = panel.bottom + 16, max(width, panel.width)
        about = who_plays_in_words(self.table)
        return frame(parts, width=width, height=top - 16, id=id, title=TITLE, about=about, classes=id)

    def _chunks(self) -> Iterator[tuple[int, int]]:
        """Columns that fit beside each other, as (first, last + 1), of about the same number in each panel."""
        sides = len({one.group for one in self.columns})
        room = self.format.width - self.left - 44 - GAP * (sides - 1)
        fitting = max(1, int(room / self.format.narrowest))
        panels = -(-len(self.columns) // fitting)
        size = -(-len(self.columns) // panels)
        for first in range(0, len(self.columns), size):
            yield first, min(first + size, len(self.columns))


def _places(labels: Sequence[Label], step: float, heading: float = 0.0) -> Iterator[float]:
    """The middle of each row or column; sides are apart, with room for a heading."""
    at = heading if labels and labels[0].group and heading else 0.0
    before = labels[0].group if labels else None
    for label in labels:
        if label.group != before:
            at += max(GAP, heading + 4 if heading else 0)
            before = label.group
        yield at + step / 2
        at += step


class _Panel:
    """Some columns of a grid with all of its rows, below a line at `top`."""

    def __init__(self, grid: _Grid, first: int, last: int, top: float) -> None:
        self._grid, self._first = grid, first
        self._columns = grid.columns[first:last]
        sides = len(list(groupby(one.group for one in self._columns))) - 1
        room = grid.format.width - grid.left - 44 - GAP * sides
        self._step = min(WIDEST, room / len(self._columns))
        self._is_slanted = self._step >= SLANTED
        self._xs = [grid.left + place for place in _places(self._columns, self._step)]
        right = self._xs[-1] + self._step / 2
        self._rooms = [min(grid.format.column_label, (grid.format.width - 8 - x) / RUN) for x in self._xs]
        ends = [
            min(room, text_width(one.text, SMALL)) if self._is_slanted else 0.0
            for room, one in zip(self._rooms, self._columns, strict=True)
        ]
        self._label = max(ends)
        self.width = max(right + 6, *(x + end * RUN + 8 for x, end in zip(self._xs, ends, strict=True)))
        self._top = top + (self._label * RISE + 16 if self._is_slanted else 22)
        self._has_sides = grid.people_down and any(one.group for one in self._columns)
        self.bottom = self._top + grid.height + (20 if self._has_sides else 4)

    def parts(self) -> Iterator[str]:
        yield from self._rules()
        yield from self._row_labels()
        yield from self._column_labels()
        for number, one in enumerate(self._grid.people):
            spots = [spot for spot in one.spots if self._at(number, spot) is not None]
            if spots:
                yield "".join(self._line(number, one, spots))

    def _at(self, person: int, spot: Spot) -> tuple[float, float] | None:
        """Where a mark is; None if it is in another panel."""
        row, column = (person, spot.row) if self._grid.people_down else (spot.row, person)
        if not self._first <= column < self._first + len(self._columns):
            return None
        return self._xs[column - self._first], self._top + self._grid.ys[row]

    def _rules(self) -> Iterator[str]:
        """Thin lines that lead the eye along the rows, and one between two sides."""
        right = self._xs[-1] + self._step / 2
        for y in self._grid.ys:
            yield f'<path class="lane" d="M{self._grid.left:.1f} {self._top + y:.1f}H{right:.1f}"/>'
        for (left_x, left), (right_x, after) in pairwise(zip(self._xs, self._columns, strict=True)):
            if left.group != after.group:
                x = (left_x + right_x) / 2
                yield f'<path class="side-rule" d="M{x:.1f} {self._top:.1f}v{self._grid.height:.1f}"/>'

    def _row_labels(self) -> Iterator[str]:
        left, before = self._grid.left, None
        for y, label in zip(self._grid.ys, self._grid.rows, strict=True):
            if label.group != before:
                before = label.group
                line = self._top + y - ROW / 2
                if y > ROW * 1.5:
                    yield f'<path class="side-rule" d="M0 {line - ROW - 2:.1f}H{self._xs[-1] + self._step / 2:.1f}"/>'
                if label.group:
                    yield f'<text class="side" x="0" y="{line - 5:.1f}">{escaped(label.group)}</text>'
            text = escaped(shortened(label.text, left - 10, LETTERS))
            name = f'<text class="name" x="{left - 8:.1f}" y="{self._top + y + 4:.1f}">{text}</text>'
            yield f"<g>{said(label.words)}{linked(label.url, name)}</g>"

    def _column_labels(self) -> Iterator[str]:
        y = self._top - 8
        free = 0.0
        for x, label, room in zip(self._xs, self._columns, self._rooms, strict=True):
            if self._is_slanted:
                text = escaped(shortened(label.text, room, SMALL))
                name = f'<text class="slanted" transform="translate({x + 3:.1f} {y:.1f}) rotate(-50)">{text}</text>'
                yield f"<g>{said(label.words)}{linked(label.url, name)}</g>"
            elif x - text_width(label.short, SMALL) / 2 > free:
                free = x + text_width(label.short, SMALL) / 2 + 5
                yield f'<text class="number" x="{x:.1f}" y="{y:.1f}">{escaped(label.short)}</text>'
        if self._has_sides:
            yield from self._side_labels()

    def _side_labels(self) -> Iterator[str]:
        y = self._top + self._grid.height + 15
        together = groupby(zip(self._xs, self._columns, strict=True), key=lambda one: one[1].group)
        for side, columns in together:
            xs = [x for x, _ in columns]
            width = xs[-1] - xs[0] + self._step + GAP - 4
            words = (
                next((one for one in (side, side.split(" ")[-1]) if text_width(one, SMALL) <= width), "")
                if side
                else ""
            )
            if words:
                yield f'<text class="side middle" x="{(xs[0] + xs[-1]) / 2:.1f}" y="{y:.1f}">{escaped(words)}</text>'

    def _line(self, person: int, one: PersonLine, spots: Sequence[Spot]) -> Iterator[str]:
        """The marks of a person: hollow bars for what the whole record says, filled shapes for what a track says."""
        yield f'<g data-person="{person}">'
        whole = [spot for spot in spots if spot.whole_families]
        for _, together in groupby(enumerate(whole), key=lambda pair: pair[1].row - pair[0]):
            run = [spot for _, spot in together]
            yield self._bar(person, one, run)
        for spot in spots:
            if spot.families:
                yield self._mark(person, one, spot)
        yield "</g>"

    def _bar(self, person: int, one: PersonLine, run: Sequence[Spot]) -> str:
        ends = [place for spot in (run[0], run[-1]) if (place := self._at(person, spot))]
        (x, y), (to_x, to_y) = ends[0], ends[-1]
        across, along = 6.0, 0.5 * (self._step if self._grid.people_down else ROW) - 1.5
        dx, dy = (along, across) if self._grid.people_down else (across, along)
        length = (to_x - x if self._grid.people_down else to_y - y) + along
        families = run[0].whole_families
        apart = min(12.0, length / max(1, len(families) - 1))
        shapes = "".join(
            f'<g class="hollow {family_class(family)}">{self._along(family, x, y, apart * number)}</g>'
            for number, family in enumerate(families)
        )
        return (
            f'<g class="{family_class(families[0])}" data-bar="{run[0].row} {run[-1].row}">'
            f"{said(whole_in_words(one.name, run[0]))}"
            f'<rect class="bar" x="{x - dx:.1f}" y="{y - dy:.1f}" width="{to_x - x + 2 * dx:.1f}" '
            f'height="{to_y - y + 2 * dy:.1f}" rx="6"/>'
            f"{shapes}</g>"
        )

    def _along(self, family: InstrumentFamily, x: float, y: float, distance: float) -> str:
        """A shape in a bar, so far from its beginning."""
        is_flat = self._grid.people_down
        return shape(family, x + distance * is_flat, y + distance * (not is_flat), 3.3)

    def _mark(self, person: int, one: PersonLine, spot: Spot) -> str:
        place = self._at(person, spot)
        if place is None:
            return ""
        x, y = place
        # All that somebody plays on a track is drawn, if smaller: none is left out.
        apart = min(11.0, (self._step - 1.4) / len(spot.families))
        start = x - (len(spot.families) - 1) * apart / 2
        shapes = "".join(
            f'<g class="{family_class(family)}">{shape(family, start + apart * number, y, min(5.0, apart / 2))}</g>'
            for number, family in enumerate(spot.families)
        )
        words = said(spot_in_words(one.name, spot, self._table))
        return f'<g data-mark="{spot.row}">{words}{shapes}</g>'

    @property
    def _table(self) -> TrackTable:
        return self._grid.table
