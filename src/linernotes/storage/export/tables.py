"""The tables of a build as files for other programs: one file per table, rows in the order of the key.

* `parquet`: zstd, with DuckDB's own types.
* `csv`: UTF-8 with a header; NULL is an empty field; lists are JSON text; times are ISO 8601 in UTC.
* `jsonl`: one JSON object per line, NULL as null, times as in CSV.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from linernotes.errors import StoreError, UsageError
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.duckdb.tables import TABLES, Table
from linernotes.storage.home.durable import file_errors
from linernotes.storage.home.working_folder import working_folder

_TIMES = "timestampformat '%Y-%m-%dT%H:%M:%S.%fZ'"
#: Format -> what DuckDB's COPY needs to write it.
FORMATS = {
    "parquet": "format parquet, compression zstd",
    "csv": f"format csv, header true, {_TIMES}",
    "jsonl": f"format json, {_TIMES}",
}

#: The folder in the user's in which files grow. A killed export leaves it to the next one there.
EXPORTING = ".linernotes-export-"
_DRAFTS = [f"{before}{table}.{format}" for table in TABLES for format in FORMATS for before in ("", "tmp_")]


@dataclass(frozen=True, slots=True)
class ExportedTable:
    """A file that was written, and how many rows of the table are in it."""

    table: str
    path: Path
    rows: int


def export_tables(
    build_path: Path,
    out: Path,
    format: str = "parquet",
    *,
    on_rows: Callable[[int, int], None] = lambda done, total: None,
) -> list[ExportedTable]:
    """Write the tables of a build to `out`/<table>.<format>; `out` is made if absent.

    `on_rows` gets after each table how many rows of all are written.
    A file of that name is replaced, and only when the new one is complete. Raises UsageError for a format that
    there is not, and StoreError or DiskFullError if it cannot be written.
    """
    if format not in FORMATS:
        raise UsageError(f"there is no format {format}: choose one of {', '.join(FORMATS)}")
    with file_errors(f"{out} cannot be written", StoreError), DBStorage.open(build_path) as storage:
        out.mkdir(parents=True, exist_ok=True)
        total = sum(storage.scalar(f"select count(*) from {name}") for name in TABLES)  # noqa: S608 names of TABLES
        written: list[ExportedTable] = []
        with working_folder(out, EXPORTING, _DRAFTS) as folder:
            for name in TABLES:
                written.append(_export(storage, TABLES[name], folder, out, format))
                on_rows(sum(one.rows for one in written), total)
        return written


def _export(storage: DBStorage, table: Table, folder: Path, out: Path, format: str) -> ExportedTable:
    path = out / f"{table.name}.{format}"
    draft = folder / path.name
    columns = [
        f"to_json({column.name}) as {column.name}"
        if format == "csv" and column.type.endswith("[]")
        else column.name
        for column in table.columns
    ]
    select = f"select {', '.join(columns)} from {table.name} order by {', '.join(table.key)}"  # noqa: S608
    target = str(draft).replace("'", "''")
    rows = storage.scalar(f"copy ({select}) to '{target}' ({FORMATS[format]})")
    draft.replace(path)
    return ExportedTable(table.name, path, rows)
