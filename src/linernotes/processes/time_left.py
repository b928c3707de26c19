"""How long work will still take: the one estimate, for syncs, builds, downloads and exports."""

from __future__ import annotations

#: Below so many seconds of work, or this share of it, an estimate is a guess.
_TOO_EARLY = 0.5
_TOO_LITTLE = 0.005


def estimate_left(done: float, left: float | None, seconds: float) -> float | None:
    """Seconds that what is `left` takes at the pace of what is `done`, which took `seconds`.

    None while it is too early to estimate, and where `left` is None.
    """
    if left is None or done <= 0 or seconds < _TOO_EARLY or done < _TOO_LITTLE * (done + left):
        return None
    return round(seconds * left / done, 1)
