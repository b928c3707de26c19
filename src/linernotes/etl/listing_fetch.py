"""Read a paged list of Discogs so that nothing slips between its pages."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linernotes.documents import (
    CollectionItem,
    CollectionPage,
    DocumentKey,
    Fetched,
    Want,
    WantsPage,
    decode_page,
)
from linernotes.errors import DocumentError, MalformedResponseError, NotFoundError
from linernotes.etl.base import IN_FLIGHT, Fetching, utc_now

log = logging.getLogger(__name__)

Page = CollectionPage | WantsPage

#: The stage that both lists belong to.
STAGE = "collection"

#: How often a list that changes while it is read is read again before we take it as it is.
ATTEMPTS = 5


@dataclass(frozen=True)
class Answer:
    """One page as it came. `page` is None where it could not be read at all; `errors` are its unreadable rows."""

    fetched: Fetched
    page: Page | None
    errors: Sequence[DocumentError] = ()


@dataclass(frozen=True)
class Listing:
    """All pages of one list, in the order of their own page numbers.

    `drifted` says what did not add up in the last attempt, None if the list is whole.
    """

    answers: Sequence[Answer]
    drifted: str | None

    @property
    def pages(self) -> list[Page]:
        """The pages that could be read."""
        return [answer.page for answer in self.answers if answer.page is not None]

    @property
    def readable(self) -> list[Fetched]:
        """Those pages as they came."""
        return [answer.fetched for answer in self.answers if answer.page is not None]

    @property
    def broken(self) -> list[tuple[Fetched, DocumentError]]:
        """What could not be read, pages and single rows."""
        return [(answer.fetched, error) for answer in self.answers for error in answer.errors]

    @property
    def is_whole(self) -> bool:
        """Whether what is not in here is not on Discogs' list either."""
        return self.drifted is None and not self.broken

    @property
    def unread(self) -> set[int]:
        """The numbers of the pages that could not be read at all."""
        return {answer.fetched.key.page for answer in self.answers if answer.page is None}

    @property
    def rows(self) -> dict[int, CollectionItem | Want]:
        """The rows of all pages, each key once."""
        rows: dict[int, CollectionItem | Want] = {}
        for page in self.pages:
            for row in page.rows:
                rows.setdefault(row.key, row)
        return rows


async def fetch_listing(kind: str, fetching: Fetching) -> Listing:
    """Fetch all pages of `kind` ('collection' or 'wants'), again when rows came or went meanwhile.

    The page number and page size in an answer are believed, not the ones asked for.
    """
    for attempt in range(1, ATTEMPTS + 1):
        listing = await _fetch_once(kind, fetching)
        if listing.drifted is None:
            break
        log.info("list changed while read", extra={"kind": kind, "attempt": attempt, "why": listing.drifted})
    return listing


async def _fetch_once(kind: str, fetching: Fetching) -> Listing:
    fetching.progress.grow(STAGE, 1)
    first = await _fetch_page(kind, 1, fetching)
    if first.page is None or first.page.pagination is None:
        # Nothing tells how long the list is: there is nothing to go on with.
        raise MalformedResponseError(f"Discogs' list of the {kind} cannot be read: {first.errors[0]}")
    last = first.page.pagination.pages
    fetching.progress.grow(STAGE, last - 1)
    limit = asyncio.Semaphore(IN_FLIGHT)

    async def further(number: int) -> Answer | None:
        async with limit:
            try:
                return await _fetch_page(kind, number, fetching)
            except NotFoundError:
                return None  # the list became shorter meanwhile

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(further(number)) for number in range(2, last + 1)]
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0] from None
    rest = [task.result() for task in tasks]
    answers = sorted((first, *filter(None, rest)), key=lambda answer: answer.fetched.key.page)
    return Listing(answers, drift(answers, vanished=None in rest))


async def _fetch_page(kind: str, number: int, fetching: Fetching) -> Answer:
    await fetching.wait_while_paused(STAGE)
    answer = await _ask_page(kind, number, fetching)
    fetching.progress.advance(STAGE, problem=answer.page is None)
    return answer


async def _ask_page(kind: str, number: int, fetching: Fetching) -> Answer:
    key = DocumentKey(kind, 0, number)
    try:
        fetched = await fetching.api.fetch(key, username=fetching.username)
        page, errors = decode_page(kind, fetched.body)
    except MalformedResponseError as error:
        return Answer(Fetched(key, error.body, utc_now()), None, [DocumentError(str(error))])
    except DocumentError as error:
        return Answer(fetched, None, [error])
    assert page.pagination is not None, "decode_page refuses a page without"
    believed = DocumentKey(kind, 0, page.pagination.page)
    return Answer(Fetched(believed, fetched.body, fetched.fetched_at), page, errors)


def drift(answers: Iterable[Answer], *, vanished: bool = False) -> str | None:
    """Say what shows that the list changed while its pages were read; None when all adds up. Pure.

    A page or a row that cannot be read is no drift: it will not read any better a second later.
    """
    read = [answer for answer in answers if answer.page is not None]
    unread = sum(answer.page is None for answer in answers)
    said = {answer.page.pagination.items for answer in read if answer.page and answer.page.pagination}
    numbers = [answer.fetched.key.page for answer in read]
    keys = [row.key for answer in read if answer.page for row in answer.page.rows]
    listed = len(keys) + sum(len(answer.errors) for answer in read)
    checks = [
        (vanished, "a page was gone"),
        (len(said) > 1, f"its length went from {min(said)} to {max(said)}"),
        (len(set(numbers)) != len(numbers), f"the answers were pages {sorted(numbers)}"),
        (len(set(keys)) != len(keys), "one row was listed twice"),
        (not unread and listed != max(said), f"{max(said)} rows were announced and {listed} listed"),
    ]
    return next((text for found, text in checks if found), None)
