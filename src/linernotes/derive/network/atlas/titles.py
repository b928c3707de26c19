"""What a place is called: the collected artist most typical of it, and the styles that set it apart. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linernotes.derive.network.atlas.geometry import inside, middle, swayed
from linernotes.derive.network.atlas.text_width import text_width
from linernotes.derive.network.graph import Floats, Ints

#: Letters of titles, and of the styles under them, in pixels.
LARGEST, SMALLEST, STYLES_SIZE = 20.0, 12.0, 11.0
#: Height of a line, as a share of the size of its letters.
LINE = 1.16
#: Kept clear around a title.
CLEAR = 3.0
#: From one point where a title may be to the next, in pixels.
SPOT = 6.0
#: Who gave a place its name before is worth so much more.
HELD = 1.3


@dataclass(frozen=True)
class Title:
    """A title as it is drawn: its lines, the styles under them, its size, and its box (left, top, right, bottom)."""

    lines: tuple[str, ...]
    styles: str
    size: float
    box: Floats

    def drawn_box(self) -> Floats:
        """Its box as drawn: moved along with all points around it."""
        middle_of_box = (self.box[:2] + self.box[2:]) / 2
        return np.asarray(self.box + np.tile(swayed(middle_of_box[None])[0] - middle_of_box, 2))


def place_styles(albums: Floats, members: Floats) -> Floats:
    """Share of each style in each place (places, styles): half by album, half by member. Rows add up to 1, or 0."""
    return 0.5 * _shares(albums) + 0.5 * _shares(members)


def likeness(styles: Floats) -> Floats:
    """How alike the styles of each two places are: the cosine, 0 to 1; 0 on the diagonal."""
    length = np.linalg.norm(styles, axis=1)
    unit = styles / np.where(length > 0, length, 1.0)[:, None]
    found: Floats = unit @ unit.T
    np.fill_diagonal(found, 0.0)
    return found


def setting_apart(styles: Floats, names: list[str], most: int = 2) -> list[list[str]]:
    """For each place the one or two styles that are common there and rare elsewhere."""
    overall = styles.mean(axis=0) if len(styles) else styles.sum(axis=0)
    score = styles * np.log(1 + styles / (overall + 0.02))
    found = []
    for row in score:
        best = np.argsort(-row, kind="stable")[:most]
        found.append([names[at] for at in best.tolist() if row[at] > 0.25 * row[best[0]] > 0])
    return found


def typical(
    members: Ints, degree: Floats, copies: Ints, albums: Ints, closeness: Floats, held: NDArray[np.bool_]
) -> int:
    """The collected artist most central here and most typical of its styles; else who is on most albums.

    `closeness` has for each member the cosine of its styles with the place's. `held` is who it was in the build before:
    the place keeps its name unless somebody is worth clearly more.
    """
    heard = np.sqrt(copies[members]) + 0.3 * np.minimum(albums[members], 4)
    worth = degree[members] ** 0.45 * heard * (0.15 + closeness) * np.where(held, HELD, 1.0)
    on_shelf = copies[members] > 0
    if not on_shelf.any():
        return int(members[np.lexsort([members, -degree[members], -albums[members]])[0]])
    return int(members[int(np.where(on_shelf, worth, -1.0).argmax())])


def title_size(weight: float, weights: Floats) -> float:
    """The size of a title's letters, by the weight of its place."""
    share = np.sqrt(weight / weights.max()) if weights.max() > 0 else 0.0
    return float(np.round(2 * (13.0 + (LARGEST - 13.0) * share)) / 2)  # by halves, so that it seldom changes


def fitted(
    text: str,
    styles: str,
    size: float,
    outline: Floats,
    taken: list[Floats],
    *,
    near: Floats | None = None,
    below: float = 0.0,
) -> Title | None:
    """The title where it fits near the middle of an outline, clear of boxes that are taken; None if nowhere.

    With `near` it is near that point. `below` is the room that is kept under it for its dot, in pixels.
    """
    points = _spots(outline)
    centre = middle(outline) if near is None else near
    points = points[np.argsort(((points - centre) ** 2).sum(axis=1), kind="stable")]
    for letters in np.arange(size, SMALLEST - 2.1, -1.0).tolist():
        for lines in _broken(text):
            shown = styles if letters >= SMALLEST else ""
            width = max(text_width(line, letters, bold=True) for line in lines)
            width = max(width, text_width(shown, STYLES_SIZE)) + 2 * CLEAR
            height = letters * LINE * len(lines) + (STYLES_SIZE * LINE if shown else 0.0) + 2 * CLEAR
            half = np.array([width, height]) / 2
            fits = np.ones(len(points), dtype=np.bool_)
            for corner in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
                fits &= inside(outline, points + half * corner, 3.0)
            for left, top, right, bottom in taken:
                x, y = points.T
                fits &= (
                    (x + half[0] < left)
                    | (x - half[0] > right)
                    | (y + half[1] + below < top)
                    | (y - half[1] > bottom)
                )
            if fits.any():
                at = points[int(fits.argmax())]
                return Title(lines, shown, letters, np.concatenate([at - half, at + half]))
    return None


def _spots(outline: Floats) -> Floats:
    """The points in an outline where the middle of a title may be: the same for any outline that has them."""
    low, high = (np.ceil(one / SPOT) * SPOT for one in (outline.min(axis=0), outline.max(axis=0)))
    x, y = (np.arange(low[axis], high[axis], SPOT) for axis in (0, 1))
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    return grid[inside(outline, grid)] if len(grid) else grid


def _broken(text: str) -> list[tuple[str, ...]]:
    """The text in one line, and in two of about the same length where it has a blank."""
    found: list[tuple[str, ...]] = [(text,)]
    blanks = [at for at, letter in enumerate(text) if letter == " "]
    if blanks:
        at = min(blanks, key=lambda place: abs(place - len(text) / 2))
        found.append((text[:at], text[at + 1 :]))
    elif len(text) > 24:
        found.append((text[:23] + "…",))
    return found


def _shares(counts: Floats) -> Floats:
    total = counts.sum(axis=1, keepdims=True)
    return np.asarray(counts / np.where(total > 0, total, 1.0), dtype=np.float64)
