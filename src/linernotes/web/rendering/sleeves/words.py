"""Words on a generated sleeve: title and artist, in lines that fit."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from html import escape

#: The side of a sleeve and its margin, in units of its drawing.
SIDE = 300
MARGIN = 20

#: Characters of a title or a name that are read: more than fit.
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and how it is set."""

    text: str
    size: float
    leading: float
    weight: int


def set_lines(title: str, artist: str) -> list[Line]:
    """Title and artist in lines that fit."""
    title, artist = title[:LONGEST], artist[:LONGEST]
    size = 30.0 if text_width(title) <= 19 else 24.0 if text_width(title) <= 40 else 19.0
    lines = [Line(text, size, size * 1.12, 700) for text in _wrap(title, size, 3)]
    small = 15.0
    return lines + [Line(text, small, small * 1.35, 400) for text in _wrap(artist, small, 2)]


def wrapped(text: str, room: float, most: int) -> list[str]:
    """The text in `most` lines at most, each `room` wide in units of its size. A text too long ends in an ellipsis."""
    lines: list[str] = []
    words = _pieces(text, room)
    for number, word in enumerate(words):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined) <= room:
            lines[-1] = joined
        elif len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = _shortened(f"{lines[-1]} {' '.join(words[number:])}", room)
            break
    return lines


def words(lines: list[Line], top: float, ink: str) -> str:
    """The lines as SVG, from `top` down."""
    y, drawn = top, []
    for line in lines:
        y += line.leading
        drawn.append(
            f'<text x="{MARGIN}" y="{y - line.leading * 0.22:.1f}" font-size="{line.size:g}"'
            f' font-weight="{line.weight}">{escape(line.text)}</text>'
        )
    return f'<g fill="{ink}" font-family="Helvetica Neue, Helvetica, Arial, sans-serif">{"".join(drawn)}</g>'


def _wrap(text: str, size: float, most: int) -> list[str]:
    return wrapped(text, (SIDE - 2 * MARGIN) / size, most)


def _pieces(text: str, room: float) -> list[str]:
    """The words of a text without what cannot be seen; one that is too long for a line is cut."""
    seen = "".join(
        " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C"
    )
    pieces = []
    for word in seen.split():
        while text_width(word) > room:
            fitting = max(1, _fitting(word, room))
            pieces.append(word[:fitting])
            word = word[fitting:]
        pieces.append(word)
    return [piece for piece in pieces if piece]


def _shortened(text: str, room: float) -> str:
    return f"{text[: _fitting(text, room - 1)].rstrip()}…"


def _fitting(text: str, room: float) -> int:
    """Return the number of its characters that fit."""
    width = 0.0
    for number, character in enumerate(text):
        width += _character_width(character)
        if width > room:
            return number
    return len(text)


def text_width(text: str) -> float:
    """About how wide a text is, in units of its size, set in the bold of a wide font.

    A sleeve that stands alone is set in whatever sans-serif a machine has: DejaVu is the widest that is common.
    """
    return sum(_character_width(c) for c in text)


def _character_width(c: str) -> float:
    if unicodedata.combining(c):
        return 0.0
    if unicodedata.east_asian_width(c) in "WF":
        return 1.0
    if c in "ijl.,:;'|!I ft()[]":
        return 0.38
    if c in "mwMW@%":
        return 1.05
    return 0.8 if c.isupper() or c in "&" else 0.69
