"""A plan as a table: the way with the API alone beside the way over a monthly dump."""

from __future__ import annotations

from collections.abc import Iterator

from linernotes.cli.terminal.output import duration, put, put_table
from linernotes.etl.planning.plan import DUMP_BYTES, DUMP_IMPORT_MINUTES, Plan, StagePlan, Way
from linernotes.etl.progress import STAGES
from linernotes.insights.text.plurals import counted


def put_plan(plan: Plan, catalogue: str | None) -> None:
    """Print both ways, stage by stage, and what is there before the pictures and prices.

    `catalogue` is the month of the catalogue in use, YYYYMMDD, None without one.
    """
    ways = (plan.with_api, plan.with_dump)
    rows = [(title, *_cells(ways, stage)) for stage, title in STAGES.items() if _is_in(ways, stage)]
    sums = [cell for way in ways for cell in (f"{way.requests:,}", _time(way, way.requests))]
    put_table(
        ("Stage", "API alone", "Time", "With a dump", "Time"),
        [*rows, ("Together", *sums)],
        right=(1, 2, 3, 4),
    )
    first = plan.with_dump.complete_after
    if catalogue is not None:
        put(
            f"The catalogue of {catalogue} is here: a sync takes from it what it has, without a request, and goes on "
            "as with a dump."
        )
    put(
        f"With the newest dump all but pictures and prices is there after {counted(first, 'request')} "
        f"({_time(plan, first)}) and the dump's own time, if it lacks nothing that is asked for. `linernotes dump "
        f"fetch` downloads some {DUMP_BYTES / 1e9:.0f} GB and imports them in about {DUMP_IMPORT_MINUTES} minutes."
    )
    if plan.requests != plan.with_api.requests or plan.complete_after != plan.with_api.complete_after:
        put(
            f"With the dumps that are imported, a sync now makes {counted(plan.requests, 'request')}; all but pictures "
            f"and prices is there after {plan.complete_after:,} ({_time(plan, plan.complete_after)})"
        )


def _is_in(ways: tuple[Way, ...], stage: str) -> bool:
    return any(one.stage == stage for way in ways for one in way.stages)


def _cells(ways: tuple[Way, ...], stage: str) -> Iterator[str]:
    for way in ways:
        found: StagePlan | None = next((one for one in way.stages if one.stage == stage), None)
        if found is None:
            yield from ("", "")
        else:
            yield f"{'' if found.exact else 'about '}{found.requests:,}"
            yield _time(way, found.requests)


def _time(way: Way, requests: int) -> str:
    return duration(requests * way.seconds_per_request)
