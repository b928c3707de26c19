"""How many of our own requests the server had counted when it counted one of them."""

from __future__ import annotations

import pytest

from linernotes.source.pacing.server_count import Reckoning, Ticket, is_fewer_than_ours

LENGTH = 60.0
ONE = (100.0, 101.5)  # sent and answered


def reckon(*others: tuple[float, float]) -> Reckoning:
    """The reckoning for ONE among these, each sent and answered."""
    times = sorted([*others, ONE])
    tickets = [Ticket(sent, spent=1.0, answered=answered) for sent, answered in times]
    return Reckoning.of(tickets, tickets[times.index(ONE)], LENGTH)


@pytest.mark.parametrize(
    ("other", "likely", "most"),
    [
        pytest.param((90.0, 91.5), 2, 2, id="before"),
        pytest.param((99.9, 101.4), 2, 2, id="just-before"),
        pytest.param((101.6, 103.0), 1, 1, id="after"),
        pytest.param((100.5, 102.0), 1, 2, id="sent-and-answered-later"),
        pytest.param((100.5, float("inf")), 1, 2, id="sent-later-not-answered-yet"),
        pytest.param((100.5, 101.2), 2, 2, id="overtook"),
        pytest.param((100.005, 101.505), 2, 2, id="too-close-to-tell"),
        pytest.param((99.0, float("inf")), 2, 2, id="sent-before-not-answered-yet"),
        pytest.param((30.0, 31.5), 1, 1, id="long-gone"),
        pytest.param((38.4, 39.9), 1, 1, id="gone"),
        pytest.param((39.9, 41.4), 1, 2, id="about-to-leave"),
        pytest.param((39.995, 41.495), 2, 2, id="leaving-too-close-to-tell"),
        pytest.param((39.9, 44.0), 2, 2, id="counted-late-perhaps"),
        pytest.param((40.2, 41.7), 2, 2, id="still-there"),
    ],
)
def test_another_request_counts_likely_or_at_most(other: tuple[float, float], likely: int, most: int) -> None:
    ours = reckon(other)
    assert (ours.likely, ours.most) == (likely, most)


def test_only_those_that_overtook_are_called_so() -> None:
    assert reckon((100.5, 101.2), (100.6, 101.3), (100.7, 102.2), (99.0, 103.0)).overtaking == 2


@pytest.mark.parametrize(("used", "fewer"), [(9, True), (10, False), (11, False)])
def test_a_server_that_counts_fewer_than_surely_are_ours_is_no_log(used: int, fewer: bool) -> None:
    """Ten answered within the window, one too long ago, one still under way, one not surely counted."""
    times = [(80.0 + number, 81.5 + number) for number in range(10)]
    tickets = [Ticket(sent, spent=1.0, answered=answered, counted=True) for sent, answered in times]
    early = Ticket(41.0, spent=1.0, answered=42.5, counted=True)
    under_way = Ticket(99.0, spent=1.0)
    uncounted = Ticket(99.5, spent=1.0, answered=99.9)
    one = Ticket(*ONE[:1], spent=1.0, answered=ONE[1], counted=True)
    every = [early, *tickets, under_way, uncounted, one]
    assert is_fewer_than_ours(used, every, one, LENGTH) is fewer
