"""The picture of a year to share: a record on whose grooves each month stands as it was, and a few lines.

It holds names and counts, and no notes, prices or pictures of Discogs. It refers to nothing outside itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from math import cos, pi, sin

from linernotes.insights.text.plurals import counted
from linernotes.insights.year.models import MonthCounts, YearAnswer
from linernotes.insights.year.wording import title_of
from linernotes.web.rendering.sleeves.words import wrapped

WIDTH, HEIGHT = 1200, 630
#: The smallest letters. On a phone the picture is a quarter as wide.
_SIZE, _LEADING, _GAP = 38, 44, 14
_LEFT, _ROOM = 48, 680
_PAPER, _INK, _SOFT, _ACCENT, _CAME, _PLAYED, _VINYL, _GROOVE = (
    "#f7f3ec", "#1f1c18", "#6a6358", "#a8371b", "#d9543a", "#e3a33b", "#22201c", "#3a3630",
)  # fmt: skip
#: By these the page sets the letters in the colours of its own scheme; in a file the attributes hold.
_CLASSES = {_INK: "year-ink", _SOFT: "year-soft", _ACCENT: "year-word"}
_FONT = "'Source Sans 3 Variable', 'Helvetica Neue', Helvetica, Arial, sans-serif"
_SERIF = "'Source Serif 4 Variable', Georgia, 'Liberation Serif', serif"
#: The record: its middle, the label's radius, where the bars of the months begin and end, the edge, and
#: where their initials stand.
_X, _Y, _LABEL, _INNER, _OUTER, _EDGE, _RIM = 958, 315, 72, 84, 182, 190, 216
#: The months round the rim.
_INITIALS = "JFMAMJJASOND"


def year_picture(year: YearAnswer, *, id: str = "year-picture") -> str:
    """The SVG element, 1200 by 630. Its description says in a sentence what it shows."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="year-picture" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" role="img" aria-labelledby="{id}-title {id}-about">'
        f'<title id="{id}-title">{title_of(year)}</title>'
        f'<desc id="{id}-about">{_escaped(year.sentence)}</desc>'
    )
    ground = f'<rect class="year-paper" width="{WIDTH}" height="{HEIGHT}" fill="{_PAPER}"/>'
    return f"{head}{ground}{''.join(_record(year))}{''.join(_words(year))}</svg>"


def _record(year: YearAnswer) -> Iterator[str]:
    """The record with its label, and a bar for each month outwards from there, January at the top."""
    yield f'<circle class="year-vinyl" cx="{_X}" cy="{_Y}" r="{_EDGE}" fill="{_VINYL}"/>'
    for radius in range(_INNER + 22, _EDGE - 8, 22):
        yield f'<circle cx="{_X}" cy="{_Y}" r="{radius}" fill="none" stroke="{_GROOVE}" stroke-width="1.5"/>'
    yield from _bars(year.months)
    yield from _initials()
    yield f'<circle cx="{_X}" cy="{_Y}" r="{_LABEL}" fill="{_ACCENT}"/>'
    yield (
        f'<text x="{_X}" y="{_Y + 4}" text-anchor="middle" font-family="{_SERIF}" font-size="46" '
        f'font-weight="700" fill="#ffffff">{year.year}</text>'
    )
    yield f'<circle cx="{_X}" cy="{_Y + 40}" r="8" fill="{_PAPER}"/>'


def _bars(months: tuple[MonthCounts, ...]) -> Iterator[str]:
    most = max((max(one.came_in, one.plays) for one in months), default=0) or 1
    for one in months:
        for count, part, colour in ((one.came_in, 0, _CAME), (one.plays, 1, _PLAYED)):
            if count:
                begins = 30 * (one.month - 1) - 90 + 3 + 12 * part
                end = _INNER + max(8.0, (_OUTER - _INNER) * count / most)
                shape = _wedge(begins, begins + 12, end)
                yield f'<path d="{shape}" {_filled(colour)}/>'


def _filled(colour: str) -> str:
    """What came in is filled; plays are hollow, so that nobody has to tell two colours apart."""
    if colour == _CAME:
        return f'fill="{colour}"'
    return f'fill="{_VINYL}" stroke="{colour}" stroke-width="4" stroke-linejoin="round"'


