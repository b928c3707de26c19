"""What may pass is tried again, so often and no more."""

from __future__ import annotations

import asyncio

import pytest
from tests.source.virtual import run_virtual

from linernotes.errors import NotFoundError, RateLimitedError, ServerError
from linernotes.source.retries import RetryPolicy, TransientError, Waiting, persist

POLICY = RetryPolicy(attempts=5, first_wait=2.0, longest_wait=60.0)


class Failing:
    """Fails so many times, then answers; knows when it was asked."""

    def __init__(self, times: int, retry_after: float | None = None) -> None:
        self.times = times
        self.retry_after = retry_after
        self.asked: list[float] = []

    async def __call__(self) -> str:
        self.asked.append(asyncio.get_running_loop().time())
        if len(self.asked) <= self.times:
            error = ServerError(f"down {len(self.asked)}", status=502)
            raise TransientError(
                error, reason="Discogs answers 502", retry_after=self.retry_after
            ) from OSError()
        return "done"


def run(failing: Failing, policy: RetryPolicy = POLICY) -> tuple[str, list[Waiting]]:
    shown: list[Waiting] = []
    return run_virtual(persist("/releases/1", failing, policy, shown.append)), shown


def test_no_failure_no_wait() -> None:
    failing = Failing(0)
    assert run(failing) == ("done", [])
    assert len(failing.asked) == 1


def test_each_wait_is_longer_and_shown_beforehand() -> None:
    failing = Failing(4)
    result, shown = run(failing)
    assert result == "done"
    waited = [later - earlier for earlier, later in zip(failing.asked, failing.asked[1:], strict=False)]
    assert [waiting.seconds for waiting in shown] == pytest.approx(waited)
    assert [waiting.attempt for waiting in shown] == [1, 2, 3, 4]
    for seconds, most in zip(waited, [2, 4, 8, 16], strict=True):
        assert most / 2 <= seconds <= most


def test_the_last_error_is_raised_with_its_cause_when_the_attempts_run_out() -> None:
    failing = Failing(99)
    with pytest.raises(ServerError, match="down 5") as caught:
        run(failing)
    assert len(failing.asked) == 5
    assert isinstance(caught.value.__cause__, OSError)


def test_what_cannot_pass_is_raised_at_once() -> None:
    asked = []

    async def gone() -> str:
        asked.append(1)
        raise NotFoundError("gone", status=404)

    with pytest.raises(NotFoundError):
        run_virtual(persist("/releases/1", gone, POLICY, lambda _: None))
    assert len(asked) == 1


@pytest.mark.parametrize(("says", "waits"), [(7.0, 7.0), (3600.0, 60.0)])
def test_a_server_that_names_its_wait_is_obeyed_within_reason(says: float, waits: float) -> None:
    failing = Failing(1, retry_after=says)
    _, shown = run(failing)
    assert [waiting.seconds for waiting in shown] == [waits]


def test_a_wait_of_nothing_is_none() -> None:
    """Five tries would be over in no time."""
    failing = Failing(4, retry_after=0.0)
    run(failing)
    assert failing.asked[-1] - failing.asked[0] >= 15


def test_a_refusal_is_no_failure_of_the_document() -> None:
    """Six are too many failures; refusals are counted apart, and waited for as long as the pacing says."""
    refused = TransientError(
        RateLimitedError("429"), reason="429", retry_after=3.0, is_refusal=True, status=429
    )
    left = [refused] * 6
    shown: list[Waiting] = []

    async def attempt() -> str:
        if left:
            raise left.pop()
        return "done"

    assert run_virtual(persist("/releases/1", attempt, POLICY, shown.append)) == "done"
    assert [waiting.seconds for waiting in shown] == [3.0] * 6


def test_waits_grow_no_longer_than_the_longest() -> None:
    assert POLICY.wait(30, None) <= 60
    assert POLICY.wait(2000, None) <= 60


def test_waits_differ_so_that_those_who_failed_together_part() -> None:
    assert len({POLICY.wait(3, None) for _ in range(20)}) > 1


@pytest.mark.parametrize(
    ("reason", "seconds", "sentence"),
    [
        ("Discogs answers 429", 12.0, "Discogs answers 429 (/releases/1): waits 12 s"),
        ("the connection broke", 11.2, "The connection broke (/releases/1): waits 12 s"),
        ("no connection", 0.0, "No connection (/releases/1): waits 1 s"),
    ],
)
def test_a_wait_is_said_in_one_sentence(reason: str, seconds: float, sentence: str) -> None:
    assert str(Waiting("/releases/1", reason, seconds, 2, 5)) == sentence
