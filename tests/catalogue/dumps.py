"""Dumps for tests of the catalogue, and its tables as plain rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from msgspec.structs import replace

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.dumps.archives import write_dump
from linernotes.catalogue.build import Built, CatalogueBuild, chosen_dumps
from linernotes.storage.catalogue.manifest import Manifest, Month

DATE = "20261101"
WHEN = datetime(2026, 11, 1, tzinfo=UTC)
SOURCE = f"dump:{DATE}"

Row = tuple[object, ...]


def dump_files(
    catalogue: Catalogue, folder: Path, *, format: str = "2024-12", date: str = DATE
) -> list[Path]:
    """The four archives of a catalogue."""
    return sorted(write_dump(catalogue, folder, date=date, format=format).glob("*.xml.gz"))


def build_here(
    home: Path, files: Iterable[Path], *, chunk_bytes: int | None = None, keep: bool = False
) -> Built:
    """Build a month in this process."""
    home.mkdir(exist_ok=True)
    return CatalogueBuild(home, chosen_dumps(files), chunk_bytes=chunk_bytes, keep=keep).run(
        lambda progress: None
    )


def rows_of(month: Month, table: str) -> list[Row]:
    """All rows of a table, in its order."""
    return [tuple(row.values()) for file in month.files(table) for row in pq.read_table(file).to_pylist()]


def without_digests(manifest: Manifest) -> Manifest:
    """A manifest as it was written before files had digests, but for its own."""
    tables = {
        name: replace(entry, files=tuple(replace(file, bytes=None, digest=None) for file in entry.files))
        for name, entry in manifest.tables.items()
    }
    return replace(manifest, tables=tables, array_files=(), digest=None)


def counted(table: pa.Table) -> Counter[str]:
    """How often each row is there."""
    return Counter(map(repr, table.to_pylist()))
