"""What all charts are drawn on: a wide and a narrow picture of the same numbers, and elements of SVG."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

from linernotes.web.rendering.sleeves.words import text_width, wrapped


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a picture, in the units of its drawing, and the size of its text.

    The style sheet shows the wide one where a unit is at least 0.72 px. So no text is under 10 px.
    """

    name: Literal["wide", "narrow"]
    width: int
    height: int
    font: int


WIDE = Frame("wide", 860, 260, 14)
NARROW = Frame("narrow", 340, 240, 12)
FRAMES = (WIDE, NARROW)

#: Letters of charts are narrower than the bold ones that `text_width` reckons with.
_NARROWER = 0.85


@dataclass(frozen=True, slots=True)
class Caption:
    """How a chart is called: `key` is the beginning of its ids, `sentence` says what the picture shows."""

    key: str
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """The inside of a picture and its height. One with links is a group; others are an image."""

    inside: Markup
    height: float
    has_links: bool = False


def figure(caption: Caption, draw: Callable[[Frame], Drawn]) -> Markup:
    """Both pictures of a chart. The style sheet shows one of them."""
    pictures = Markup().join(_picture(caption, frame, draw(frame)) for frame in FRAMES)
    return element("div", pictures, class_="chart")


def _picture(caption: Caption, frame: Frame, drawn: Drawn) -> Markup:
    key = f"{caption.key}-{frame.name}"
    title = element("title", caption.title, id=f"{key}-title")
    words = element("desc", caption.sentence, id=f"{key}-desc")
    return element(
        "svg",
        title + words + drawn.inside,
        viewBox=f"0 0 {frame.width} {shortest(drawn.height)}",
        role="group" if drawn.has_links else "img",
        aria_labelledby=f"{key}-title {key}-desc",
        class_=f"chart-{frame.name}",
    )


def element(name: str, inside: str = "", /, **attributes: str | float | None) -> Markup:
    """An element. `aria_label` is the attribute `aria-label`, `class_` is `class`; those that are None are left out.

    Text inside is escaped unless it is Markup.
    """
    shown = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{shown}>{escape(inside)}</{name}>")  # noqa: S704 escaped


def text(words: str, x: float, y: float, frame: Frame, *, kind: str, anchor: str = "start") -> Markup:
    """Words of a chart in the size of its frame."""
    return element(
        "text", words, x=x, y=y, font_size=frame.font, text_anchor=_anchor(anchor), class_=f"chart-{kind}"
    )


def wide_of(words: str, frame: Frame) -> float:
    """How wide words are, about, in units of the drawing."""
    return text_width(words) * frame.font * _NARROWER


def shortened(words: str, room: float, frame: Frame) -> str:
    """Words that fit into a room; what is cut ends in an ellipsis."""
    return " ".join(wrapped(words, room / (frame.font * _NARROWER) + 0.01, 1))


def shortest(number: float) -> str:
    """A coordinate with one decimal at most."""
    return f"{number:.1f}".removesuffix(".0")


def path(points: list[tuple[float, float]]) -> str:
    """Points as the data of a path, joined by straight lines."""
    return "M" + "L".join(f"{shortest(x)} {shortest(y)}" for x, y in points)


def _anchor(anchor: str) -> str | None:
    return None if anchor == "start" else anchor


def _value(value: str | float) -> Markup:
    return escape(value) if isinstance(value, str) else Markup(shortest(value))  # noqa: S704 a number
