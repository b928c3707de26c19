"""What a sync says it waits for, where several requests wait at once or others come through."""

from __future__ import annotations

from linernotes.etl.extraction import LongestWait
from linernotes.source.retries import Waiting

REFUSED = Waiting("/releases/1", "Discogs answers 429", 60.0, 1, 30, 429, is_refusal=True)
FAILED = Waiting("/releases/2", "Discogs answers 503", 2.0, 1, 5, 503)


def test_a_shorter_wait_does_not_hide_a_longer() -> None:
    waits = LongestWait()
    longest = waits.begin(REFUSED)
    assert longest.sentence == "Discogs answers 429 (/releases/1): waits 60 s"
    assert waits.begin(FAILED) == longest


def test_a_refusal_stays_while_it_keeps_all_requests_though_another_comes_through() -> None:
    waits = LongestWait()
    refused = waits.begin(REFUSED)
    assert waits.go_on(refused_for=59.0) == refused
    assert waits.go_on(refused_for=0.0) is None


def test_a_single_document_that_waits_is_not_said_once_others_come_through() -> None:
    waits = LongestWait()
    waits.begin(FAILED)
    assert waits.go_on(refused_for=0.0) is None
