"""Texts of Discogs as we keep them: trimmed at the outside, untouched inside, NULL where blank."""

from __future__ import annotations

import re

from linernotes.documents.blanks import INVISIBLE

_NUMBERED = re.compile(r"(.*[^ ]) \([0-9]+\)", re.DOTALL)


def trimmed(text: str | None) -> str | None:
    """A name, a title or any other text of one line without what is invisible at its edges; None if blank."""
    return (text.strip(INVISIBLE) or None) if text else None


def as_sent(text: str | None) -> str | None:
    """A text of many lines (notes, a profile), or one where every blank counts, unchanged; None if blank."""
    return text if text and text.strip(INVISIBLE) else None


def display_name(name: str | None) -> str | None:
    """The name without the number that tells namesakes apart: 'Rising Sun (7)' is shown as 'Rising Sun'.

    A name that is nothing but such a number stays. None if blank.
    """
    kept = trimmed(name)
    numbered = _NUMBERED.fullmatch(kept) if kept and kept.endswith(")") else None
    return trimmed(numbered[1]) if numbered else kept


def picture_url(url: str | None) -> str | None:
    """The address of a picture; None where Discogs has none ('', or its transparent spacer.gif)."""
    kept = trimmed(url)
    return None if kept is None or kept.endswith("/spacer.gif") else kept
