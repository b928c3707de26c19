"""What the commands that sync print as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Self

from linernotes.discogs import SyncSummary


@dataclass(frozen=True, kw_only=True)
class SyncAnswer:
    """The result of a sync. `copied` is False if collection.duckdb was not replaced; `note` says why."""

    status: Literal["done"]
    items: int
    requests: int
    documents: int
    problems: int
    seconds: float
    build_id: str
    copied: bool
    note: str | None

    @classmethod
    def of(cls, summary: SyncSummary, **more: object) -> Self:
        """Return the answer about a sync; `more` are the fields that a subclass adds."""
        return cls(
            status="done",
            items=summary.items,
            requests=summary.requests,
            documents=summary.documents,
            problems=summary.problems,
            seconds=round(summary.seconds, 3),
            build_id=summary.build_id,
            copied=summary.published.copied,
            note=summary.published.note,
            **more,
        )
