"""The demo's catalogue as plain rows, and the shelf beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.catalogue.dumps import rows_of

from linernotes.insights.snapshot import Snapshot
from linernotes.storage.builds.publish import current_build
from linernotes.storage.catalogue.manifest import Month, newest_month
from linernotes.storage.catalogue.reader import CatalogueReader
from linernotes.storage.catalogue.tables import CATALOGUE_TABLES

Record = dict[str, object]


@dataclass(frozen=True)
class World:
    """A build and the catalogue of one home, open for reading."""

    snapshot: Snapshot
    catalogue: CatalogueReader
    month: Month

    def table(self, name: str) -> list[Record]:
        """All rows of a table of the catalogue."""
        columns = [column.name for column in CATALOGUE_TABLES[name].columns]
        return [dict(zip(columns, row, strict=True)) for row in rows_of(self.month, name)]


@contextmanager
def opened_world(home: Path) -> Iterator[World]:
    build, month = current_build(home), newest_month(home)
    assert build is not None
    assert month is not None
    with Snapshot.open(build) as snapshot, CatalogueReader(month) as catalogue:
        yield World(snapshot, catalogue, month)
