"""The answer with missing albums and suggestions."""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.insights.coverage import OfBuild, of_build
from linernotes.insights.gaps.suggestions import Gap, Suggestions, most_collected, read_gaps, read_suggestions
from linernotes.insights.snapshot import Snapshot

#: Artists whose gaps are listed. The answers about single artists have the gaps of the others.
MOST_FOLLOWED = 40


@dataclass(frozen=True)
class GapsAnswer(OfBuild):
    """Missing albums and suggestions.

    `is_following` is False where the user follows no artist: `gaps` are then of the artists with most records.
    """

    is_following: bool
    gaps: tuple[Gap, ...]
    suggestions: Suggestions


def read_gaps_answer(snapshot: Snapshot, follows: tuple[int, ...]) -> GapsAnswer:
    """Read it; `follows` are the artists that the user follows, the latest first."""
    artists = follows[:MOST_FOLLOWED] or snapshot.cached(most_collected)
    return GapsAnswer(
        is_following=bool(follows),
        gaps=snapshot.latest(read_gaps, artists),
        suggestions=snapshot.cached(read_suggestions),
        **of_build(snapshot),
    )
