"""What drawings are made of: shapes of instrument families, labels that fit, and the frame with its sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise
from unicodedata import category, east_asian_width

from markupsafe import Markup

from linernotes.insights.release.instrument_families import InstrumentFamily
from linernotes.web.rendering.escaping import escaped

#: Leads from an artist to their page; None for one without a page.
ArtistUrl = Callable[[int], str | None]

#: The number of a family's colour in drawings.css.
_NUMBER = {family: number for number, family in enumerate(InstrumentFamily)}

#: Width of a letter as a share of its size: narrow ones, others, capitals, and those of East Asia.
_NARROW, _USUAL, _CAPITAL, _WIDE = 0.29, 0.53, 0.66, 1.02


def text_width(text: str, size: float) -> float:
    """About how many pixels a text takes, rather too many than too few."""
    return sum(map(_letter_width, text)) * size


@lru_cache(maxsize=4096)
def _letter_width(letter: str) -> float:
    if east_asian_width(letter) in "WF":
        return _WIDE
    if category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    if letter in " iljftrI.,:;'’!|()[]-":
        return _NARROW
    return _CAPITAL if letter.isupper() or letter in "mwMW@%&—" else _USUAL


def shortened(text: str, width: float, size: float) -> str:
    """The text, or its beginning and an ellipsis where it takes more than so many pixels."""
    if text_width(text, size) <= width:
        return text
    left, kept = width - text_width("…", size), 0
    for letter in text:
        left -= _letter_width(letter) * size
        if left < 0:
            break
        kept += 1
    return f"{text[:kept].rstrip()}…"


def family_class(family: InstrumentFamily) -> str:
    """The class that colours a family."""
    return f"family-{_NUMBER[family]}"


def shape(family: InstrumentFamily, x: float, y: float, radius: float) -> str:
    """The path of a family's shape round a point, without its colour."""
    dx, dy, outline = _outline(family, radius)
    return f'<path d="M{x + dx:.1f} {y + dy:.1f}{outline}z"/>'


@lru_cache(maxsize=1024)
def _outline(family: InstrumentFamily, radius: float) -> tuple[float, float, str]:
    """Where a shape begins, from its middle, and its outline from there on: the same wherever it is drawn."""
    corners = _CORNERS[family]
    if not corners:
        across = f"{2 * radius:.1f}"
        return (
            -radius,
            0.0,
            "".join(f"a{radius:.1f} {radius:.1f} 0 1 0 {sign}{across} 0" for sign in ("", "-")),
        )
    sides = (((x - a) * radius, (y - b) * radius) for (a, b), (x, y) in pairwise(corners))
    return (
        corners[0][0] * radius,
        corners[0][1] * radius,
        "".join(f"l{dx:.2f} {dy:.2f}" for dx, dy in sides),
    )


#: Corners of a family's shape, as shares of its radius; a circle has none.
_CORNERS: dict[InstrumentFamily, tuple[tuple[float, float], ...]] = {
    InstrumentFamily.VOICE: (),
    InstrumentFamily.STRINGS: ((0, -1.15), (1.1, 0.9), (-1.1, 0.9)),
    InstrumentFamily.KEYS: ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    InstrumentFamily.WINDS: ((0, -1.25), (1.05, 0), (0, 1.25), (-1.05, 0)),
    InstrumentFamily.DRUMS: (
        (-0.4, -1.1), (0.4, -1.1), (0.4, -0.4), (1.1, -0.4), (1.1, 0.4), (0.4, 0.4),
        (0.4, 1.1), (-0.4, 1.1), (-0.4, 0.4), (-1.1, 0.4), (-1.1, -0.4), (-0.4, -0.4),
    ),
    InstrumentFamily.ELECTRONICS: ((-1.1, -1), (1.1, -1), (-1.1, 1), (1.1, 1)),
    InstrumentFamily.OTHER: ((0, -1.2), (1.15, -0.35), (0.72, 1), (-0.72, 1), (-1.15, -0.35)),
}  # fmt: skip


def linked(address: str | None, inner: str) -> str:
    """Some SVG as a link, where there is an address."""
    return inner if address is None else f'<a href="{escaped(address)}">{inner}</a>'


def said(words: str) -> str:
    """The words of a mark: a tooltip without script, and what the script says below the drawing."""
    return f"<title>{escaped(words)}</title>"


def frame(
    parts: Iterable[str], *, width: float, height: float, id: str, title: str, about: str, classes: str = ""
) -> Markup:
    """The SVG element. It is a group, not an image, for links within an image cannot be reached by screen readers."""
    return Markup(  # noqa: S704 each part escapes what it shows
        f'<svg class="drawing {classes}" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="group" aria-labelledby="{id}-title {id}-about">'
        f'<title id="{id}-title">{escaped(title)}</title><desc id="{id}-about">{escaped(about)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def legend(families: Iterable[InstrumentFamily]) -> Markup:
    """The families with their colours and shapes, as items of a list."""
    found = set(families)
    return Markup().join(
        Markup(
            '<li><svg class="key" viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">{}</svg> {}</li>'
        ).format(
            Markup(f'<g class="{family_class(family)}">{shape(family, 7, 7, 5)}</g>'),  # noqa: S704 numbers alone
            family.value,
        )
        for family in InstrumentFamily
        if family in found
    )