def _initials() -> Iterator[str]:
    """The initial of each month beside its bars, outside of the record."""
    for number, letter in enumerate(_INITIALS):
        angle = (30 * number - 90 + 15) * pi / 180
        x, y = _X + _RIM * cos(angle), _Y + _RIM * sin(angle) + _SIZE * 0.34
        yield (
            f'<text class="{_CLASSES[_SOFT]}" x="{x:.1f}" y="{y:.1f}" text-anchor="middle" '
            f'font-family="{_FONT}" font-size="{_SIZE}" fill="{_SOFT}">{letter}</text>'
        )


def _wedge(begins: float, ends: float, radius: float) -> str:
    """A piece of a ring from the label outwards, between two angles in degrees."""

    def point(angle: float, distance: float) -> str:
        return f"{_X + distance * cos(angle * pi / 180):.1f} {_Y + distance * sin(angle * pi / 180):.1f}"

    return (
        f"M{point(begins, _INNER)}L{point(begins, radius)}A{radius:.1f} {radius:.1f} 0 0 1 {point(ends, radius)}"
        f"L{point(ends, _INNER)}A{_INNER} {_INNER} 0 0 0 {point(begins, _INNER)}Z"
    )


def _words(year: YearAnswer) -> Iterator[str]:
    """The lines: a quiet word, and what it is about, as many as there is room for."""
    yield _text(_LEFT, 84, 56, title_of(year), _INK, is_title=True)
    yield from _legend(year)
    rows: list[tuple[str, list[str]]] = []
    room = HEIGHT - 30 - 160
    for label, values in _lines(year):
        if _height(rows) + _LEADING * (1 + len(values)) + _GAP <= room:
            rows.append((label, values))
    gap = min(2 * _GAP, (room - _height(rows)) / max(1, len(rows)) + _GAP)
    y = 150.0
    for label, values in rows:
        y += gap - _GAP
        for number, line in enumerate([label, *values]):
            y += _LEADING
            shown = next(iter(wrapped(line, _ROOM / _SIZE, 1)), "")
            yield _text(_LEFT, y, _SIZE, shown, _INK if number else _ACCENT, is_bold=number > 0)
        y += _GAP


def _height(rows: list[tuple[str, list[str]]]) -> int:
    return sum(_LEADING * (1 + len(values)) + _GAP for _, values in rows)


def _legend(year: YearAnswer) -> Iterator[str]:
    """How much came in and was played, each with the colour of its bars."""
    x = float(_LEFT)
    shown = ((year.came_in, "record", " came in", _CAME), (year.plays, "play", "", _PLAYED))
    for count, noun, more, colour in shown:
        if count:
            text = f"{counted(count, noun)}{more}"
            yield f'<rect x="{x:g}" y="112" width="26" height="26" rx="4" {_filled(colour)}/>'
            yield _text(x + 38, 138, _SIZE, text, _SOFT)
            x += 38 + 0.62 * _SIZE * len(text) + 24


def _lines(year: YearAnswer) -> Iterator[tuple[str, list[str]]]:
    """What was found, the most telling first."""
    if year.people:
        yield "Whose year it was", [year.people[0].name]
    if year.links:
        yield "New on the map", [year.links[0].name_from, f"+ {year.links[0].name_to}"]
    if year.journey is not None and year.journey.steps:
        steps, names = counted(len(year.journey.steps), "step"), year.journey.names
        yield f"The longest journey, {steps}", [names[0], f"to {names[-1]}"]
    if year.played:
        yield "Played most", [year.played[0].title]
    if year.met:
        yield "First met", [year.met[0].name]
    if year.instruments:
        yield "The instrument", [year.instruments[0].role]


def _text(
    x: float, y: float, size: int, text: str, colour: str, *, is_bold: bool = False, is_title: bool = False
) -> str:
    return (
        f'<text class="{_CLASSES[colour]}" x="{x:g}" y="{y:g}" font-family="{_SERIF if is_title else _FONT}" '
        f'font-size="{size}" font-weight="{700 if is_bold or is_title else 400}" fill="{colour}">'
        f"{_escaped(text)}</text>"
    )


def _escaped(text: str) -> str:
    return escape("".join(c for c in text if c.isprintable()))
