"""The basis of an answer in JSON: the build, and how much of each subject that build knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from linernotes.insights.statistics.coverage import Coverage
from linernotes.web.background.open_build import Reading


@dataclass(frozen=True, kw_only=True)
class Resting:
    """An answer with the id of its build, and with the completeness and age of the data in it."""

    build_id: str
    coverage: tuple[Coverage, ...]


class Rests(TypedDict):
    """The fields of `Resting`."""

    build_id: str
    coverage: tuple[Coverage, ...]


def rests(build: Reading) -> Rests:
    """Return the fields about the build that every answer from it has."""
    return {"build_id": build.build.build_id, "coverage": build.overview.coverage}
