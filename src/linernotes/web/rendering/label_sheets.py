"""Sheets of labels, as shops sell them, and the code on each label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import segno
from markupsafe import Markup

from linernotes.insights.collection.paper.labels import ShelfLabel
from linernotes.web.query.paper_query import SheetName


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """A kind of sheet: what people call it, and how many labels it has. Its measures are in paper/labels.css."""

    name: SheetName
    title: str
    labels: int


SHEETS: dict[SheetName, LabelSheet] = {
    one.name: one
    for one in (
        LabelSheet("a4-24", "A4, 3 × 8 of 64 × 34 mm (as Avery L7159)", 24),
        LabelSheet("letter-30", "US Letter, 3 × 10 of 2⅝ × 1 in (as Avery 5160)", 30),
        LabelSheet("cards", "A4, 2 × 5 cards of 85 × 54 mm, to be cut", 10),
    )
}

#: A code is read with a seventh of it covered, and stays small.
_CORRECTION = "m"


def on_sheets(labels: Sequence[ShelfLabel], sheet: LabelSheet, start: int) -> list[list[ShelfLabel | None]]:
    """The labels by sheet; None for the places before number `start` of the first one."""
    places = [*[None] * (min(start, sheet.labels) - 1), *labels]
    return [places[at : at + sheet.labels] for at in range(0, len(places), sheet.labels)] if labels else []


def draw_code(address: str) -> Markup:
    """The QR code of an address as SVG, black on white, with the edge that readers need.

    Empty where the address is longer than any code can be: some 2,300 bytes, of many filters.
    """
    try:
        code = segno.make(address, error=_CORRECTION, micro=False)
    except segno.DataOverflowError:
        return Markup()
    drawn = code.svg_inline(border=4, omitsize=True, light="#fff", svgclass="code", lineclass=None)
    return Markup(drawn)  # noqa: S704 it holds no text
