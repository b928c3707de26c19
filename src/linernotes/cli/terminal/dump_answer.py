"""What the commands that take dumps print as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from linernotes.discogs import Published
from linernotes.etl.dumps.import_elements import PassSummary


@dataclass(frozen=True, kw_only=True)
class DumpAnswer:
    """The result of taking dumps. `date` is that of the dump that was fetched or of the catalogue, null for files.

    `build_id` is null where nothing was built.
    """

    status: Literal["done"] = "done"
    files: tuple[PassSummary, ...]
    landed: int
    problems: int
    seconds: float
    build_id: str | None
    date: str | None

    @classmethod
    def of(
        cls, passes: Sequence[PassSummary], seconds: float, published: Published | None, date: str | None
    ) -> DumpAnswer:
        return cls(
            files=tuple(passes),
            landed=sum(summary.landed for summary in passes),
            problems=sum(summary.problems for summary in passes),
            seconds=round(seconds, 3),
            build_id=published.build_id if published else None,
            date=date,
        )
