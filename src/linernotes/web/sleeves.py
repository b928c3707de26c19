"""Generated sleeves: where a record has no picture, a simple cover made from its id, its title and its artist.

The id chooses a palette, a motif and its details, so a record always looks the same. The drawing carries no style
attribute (our Content-Security-Policy forbids them) and refers to nothing outside itself.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape

SIDE = 300
MARGIN = 20

#: Ground, ink (what the words are set in), and three colours for the motif.
PALETTES: tuple[tuple[str, str, str, str, str], ...] = (
    ("#f2e8d5", "#22201c", "#c8452c", "#e3a33b", "#2f5d62"),
    ("#1d2b3a", "#f4ecdc", "#e07a4b", "#7fa8a4", "#f0c35e"),
    ("#e9e4da", "#1f2a44", "#3e64a8", "#d9543f", "#9fb7c9"),
    ("#2b1f2e", "#f6e9e4", "#d65a7b", "#f2a65a", "#5b4b8a"),
    ("#dfe6dc", "#1e2f26", "#3f7d58", "#d98e32", "#7a9e9f"),
    ("#f4d9b8", "#3a1f1a", "#b5432a", "#5b3a29", "#d98c4a"),
    ("#16302b", "#f0ead6", "#66a182", "#e2c044", "#c95d38"),
    ("#f7f3ec", "#202020", "#202020", "#d8352a", "#b9b2a6"),
    ("#35322f", "#f3ede2", "#d8a13a", "#8c8578", "#b6412e"),
    ("#cfdbe6", "#182635", "#27496d", "#c5643a", "#f3efe6"),
    ("#f0c9c0", "#331c22", "#a63d57", "#2f4858", "#f5efe6"),
    ("#0f1f3d", "#eef1f5", "#2e6fd1", "#f05d4e", "#9fc3e8"),
    ("#e8d9a8", "#2a2412", "#6b7a2f", "#b5542a", "#33524a"),
    ("#4a1e1e", "#f7e8d8", "#d9663b", "#efb35a", "#8b3a3a"),
    ("#e6e1ee", "#251d3a", "#6a55a8", "#e2797a", "#3d8c8a"),
    ("#22262b", "#eceff1", "#5fb0b7", "#e8c468", "#d46a6a"),
)


@dataclass(frozen=True, slots=True)
class _Cover:
    """What a motif draws with: the square that is left to it, its colours, and chance that is always the same."""

    top: int
    size: int
    colours: tuple[str, str, str]
    chance: random.Random

    @property
    def left(self) -> int:
        return (SIDE - self.size) // 2


@lru_cache(maxsize=4096)
def sleeve_svg(release_id: int, title: str, artist: str) -> str:
    """The sleeve of a record as an SVG element of 300 by 300, to be scaled. What it says is said beside it, too:
    it is hidden from screen readers.
    """
    chance = random.Random(release_id)  # noqa: S311 it is to be the same every time
    ground, ink, *colours = chance.choice(PALETTES)
    shuffled = (colours[0], *chance.sample(colours[1:], 2))
    draw = chance.choice(_MOTIFS)
    words_below = chance.random() < 0.6
    lines = _set(title, artist)
    height = sum(line.leading for line in lines)
    free = SIDE - height - 3 * MARGIN
    size = max(min(free, SIDE - 2 * MARGIN), 60)
    top = MARGIN if words_below else height + 2 * MARGIN
    motif = draw(_Cover(top, size, shuffled, chance))
    words = _words(lines, SIDE - MARGIN - height if words_below else MARGIN, ink)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" aria-hidden="true" focusable="false">'
        f'<rect width="{SIDE}" height="{SIDE}" fill="{ground}"/>{motif}{words}</svg>'
    )


# The motifs. Each fills the square that the cover leaves to it.


def _rings(cover: _Cover) -> str:
    radius = cover.size / 2
    count = cover.chance.randint(4, 7)
    x, y = SIDE / 2, cover.top + radius
    rings = []
    for number in range(count):
        fill = cover.colours[number % 3]
        rings.append(
            f'<circle cx="{x:g}" cy="{y:.1f}" r="{radius * (1 - number / count):.1f}" fill="{fill}"/>'
        )
    return "".join(rings)


def _bands(cover: _Cover) -> str:
    """Stripes over the whole width, from broad to narrow."""
    y, bands = float(cover.top), []
    ratio = cover.chance.uniform(0.62, 0.8)
    step = cover.size * (1 - ratio) / (1 - ratio**7)
    for number in range(7):
        height = step * ratio**number
        bands.append(
            f'<rect y="{y:.1f}" width="{SIDE}" height="{height * 0.72:.1f}" fill="{cover.colours[number % 3]}"/>'
        )
        y += height
    return "".join(bands)


def _quarters(cover: _Cover) -> str:
    """Tiles, each with a quarter of a disc in one of its corners."""
    count = cover.chance.choice((2, 3, 3, 4))
    side = cover.size / count
    tiles = []
    for number in range(count * count):
        x, y = cover.left + number % count * side, cover.top + number // count * side
        fill = cover.chance.choice(cover.colours)
        turn = 90 * cover.chance.randrange(4)
        tiles.append(
            f'<path transform="translate({x + side / 2:.1f} {y + side / 2:.1f}) rotate({turn})" fill="{fill}"'
            f' d="M{-side / 2:.1f} {-side / 2:.1f}h{side:.1f}a{side:.1f} {side:.1f} 0 0 1 {-side:.1f} {side:.1f}z"/>'
        )
    return "".join(tiles)


def _sun(cover: _Cover) -> str:
    """A disc behind a horizon."""
    radius = cover.size * cover.chance.uniform(0.3, 0.42)
    x = SIDE / 2 + cover.chance.uniform(-0.2, 0.2) * cover.size
    horizon = cover.top + cover.size * cover.chance.uniform(0.55, 0.75)
    below = cover.top + cover.size - horizon
    parts = [
        f'<circle cx="{x:.1f}" cy="{cover.top + radius:.1f}" r="{radius:.1f}" fill="{cover.colours[0]}"/>'
    ]
    for number in range(3):
        y = horizon + below * number / 3
        fill = cover.colours[1 + number % 2]
        parts.append(
            f'<rect y="{y:.1f}" width="{SIDE}" height="{below / 3 - number * 3:.1f}" fill="{fill}"/>'
        )
    return "".join(parts)


def _dots(cover: _Cover) -> str:
    """A grid of dots that grow towards one corner."""
    count = cover.chance.choice((5, 6, 7, 8))
    step = cover.size / count
    flip_x, flip_y = cover.chance.random() < 0.5, cover.chance.random() < 0.5
    dots = []
    for number in range(count * count):
        column, line = number % count, number // count
        grown = (count - 1 - column if flip_x else column) + (count - 1 - line if flip_y else line)
        radius = step * (0.1 + 0.36 * grown / (2 * count - 2))
        x, y = cover.left + (column + 0.5) * step, cover.top + (line + 0.5) * step
        fill = cover.colours[0 if grown < count else 1]
        dots.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{fill}"/>')
    return "".join(dots)


def _rays(cover: _Cover) -> str:
    """Triangles that meet in a corner."""
    from_left = cover.chance.random() < 0.5
    count = cover.chance.randint(3, 6)
    x0, x1 = (0, SIDE) if from_left else (SIDE, 0)
    bottom = cover.top + cover.size
    rays = []
    for number in range(count):
        fill = cover.colours[number % 3]
        y, end = (cover.top + cover.size * (number + part) / count for part in (0.0, 0.62))
        rays.append(f'<path d="M{x0} {bottom}L{x1} {y:.1f}V{end:.1f}z" fill="{fill}"/>')
    return "".join(rays)


def _arches(cover: _Cover) -> str:
    """Arches inside arches, standing on the ground."""
    count = cover.chance.randint(3, 5)
    bottom = cover.top + cover.size
    arches = []
    for number in range(count):
        half = cover.size / 2 * (1 - number / count)
        rise = cover.size * (1 - number / count) - half
        arches.append(
            f'<path d="M{SIDE / 2 - half:.1f} {bottom}v{-rise:.1f}a{half:.1f} {half:.1f} 0 0 1 {2 * half:.1f} 0'
            f'v{rise:.1f}z" fill="{cover.colours[number % 3]}"/>'
        )
    return "".join(arches)


def _waves(cover: _Cover) -> str:
    """Lines that swing, as a groove does under a lens."""
    count = cover.chance.randint(5, 9)
    swing = cover.chance.uniform(0.4, 1.1)
    waves = []
    for number in range(count):
        y = cover.top + cover.size * (number + 0.5) / count
        rise = cover.size / count * swing * (1 if number % 2 else 1.4)
        path = f"M-10 {y:.1f}q40 {-rise:.1f} 80 0t80 0 80 0 80 0"
        width = cover.size / count * 0.42
        fill = cover.colours[number % 3]
        waves.append(f'<path d="{path}" fill="none" stroke="{fill}" stroke-width="{width:.1f}"/>')
    return "".join(waves)


_MOTIFS: tuple[Callable[[_Cover], str], ...] = (
    _rings,
    _bands,
    _quarters,
    _sun,
    _dots,
    _rays,
    _arches,
    _waves,
)


# The words.


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: float
    leading: float
    weight: int


def _set(title: str, artist: str) -> list[_Line]:
    """Title and artist in lines that fit."""
    size = 30.0 if _width(title) <= 16 else 24.0 if _width(title) <= 34 else 19.0
    lines = [_Line(text, size, size * 1.12, 700) for text in _wrap(title, size, 3)]
    small = 15.0
    return lines + [_Line(text, small, small * 1.35, 400) for text in _wrap(artist, small, 2)]


def _words(lines: list[_Line], top: float, ink: str) -> str:
    y, words = top, []
    for line in lines:
        y += line.leading
        # No browser's font is so wide that a line leaves the sleeve.
        room = SIDE - 2 * MARGIN
        fit = (
            f' textLength="{room}" lengthAdjust="spacingAndGlyphs"'
            if _width(line.text) * line.size > room
            else ""
        )
        words.append(
            f'<text x="{MARGIN}" y="{y - line.leading * 0.22:.1f}" font-size="{line.size:g}"'
            f' font-weight="{line.weight}"{fit}>{escape(line.text)}</text>'
        )
    return f'<g fill="{ink}" font-family="Helvetica Neue, Helvetica, Arial, sans-serif">{"".join(words)}</g>'


def _wrap(text: str, size: float, most: int) -> list[str]:
    """The text in `most` lines at most; what does not fit ends in an ellipsis."""
    room = (SIDE - 2 * MARGIN) / size
    lines: list[str] = []
    words = _pieces(text, room)
    for number, word in enumerate(words):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and _width(joined) <= room:
            lines[-1] = joined
        elif len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = _shortened(f"{lines[-1]} {' '.join(words[number:])}", room)
            break
    return lines


def _pieces(text: str, room: float) -> list[str]:
    """The words of a text without what cannot be seen; one that is too long for a line is cut."""
    seen = "".join(
        " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C"
    )
    pieces = []
    for word in seen.split():
        while _width(word) > room:
            fitting = next(n for n in range(len(word), 0, -1) if n == 1 or _width(word[:n]) <= room)
            pieces.append(word[:fitting])
            word = word[fitting:]
        pieces.append(word)
    return [piece for piece in pieces if piece]


def _shortened(text: str, room: float) -> str:
    while text and _width(text) > room - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _width(text: str) -> float:
    """About how wide a text is, in units of its size, set in a bold grotesque."""
    return sum(_character_width(c) for c in text)


def _character_width(c: str) -> float:
    if unicodedata.combining(c):
        return 0.0
    if unicodedata.east_asian_width(c) in "WF":
        return 1.0
    if c in "ijl.,:;'|!I ft()[]":
        return 0.33
    return 0.74 if c.isupper() or c in "mwMW@%&" else 0.57
