"""Words on a generated sleeve: title and artist, in lines that fit."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from html import escape

from linernotes.insights.text.direction import is_from_right

#: The side of a sleeve and its margin, in units of its drawing.
SIDE = 300
MARGIN = 20

#: Characters of a title or a name that are read: more than fit.
LONGEST = 400

#: Widths of letters by script, in units of their size: (first, last code point, width). Measured in the bold faces of
#: DejaVu Sans and of Noto Sans: most letters are no wider. A script that is not here is as wide as Latin.
_SCRIPTS = (
    (0x0400, 0x052F, 0.8),  # Cyrillic
    (0x0600, 0x07FF, 0.82),  # Arabic, Syriac, Thaana
    (0x0900, 0x0B7F, 0.82),  # Devanagari, Bengali, Gurmukhi, Gujarati, Oriya
    (0x0B80, 0x0BFF, 1.3),  # Tamil
    (0x0C00, 0x0CFF, 0.95),  # Telugu, Kannada
    (0x0D00, 0x0D7F, 1.4),  # Malayalam
    (0x0D80, 0x0DFF, 1.1),  # Sinhala
    (0x0E00, 0x0EFF, 0.72),  # Thai, Lao
    (0x1000, 0x109F, 0.98),  # Burmese
    (0x10A0, 0x10FF, 0.8),  # Georgian
    (0x1200, 0x13FF, 0.95),  # Ethiopic, Cherokee
    (0x1780, 0x17FF, 0.85),  # Khmer
)
#: Letters that are much wider than others of their script.
_WIDE = frozenset("mwMW@%æÆœŒ‰…жшщюыфмѬЖШЩЮЫФМЉЊѢسشصض")
#: Arabic letters joined to one character: as wide as what they stand for.
_JOINED = (0xFB50, 0xFDFF)
#: Letters of Thai and Lao that stand before the consonant they belong to, and those that stand behind it.
_BEFORE = frozenset("เแโใไເແໂໃໄ")
_BEHIND = frozenset("ะาำๆะາຳໆ")
#: Scripts of India and South-East Asia have marks above and below their letters.
_TALL = ("\u0900", "\u1aff")
#: They join or part the letters beside them, and cannot be seen.
_JOINERS = frozenset("\u200c\u200d")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and how it is set."""

    text: str
    size: float
    leading: float
    weight: int
    #: Whether it is read from right to left.
    is_from_right: bool = False
    #: Whether it stands at the right, as all words of a sleeve do whose title is read from right to left.
    is_at_right: bool = False


def set_lines(title: str, artist: str) -> list[Line]:
    """Title and artist in lines that fit."""
    title, artist = title[:LONGEST], artist[:LONGEST]
    size = 30.0 if text_width(title) <= 19 else 24.0 if text_width(title) <= 40 else 19.0
    at_right, small = is_from_right(title), 15.0
    leading = size * (1.4 if any(_TALL[0] <= c <= _TALL[1] for c in title) else 1.12)
    lines = [Line(text, size, leading, 700, at_right, at_right) for text in _wrap(title, size, 3)]
    return lines + [
        Line(text, small, small * 1.35, 400, is_from_right(artist), at_right)
        for text in _wrap(artist, small, 2)
    ]


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
        place = f'x="{SIDE - MARGIN if line.is_at_right else MARGIN}"'
        place += ' direction="rtl"' if line.is_from_right else ""
        place += ' text-anchor="end"' if line.is_from_right != line.is_at_right else ""
        drawn.append(
            f'<text {place} y="{y - line.leading * 0.22:.1f}" font-size="{line.size:g}"'
            f' font-weight="{line.weight}">{escape(line.text)}</text>'
        )
    return f'<g fill="{ink}" font-family="Helvetica Neue, Helvetica, Arial, sans-serif">{"".join(drawn)}</g>'


def _wrap(text: str, size: float, most: int) -> list[str]:
    return wrapped(text, (SIDE - 2 * MARGIN) / size, most)


def _pieces(text: str, room: float) -> list[str]:
    """The words of a text without what cannot be seen; one that is too long for a line is cut."""
    seen = "".join(
        " " if c.isspace() else c
        for c in text
        if c.isspace() or c in _JOINERS or unicodedata.category(c)[0] != "C"
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
    """Return the number of its characters that fit. A letter keeps its marks."""
    width = 0.0
    for number, character in enumerate(text):
        width += _character_width(character)
        if width > room:
            return _letter_start(text, number)
    return len(text)


def _letter_start(text: str, at: int) -> int:
    """The begin of the letter that a character belongs to: of its base, where the character is a mark."""
    begin = at
    while begin > 0 and (
        unicodedata.category(text[begin])[0] == "M"
        or text[begin] in _JOINERS | _BEHIND
        or text[begin - 1] in _JOINERS | _BEFORE
    ):
        begin -= 1
    return begin or at


def text_width(text: str) -> float:
    """About how wide a text is, in units of its size, set in the bold of a wide font.

    A sleeve that stands alone is set in whatever sans-serif a machine has: DejaVu is the widest that is common.
    """
    return sum(_character_width(c) for c in text)


def _character_width(c: str) -> float:
    if unicodedata.category(c) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(c) in "WF":
        return 1.0
    if c in "ijl.,:;'|!I ft()[]":
        return 0.38
    if c in _WIDE:
        return 1.1
    if _JOINED[0] <= ord(c) <= _JOINED[1]:
        return 0.82 * len(unicodedata.normalize("NFKC", c))
    usual = 0.8 if c.isupper() or c in "&" else 0.69
    return next((width for first, last, width in _SCRIPTS if first <= ord(c) <= last), usual)
