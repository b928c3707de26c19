"""The direction in which a text is read."""

from __future__ import annotations

import unicodedata

#: What is between them has a direction of its own, whatever stands around it.
_ISOLATE, _END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def is_from_right(text: str) -> bool:
    """Whether the first letter with a direction is read from right to left, as in Arabic and Hebrew."""
    strong = (unicodedata.bidirectional(c) for c in text)
    return next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L"


def isolated(name: str) -> str:
    """A name for a sentence: one that is read from right to left leaves the words around it in their order."""
    return f"{_ISOLATE}{name}{_END}" if is_from_right(name) else name
