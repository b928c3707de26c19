"""A draw among records: the same seed draws the same one, and the heavier ones come up more often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random


def draw_one(weights: Mapping[int, float], seed: str, just_shown: Sequence[int] = ()) -> int | None:
    """Draw one of the keys of `weights` (each above 0). Pure; None if there is none.

    One that was `just_shown` (the latest first) is not drawn again unless there is nothing else: then the one whose
    turn was longest ago is.
    """
    shown = set(just_shown)
    fresh = [one for one in sorted(weights) if one not in shown]
    if not fresh:
        latest = list(dict.fromkeys(just_shown))  # each where it was shown last
        return next((one for one in reversed(latest) if one in weights), None)
    return Random(seed).choices(fresh, [weights[one] for one in fresh])[0]  # noqa: S311 nobody bets on it


def draw_several(weights: Mapping[int, float], seed: str, count: int) -> list[int]:
    """Draw `count` different ones, or all if there are no more. Pure."""
    random = Random(seed)  # noqa: S311
    # Efraimidis and Spirakis: of u^(1/weight) the largest are a draw without replacement.
    return sorted(sorted(weights), key=lambda one: random.random() ** (1 / weights[one]), reverse=True)[
        :count
    ]
