"""Requests made in 330 s under Discogs' limit, with 1.5 s of latency, alone and beside another program.

Real time, real HTTP, the real sandbox: takes six minutes, all scenarios side by side in processes of their own.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle

from linernotes.documents import DocumentKey
from linernotes.sandbox.catalogues import load_catalogue
from linernotes.sandbox.server import Sandbox
from linernotes.secrets import PersonalToken
from linernotes.source.api import DiscogsAPI

LIMIT, WINDOW = 60, 60.0
SECONDS = 330.0
PERMITTED = LIMIT * 6  # six windows begin in 330 s
DUTY, AIM = 342, 354


@dataclass(frozen=True)
class Scenario:
    """What is simulated: `latency` is before and after counting, `other` what the other program does."""

    name: str
    latency: tuple[float, float]
    other: str = ""  # "steady": one each 3 s; "bursts": 20 at once each 60 s
    other_starts: float = 0.0  # seconds after our first request
    bucket: bool = False


@dataclass(frozen=True)
class Result:
    """What the sandbox counted from our first request on, for so many seconds."""

    scenario: Scenario
    ours: int
    others: int
    refused: int  # 429s, whosever
    pace_others: int  # what our pacing believed of the others, at the end


SCENARIOS = [
    Scenario("alone, counted on arrival", (0.0, 1.5)),
    Scenario("alone, counted at the end", (1.5, 0.0)),
    Scenario("alone, a bucket", (0.75, 0.75), bucket=True),
    Scenario("another, one each 3 s, from before", (0.0, 1.5), "steady", other_starts=-20),
    Scenario("another, one each 3 s, at once", (0.75, 0.75), "steady"),
    Scenario("another, one each 3 s, 5 s later", (0.75, 0.75), "steady", other_starts=5),
    Scenario("another, 20 each 60 s, from before", (0.75, 0.75), "bursts", other_starts=-10),
    Scenario("another, 20 each 60 s, 2 s later", (0.0, 1.5), "bursts", other_starts=2),
]


def measure(scenario: Scenario) -> Result:
    """Run one scenario against a sandbox of its own."""
    catalogue = load_catalogue("synthetic", items=50)
    with Sandbox(
        catalogue, limit=LIMIT, window=WINDOW, latency=scenario.latency, bucket=scenario.bucket
    ) as sandbox:
        stop = threading.Event()
        other = _OtherProgram(sandbox, scenario.other, stop)
        lead = max(0.0, -scenario.other_starts) if scenario.other else 0.0
        delay = max(0.0, scenario.other_starts)
        thread = threading.Timer(delay if not lead else 0.0, other.run)
        thread.start()
        time.sleep(lead)
        begin = time.monotonic()
        pace_others = asyncio.run(_fetch_all(sandbox, list(catalogue.releases)))
        stop.set()
        thread.join()
        inside = [entry for entry in sandbox.requests if begin <= entry.at <= begin + SECONDS]
        refused = sum(entry.status == 429 for entry in sandbox.requests)
        others = sum(entry.path == _OtherProgram.PATH for entry in inside)
        return Result(scenario, len(inside) - others, others, refused, pace_others)


async def _fetch_all(sandbox: Sandbox, releases: list[int]) -> int:
    """Fetch with twenty workers, more than enough, until the time is over."""
    async with DiscogsAPI(sandbox.url, PersonalToken(sandbox.token)) as api:
        ids = cycle(releases)

        async def work() -> None:
            while True:
                await api.fetch(DocumentKey("release", next(ids)))

        workers = [asyncio.create_task(work()) for _ in range(20)]
        await asyncio.wait(workers, timeout=SECONDS + 2, return_when=asyncio.FIRST_EXCEPTION)
        others = api.pace.used_by_others
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        return others


class _OtherProgram:
    """Uses 20 of the 60 with the same token, and knows nothing of us."""

    PATH = "/oauth/identity"

    def __init__(self, sandbox: Sandbox, habit: str, stop: threading.Event) -> None:
        self._url = f"{sandbox.url}{self.PATH}"
        self._headers = {"User-Agent": "other/1.0", "Authorization": f"Discogs token={sandbox.token}"}
        self._habit = habit
        self._stop = stop

    def run(self) -> None:
        habits: dict[str, Callable[[], None]] = {"steady": self._steadily, "bursts": self._in_bursts}
        if self._habit:
            habits[self._habit]()

    def _steadily(self) -> None:
        while not self._stop.is_set():
            threading.Thread(target=self._ask).start()
            self._stop.wait(3.0)

    def _in_bursts(self) -> None:
        while not self._stop.is_set():
            for _ in range(20):
                threading.Thread(target=self._ask).start()
            self._stop.wait(60.5)

    def _ask(self) -> None:
        try:
            with urllib.request.urlopen(urllib.request.Request(self._url, headers=self._headers)) as answer:
                answer.read()
        except urllib.error.URLError:
            pass  # a 429 is in the sandbox's log


def main() -> bool:
    """Run all scenarios and print what was made of the permitted requests."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(len(SCENARIOS)) as pool:
        results = pool.map(measure, SCENARIOS)
    print(f"{SECONDS:.0f} s from the first request, limit {LIMIT} in {WINDOW:.0f} s, latency 1.5 s\n")
    print("| scenario | permitted | others | ours | 429s |")
    print("|---|---:|---:|---:|---:|")
    for result in results:
        permitted = PERMITTED - (result.others if result.scenario.other else 0)
        print(
            f"| {result.scenario.name} | {permitted} | {result.others} | {result.ours} | {result.refused} |"
        )
    kept = all(result.refused == 0 and (result.scenario.other or result.ours >= DUTY) for result in results)
    print(f"\nPromised: no 429 at all, and {DUTY} alone (aim {AIM}). {'Kept.' if kept else 'NOT KEPT.'}")
    return kept


if __name__ == "__main__":
    main()
