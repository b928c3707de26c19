"""The plan of a sync: requests per stage, and the price of the ways without dumps and with one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from linernotes.etl.late_stages.api_only import STAGE as PICTURES
from linernotes.etl.progress import STAGES
from linernotes.processes.progress import Step

#: The price of a dump beside requests: bytes of its three files in October 2026, and minutes to import them.
#: The minutes are those of two busy cores (`python -m benchmarks dumps`). The download comes on top.
DUMP_BYTES = 11_600_000_000
DUMP_IMPORT_MINUTES = 10


@dataclass(frozen=True, slots=True)
class StagePlan:
    """The price of one stage in requests; an estimate unless `exact`."""

    stage: str
    requests: int
    exact: bool

    @property
    def title(self) -> str:
        """The name of the stage for users."""
        return STAGES[self.stage]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to the whole collection. All but pictures and prices is here after `complete_after` requests."""

    stages: tuple[StagePlan, ...]
    seconds_per_request: float

    @property
    def complete_after(self) -> int:
        """Requests before those that only bring pictures, prices and the like of what dumps have given."""
        return sum(stage.requests for stage in self.stages if stage.stage != PICTURES)

    @property
    def requests(self) -> int:
        """All requests."""
        return sum(stage.requests for stage in self.stages)

    @property
    def minutes(self) -> float:
        """Minutes that the requests take at the pace that Discogs permits."""
        return self.requests * self.seconds_per_request / 60

    @property
    def exact(self) -> bool:
        """Whether nothing of it is an estimate."""
        return all(stage.exact for stage in self.stages)


@dataclass(frozen=True, slots=True)
class Plan(Way):
    """The requests of a sync now, in the order of its stages, beside the ways without dumps and with one.

    `deferred`: requests of the last stage, by the stage that would make them if no dump had been imported.
    """

    deferred: Mapping[str, int]

    @property
    def with_api(self) -> Way:
        """The way if no dump had been imported."""
        stages = (
            replace(one, requests=one.requests + self.deferred.get(one.stage, 0))
            for one in self.stages
            if one.stage != PICTURES
        )
        return Way(tuple(stages), self.seconds_per_request)

    @property
    def with_dump(self) -> Way:
        """The way if the newest dump had been imported and lacked nothing: requests, without the dump's own time.

        How much it lacks is not known before: mostly what was added to Discogs since its day.
        """
        first, rest = self.with_api.stages[:1], self.with_api.stages[1:]
        later = StagePlan(PICTURES, sum(one.requests for one in rest), all(one.exact for one in rest))
        nothing = tuple(replace(one, requests=0, exact=True) for one in rest)
        return Way((*first, *nothing, later), self.seconds_per_request)


def as_plan(states: Mapping[str, Step], seconds_per_request: float, deferred: Mapping[str, int]) -> Plan:
    """The plan that the estimates in a SyncWork amount to; stages that are skipped are left out."""
    stages = tuple(
        StagePlan(state.name, state.left, state.exact) for state in states.values() if not state.skipped
    )
    return Plan(stages, seconds_per_request, deferred)
