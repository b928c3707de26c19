"""After refusals: how soon 50 requests a minute are reached again, in simulated time and with the real sandbox.

The trouble lasts a minute or more and then ends. The window is that of Discogs: 60 requests in 60 s. Promised: 50 a
minute are reached within 60 s of the last refusal, or of the last false answer where nothing is refused.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle

from tests.source.simulated import Answer, Bucket, Log, simulate

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.documents import DocumentKey
from linernotes.secrets import PersonalToken
from linernotes.source.api import DiscogsAPI
from linernotes.source.pacing.transport import read_quota
from linernotes.source.pacing.window import Quota, Window

#: Requests a minute that are promised, and the seconds within which they are reached.
DUTY, WITHIN = 50, 60

#: Seconds: when the trouble ends in simulated time, and how long we look on afterwards.
END, AFTERWARDS = 200.0, 190.0

#: Seconds of the real run: with refusals, and without.
REAL_TROUBLE, REAL_AFTERWARDS = 60.0, 125.0

FULL = Quota(60, 60)

Trouble = Callable[[float, bool, Quota], Answer]


@dataclass(frozen=True)
class Result:
    """One run: refusals, and the pace after the last of them. `seconds` is None if the pace was not reached."""

    scenario: str
    refusals: int
    minute: int  # requests in the 60 s after the last refusal or false answer
    seconds: int | None  # from then until a minute begins that holds DUTY


def refusing(share: float, *, retry_after: float | None = None, quota: Quota | None = None) -> Trouble:
    """Refuses so many of those that there is room for. `quota` is what a refusal says; None: the truth."""
    chance = random.Random(1)

    def answer(now: float, allowed: bool, honest: Quota) -> Answer:
        if now < END and allowed and chance.random() < share:
            return Answer(False, quota or honest, retry_after)
        return Answer(allowed, honest)

    return answer


def saying(quota: Quota | None, seconds: float) -> Trouble:
    """Says something false in each answer of so many seconds, and refuses nothing."""
    return lambda now, allowed, honest: Answer(allowed, quota if END - seconds <= now < END else honest)


def saying_once(quota: Quota) -> Trouble:
    """Says something false in one answer, a second before the end."""
    left = [1]

    def answer(now: float, allowed: bool, honest: Quota) -> Answer:
        if now >= END - 1 and left[0]:
            left[0] = 0
            return Answer(allowed, quota)
        return Answer(allowed, honest)

    return answer


def _above_the_limit() -> Quota | None:
    names = {"": "60", "-used": "6000", "-remaining": "0"}
    return read_quota({f"x-discogs-ratelimit{name}": value for name, value in names.items()})


SCENARIOS: dict[str, Callable[[], Trouble]] = {
    "30 % refused": lambda: refusing(0.3),
    "30 % refused, `Retry-After: 0`": lambda: refusing(0.3, retry_after=0.0),
    "30 % refused, headers say full": lambda: refusing(0.3, quota=FULL),
    "all refused": lambda: refusing(1.0),
    "all refused, `Retry-After: 0`": lambda: refusing(1.0, retry_after=0.0),
    "`Used` far above the limit, 60 s": lambda: saying(_above_the_limit(), 60.0),
    "falsely full, one answer": lambda: saying_once(FULL),
    "falsely full, 20 s": lambda: saying(FULL, 20.0),
    "a limit of 1 in one answer": lambda: saying_once(Quota(1, 1)),
}


def simulated(scenario: str, kind: type[Log | Bucket]) -> Result:
    """Run one scenario in simulated time against one kind of server."""
    troubled: list[float] = []
    trouble = SCENARIOS[scenario]()

    def answer(now: float, allowed: bool, honest: Quota) -> Answer:
        said = trouble(now, allowed, honest)
        if said != Answer(allowed, honest):
            troubled.append(now)
            refusals.append(not said.allowed)
        return said

    refusals: list[bool] = []
    outcome = simulate(
        Window(), kind(60), seconds=END + AFTERWARDS, latency=lambda: (0.1, 0.2), trouble=answer
    )
    name = f"{scenario}, {'bucket' if kind is Bucket else 'log'}"
    made = [when for when in outcome.made if when > troubled[-1]]
    return _result(name, sum(refusals) + len(outcome.refused), made, troubled[-1])


def real() -> Result:
    """The client against the sandbox over HTTP: 30 % refused for a minute, then none."""
    logging.disable()
    catalogue = load_catalogue("synthetic", items=50)
    with Sandbox(catalogue, limit=60, window=60.0, latency=(0.1, 0.2), faults="429:0.3") as sandbox:
        asyncio.run(_fetch(sandbox, list(catalogue.releases)))
        refused = [entry.at for entry in sandbox.requests if entry.status == 429]
        made = [entry.at for entry in sandbox.requests if entry.status != 429 and entry.at > refused[-1]]
    return _result("30 % refused, the real sandbox", len(refused), made, refused[-1])


async def _fetch(sandbox: Sandbox, releases: list[int]) -> None:
    async with DiscogsAPI(sandbox.url, PersonalToken(sandbox.token)) as api:
        ids = cycle(releases)

        async def work() -> None:
            while True:
                await api.fetch(DocumentKey("release", next(ids)))

        workers = [asyncio.create_task(work()) for _ in range(20)]
        await asyncio.wait(workers, timeout=REAL_TROUBLE, return_when=asyncio.FIRST_EXCEPTION)
        sandbox.hooks.clear_faults()
        await asyncio.wait(workers, timeout=REAL_AFTERWARDS, return_when=asyncio.FIRST_EXCEPTION)
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


def _result(scenario: str, refusals: int, made: Sequence[float], last: float) -> Result:
    """`made` are the requests after `last`, the last refusal or false answer."""

    def in_minute(begin: float) -> int:
        return sum(begin <= when < begin + 60 for when in made)

    reached = next((after for after in range(int(AFTERWARDS) - 60) if in_minute(last + after) >= DUTY), None)
    return Result(scenario, refusals, in_minute(last), reached)


def main() -> bool:
    """Print the table, the simulated rows first; returns whether each row keeps the promise."""
    results = [simulated(scenario, kind) for scenario in SCENARIOS for kind in (Log, Bucket)]
    print("| scenario | refusals | requests in the 60 s after the last | seconds until 50 a minute |")
    print("|---|---:|---:|---:|", flush=True)
    for result in results:
        _print(result)
    results.append(real())
    _print(results[-1])
    kept = all(result.seconds is not None and result.seconds <= WITHIN for result in results)
    print(f"\nPromised: {DUTY} a minute within {WITHIN} s. {'' if kept else 'NOT '}kept.")
    return kept


def _print(result: Result) -> None:
    seconds = "not reached" if result.seconds is None else result.seconds
    print(f"| {result.scenario} | {result.refusals} | {result.minute} | {seconds} |", flush=True)


if __name__ == "__main__":
    main()
