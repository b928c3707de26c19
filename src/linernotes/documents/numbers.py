"""Barcodes and catalogue numbers as they are printed, typed, and written into one cell. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linernotes.documents.folding import fold, squeeze

_SHORTEST_BARCODE = 7
#: Digits of a UPC without its leading zero; an EAN has 13.
_FULL_BARCODE = 11
_CALLED = re.compile(r"^\s*(?:barcode|ean|upc|gtin)(?:-?\d\d?)?\s*:?(?=[\s\d])", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*[,;]\s*|\s+/\s+|/(?=\d{1,3}$)")
_SHORTEST_NUMBER = 3


def label_numbers(label: str | None, number: str | None) -> Iterator[tuple[str, str]]:
    """The catalogue numbers of a label, each with the label's name. A spreadsheet writes several into one cell:
    "19439818591, DAZE069".
    """
    if not number or number.casefold() == "none":
        return
    yield label or "", number
    parts = [part.strip() for part in _SEVERAL.split(number)]
    if len(parts) > 1:
        for part in parts:
            if any(map(str.isdigit, part)) and len(squeeze(part)) >= _SHORTEST_NUMBER:
                yield label or "", part


def barcode(printed: str) -> str | None:
    """The digits of a barcode without leading zeros (an EAN is a UPC with one before it); None if it is too short, or
    no barcode.
    """
    digits = re.sub(r"\D", "", fold(printed), flags=re.ASCII)
    letters = sum(c.isalpha() for c in printed)
    if len(digits) < _SHORTEST_BARCODE or letters > len(digits):
        return None
    return digits.lstrip("0") or None


def typed_barcode(text: str) -> list[str]:
    """The barcodes that a text of digits, blanks and signs may mean; [] where it is none.

    They are the text itself and the text with a check digit added. If its last digit is a right check digit, the
    text without it is one, too.
    """
    text = _CALLED.sub("", text)
    digits = None if any(c.isalpha() for c in text) else barcode(text)
    if digits is None:
        return []
    longer = digits + _check_digit(digits)
    shorter = [digits[:-1]] if _check_digit(digits[:-1]) == digits[-1] else []
    return [digits, longer, *shorter]


def likely_barcodes(typed: str) -> list[tuple[bool, str]]:
    """Digits to look for when the last digit is wrong, typed or printed; [] where the text is no full barcode.

    One row per comparison: (whether the printed barcode is compared without its last digit, the digits).
    """
    digits = next(iter(typed_barcode(typed)), "")
    if len(digits) < _FULL_BARCODE - 1:
        return []
    return [(True, digits[:-1]), (True, digits), (False, digits[:-1])]


def _check_digit(digits: str) -> str:
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)
