"""The demo's catalogue as plain rows, and the shelf beside it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pyarrow as pa
from tests.catalogue.dumps import rows_of

from linernotes.insights.snapshot import Snapshot
from linernotes.storage.builds.publish import current_build
from linernotes.storage.catalogue.manifest import Month, newest_month, write_manifest
from linernotes.storage.catalogue.reader import CatalogueReader
from linernotes.storage.catalogue.table_writer import TableWriter
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


def newer_home(world: Path, home: Path) -> set[int]:
    """Make a home like that of a world, where each third release is new to Discogs; returns their ids."""
    shutil.copytree(world, home, symlinks=True)
    month = newest_month(home)
    assert month is not None
    with opened_world(home) as opened:
        ids = sorted(int(str(row["release_id"])) for row in opened.table("release"))[::3]
    with TableWriter(month.folder, "new_releases", first_file=1) as writer:
        writer.add(pa.table({"release_id": ids}, schema=writer.schema))
        entry = writer.finish(("release_id",))
    tables = month.manifest.tables | {"new_releases": entry}
    write_manifest(month.folder, msgspec.structs.replace(month.manifest, tables=tables))
    return set(ids)
