"""Loading: what all steps of one build share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from linernotes.etl.crawl_frontier import Shelf, read_document
from linernotes.etl.rows.model import Rows
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.landing import Landing, Version


@dataclass(frozen=True)
class Loading:
    """One build, as its steps share it: the documents in landing, the shelf that they make, the tables to fill."""

    landing: Landing
    shelf: Shelf
    storage: DBStorage

    @cached_property
    def folders(self) -> Mapping[int, str]:
        """Names of the account's folders, by id."""
        return folder_names(self.landing)

    @cached_property
    def fields(self) -> Mapping[int, str]:
        """Names of the account's own fields for items, by id."""
        return field_names(self.landing)

    def insert(self, rows: Rows, origin: Version | None = None) -> None:
        """Put the rows of one document, its `origin`, into the build, which gathers them into large batches."""
        for table, more in rows.items():
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
    read = read_document(landing, "fields")
    return {field.id: field.name for field in read[1].fields} if read else {}
