"""Read a paged list of Discogs so that nothing slips between its pages."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from linernotes.documents import CollectionItem, CollectionPage, DocumentKey, Fetched, Want, WantsPage, decode
from linernotes.errors import NotFoundError
from linernotes.etl.base import IN_FLIGHT, Fetching

log = logging.getLogger(__name__)

#: How often a list that changes while it is read is read again before we take it as it is.
ATTEMPTS = 5


@dataclass(frozen=True)
class Listing:
    """All pages of one list, in the order of their own page numbers.

    `documents` are the decoded `pages`. `drifted` says what did not add up in the last attempt, None if the
    list is whole.
    """

    pages: Sequence[Fetched]
    documents: Sequence[Any]
    drifted: str | None

    @property
    def rows(self) -> list[Any]:
        """The rows of all pages, each key once."""
        rows = {row_key(row): row for document in self.documents for row in rows_of(document)}
        return list(rows.values())


def rows_of(page: CollectionPage | WantsPage) -> Sequence[CollectionItem | Want]:
    """The rows of one page, whichever list it is of."""
    return page.releases if isinstance(page, CollectionPage) else page.wants


def row_key(row: Any) -> int:
    """An instance is told by its instance id, a want by its release."""
    return getattr(row, "instance_id", None) or row.id  # type: ignore[no-any-return]


async def fetch_listing(kind: str, fetching: Fetching, *, begin: Callable[[int], None]) -> Listing:
    """Fetch all pages of `kind` ('collection' or 'wants'), again when rows came or went meanwhile.

    `begin` is told the number of pages as soon as the first page tells it. The page number and page size
    in an answer are believed, not the ones asked for.
    """
    for attempt in range(1, ATTEMPTS + 1):
        listing = await _fetch_once(kind, fetching, begin)
        if listing.drifted is None:
            return listing
        log.info("list changed while read", extra={"kind": kind, "attempt": attempt, "why": listing.drifted})
    return listing


async def _fetch_once(kind: str, fetching: Fetching, begin: Callable[[int], None]) -> Listing:
    first, document = await _fetch_page(kind, 1, fetching)
    begin(document.pagination.pages)
    limit = asyncio.Semaphore(IN_FLIGHT)

    async def page(number: int) -> tuple[Fetched, Any] | None:
        async with limit:
            await fetching.wait_while_paused()
            try:
                return await _fetch_page(kind, number, fetching)
            except NotFoundError:
                return None  # the list became shorter meanwhile

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(page(number)) for number in range(2, document.pagination.pages + 1)]
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0] from None
    rest = [task.result() for task in tasks]
    answers = [(first, document), *(answer for answer in rest if answer is not None)]
    answers.sort(key=lambda answer: answer[0].key.page)
    pages, documents = zip(*answers, strict=True)
    return Listing(pages, documents, drift(documents, vanished=None in rest))


async def _fetch_page(kind: str, number: int, fetching: Fetching) -> tuple[Fetched, Any]:
    fetched = await fetching.api.fetch(DocumentKey(kind, 0, number), username=fetching.username)
    document: Any = decode(kind, fetched.body)
    believed = DocumentKey(kind, 0, document.pagination.page)
    return Fetched(believed, fetched.body, fetched.fetched_at), document


def drift(documents: Sequence[Any], *, vanished: bool = False) -> str | None:
    """Say what shows that the list changed while its pages were read; None when all adds up. Pure."""
    said = {document.pagination.items for document in documents}
    numbers = sorted(document.pagination.page for document in documents)
    keys = [row_key(row) for document in documents for row in rows_of(document)]
    if vanished:
        return "a page was gone"
    if len(said) > 1:
        return f"its length went from {min(said)} to {max(said)}"
    if numbers != list(range(1, len(documents) + 1)):
        return f"the answers were pages {numbers}"
    if len(set(keys)) != len(keys):
        return "one row stood on two pages"
    if len(keys) != next(iter(said)):
        return f"{next(iter(said))} rows were announced and {len(keys)} listed"
    return None
