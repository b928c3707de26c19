"""The moving window, against simulated servers of both kinds, in simulated time."""

from __future__ import annotations

import math
import random
from bisect import bisect_left
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.examples import examples
from tests.source.simulated import Answer, Bucket, Log, Outcome, simulate

from linernotes.source.pacing.window import Quota, Window

SERVERS = pytest.mark.parametrize("server", [Log, Bucket])
LATENCIES = {
    "counted-on-arrival": (0.001, 1.499),
    "counted-at-the-end": (1.499, 0.001),
    "counted-in-between": (0.6, 0.9),
}

Latency = Callable[[], tuple[float, float]]
Trouble = Callable[[float, bool, Quota], Answer]


def jittery(seed: int, least: float, most: float) -> Latency:
    """A way there of 50 to 100 ms, and an answer that takes from `least` to `most` seconds."""
    chance = random.Random(seed)
    return lambda: (0.05 + chance.random() * 0.05, chance.uniform(least, most))


def anywhere(seed: int, most: float) -> Latency:
    """Counted at any moment between sending and answer, and answers that overtake each other."""
    chance = random.Random(seed)
    return lambda: (chance.uniform(0, most), chance.uniform(0, most))


def steady(start: float, every: float = 3.0, until: float = 400.0) -> list[float]:
    return [start + number * every for number in range(int((until - start) / every))]


def bursts(start: float, size: int = 20, every: float = 60.0, until: float = 400.0) -> list[float]:
    begins = [start + number * every for number in range(int((until - start) / every))]
    return [begin + number * 0.05 for begin in begins for number in range(size)]


def run_with_others(
    server: Log | Bucket, others: list[float], latency: Latency, seconds: float = 330
) -> Outcome:
    """Others' requests of before 0, when ours begin, are let in beforehand."""
    for when in others:
        if when < 0:
            server.take(when)
    later = [when for when in others if when >= 0]
    return simulate(Window(), server, seconds=seconds, latency=latency, others=later)


def most_in_a_window(times: list[float], length: float) -> int:
    ordered = sorted(times)
    return max(bisect_left(ordered, begin + length) - place for place, begin in enumerate(ordered))


@SERVERS
@pytest.mark.parametrize("split", LATENCIES.values(), ids=LATENCIES)
def test_latency_costs_next_to_nothing(server: type[Log | Bucket], split: tuple[float, float]) -> None:
    """1.5 s of latency, 60 in 60 s: of the 360 that 330 s permit, 342 are the duty and 354 the aim."""
    outcome = simulate(Window(), server(60), seconds=330, latency=lambda: split)
    assert not outcome.refused
    assert len(outcome.made) >= 354


@SERVERS
@given(limit=st.integers(1, 240), seed=st.integers(0, 10**6), most=st.floats(0, 10))
@settings(max_examples=examples(60), deadline=None)
def test_alone_the_limit_is_never_exceeded(
    server: type[Log | Bucket], limit: int, seed: int, most: float
) -> None:
    outcome = simulate(Window(), server(limit), seconds=250, latency=anywhere(seed, most))
    assert not outcome.refused
    assert most_in_a_window(outcome.made, 60.0) <= limit


@SERVERS
@given(limit=st.integers(2, 240), seed=st.integers(0, 10**6), least=st.floats(0, 3), jitter=st.floats(0, 1))
@settings(max_examples=examples(60), deadline=None)
def test_alone_all_but_one_in_sixty_is_used(
    server: type[Log | Bucket], limit: int, seed: int, least: float, jitter: float
) -> None:
    """In every cycle: a window, the slowest answer, and a quarter of a second to be safe."""
    outcome = simulate(Window(), server(limit), seconds=300, latency=jittery(seed, least, least + jitter))
    assert not outcome.refused
    cycles = math.floor(300 / (60.25 + 0.1 + least + jitter))
    assert len(outcome.made) >= cycles * (limit - math.ceil(limit / 60))


