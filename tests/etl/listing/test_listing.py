"""Reading a paged list: how often it is asked for, and what is believed of it."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest

from linernotes.documents import DocumentKey, Fetched
from linernotes.errors import MalformedResponseError
from linernotes.etl.fetching import utc_now
from linernotes.etl.listing.fetch import ATTEMPTS, fetch_listing
from linernotes.etl.listing.listing import Listing, read_answer


class Answers:
    """A Discogs with one list, told page by page for each time that it is read."""

    def __init__(self, *readings: list[dict[str, Any]]) -> None:
        self.asked: Counter[int] = Counter()
        self._readings = readings

    async def fetch(self, key: DocumentKey, *, username: str) -> Fetched:
        reading = self._readings[min(self.asked[key.page], len(self._readings) - 1)]
        self.asked[key.page] += 1
        return Fetched(key, json.dumps(reading[key.page - 1]).encode(), utc_now())

    def read(self) -> Listing:
        async def at_once(stage: str) -> None:
            pass

        shown = SimpleNamespace(grow=lambda *_: None, advance=lambda *_, **__: None)
        fetching: Any = SimpleNamespace(
            api=self, username="somebody", progress=shown, wait_while_paused=at_once
        )
        return asyncio.run(fetch_listing("wants", fetching))


def page(number: int, *ids: int, pages: int = 2, items: int = 4) -> dict[str, Any]:
    pagination = {"page": number, "pages": pages, "per_page": 2, "items": items}
    rows = [{"id": id, "rating": 0, "basic_information": {"id": id, "title": f"Title {id}"}} for id in ids]
    return {"pagination": pagination, "wants": rows}


WHOLE = [page(1, 1, 2), page(2, 3, 4)]


def test_a_list_that_adds_up_is_read_once() -> None:
    answers = Answers(WHOLE)
    listing = answers.read()
    assert (set(listing.rows), listing.drifted, listing.missing) == ({1, 2, 3, 4}, None, 0)
    assert answers.asked == {1: 1, 2: 1}


def test_a_list_that_changed_while_it_was_read_is_read_again() -> None:
    answers = Answers([page(1, 1, 2), page(2, 2, 3)], WHOLE)
    listing = answers.read()
    assert (set(listing.rows), listing.drifted) == ({1, 2, 3, 4}, None)
    assert answers.asked == {1: 2, 2: 2}


def test_a_list_that_is_short_in_the_same_way_twice_is_not_asked_for_again() -> None:
    answers = Answers([page(1, 1, 2), page(2, 3)])
    listing = answers.read()
    assert (set(listing.rows), listing.missing, listing.is_steady) == ({1, 2, 3}, 1, True)
    assert answers.asked == {1: 2, 2: 2}


def test_a_list_that_never_holds_still_is_taken_as_it_is_in_the_end() -> None:
    answers = Answers(*([page(1, 1, 2), page(2, 3 + attempt)] for attempt in range(ATTEMPTS)))
    listing = answers.read()
    assert (set(listing.rows), listing.is_steady) == ({1, 2, 2 + ATTEMPTS}, False)
    assert answers.asked == {1: ATTEMPTS, 2: ATTEMPTS}


def test_a_page_that_is_no_json_is_unread_and_kept_as_it_came() -> None:
    class Broken(Answers):
        async def fetch(self, key: DocumentKey, *, username: str) -> Fetched:
            if key.page == 2:
                raise MalformedResponseError("not JSON", body=b"<html>")
            return await super().fetch(key, username=username)

    listing = Broken(WHOLE).read()
    assert (set(listing.rows), listing.unread, listing.drifted) == ({1, 2}, {2}, None)
    assert [(fetched.key.page, fetched.body, str(error)) for fetched, error in listing.broken] == [
        (2, b"<html>", "not JSON")
    ]


def test_a_number_of_pages_that_nobody_has_is_not_believed() -> None:
    answers = Answers([page(1, 1, 2, pages=10**9)])
    with pytest.raises(MalformedResponseError, match="1,000,000,000 pages"):
        answers.read()
    assert answers.asked == {1: 1}


SHORT = [page(1, 1, 2), page(2, 3)]
#: The list while its second page cannot be read: what is stored of that is from before a row went.
STALE = [page(1, 1, 2, items=3), page(2, 3, 4)]


@pytest.mark.parametrize(
    ("before", "now", "lost"),
    [
        pytest.param(WHOLE, [page(1, 2, 3, items=3), page(2, 4, items=3)], {1}, id="whole"),
        pytest.param(WHOLE, [page(1, 2, 3), page(2, 4)], set(), id="newly-short"),
        pytest.param(SHORT, [page(1, 2, 3, items=3), page(2, items=3)], {1}, id="short-as-ever"),
        pytest.param(SHORT, [page(1, 1, 3), page(2, 4)], set(), id="another-is-hidden-now"),
        pytest.param(SHORT, [page(1, 2, 3), page(2, 9)], {1}, id="short-as-ever-and-one-is-new"),
        pytest.param(WHOLE[:1], [page(1, 2, 3), page(2, 4)], set(), id="a-page-was-never-read"),
        pytest.param(STALE, [page(1, 1, 3), page(2, 4)], set(), id="a-page-was-of-another-time"),
        pytest.param(WHOLE, [page(1, 2, 3, items=3), page(2, 4, 4, items=3)], {1}, id="one-listed-twice"),
    ],
)
def test_what_a_list_has_lost(before: Any, now: Any, lost: set[int]) -> None:
    old, new = landed(before), Answers(now).read()
    # What is numbered from 9 was added since.
    reappeared = len([key for key in new.rows if key not in old.rows and key < 9])
    assert {key for key in old.rows if new.has_lost(key, old, reappeared=reappeared)} == lost


@pytest.mark.parametrize("id", ["?", None, True, -2, 0, 2.5, 10**30])
def test_a_row_that_cannot_be_read_may_be_any_row_unless_it_says_which(id: Any) -> None:
    named, nameless = ([page(1, 3, 4, items=3), page(2, 2, items=3)] for _ in range(2))
    named[1]["wants"][0]["basic_information"] = None
    nameless[1]["wants"][0] |= {"id": id, "basic_information": None}
    old = landed(WHOLE)
    for reading, lost in (named, {1}), (nameless, set()):
        new = Answers(reading).read()
        assert {key for key in old.rows if new.has_lost(key, old, reappeared=0)} == lost


def landed(pages: list[dict[str, Any]]) -> Listing:
    return Listing(
        [
            read_answer(Fetched(DocumentKey("wants", 0, number), json.dumps(one).encode(), utc_now()))
            for number, one in enumerate(pages, 1)
        ]
    )
