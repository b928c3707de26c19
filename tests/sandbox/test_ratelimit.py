"""The moving window, its alternatives, and what a caller sees of it."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from discogs_sandbox.ratelimit import SlidingLog, TokenBucket


class Clock:
    """Time that moves when told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_the_window_moves():
    clock = Clock()
    log = SlidingLog(60, clock)
    assert [log.take("ip", 3).remaining for _ in range(3)] == [2, 1, 0]
    clock.now += 30
    assert not log.take("ip", 3).allowed
    clock.now += 30
    standing = log.take("ip", 3)
    assert (standing.allowed, standing.used, standing.remaining) == (True, 1, 2)


def test_refused_requests_do_not_count():
    clock = Clock()
    log = SlidingLog(60, clock)
    for _ in range(2):
        log.take("ip", 2)
    clock.now += 59
    assert not any(log.take("ip", 2).allowed for _ in range(50))
    clock.now += 1
    assert log.take("ip", 2).allowed


def test_levels_share_the_count_of_an_address():
    log = SlidingLog(60, Clock())
    for _ in range(30):
        log.take("ip", 60)
    anonymous = log.take("ip", 25)
    assert (anonymous.allowed, anonymous.limit, anonymous.used, anonymous.remaining) == (False, 25, 30, 0)
    assert log.take("other ip", 25).allowed


@given(st.lists(st.floats(0, 5), min_size=1, max_size=200), st.integers(1, 10))
def test_no_window_ever_holds_more_than_the_limit(waits, limit):
    clock = Clock()
    log = SlidingLog(10, clock)
    granted = []
    for wait in waits:
        clock.now += wait
        if log.take("ip", limit).allowed:
            granted.append(clock.now)
    for start in granted:
        assert sum(start <= at < start + 10 for at in granted) <= limit


def test_a_bucket_refills_evenly():
    clock = Clock()
    bucket = TokenBucket(60, clock)
    assert [bucket.take("ip", 60).allowed for _ in range(61)] == [True] * 60 + [False]
    clock.now += 1
    assert [bucket.take("ip", 60).allowed for _ in range(2)] == [True, False]
    clock.now += 3600
    standing = bucket.take("ip", 60)
    assert (standing.used, standing.remaining) == (1, 59)


def test_limits_by_level_and_the_429(serve):
    ask = serve(limit=4, anonymous_limit=2, window=60)
    first = [ask("/artists/1000", "nobody") for _ in range(3)]
    assert [response.status_code for response in first] == [200, 200, 429]
    refused = first[-1]
    assert refused.json() == {"message": "You are making requests too quickly."}
    assert "Retry-After" not in refused.headers
    assert refused.headers["X-Discogs-Ratelimit"] == "2"
    assert refused.headers["X-Discogs-Ratelimit-Remaining"] == "0"
    later = [ask("/artists/1000") for _ in range(3)]
    assert [response.status_code for response in later] == [200, 200, 429]
    assert later[0].headers["X-Discogs-Ratelimit-Used"] == "3"


def test_defaults_are_60_and_25_a_minute(serve):
    ask = serve(limit=60)
    assert ask("/artists/1000").headers["X-Discogs-Ratelimit"] == "60"
    assert ask("/artists/1000", "nobody").headers["X-Discogs-Ratelimit"] == "25"


def test_the_window_can_be_short(serve):
    now = [0.0]
    ask = serve(limit=1, window=0.3, clock=lambda: now[0])
    assert [ask("/artists/1000").status_code for _ in range(2)] == [200, 429]
    now[0] += 0.35
    assert ask("/artists/1000").status_code == 200


def test_tokens_can_be_counted_apart(serve):
    ask = serve(limit=1, per_token=True)
    assert [ask("/artists/1000", as_).status_code for as_ in ("owner", "owner", "other")] == [200, 429, 200]


def test_a_429_can_carry_retry_after_or_nothing_at_all(serve):
    ask = serve(limit=1, retry_after=7)
    assert [ask("/artists/1000").headers.get("Retry-After") for _ in range(2)] == [None, "7"]
    ask = serve(limit=1, empty_429=True)
    ask("/artists/1000")
    empty = ask("/artists/1000")
    assert (empty.status_code, empty.content) == (429, b"")


def test_a_bucket_can_be_chosen(serve):
    ask = serve(limit=5, window=0.5, bucket=True)
    assert [ask("/artists/1000").status_code for _ in range(5)] == [200] * 5
    time.sleep(0.15)
    assert ask("/artists/1000").status_code == 200


def test_latency_is_split_around_the_count(serve):
    ask = serve(latency=(0.15, 0.1))
    began = time.monotonic()
    ask("/artists/1000")
    assert time.monotonic() - began >= 0.25
