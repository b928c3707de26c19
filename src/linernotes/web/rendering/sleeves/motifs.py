"""Motifs of the generated sleeves: each fills the square that the words leave to it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from linernotes.web.rendering.sleeves.words import SIDE


@dataclass(frozen=True, slots=True)
class Frame:
    """The means of a motif: the square that is left to it, its colours, and a seeded random generator."""

    top: float
    size: float
    colours: tuple[str, str, str]
    chance: random.Random

    @property
    def left(self) -> float:
        return (SIDE - self.size) / 2


def _rings(cover: Frame) -> str:
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


def _bands(cover: Frame) -> str:
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


def _quarters(cover: Frame) -> str:
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


def _sun(cover: Frame) -> str:
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


def _dots(cover: Frame) -> str:
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


def _rays(cover: Frame) -> str:
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


def _arches(cover: Frame) -> str:
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


def _waves(cover: Frame) -> str:
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


MOTIFS: tuple[Callable[[Frame], str], ...] = (
    _rings,
    _bands,
    _quarters,
    _sun,
    _dots,
    _rays,
    _arches,
    _waves,
)
