"""How wide a name is when it is drawn: what labels need to know of letters."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Advance widths of ASCII from the blank to the tilde, in thousandths of the letters' size, of the pages' own typeface.
# An accent adds nothing to its letter there.
_REGULAR = (
    200, 289, 426, 497, 497, 824, 609, 249, 303, 303, 418, 497, 249, 311, 249, 350, 497, 497, 497, 497, 497, 497, 497,
    497, 497, 497, 249, 249, 497, 497, 497, 425, 847, 543, 588, 571, 615, 527, 494, 617, 652, 263, 479, 579, 486, 727,
    647, 664, 566, 664, 569, 534, 536, 645, 515, 786, 513, 476, 539, 303, 350, 303, 497, 500, 542, 504, 553, 456, 555,
    496, 292, 504, 544, 246, 247, 495, 255, 829, 547, 542, 555, 555, 347, 419, 338, 544, 467, 719, 446, 467, 425, 303,
    241, 303, 497,
)  # fmt: skip
_BOLD = (
    200, 340, 537, 528, 528, 857, 667, 300, 344, 344, 457, 528, 300, 332, 300, 339, 528, 528, 528, 528, 528, 528, 528,
    528, 528, 528, 300, 300, 528, 528, 528, 463, 902, 573, 605, 582, 635, 548, 524, 638, 674, 301, 509, 614, 518, 762,
    665, 684, 596, 684, 613, 556, 556, 665, 556, 813, 567, 525, 541, 344, 339, 344, 528, 500, 555, 527, 573, 468, 573,
    518, 341, 534, 571, 276, 278, 548, 286, 857, 572, 555, 573, 573, 398, 443, 383, 568, 523, 776, 514, 521, 460, 344,
    268, 344, 528,
)  # fmt: skip
#: Letters of other scripts, in thousandths: upper case, lower case (or without case), and those as wide as high.
_UPPER, _LOWER, _SQUARE = 650, 560, 1000
#: Bold letters of scripts that are read from right to left, in a wide typeface.
_FROM_RIGHT_BOLD = 690


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text in letters of this size, both in pixels."""
    return _thousandths(text, bold) * size / 1000


def shortened(text: str, size: float, most: float, *, bold: bool = False) -> str:
    """A text that is at most `most` wide, in pixels, cut short with an ellipsis where it is longer."""
    if text_width(text, size, bold=bold) <= most:
        return text
    kept, width = 0, _thousandths("…", bold)
    for letter in text:  # each once: Discogs' users may write names of thousands of letters
        width += _thousandths(letter, bold)
        if width * size / 1000 > most:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


@lru_cache(maxsize=50_000)
def _thousandths(text: str, bold: bool) -> int:
    table = _BOLD if bold else _REGULAR
    if text.isascii() and text.isprintable():  # by far the most names
        return sum([table[letter - 32] for letter in text.encode()])
    return sum(_width(letter, table) for letter in unicodedata.normalize("NFD", text))


def _width(letter: str, table: tuple[int, ...]) -> int:
    code = ord(letter) - 32
    if 0 <= code < len(table):
        return table[code]
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Cf"):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return _SQUARE
    if table is _BOLD and unicodedata.bidirectional(letter) in ("R", "AL"):
        return _FROM_RIGHT_BOLD
    return _UPPER if letter.isupper() else _LOWER
