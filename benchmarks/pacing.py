"""Requests made in 330 s under Discogs' limit, with 1.5 s of latency, alone and beside another program.

Real time, real HTTP, the real sandbox: takes six minutes, all scenarios side by side in processes of their own.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.documents import DocumentKey
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
    promised: bool = True  # no 429 at all


@dataclass(frozen=True)
class Result:
    """What the sandbox counted from our first request on, for so many seconds."""

    scenario: Scenario
    ours: int
    others: int
    our_refusals: int
    their_refusals: int


SCENARIOS = [
    Scenario("alone, counted on arrival", (0.0, 1.5)),
    Scenario("alone, counted at the end", (1.5, 0.0)),
    Scenario("alone, a bucket", (0.75, 0.75), bucket=True),
    Scenario("another, one each 3 s, from before", (0.0, 1.5), "steady", other_starts=-20),
    Scenario("another, one each 3 s, at once", (0.75, 0.75), "steady"),
    Scenario("another, one each 3 s, 5 s later", (0.75, 0.75), "steady", other_starts=5),
    Scenario("another, 20 each 60 s, from before", (0.75, 0.75), "bursts", other_starts=-10),
    Scenario("another, 20 each 60 s, 2 s later", (0.0, 1.5), "bursts", other_starts=2),
    # The window is full of ours then, as it has to be for 342: nobody could give way. It shows how soon we do.
    Scenario("another, one each 3 s, 75 s later", (0.75, 0.75), "steady", other_starts=75, promised=False),
    Scenario("another, 20 each 60 s, 75 s later", (0.75, 0.75), "bursts", other_starts=75, promised=False),
]


def measure(scenario: Scenario) -> Result:
    """Run one scenario against a sandbox of its own."""
    logging.disable()  # uvicorn has much to say of answers under way when the time is over
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
        asyncio.run(_fetch_all(sandbox, list(catalogue.releases)))
        stop.set()
        thread.join()
        inside = [entry for entry in sandbox.requests if begin <= entry.at <= begin + SECONDS]
        refused = Counter(
            entry.path == _OtherProgram.PATH for entry in sandbox.requests if entry.status == 429
        )
        let_in = Counter(entry.path == _OtherProgram.PATH for entry in inside if entry.status != 429)
        return Result(scenario, let_in[False], let_in[True], refused[False], refused[True])


async def _fetch_all(sandbox: Sandbox, releases: list[int]) -> None:
    """Fetch with twenty workers, more than enough, until the time is over."""
    async with DiscogsAPI(sandbox.url, PersonalToken(sandbox.token)) as api:
        ids = cycle(releases)

        async def work() -> None:
            while True:
                await api.fetch(DocumentKey("release", next(ids)))

        workers = [asyncio.create_task(work()) for _ in range(20)]
        await asyncio.wait(workers, timeout=SECONDS + 2, return_when=asyncio.FIRST_EXCEPTION)
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


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
        except urllib.error.HTTPError as error:
            error.close()  # a 429 is in the sandbox's log
        except OSError:
            pass  # the sandbox has stopped


def main() -> bool:
    """Run all scenarios and print what was made of the permitted requests."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(len(SCENARIOS)) as pool:
        results = pool.map(measure, SCENARIOS)
    print(f"{SECONDS:.0f} s from the first request, limit {LIMIT} in {WINDOW:.0f} s, latency 1.5 s\n")
    print("| scenario | permitted | others' | ours | our 429s | their 429s |")
    print("|---|---:|---:|---:|---:|---:|")
    for result in results:
        counts = (result.others, result.ours, result.our_refusals, result.their_refusals)
        print(f"| {result.scenario.name} | {PERMITTED} | {' | '.join(map(str, counts))} |")
    kept = all(_kept(result) for result in results)
    print(
        f"\nPromised, but for the last two: no 429, and {DUTY} alone (aim {AIM}). {'' if kept else 'NOT '}kept."
    )
    return kept


def _kept(result: Result) -> bool:
    if not result.scenario.promised:
        return True
    enough = result.ours >= DUTY or bool(result.scenario.other)
    return enough and result.our_refusals == result.their_refusals == 0


if __name__ == "__main__":
    main()
