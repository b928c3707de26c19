"""The sides and discs of a record, as the printed positions of its tracks say. Pure."""

from __future__ import annotations

import re

#: "1-2", "CD2-11", "LP1-A3": what stands before the last hyphen.
_DISC = re.compile(r"^\s*(?P<disc>\w[\w .]{0,11}?)\s*[-–]\s*\w{1,8}\s*$")
#: "A1", "B", "AA2", "C1.IV": one or two letters, then no letter.
_SIDE = re.compile(r"^\s*(?P<side>[^\W\d_]{1,2})(?![^\W\d_])")


def side_of(position: str | None) -> str | None:
    """The side or disc of a printed position: "Side A", "Disc 2", "CD2". None where it says none."""
    if not position:
        return None
    disc = _DISC.match(position)
    if disc:
        words = disc["disc"].strip()
        return f"Disc {int(words)}" if words.isdecimal() else words
    side = _SIDE.match(position)
    return f"Side {side['side'].upper()}" if side else None
