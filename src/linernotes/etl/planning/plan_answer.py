"""The answer about a plan, for `--json` and the JSON API. Minutes are those at the pace that Discogs permits."""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.etl.planning.plan import DUMP_BYTES, DUMP_IMPORT_MINUTES, Plan, Way


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Requests, and the minutes that they take."""

    requests: int
    minutes: float


@dataclass(frozen=True, kw_only=True)
class StageCost(Cost):
    """The price of one stage; an estimate unless `exact`."""

    stage: str
    exact: bool


@dataclass(frozen=True, kw_only=True)
class WayCost(Cost):
    """The price of one way. All but pictures and prices is here at the price `complete_after`."""

    complete_after: Cost
    stages: tuple[StageCost, ...]
    exact: bool


@dataclass(frozen=True, kw_only=True)
class DumpWayCost(WayCost):
    """The price of the way over a dump. Its download and import come on top of the requests."""

    download_bytes: int
    import_minutes: int


@dataclass(frozen=True)
class Ways:
    """The prices of both ways, as if no dump had been imported, and as if the newest one had been."""

    api: WayCost
    dump: DumpWayCost


@dataclass(frozen=True, kw_only=True)
class PlanAnswer(WayCost):
    """The price of a sync now, and that of both ways to the whole collection."""

    ways: Ways


def plan_answer(plan: Plan) -> PlanAnswer:
    """Return the prices of a plan."""
    now, api, dump = (_way_cost(way) for way in (plan, plan.with_api, plan.with_dump))
    over_dump = DumpWayCost(**vars(dump), download_bytes=DUMP_BYTES, import_minutes=DUMP_IMPORT_MINUTES)
    return PlanAnswer(**vars(now), ways=Ways(api, over_dump))


def _way_cost(way: Way) -> WayCost:
    pace = way.seconds_per_request / 60

    def minutes(requests: int) -> float:
        return round(requests * pace, 2)

    return WayCost(
        requests=way.requests,
        minutes=minutes(way.requests),
        complete_after=Cost(requests=way.complete_after, minutes=minutes(way.complete_after)),
        stages=tuple(
            StageCost(stage=one.stage, requests=one.requests, minutes=minutes(one.requests), exact=one.exact)
            for one in way.stages
        ),
        exact=way.exact,
    )
