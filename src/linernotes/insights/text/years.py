"""How years are compared where some of them are not known."""

from __future__ import annotations

#: After every year that a release can have.
_LAST = 9999


def unknown_last(year: int | None) -> int:
    """What a year is sorted by: itself; a year that is not known, None or 0, comes after all others."""
    return year or _LAST
