"""What an answer rests on, in one sentence: the same on every command."""

from __future__ import annotations

from collections.abc import Iterable

from linernotes.insights.coverage import Coverage


def rests_on(coverage: Iterable[Coverage], *subjects: str) -> str:
    """How much of these subjects is known: "Rests on 60 of 70 releases.". "" where the build has none of them."""
    known = {one.subject: one for one in coverage}
    parts = [
        f"{known[subject].known:,} of {known[subject].total:,} {known[subject].noun}"
        for subject in subjects
        if subject in known
    ]
    return f"Rests on {'; '.join(parts)}." if parts else ""
