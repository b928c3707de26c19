"""The answer to a search for a path: what both texts mean, and the journey between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from linernotes.insights.coverage import OfBuild, of_build
from linernotes.insights.network.path_endpoints import Meant, read_ends
from linernotes.insights.network.path_journeys import Journey, travel
from linernotes.insights.snapshot import Snapshot

#: found: there is a path. same: both ends are one artist or record. none: nothing connects them.
#: unclear: several have that name and the caller has to choose, or no artist or record has it.
State = Literal["found", "same", "none", "unclear"]


@dataclass(frozen=True, kw_only=True)
class PathAnswer(OfBuild):
    """Outcome of a search for a path. `journey` has the path and its evidence.

    `found`: there is a path. `same`: both ends are one artist or record. `none`: nothing connects them.
    `unclear`: several have that name and the caller has to choose, or no artist or record has it.
    """

    state: State
    start: Meant
    end: Meant
    journey: Journey | None


def read_path(snapshot: Snapshot, start: str, end: str) -> PathAnswer:
    """Read two texts as artists or records, and find the way between them."""
    one, other = _meant(snapshot, start), _meant(snapshot, end)
    journey = travel(snapshot, one.end, other.end) if one.end and other.end else None
    return PathAnswer(state=_state(journey), start=one, end=other, journey=journey, **of_build(snapshot))


def _meant(snapshot: Snapshot, text: str) -> Meant:
    return snapshot.cached(read_ends).meant(snapshot, text) if text.strip() else Meant()


def _state(journey: Journey | None) -> State:
    if journey is None:
        return "unclear"
    if journey.path is None:
        return "none"
    return "same" if journey.is_same else "found"