@pytest.mark.parametrize(
    ("server", "habit"), [(Log, steady), (Log, bursts), (Bucket, steady)], ids=["log", "log-bursts", "bucket"]
)
@given(start=st.floats(-120, 2), seed=st.integers(0, 10**6), least=st.floats(0.05, 2), jitter=st.floats(0, 1))
@example(start=0.0, seed=331, least=1.0, jitter=1.0)  # slow to be noticed: answers overtake each other
@settings(max_examples=examples(60), deadline=None)
def test_another_program_that_was_there_first_is_never_crowded_out(
    server: type[Log | Bucket],
    habit: Callable[[float], list[float]],
    start: float,
    seed: int,
    least: float,
    jitter: float,
) -> None:
    """It uses 20 of the 60 with our token, evenly or in bursts: nobody gets a 429, we get most of the rest.

    (A bucket swallows a burst while we do not look; what cannot be seen cannot be given way to.)
    """
    outcome = run_with_others(server(60), habit(start), jittery(seed, least, least + jitter))
    assert not outcome.refused
    assert not outcome.others_refused
    assert len(outcome.made) >= 37 * math.floor(330 / (60.35 + least + jitter))


@given(
    start=st.floats(3, 200),
    seed=st.integers(0, 10**6),
    habit=st.sampled_from([steady, bursts]),
)
@settings(max_examples=examples(60), deadline=None)
def test_another_program_that_comes_later_costs_no_more_than_what_is_under_way(
    start: float, seed: int, habit: Callable[[float], list[float]]
) -> None:
    """It may come when the window is full of ours, as it has to be for the 342. Two windows later it is known."""
    outcome = run_with_others(Log(60), habit(start), jittery(seed, 1.0, 2.0))
    assert len(outcome.refused) <= 10
    assert not [when for when in outcome.refused + outcome.others_refused if when > start + 190]


def test_a_program_that_pauses_while_we_begin_is_still_given_way() -> None:
    """15 in the last 20 s before us, then nothing until our window would be full: never more than 20 in 60 s."""
    others = [-20 + number for number in range(15)] + [17.0, 19.0, 21.0, 23.0, 25.0] + steady(41, 3.0)
    outcome = run_with_others(Log(60), others, lambda: (0.1, 1.4))
    assert not outcome.refused
    assert not outcome.others_refused


def test_a_program_that_comes_back_every_other_minute_is_remembered() -> None:
    """With 30 at once, 3 s after our start and each 100 s from then on."""
    outcome = run_with_others(Log(60), bursts(3, size=30, every=100.0), lambda: (0.1, 1.4))
    assert not outcome.refused
    assert not outcome.others_refused


def test_a_program_that_grows_is_given_way() -> None:
    """From 20 in a window to 23, while we look on."""
    grown = steady(-60, 3.0, until=100) + steady(100, 2.6)
    outcome = run_with_others(Log(60), grown, lambda: (0.1, 1.4))
    assert not outcome.refused
    assert not outcome.others_refused


def test_what_ran_before_us_and_stopped_does_not_slow_us_for_long() -> None:
    """A sync that was killed and started again finds the window nearly full, of its own requests."""
    server = Log(60)
    for number in range(58):
        server.take(-30 + number / 4)
    outcome = simulate(Window(), server, seconds=180, latency=lambda: (0.1, 0.4))
    assert not outcome.refused
    assert sum(when > 60 for when in outcome.made) >= 118


@pytest.mark.parametrize(("before", "least"), [(1, 350), (2, 349), (4, 347), (6, 345)])
def test_a_little_that_was_used_before_us_costs_a_little_once(before: int, least: int) -> None:
    """`linernotes auth` and `linernotes plan` a moment ago, say."""
    server = Log(60)
    for number in range(before):
        server.take(-3 + number * 0.4)
    outcome = simulate(Window(), server, seconds=330, latency=lambda: (0.1, 1.4))
    assert not outcome.refused
    assert len(outcome.made) >= least


@pytest.mark.parametrize("length", [60.5, 61.0, 62.5])
def test_a_window_that_is_longer_than_documented_costs_speed_but_no_429(length: float) -> None:
    """Our own requests that still count there look like another program's, and get their room."""
    outcome = simulate(Window(), Log(60, length=length), seconds=900, latency=lambda: (0.05, 0.15))
    assert not outcome.refused
    assert len(outcome.made) >= 37 * 900 // 61


def test_without_headers_fifty_in_a_window_are_assumed_to_be_safe() -> None:
    outcome = simulate(Window(), Log(60), seconds=300, latency=lambda: (0.1, 0.2), headers=False)
    assert not outcome.refused
    assert most_in_a_window(outcome.made, 60.0) == 50


