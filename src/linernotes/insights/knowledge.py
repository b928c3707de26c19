"""What is known of the shelf at all: a number that nobody can know yet is said to be unknown, and is never 0."""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.storage.database import DBStorage, load_sql


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Of how many owned `releases` more is here than a CSV export has (`linked`), and the document (`documented`).

    A listing names artists and albums by id; credits and tracks stand in documents alone.
    """

    releases: int
    linked: int
    documented: int

    @property
    def has_albums(self) -> bool:
        """Whether it is known of any release which artists and which album it belongs to. An empty shelf is known."""
        return self.linked > 0 or not self.releases

    @property
    def has_credits(self) -> bool:
        """Whether it is known of any release who is credited."""
        return self.documented > 0 or not self.releases


def read_knowledge(storage: DBStorage) -> Knowledge:
    """Read it from a build."""
    return Knowledge(*storage.rows(load_sql("linernotes.insights", "shelf_knowledge"))[0])
