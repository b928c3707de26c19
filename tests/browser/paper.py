"""Pages on paper: what a browser would cut off, and what the PDF says."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2
from playwright.sync_api import Page

#: Pixels of CSS in a millimetre, and points of a PDF.
PIXELS, POINTS = 96 / 25.4, 72 / 25.4
#: A sheet of A4, and its margins as shared/print.css has them: left and right together, top, bottom.
SHORT, LONG = 210, 297
ASIDE, TOP, BOTTOM = 24, 13, 15

#: Every line of text that is not wholly to be seen: with the box that cuts it, or the sheet's.
_CUT = """([width, height]) => {
    const cut = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const words = node => node.textContent.trim().slice(0, 60);
    while (walker.nextNode()) {
        const node = walker.currentNode, range = document.createRange();
        const within = node.parentElement;
        if (!words(node) || !within.checkVisibility() || within.closest(".visually-hidden")) continue;
        range.selectNodeContents(node);
        const lines = [...range.getClientRects()].filter(line => line.width > 1);
        const outside = (line, box) => line.right > box.right + 1.5 || line.left < box.left - 1.5;
        if (lines.some(line => outside(line, {left: 0, right: width}))) cut.push(`beside the sheet: ${words(node)}`);
        for (let box = node.parentElement; box && box !== document.body; box = box.parentElement) {
            const style = getComputedStyle(box);
            if (box instanceof SVGElement && box.tagName !== "svg") continue;
            if (!/hidden|clip|auto|scroll/.test(style.overflow)) continue;
            const edges = box.getBoundingClientRect();
            if (lines.some(line => outside(line, edges) || line.bottom > edges.bottom + 3 || line.top < edges.top - 3))
                cut.push(`by ${box.tagName}.${box.getAttribute("class")}: ${words(node)}`);
        }
    }
    for (const one of document.querySelectorAll("svg, img"))
        if (one.checkVisibility() && one.getBoundingClientRect().height > height)
            cut.push(`taller than the sheet: ${one.outerHTML.slice(0, 80)}`);
    return cut;
}"""

_WIDE = "() => getComputedStyle(document.body).page === 'wide'"

#: The text of the page as paper shows it, a line for each piece.
_SHOWN = """() => {
    const shown = [], walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const box = walker.currentNode.parentElement;
        if (box.checkVisibility() && !box.closest(".visually-hidden, title, desc, option"))
            shown.push(walker.currentNode.textContent);
    }
    return shown.join("\\n");
}"""


@dataclass(frozen=True)
class Sheets:
    """A page as a PDF: how many sheets it takes, its text, and the lines that leave the margins.

    `text` has neither blanks nor capitals.
    """

    count: int
    text: str
    outside: list[str]


def cut_off(page: Page) -> list[str]:
    """What would be cut off, or is hidden by a box, on sheets of A4. The page is left as paper shows it."""
    page.emulate_media(media="print")
    across, down = (LONG, SHORT) if page.evaluate(_WIDE) else (SHORT, LONG)
    width, height = int((across - ASIDE) * PIXELS), int((down - TOP - BOTTOM) * PIXELS)
    page.set_viewport_size({"width": width, "height": height})
    return page.evaluate(_CUT, [width, height])


def words_on(page: Page) -> set[str]:
    """The words of the page as paper shows it, those of some length."""
    return {word for word in page.evaluate(_SHOWN).casefold().split() if len(word) > 3}


def print_sheets(page: Page) -> Sheets:
    """Print the page to a PDF of A4 and read that."""
    document = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True, print_background=False))
    texts, outside = [], []
    for number, sheet in enumerate(document, 1):
        text = sheet.get_textpage()
        texts.append(text.get_text_bounded())
        width, height = sheet.get_size()
        for at in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(at)
            is_margin = top < BOTTOM * POINTS
            is_within = left >= ASIDE / 2 * POINTS - 2 and right <= width - ASIDE / 2 * POINTS + 2
            if not is_margin and not (
                is_within and bottom >= BOTTOM * POINTS - 2 and top <= height - TOP * POINTS + 2
            ):
                outside.append(f"sheet {number}: {text.get_text_bounded(left, bottom, right, top)[:60]}")
    whole = "".join("".join(texts).split()).replace("\x02", "-").replace("\ufffe", "-")
    return Sheets(len(document), whole.casefold(), outside)
