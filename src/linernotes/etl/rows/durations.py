"""Durations as printed on a sleeve, in seconds."""

from __future__ import annotations

import re
from functools import lru_cache

_DURATION = re.compile(r"(?:([0-9]{1,3}):([0-5][0-9])|([0-9]{1,4})):([0-5][0-9])")


@lru_cache(maxsize=1 << 14)
def duration_seconds(duration: str | None) -> int | None:
    """Seconds of '3:32', '72:05' or '1:02:03'; None for anything else: blank, '3'45', 'approx. 4 min'."""
    match = _DURATION.fullmatch(duration) if duration else None
    if match is None:
        return None
    hours, minutes_past, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 3600 + (minutes_past + minutes) * 60 + seconds
