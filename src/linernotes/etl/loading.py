"""Loading: what all steps of one build share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from linernotes.documents import Field
from linernotes.etl.crawl_frontier import Shelf, read_document
from linernotes.etl.rows.model import Rows
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.duckdb.lending import Lender
from linernotes.storage.duckdb.rows import ReleaseBorrowedCreditsRow, ReleaseTracksRow
from linernotes.storage.landing import Landing, Version


class Borrow(Protocol):
    """Says which credits of another pressing a release borrows. The derivation decides it: it knows the roles."""

    def __call__(
        self,
        release_id: int,
        tracks: Sequence[ReleaseTracksRow],
        lender: Lender,
    ) -> list[ReleaseBorrowedCreditsRow]:
        """The rows for the release with these tracks. Pure."""
        ...


def borrow_nothing(
    release_id: int, tracks: Sequence[ReleaseTracksRow], lender: Lender
) -> list[ReleaseBorrowedCreditsRow]:
    """No credit of any pressing."""
    return []


@dataclass(frozen=True)
class Loading:
    """One build, as its steps share it: the documents in landing, the shelf that they make, the tables to fill.

    `borrow` says which credits of other pressings come into the tables. `counts_borrowed`: derivation counts them.
    """

    landing: Landing
    shelf: Shelf
    storage: DBStorage
    borrow: Borrow = borrow_nothing
    counts_borrowed: bool = False

    @cached_property
    def folders(self) -> Mapping[int, str]:
        """Names of the account's folders, by id."""
        return folder_names(self.landing)

    @cached_property
    def account_fields(self) -> tuple[Field, ...]:
        """The account's own fields for items. None where Discogs did not send them."""
        return _fields(self.landing)

    @cached_property
    def fields(self) -> Mapping[int, str]:
        """Names of these fields, by id."""
        return {field.id: field.name for field in self.account_fields}

    def insert(self, rows: Rows, origin: Version | None = None) -> None:
        """Put the rows of one document, its `origin`, into the build, which gathers them into large batches."""
        for table, more in rows.items():
            if more:  # most documents have no rows for most of the tables about them
                self.storage.insert(table, more, origin)

    def ids(self, select: str) -> list[int]:
        """The ids that a SELECT of one column finds in the tables so far."""
        return self.storage.values(int, select)


def folder_names(landing: Landing) -> Mapping[int, str]:
    """The account's folders: id -> name. Empty where Discogs did not send them."""
    read = read_document(landing, "folders")
    return {folder.id: folder.name for folder in read[1].folders} if read else {}


def field_names(landing: Landing) -> Mapping[int, str]:
    """The account's own fields for items: id -> name. Empty where Discogs did not send them."""
    return {field.id: field.name for field in _fields(landing)}


def _fields(landing: Landing) -> tuple[Field, ...]:
    read = read_document(landing, "fields")
    return read[1].fields if read else ()
