"""What somebody who stands in a shop may mean by what they typed or pasted. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from linernotes.insights.collection import fold

Kind = Literal["release", "master", "artist", "label"]

_LINK = re.compile(
    r"discogs\.com/\S*?\b(release|master|artist|label)s?/(?:view/)?(\d{1,12})\b", re.IGNORECASE
)
_SHORT = re.compile(r"\[?\s*(r|m|a|l)\s*=?\s*(\d{1,12})\s*\]?", re.IGNORECASE)
_KINDS: dict[str, Kind] = {"r": "release", "m": "master", "a": "artist", "l": "label"}
_DASH = re.compile(r"\s+[-–—]\s+")
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")
_SHORTEST_BARCODE = 7


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


def plain(text: str) -> str:
    """Letters and digits alone, without case and accents: how catalogue numbers are compared."""
    return "".join(c for c in fold(text) if c.isalnum())


def words(title: str) -> str:
    """How titles are compared: their words without case, accents and punctuation, nor a leading article."""
    spaced = " ".join(re.findall(r"[^\W_]+", fold(title).replace("'", "").replace("’", "")))
    return re.sub(r"^(the|a|an) (?=.)", "", spaced)


def title_spellings(title: str) -> Iterator[str]:
    """A title, and without what stands in brackets at its end, as they are compared."""
    yield words(title)
    short = _BRACKETS.sub("", title)
    if short and short != title:
        yield words(short)


def artist_and_title(text: str) -> tuple[str, str] | None:
    """The two sides of 'artist - title'; None for a text that is not of this shape."""
    parts = _DASH.split(text.strip(), maxsplit=1)
    return (parts[0], parts[1]) if len(parts) == 2 and all(parts) else None


def barcode(printed: str) -> str | None:
    """The digits of a barcode without leading zeros (an EAN is a UPC with one before it); None if it is too short, or
    no barcode.
    """
    digits = re.sub(r"\D", "", printed, flags=re.ASCII)
    letters = sum(c.isalpha() for c in printed)
    if len(digits) < _SHORTEST_BARCODE or letters > len(digits):
        return None
    return digits.lstrip("0") or None


def typed_barcode(text: str) -> list[str]:
    """The barcodes that a text of digits, blanks and signs may mean: itself, with the check digit that it lacks, or
    without the one that the printed one lacks.
    """
    digits = None if any(c.isalpha() for c in text) else barcode(text)
    if digits is None:
        return []
    longer = digits + _check_digit(digits)
    shorter = [digits[:-1]] if _check_digit(digits[:-1]) == digits[-1] else []
    return [digits, longer, *shorter]


def _check_digit(digits: str) -> str:
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def _kind(word: str) -> Kind:
    return _KINDS[word[0].lower()]
