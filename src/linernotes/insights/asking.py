"""What somebody who stands in a shop may mean by what they typed or pasted. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from linernotes.documents.folding import fold, keys, squeeze

Kind = Literal["release", "master", "artist", "label"]

_LINK = re.compile(
    r"discogs\.com/\S*?\b(release|master|artist|label)s?/(?:view/)?(\d{1,12})\b", re.IGNORECASE
)
_SHORT = re.compile(r"\[?\s*(r|m|a|l)\s*=?\s*(\d{1,12})\s*\]?", re.IGNORECASE)
_KINDS: dict[str, Kind] = {"r": "release", "m": "master", "a": "artist", "l": "label"}
_DASH = re.compile(r"\s+[-–—]\s+")
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")
_SHORTEST_BARCODE = 7
#: Digits of a UPC without its leading zero; an EAN has 13.
_FULL_BARCODE = 11
_CALLED = re.compile(r"^\s*(?:barcode|ean|upc|gtin)(?:-?\d\d?)?\s*:?(?=[\s\d])", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*[,;]\s*|\s+/\s+|/(?=\d{1,3}$)")
_SHORTEST_NUMBER = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """A thing at Discogs that a text names. `is_link` is False for what may be something else, such as r123."""

    kind: Kind
    id: int
    is_link: bool


def mentioned(text: str) -> Mention | None:
    """The release, master, artist or label that a text is a link to, or names as r123, m123, a123, l123."""
    link = _LINK.search(text)
    if link is not None:
        return Mention(_kind(link[1]), int(link[2]), True)
    short = _SHORT.fullmatch(text.strip())
    return None if short is None else Mention(_KINDS[short[1].lower()], int(short[2]), False)


def title_spellings(title: str) -> Iterator[str]:
    """A title as titles are compared, also without what stands in brackets at its end, and the sides of "=", where
    Discogs writes it in two languages.
    """
    yield from keys(title)
    short = _BRACKETS.sub("", title)
    if short and short != title:
        yield from keys(short)
    if " = " in title:
        for side in title.split(" = "):
            yield from keys(side)


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


def artist_and_title(text: str) -> tuple[str, str] | None:
    """The two sides of 'artist - title'; None for a text that is not of this shape."""
    parts = _DASH.split(text.strip(), maxsplit=1)
    return (parts[0], parts[1]) if len(parts) == 2 and all(parts) else None


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
    """The barcodes that a text of digits, blanks and signs may mean: itself, with the check digit that it lacks, or
    without the one that the printed one lacks.
    """
    text = _CALLED.sub("", text)
    digits = None if any(c.isalpha() for c in text) else barcode(text)
    if digits is None:
        return []
    longer = digits + _check_digit(digits)
    shorter = [digits[:-1]] if _check_digit(digits[:-1]) == digits[-1] else []
    return [digits, longer, *shorter]


def likely_barcodes(typed: str) -> list[tuple[bool, str]]:
    """Where a barcode may be found although the last digit is wrong, here or on the sleeve: (is it a printed one
    without its last digit?, digits). [] for a text that is no barcode of full length.
    """
    digits = next(iter(typed_barcode(typed)), "")
    if len(digits) < _FULL_BARCODE - 1:
        return []
    return [(True, digits[:-1]), (True, digits), (False, digits[:-1])]


def _check_digit(digits: str) -> str:
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def _kind(word: str) -> Kind:
    return _KINDS[word[0].lower()]
