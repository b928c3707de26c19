"""What an answer in JSON rests on: the build, and how much of each subject that build knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from linernotes.insights.statistics.coverage import Coverage
from linernotes.web.background.open_build import Reading


@dataclass(frozen=True, kw_only=True)
class Resting:
    """An answer that says which build it is of, and how complete and how old what it rests on is."""

    build_id: str
    coverage: tuple[Coverage, ...]


class Rests(TypedDict):
    """The fields of `Resting`."""

    build_id: str
    coverage: tuple[Coverage, ...]


def rests(build: Reading) -> Rests:
    """What every answer from this build rests on."""
    return {"build_id": build.build.build_id, "coverage": build.overview.coverage}
