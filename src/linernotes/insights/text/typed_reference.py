"""The one parser of what names a thing at Discogs by its id: a link, or r123, m123, a123, l123. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["release", "master", "artist", "label"]

#: In a link to Discogs, also with words around it; or in a text that is one address, as the pages here have it.
_LINK = re.compile(
    r"(?:discogs\.com/\S*?\b|^\S*?/)(release|master|artist|label)s?/(?:view/)?(\d{1,18})\b",
    re.IGNORECASE,
)
_SHORT = re.compile(r"\[?\s*(r|m|a|l)\s*=?\s*(\d{1,18})\s*\]?", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,18}")
_KINDS: dict[str, Kind] = {"r": "release", "m": "master", "a": "artist", "l": "label"}


@dataclass(frozen=True, slots=True)
class Reference:
    """A thing at Discogs that a text names. `is_link` is False for what may be something else, such as r123."""

    kind: Kind
    id: int
    is_link: bool


def parse_reference(text: str, *, number: Kind | None = None) -> Reference | None:
    """Read a text as a link or as a short form; a bare number is the id of a `number`, if that is given.

    None for any other text.
    """
    text = text.strip()
    link = _LINK.search(text)
    if link is not None:
        return Reference(_KINDS[link[1][0].lower()], int(link[2]), True)
    short = _SHORT.fullmatch(text)
    if short is not None:
        return Reference(_KINDS[short[1].lower()], int(short[2]), False)
    return Reference(number, int(text), False) if number is not None and _NUMBER.fullmatch(text) else None
