"""What somebody who stands in a shop may mean by what they typed or pasted. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linernotes.documents.folding import keys

#: Words of a text in which a title or number is looked for among others.
MOST_WORDS = 20
_DASH = re.compile(r"\s+[-–—]\s+")
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")


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