def test_the_first_answer_is_awaited_before_a_second_request() -> None:
    window = Window()
    ticket = window.send(0.0)
    assert window.delay(5.0) == math.inf
    window.answer(ticket, 6.0, Quota(60, 1))
    assert window.delay(6.0) == 0.0


def test_a_limit_that_falls_is_obeyed_at_once() -> None:
    window = Window()
    for number in range(30):
        ticket = window.send(float(number))
        window.answer(ticket, number + 0.5, Quota(60, number + 1))
    assert window.delay(30.0) == 0.0
    window.answer(window.send(30.0), 30.5, Quota(25, 25))
    assert window.allowed(31.0) == 24
    assert window.delay(31.0) > 0
    assert window.delay(30.5 + 60.25) == 0.0


@pytest.mark.parametrize(("retry_after", "pause"), [(None, 5.0), (12.0, 12.0), (0.0, 1.0)])
def test_after_a_429_nothing_goes_for_a_while_and_then_one_alone(
    retry_after: float | None, pause: float
) -> None:
    window = Window()
    window.answer(window.send(0.0), 0.1, Quota(60, 1))
    window.refuse(window.send(1.0), 1.1, None, retry_after)
    assert window.delay(1.1) == pytest.approx(pause, abs=0.2)
    after = 1.1 + max(pause, 0.3)
    probe = window.send(after)
    assert window.delay(after + 1) == math.inf
    window.answer(probe, after + 1.5, Quota(60, 3))
    assert window.delay(after + 1.5) == 0.0


def test_the_pause_doubles_while_429s_go_on_but_not_for_those_already_under_way() -> None:
    window = Window()
    window.answer(window.send(0.0), 0.1, Quota(60, 1))
    first, second = window.send(1.0), window.send(1.3)
    window.refuse(first, 2.0, None, None)
    window.refuse(second, 2.1, None, None)
    assert window.delay(2.1) == pytest.approx(4.9)
    window.refuse(window.send(7.0), 7.1, None, None)
    assert window.delay(7.1) == pytest.approx(10.0)


def test_what_never_reached_discogs_costs_no_slot() -> None:
    window = Window()
    window.lose(window.send(0.0), 1.0, reached=False)
    assert window.used_by_us(1.0) == 0
    window.lose(window.send(2.0), 3.0, reached=True)
    assert window.used_by_us(3.0) == 1
    assert window.used_by_us(3.0 + 60.25) == 0


def test_what_is_kept_of_the_past_stays_small() -> None:
    window = Window()
    simulate(window, Log(600), seconds=400, latency=lambda: (0.01, 0.04))
    assert window.requests_made > 3_000
    assert len(window._tickets) < 1400


#: Until when there is trouble, in seconds: then all is well again.
TROUBLE = 200.0


def refusing(share: float, quota: Quota | None, retry_after: float | None = None) -> Trouble:
    """Refuses so many of the requests that there was room for, whatever the headers say."""
    chance = random.Random(1)

    def answer(now: float, allowed: bool, honest: Quota) -> Answer:
        if now < TROUBLE and allowed and chance.random() < share:
            return Answer(False, honest if quota == HONEST else quota, retry_after)
        return Answer(allowed, honest)

    return answer


def saying(quota: Quota, times: int) -> Trouble:
    """Says something strange in so many answers, the last of them when the trouble ends."""
    left = [times]

    def answer(now: float, allowed: bool, honest: Quota) -> Answer:
        if now >= TROUBLE - times / 4 and left[0]:
            left[0] -= 1
            return Answer(allowed, quota)
        return Answer(allowed, honest)

    return answer


def claiming(quota: Quota, seconds: float) -> Trouble:
    """Says something strange in each answer of so many seconds, until the trouble ends."""
    return lambda now, allowed, honest: Answer(
        allowed, quota if TROUBLE - seconds <= now < TROUBLE else honest
    )


