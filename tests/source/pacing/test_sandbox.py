"""The client against the sandbox: real HTTP, a real limit, and everything that goes wrong."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import replace

import httpx2
import pytest
from tests.source.conftest import OpenSandbox

from discogs_sandbox.server import Sandbox
from linernotes.documents import DocumentKey, Fetched
from linernotes.errors import (
    LinernotesError,
    NotAuthenticatedError,
    NotFoundError,
    RateLimitedError,
    ServerError,
)
from linernotes.secrets import PersonalToken
from linernotes.source.api import TIMEOUT, DiscogsAPI
from linernotes.source.pacing.window import Window
from linernotes.source.retries import RetryPolicy, Waiting

#: It counts on the pauses as they are.
pytestmark = pytest.mark.usefixtures("real_waits")

QUICK = RetryPolicy(attempts=5, first_wait=0.02, longest_wait=0.2)
IMPATIENT = httpx2.Timeout(connect=10, read=2, write=10, pool=None)


def fetch(
    sandbox: Sandbox,
    *keys: DocumentKey,
    token: str = "",
    window: Window | None = None,
    on_wait: list[Waiting] | None = None,
    timeout: httpx2.Timeout = TIMEOUT,
    retries: RetryPolicy = QUICK,
) -> list[Fetched | BaseException]:
    """Fetch all at once; what failed is its error."""
    shown: list[Waiting] = [] if on_wait is None else on_wait

    async def main() -> list[Fetched | BaseException]:
        api = DiscogsAPI(
            sandbox.url,
            PersonalToken(token or sandbox.token),
            window=window,
            retries=retries,
            on_wait=shown.append,
            timeout=timeout,
        )
        async with api:
            fetches = (api.fetch(key, username="rodneyfool") for key in keys)
            return await asyncio.gather(*fetches, return_exceptions=True)

    return asyncio.run(main())


def release(number: int) -> DocumentKey:
    return DocumentKey("release", number)


@pytest.mark.parametrize("bucket", [pytest.param(False, marks=pytest.mark.soak), True])
def test_a_real_limit_is_used_up_and_never_hit(open_sandbox: OpenSandbox, bucket: bool) -> None:
    """100 in 2 s: 350 requests are three and a half windows, and one after the other they took 35 s."""
    sandbox = open_sandbox(limit=100, window=2.0, latency=(0.1, 0.1), bucket=bucket)
    keys = [release(1 + number % 50) for number in range(350)]
    begin = time.monotonic()
    fetched = fetch(sandbox, *keys, window=Window(length=2.0))
    took = time.monotonic() - begin
    assert all(isinstance(one, Fetched) for one in fetched)
    assert {entry.status for entry in sandbox.requests} == {200}
    assert len(sandbox.requests) == 350
    # Windows begin 2.1 s apart, and half of the last one takes an eighth of a window: 6.6 s, were there no
    # other work on this machine.
    assert took < 17


def test_all_that_belongs_to_an_account_can_be_asked_for(open_sandbox: OpenSandbox) -> None:
    sandbox = open_sandbox()
    kinds = ("identity", "user", "folders", "fields", "value", "collection", "wants")
    fetched = fetch(
        sandbox, *map(DocumentKey, kinds), DocumentKey("artist", 7), DocumentKey("artist_releases", 7)
    )
    bodies = [json.loads(one.body) for one in fetched if isinstance(one, Fetched)]
    assert len(bodies) == 9
    assert bodies[0]["username"] == "rodneyfool"
    assert bodies[5]["pagination"]["per_page"] == 100
    assert bodies[7]["name"] == "Somebody"


@pytest.mark.parametrize(
    "fault",
    [
        "429",
        "429retry",
        "429empty",
        "500",
        "503",
        "html403",
        "html502",
        "html503",
        "truncated",
        "malformed",
        "reset",
        "stall",
    ],
)
def test_faults_that_pass_cost_a_wait_and_nothing_else(open_sandbox: OpenSandbox, fault: str) -> None:
    sandbox = open_sandbox(limit=6000, faults=f"{fault}:/releases/1#2", stall_seconds=60)
    shown: list[Waiting] = []
    timeout = IMPATIENT if fault == "stall" else TIMEOUT
    fetched = fetch(sandbox, release(1), release(2), on_wait=shown, timeout=timeout)
    assert [json.loads(one.body)["id"] for one in fetched if isinstance(one, Fetched)] == [1, 2]
    assert [waiting.what for waiting in shown] == ["/releases/1"] * 2
    assert len(sandbox.requests) == 4


@pytest.mark.parametrize(
    ("fault", "kind"),
    [("500", ServerError), ("html403", ServerError)],
)
def test_faults_that_stay_are_given_up_after_five_attempts(
    open_sandbox: OpenSandbox, fault: str, kind: type[LinernotesError]
) -> None:
    sandbox = open_sandbox(limit=6000, faults=f"{fault}:/releases/1")
    failed, fetched = fetch(sandbox, release(1), release(2))
    assert type(failed) is kind
    assert isinstance(fetched, Fetched)
    assert len(sandbox.requests) == 6


@pytest.mark.parametrize("fault", ["429", "429empty"])
def test_refusals_that_stay_are_given_up_after_as_many_as_are_permitted(
    open_sandbox: OpenSandbox, fault: str
) -> None:
    """Six in the place of thirty: the waits between them, which double, are those of all requests."""
    sandbox = open_sandbox(limit=6000, faults=f"{fault}:/releases/1")
    few = replace(QUICK, refusals=6)
    failed, fetched = fetch(sandbox, release(1), release(2), window=Window(length=1.0), retries=few)
    assert type(failed) is RateLimitedError
    assert isinstance(fetched, Fetched)
    assert len(sandbox.requests) == 7


def test_a_document_that_is_gone_is_asked_for_once(open_sandbox: OpenSandbox) -> None:
    sandbox = open_sandbox(limit=6000)
    gone, there = fetch(sandbox, release(999), release(1))
    assert isinstance(gone, NotFoundError)
    assert isinstance(there, Fetched)
    assert len(sandbox.requests) == 2


def test_a_wrong_token_is_refused_once(open_sandbox: OpenSandbox) -> None:
    sandbox = open_sandbox(limit=6000)
    (refused,) = fetch(sandbox, DocumentKey("identity"), token="wrong")
    assert isinstance(refused, NotAuthenticatedError)
    assert len(sandbox.requests) == 1


def test_a_bad_day_costs_repeated_requests_and_loses_nothing(open_sandbox: OpenSandbox) -> None:
    faults = "500:0.05,429:0.03,429empty:0.02,html502:0.05,truncated:0.05,malformed:0.03,reset:0.05"
    sandbox = open_sandbox(limit=6000, faults=faults, seed=4)
    numbers = [1 + number % 50 for number in range(300)]
    fetched = fetch(sandbox, *map(release, numbers))
    assert [json.loads(one.body)["id"] for one in fetched if isinstance(one, Fetched)] == numbers
    failed = sum(bool(entry.fault) for entry in sandbox.requests)
    assert failed > 40
    assert len(sandbox.requests) == 300 + failed


def test_two_programs_with_one_token_share_without_a_429(open_sandbox: OpenSandbox) -> None:
    """The other one takes 40 of 120 in 3 s, evenly, from a moment before we begin."""
    sandbox = open_sandbox(limit=120, window=3.0, latency=(0.0, 0.05))

    async def other(stop: asyncio.Event) -> None:
        headers = {"User-Agent": "other/1.0", "Authorization": f"Discogs token={sandbox.token}"}
        async with httpx2.AsyncClient(base_url=sandbox.url, headers=headers) as client:
            while not stop.is_set():
                await client.get("/artists/7")
                await asyncio.sleep(0.025)  # and 50 ms for the answer

    async def main() -> None:
        stop = asyncio.Event()
        another = asyncio.create_task(other(stop))
        await asyncio.sleep(0.5)
        api = DiscogsAPI(sandbox.url, PersonalToken(sandbox.token), window=Window(length=3.0), retries=QUICK)
        async with api:
            await asyncio.gather(*(api.fetch(release(1 + number % 50)) for number in range(220)))
            now = sandbox.requests[-1].at
            theirs = [one for one in sandbox.requests if one.path == "/artists/7" and one.at > now - 3.0]
            assert abs(api.pace.used_by_others - len(theirs)) <= 10
        stop.set()
        await another

    asyncio.run(main())
    assert {entry.status for entry in sandbox.requests} == {200}
