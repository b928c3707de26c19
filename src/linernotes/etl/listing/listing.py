"""A paged list of the account, as it came or as it landed: rows, gaps, and whether it adds up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import msgspec

from linernotes.documents import CollectionPage, DocumentKey, Fetched, Page, Row, decode_page
from linernotes.errors import DocumentError, RowError
from linernotes.storage.landing import Landing, LeftOut, Version


@dataclass(frozen=True)
class ReadPage:
    """One page as it came. `page` is None where it could not be read at all; `errors` are its unreadable rows."""

    fetched: Fetched
    page: Page | None
    errors: Sequence[DocumentError] = ()


@dataclass(frozen=True)
class Listing:
    """All pages of one list, in the order of their own page numbers.

    `drifted` says what did not add up in the last attempt; None if all did. `is_steady`: two attempts in a row failed
    to add up in the same way. Then no row moved meanwhile: Discogs' count differs from its list.
    """

    answers: Sequence[ReadPage]
    drifted: str | None = None
    is_steady: bool = False

    @property
    def readable(self) -> list[Fetched]:
        """The pages that could be read, as they came."""
        return [answer.fetched for answer in self.answers if answer.page is not None]

    @property
    def broken(self) -> list[tuple[Fetched, DocumentError]]:
        """The errors of pages and of single rows that cannot be read, each with its page."""
        return [(answer.fetched, error) for answer in self.answers for error in answer.errors]

    @property
    def unread(self) -> set[int]:
        """The numbers of the pages that could not be read at all."""
        return {answer.fetched.key.page for answer in self.answers if answer.page is None}

    @cached_property
    def pages(self) -> list[tuple[Fetched, Sequence[Row]]]:
        """The pages that could be read. Each row once, though Discogs may list it twice: where it was fetched last."""
        read = [(answer.fetched, answer.page.rows) for answer in self.answers if answer.page is not None]
        place: dict[int, int] = {}
        for number in sorted(range(len(read)), key=lambda number: read[number][0].fetched_at):
            place.update((row.key, number) for row in read[number][1])
        return [
            (fetched, list({row.key: row for row in rows if place[row.key] == number}.values()))
            for number, (fetched, rows) in enumerate(read)
        ]

    @cached_property
    def rows(self) -> dict[int, Row]:
        """The rows of all pages, by their key."""
        return {row.key: row for _, rows in self.pages for row in rows}

    @property
    def missing(self) -> int:
        """The number of rows that Discogs counts and does not list; below zero where it lists more."""
        counted = [page.pagination.items for page in self._read if page.pagination is not None]
        return max(counted, default=0) - len(self.rows) - len(self._broken_rows)

    @property
    def is_complete(self) -> bool:
        """Whether all pages are here, read at one time: all give one number of pages and one number of rows."""
        said = {(page.pagination.pages, page.pagination.items) for page in self._read if page.pagination}
        return len(said) == 1 and len(self._read) >= max(pages for pages, _ in said)

    def has_lost(self, key: int, before: Listing, *, reappeared: int) -> bool:
        """Whether a row of the list `before` is surely not on Discogs' list any more.

        The row may still be there where something cannot be read, or where Discogs counts more than it lists.
        Discogs may count too many at every reading. If it does and `before` is complete, the hidden rows are those
        that were hidden then. Rows that have `reappeared` are the exception: as many other rows are hidden now.
        """
        if key in self.rows or self.unread or any(error.key in (key, None) for error in self._broken_rows):
            return False
        if self.drifted is None:
            return True
        return self.is_steady and before.is_complete and self.missing + reappeared <= before.missing

    @property
    def _read(self) -> list[Page]:
        return [answer.page for answer in self.answers if answer.page is not None]

    @property
    def _broken_rows(self) -> list[RowError]:
        return [error for _, error in self.broken if isinstance(error, RowError)]


def landed_listing(landing: Landing, kind: str) -> Listing:
    """The list of `kind` ('collection' or 'wants') that landed last; without answers if none has."""
    answers = [read_answer(Fetched(one.key, one.body, one.fetched_at)) for one in landing.documents(kind)]
    if landing.left_out.refused or landing.left_out.hidden:
        answers = [replace(answer, page=_kept(answer, landing.left_out)) for answer in answers]
    return Listing(answers)


def row_of_listing(kind: str, page: int, row: Row) -> Version:
    """The name of a row, for a build that sets it aside."""
    return Version(DocumentKey(kind, row.key, page), "api")


def _kept(answer: ReadPage, left_out: LeftOut) -> Page | None:
    """The page without the rows that are passed over."""
    key, page = answer.fetched.key, answer.page
    if page is None:
        return None
    rows = tuple(
        row for row in page.rows if not left_out.passes_over(row_of_listing(key.kind, key.page, row))
    )
    name = "releases" if isinstance(page, CollectionPage) else "wants"
    return msgspec.structs.replace(page, **{name: rows})


def read_answer(fetched: Fetched) -> ReadPage:
    """Read one page. The page number that it gives is believed, not the one that was asked for."""
    try:
        page, errors = decode_page(fetched.key.kind, fetched.body)
    except DocumentError as error:
        return ReadPage(fetched, None, [error])
    assert page.pagination is not None, "decode_page refuses a page without"
    believed = DocumentKey(fetched.key.kind, 0, page.pagination.page)
    return ReadPage(Fetched(believed, fetched.body, fetched.fetched_at), page, errors)


def drift(answers: Iterable[ReadPage], *, vanished: bool = False) -> str | None:
    """The sign that the list changed while its pages were read, in words; None when all adds up. Pure.

    A page or a row that cannot be read is no drift. A second reading would not help.
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
