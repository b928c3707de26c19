"""Read a paged list of Discogs so that nothing slips between its pages."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from linernotes.documents import DocumentKey, Fetched
from linernotes.errors import (
    DiscogsError,
    DocumentError,
    MalformedResponseError,
    NotFoundError,
    UnreachableError,
)
from linernotes.etl.fetching import IN_FLIGHT, Fetching, utc_now
from linernotes.etl.listing.listing import Listing, ReadPage, drift, read_answer

log = logging.getLogger(__name__)

#: The stage that both lists belong to.
STAGE = "collection"

#: How often a list that changes while it is read is read again before we take it as it is.
ATTEMPTS = 5

#: No collection has so many pages. A larger count is an error of the server: we do not ask that often.
MOST_PAGES = 100_000


async def fetch_listing(kind: str, fetching: Fetching) -> Listing:
    """Fetch all pages of `kind` ('collection' or 'wants'), again when rows came or went meanwhile.

    The page number and page size in an answer count, not those of the request. A list may fail to add up in the
    same way twice in a row. Then Discogs has it so: a third reading would only cost requests.
    """
    listing = await _fetch_once(kind, fetching)
    for attempt in range(2, ATTEMPTS + 1):
        if listing.drifted is None:
            break
        log.info("list does not add up", extra={"kind": kind, "attempt": attempt, "why": listing.drifted})
        before, listing = listing, await _fetch_once(kind, fetching)
        if (listing.drifted, listing.rows.keys()) == (before.drifted, before.rows.keys()):
            return replace(listing, is_steady=True)
    return listing


async def _fetch_once(kind: str, fetching: Fetching) -> Listing:
    fetching.progress.grow(STAGE, 1)
    first = await _fetch_page(kind, 1, fetching)
    if first.page is None or first.page.pagination is None:
        # The length of the list is not known: the next pages cannot be fetched.
        raise MalformedResponseError(f"Discogs' list of the {kind} cannot be read: {first.errors[0]}")
    last = first.page.pagination.pages
    if last > MOST_PAGES:
        raise MalformedResponseError(
            f"Discogs' list of the {kind} cannot be read: it is said to have {last:,} pages"
        )
    fetching.progress.grow(STAGE, last - 1)
    limit = asyncio.Semaphore(IN_FLIGHT)

    async def further(number: int) -> ReadPage | None:
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


async def _fetch_page(kind: str, number: int, fetching: Fetching) -> ReadPage:
    await fetching.wait_while_paused(STAGE)
    answer = await _ask_page(kind, number, fetching)
    fetching.progress.advance(STAGE, problem=answer.page is None)
    return answer


async def _ask_page(kind: str, number: int, fetching: Fetching) -> ReadPage:
    """Fetch one page. A page after the first that does not come counts as a page that cannot be read.

    The error is raised for the first page, since there is no list without it. It is raised too where many
    documents in a row fail: then Discogs is down. A 404 is always raised.
    """
    key = DocumentKey(kind, 0, number)
    try:
        answer = read_answer(await fetching.api.fetch(key, username=fetching.username))
    except MalformedResponseError as error:
        return ReadPage(Fetched(key, error.body, utc_now()), None, [DocumentError(str(error))])
    except NotFoundError:
        raise
    except (DiscogsError, UnreachableError) as error:
        if number == 1:
            raise
        log.warning("page not fetched", extra={"kind": kind, "page": number, "reason": str(error)})
        fetching.count_failure(error)
        return ReadPage(Fetched(key, b"", utc_now()), None, [DocumentError(str(error))])
    fetching.failures_in_a_row = 0
    return answer
