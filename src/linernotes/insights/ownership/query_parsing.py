"""What somebody who stands in a shop may mean by what they typed or pasted. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from linernotes.documents.folding import keys

Kind = Literal["release", "master", "artist", "label"]

_LINK = re.compile(
    r"discogs\.com/\S*?\b(release|master|artist|label)s?/(?:view/)?(\d{1,12})\b", re.IGNORECASE
)
_SHORT = re.compile(r"\[?\s*(r|m|a|l)\s*=?\s*(\d{1,12})\s*\]?", re.IGNORECASE)
_KINDS: dict[str, Kind] = {"r": "release", "m": "master", "a": "artist", "l": "label"}
#: Words of a text in which a title or number is looked for among others.
MOST_WORDS = 20
_DASH = re.compile(r"\s+[-–—]\s+")
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")


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
    """A title as titles are compared, also without brackets at its end.

    Discogs writes a title in two languages with "=" between them: then also each side.
    """
    yield from keys(title)
    short = _BRACKETS.sub("", title)
    if short and short != title:
        yield from keys(short)
    if " = " in title:
        for side in title.split(" = "):
            yield from keys(side)


def artist_and_title(text: str) -> tuple[str, str] | None:
    """The two sides of 'artist - title'; None for a text that is not of this shape."""
    parts = _DASH.split(text.strip(), maxsplit=1)
    return (parts[0], parts[1]) if len(parts) == 2 and all(parts) else None


def _kind(word: str) -> Kind:
    return _KINDS[word[0].lower()]