HONEST = Quota(0, 0)
FULL = Quota(60, 60)
TROUBLES = {
    "30 % refused": lambda: refusing(0.3, HONEST),
    "30 % refused, no headers": lambda: refusing(0.3, None),
    "30 % refused, Retry-After: 0": lambda: refusing(0.3, HONEST, 0.0),
    "30 % refused, Retry-After: 5": lambda: refusing(0.3, HONEST, 5.0),
    "all refused": lambda: refusing(1.0, HONEST),
    "all refused, Retry-After: 0": lambda: refusing(1.0, HONEST, 0.0),
    "10 % refused, said to be full": lambda: refusing(0.1, FULL),
    "30 % refused, said to be full": lambda: refusing(0.3, FULL),
    "30 % refused, said to be full, Retry-After: 5": lambda: refusing(0.3, FULL, 5.0),
    "all refused, said to be full": lambda: refusing(1.0, FULL),
    "said to be full for 5 s": lambda: claiming(FULL, 5.0),
    "said to be full for 20 s": lambda: claiming(FULL, 20.0),
    "said to be full for 60 s": lambda: claiming(FULL, 60.0),
    "said to be full for 150 s": lambda: claiming(FULL, 150.0),
    "a limit of 1 for one answer": lambda: saying(Quota(1, 1), 1),
    "a limit of 25 for one answer": lambda: saying(Quota(25, 25), 1),
    "a limit of a million for one answer": lambda: saying(Quota(10**6, 1), 1),
}


@SERVERS
@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
def test_after_trouble_fifty_a_minute_are_reached_within_a_minute(
    server: type[Log | Bucket], trouble: Callable[[], Trouble]
) -> None:
    outcome = simulate(
        Window(), server(60), seconds=TROUBLE + 130, latency=lambda: (0.1, 0.2), trouble=trouble()
    )
    assert sum(TROUBLE + 60 <= when < TROUBLE + 120 for when in outcome.made) >= 50


#: (first second, answers): a few for every test run, all of them for `make soak`.
QUICK_FALSEHOODS = {(68, 5), (140, 1), (161, 4), (189, 2), (195, 20), (196, 3)}
FALSEHOODS = [
    pytest.param(start, times, marks=() if (start, times) in QUICK_FALSEHOODS else pytest.mark.soak)
    for start in (68, *range(140, 200, 7), 195)
    for times in (1, 2, 3, 4, 5, 8, 20)
]


@SERVERS
@pytest.mark.parametrize(("start", "times"), FALSEHOODS)
def test_answers_that_say_falsely_that_all_is_used_are_not_believed_for_long(
    server: type[Log | Bucket], times: int, start: int
) -> None:
    """Whenever they come, and however few of ours are in the window then."""
    assert reached_after(server, FULL, times, start, (0.1, 0.2)) >= 50


@pytest.mark.parametrize("latency", [(0.75, 0.75), (0.001, 1.499)], ids=str)
@pytest.mark.parametrize("start", [68, 72, 129, 195])
def test_what_was_under_way_together_with_a_false_answer_contradicts_it_too(
    start: int, latency: tuple[float, float]
) -> None:
    """The window is full of ours then: for most of a minute no further answer would come."""
    assert reached_after(Bucket, FULL, 5, start, latency) >= 50


@pytest.mark.parametrize("used", [30, 45])
@pytest.mark.parametrize("start", [119, 163, 196])
def test_some_answers_that_say_falsely_that_little_is_used_make_no_bucket_of_a_log(
    used: int, start: int
) -> None:
    assert reached_after(Log, Quota(60, used), 5, start, (0.1, 0.2)) >= 50


def reached_after(
    server: type[Log | Bucket], quota: Quota, times: int, start: int, latency: tuple[float, float]
) -> int:
    """Requests of the minute that begins 60 s after the last of so many false answers."""
    strange: list[float] = []

    def answer(now: float, allowed: bool, honest: Quota) -> Answer:
        if now < start or len(strange) == times:
            return Answer(allowed, honest)
        strange.append(now)
        return Answer(allowed, quota)

    seconds = start + 60 * times + 200
    outcome = simulate(Window(), server(60), seconds=seconds, latency=lambda: latency, trouble=answer)
    assert not outcome.refused
    return sum(strange[-1] + 60 <= when < strange[-1] + 120 for when in outcome.made)


@pytest.mark.parametrize("share", [0.1, 0.3])
def test_while_many_are_refused_the_others_go_on(share: float) -> None:
    """The server counts what it refuses, so `made` has both."""
    outcome = simulate(
        Window(), Log(60), seconds=TROUBLE, latency=lambda: (0.1, 0.2), trouble=refusing(share, HONEST)
    )
    assert len(outcome.made) >= 90
    assert len(outcome.refused) <= 20
