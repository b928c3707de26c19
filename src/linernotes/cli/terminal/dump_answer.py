"""What the commands that take dumps print as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from linernotes.discogs import Published
from linernotes.etl.dumps.import_elements import PassSummary

#: Missing ids that are named.
_NAMED = 20


@dataclass(frozen=True, kw_only=True)
class PassAnswer:
    """The result of one pass over a dump file. `missing` counts the ids that it lacks; `missing_ids` are the first."""

    file: str
    kind: str
    source: str
    records: int
    without_id: int
    wanted: int
    landed: int
    repeated: int
    missing: int
    missing_ids: tuple[int, ...]
    problems: int
    seconds: float

    @classmethod
    def of(cls, summary: PassSummary) -> PassAnswer:
        return cls(
            file=summary.file,
            kind=summary.kind,
            source=summary.source,
            records=summary.records,
            without_id=summary.without_id,
            wanted=summary.wanted,
            landed=summary.landed,
            repeated=summary.repeated,
            missing=len(summary.missing),
            missing_ids=summary.missing[:_NAMED],
            problems=summary.problems,
            seconds=round(summary.seconds, 3),
        )


@dataclass(frozen=True, kw_only=True)
class DumpAnswer:
    """The result of taking dumps. `date` is that of the dump that was fetched, null for files of this machine.

    `build_id` is null where nothing was built.
    """

    status: Literal["done"] = "done"
    files: tuple[PassAnswer, ...]
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
            files=tuple(map(PassAnswer.of, passes)),
            landed=sum(summary.landed for summary in passes),
            problems=sum(summary.problems for summary in passes),
            seconds=round(seconds, 3),
            build_id=published.build_id if published else None,
            date=date,
        )
