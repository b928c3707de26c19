"""Pages on paper: what a browser would cut off, and what the PDF says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pypdfium2
import pytest
from playwright.sync_api import Page
from tests.web.rendering.codes import read_codes

#: Pixels of CSS in a millimetre, and points of a PDF.
PIXELS, POINTS = 96 / 25.4, 72 / 25.4


@dataclass(frozen=True)
class Sheet:
    """Millimetres of a sheet and its margins, as shared/print.css has them."""

    width: float
    height: float
    aside: float = 12
    top: float = 13
    bottom: float = 15


#: By the name of a page in shared/print.css.
SHEETS = {
    "auto": Sheet(210, 297),
    "wide": Sheet(297, 210),
    "a4-24": Sheet(210, 297, 0, 0, 0),
    "letter-30": Sheet(215.9, 279.4, 0, 0, 0),
}

#: Every line of text that is not wholly to be seen: with the box that cuts it, or the sheet's.
_CUT = """([width, height]) => {
    const cut = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const words = node => node.textContent.trim().slice(0, 60);
    while (walker.nextNode()) {
        const node = walker.currentNode, range = document.createRange();
        const within = node.parentElement;
        if (!words(node) || !within.checkVisibility() || within.closest(".visually-hidden")) continue;
        range.selectNodeContents(node);
        let lines = [...range.getClientRects()].filter(line => line.width > 1);
        const outside = (line, box) => line.right > box.right + 1.5 || line.left < box.left - 1.5;
        if (lines.some(line => outside(line, {left: 0, right: width}))) cut.push(`beside the sheet: ${words(node)}`);
        for (let box = node.parentElement; box && box !== document.body; box = box.parentElement) {
            const style = getComputedStyle(box);
            if (box instanceof SVGElement && box.tagName !== "svg") continue;
            if (!/hidden|clip|auto|scroll/.test(style.overflow)) continue;
            const edges = box.getBoundingClientRect();
            // A label ends in an ellipsis after some lines: those after it are meant to be left out.
            if (box.closest(".label") && style.webkitLineClamp !== "none")
                lines = lines.filter(line => line.bottom <= edges.bottom + 3);
            if (lines.some(line => outside(line, edges) || line.bottom > edges.bottom + 3 || line.top < edges.top - 3))
                cut.push(`by ${box.tagName}.${box.getAttribute("class")}: ${words(node)}`);
        }
    }
    for (const one of document.querySelectorAll("svg, img"))
        if (one.checkVisibility() && one.getBoundingClientRect().height > height)
            cut.push(`taller than the sheet: ${one.outerHTML.slice(0, 80)}`);
    return cut;
}"""

_PAGE = "() => getComputedStyle(document.body).page"

#: The text of the page as paper shows it, a line for each piece.
_SHOWN = """() => {
    const shown = [], walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const box = walker.currentNode.parentElement;
        if (box.closest(".label") && box.scrollHeight > box.clientHeight) continue;
        if (box.checkVisibility() && !box.closest(".visually-hidden, title, desc, option"))
            shown.push(walker.currentNode.textContent);
    }
    return shown.join("\\n");
}"""


@dataclass(frozen=True)
class Sheets:
    """A page as a PDF: how many sheets it takes, its text, and the lines that leave the margins.

    `text` has neither blanks nor capitals. `codes` are the texts of the QR codes, where these are read.
    """

    count: int
    text: str
    outside: list[str]
    codes: list[str]


def cut_off(page: Page) -> list[str]:
    """What would be cut off, or is hidden by a box, on sheets of A4. The page is left as paper shows it."""
    page.emulate_media(media="print")
    sheet = SHEETS[page.evaluate(_PAGE)]
    width = int((sheet.width - 2 * sheet.aside) * PIXELS)
    height = int((sheet.height - sheet.top - sheet.bottom) * PIXELS)
    page.set_viewport_size({"width": width, "height": height})
    return page.evaluate(_CUT, [width, height])


def words_on(page: Page) -> set[str]:
    """The words of the page as paper shows it, those of some length and in letters that the tests' fonts have."""
    words = page.evaluate(_SHOWN).casefold().split()
    return {word for word in words if len(word) > 3 and all(letter < "\u0530" for letter in word)}


def print_sheets(page: Page, *, with_codes: bool = False) -> Sheets:
    """Print the page to a PDF of A4 and read that."""
    page.emulate_media(media="print")
    kind = SHEETS[page.evaluate(_PAGE)]
    document = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True, print_background=False))
    texts, outside = [], []
    for number, sheet in enumerate(document, 1):
        text = sheet.get_textpage()
        texts.append(text.get_text_bounded())
        assert sheet.get_size() == pytest.approx((kind.width * POINTS, kind.height * POINTS), abs=1.5)
        for at in range(text.count_rects()):
            box = text.get_rect(at)
            if not _is_within(box, kind):
                outside.append(f"sheet {number}: {text.get_text_bounded(*box)[:60]}")
    whole = "".join("".join(texts).split()).replace("\x02", "-").replace("\ufffe", "-")
    codes = [code for sheet in document for code in _codes(sheet)] if with_codes else []
    return Sheets(len(document), whole.casefold(), outside, codes)


def _is_within(box: tuple[float, float, float, float], sheet: Sheet) -> bool:
    """Whether a line stands within the margins of its sheet, or is one of the words below them."""
    left, bottom, right, top = (edge / POINTS for edge in box)
    if top < sheet.bottom:
        return True
    is_across = left >= sheet.aside - 1 and right <= sheet.width - sheet.aside + 1
    return is_across and bottom >= sheet.bottom - 1 and top <= sheet.height - sheet.top + 1


def _codes(sheet: pypdfium2.PdfPage) -> list[str]:
    return read_codes(np.ascontiguousarray(sheet.render(scale=3, grayscale=True).to_numpy()))
