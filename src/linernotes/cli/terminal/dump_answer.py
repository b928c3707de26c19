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
    def of(cls, one: PassSummary) -> PassAnswer:
        return cls(
            file=one.file,
            kind=one.kind,
            source=one.source,
            records=one.records,
            without_id=one.without_id,
            wanted=one.wanted,
            landed=one.landed,
            repeated=one.repeated,
            missing=len(one.missing),
            missing_ids=one.missing[:_NAMED],
            problems=one.problems,
            seconds=round(one.seconds, 3),
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
            landed=sum(one.landed for one in passes),
            problems=sum(one.problems for one in passes),
            seconds=round(seconds, 3),
            build_id=published.build_id if published else None,
            date=date,
        )
