"""The steps of a sync: one state per stage, reported to landing (for every process) and to a listener."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import monotonic

from linernotes.processes.progress import Step

#: The stages in the order in which they run, each with what the user reads.
STAGES = {
    "collection": "Collection",
    "catalogue": "From the catalogue",
    "releases": "Releases",
    "masters": "Masters",
    "artists": "Artists",
    "artist_masters": "Discographies",
    "album_masters": "Albums of the discographies",
    "credited": "Sidemen",
    "neighbours": "Aliases, groups, members",
    "wanted": "Wanted releases, masters",
    "pictures": "Pictures and prices",
}


#: The stage that makes no request: it counts records.
CATALOGUE = "catalogue"

#: Seconds between two reports about one stage.
INTERVAL = 0.25


class SyncWork:
    """The states of all stages of one sync.

    `listen` is called with a state each time it changed. Between a stage's begin and its end that is at most every
    INTERVAL seconds: reports never cost more than the work.
    """

    def __init__(self, listen: Callable[[Step], None]) -> None:
        self._listen = listen
        self._reported_at: dict[str, float] = {}
        self.stages: dict[str, Step] = {
            name: Step(
                name,
                total=0,
                begun=False,
                exact=False,
                unit="records" if name == CATALOGUE else "requests",
            )
            for name in STAGES
        }
        #: Documents that came from the catalogue.
        self.taken = 0

    def estimate(self, stage: str, total: int, *, exact: bool = False) -> None:
        """Say what a stage will take. Ignored once it has begun: then it is known."""
        if not self.stages[stage].begun:
            self._put(replace(self.stages[stage], total=total, exact=exact, skipped=False))

    def skip(self, stage: str) -> None:
        """Say that a stage will not run. Ignored once it has begun, as when nothing is left of one that ran."""
        if not self.stages[stage].begun:
            self._put(replace(self.stages[stage], skipped=True, exact=True))

    def begin(self, stage: str, total: int) -> None:
        """A stage begins; its requests are known now."""
        self._put(replace(self.stages[stage], begun=True, done=0, total=total, exact=True), at_once=True)

    def grow(self, stage: str, more: int) -> None:
        """More pages, or records to take, came to light."""
        state = self.stages[stage]
        self._put(replace(state, total=(state.total or 0) + more))

    def advance(self, stage: str, by: int = 1, *, problem: bool = False) -> None:
        """One request of the stage is through (or `by` records), with a document or with a problem."""
        state = self.stages[stage]
        self._put(replace(state, done=state.done + by, problems=state.problems + problem))

    def end(self, stage: str) -> None:
        """The stage is through."""
        state = self.stages[stage]
        self._put(replace(state, ended=True, total=state.done, exact=True), at_once=True)

    def report_again(self, stage: str) -> None:
        """Say how a stage stands although nothing moved, as when the sync pauses or goes on."""
        self._put(self.stages[stage], at_once=True)

    @property
    def requests_left(self) -> int:
        """Requests to make until the end, estimates included."""
        return sum(state.left for state in self.stages.values() if state.unit == "requests")

    @property
    def documents(self) -> int:
        """Documents that have landed."""
        fetched = (state for state in self.stages.values() if state.unit == "requests")
        return self.taken + sum(state.done - state.problems for state in fetched)

    @property
    def problems(self) -> int:
        """Documents that could not be had or read."""
        return sum(state.problems for state in self.stages.values())

    def _put(self, state: Step, *, at_once: bool = False) -> None:
        self.stages[state.name] = state
        now = monotonic()
        if at_once or now - self._reported_at.get(state.name, 0.0) >= INTERVAL:
            self._reported_at[state.name] = now
            self._listen(state)
