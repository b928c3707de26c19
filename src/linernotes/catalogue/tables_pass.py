"""One dump as tables: every record of it, as Parquet files in the dump's order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from linernotes.catalogue.elements.census import unknown_names
from linernotes.catalogue.elements.fast_rows import FastRows
from linernotes.catalogue.elements.one_by_one import OneByOne, Unreadable
from linernotes.errors import DocumentError
from linernotes.source.dumps import DumpFile
from linernotes.source.dumps.chunks import Chunk, Chunks
from linernotes.storage.catalogue.manifest import DumpEntry, TableEntry
from linernotes.storage.catalogue.table_writer import Stretch, TableWriter, without_rows
from linernotes.storage.catalogue.tables import TABLES_OF

#: Threads that make rows. Reading, and the parser and Arrow in them, leave Python to others.
THREADS = 2
#: Chunks that wait for a thread or for their turn to be written: each takes some 100 MB while it is shaped.
_WAITING = THREADS + 1
#: Names are looked at in one chunk of so many.
_CENSUS_EVERY = 50

#: Called with the bytes of the archive that were read.
OnBytes = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class PassResult:
    """What a pass found: the dump, its tables, and the records that could not be read, in their order."""

    dump: DumpEntry
    tables: dict[str, TableEntry]
    unreadable: list[Unreadable]


@dataclass(slots=True)
class _ChunkRows:
    """The rows of a chunk by table. `one_by_one` counts records that a fast parser refused."""

    tables: dict[str, pa.Table]
    records: int
    unreadable: list[Unreadable] = field(default_factory=list)
    one_by_one: int = 0
    repeated: int = 0
    unknown: set[str] = field(default_factory=set)


class TablesPass:
    """Reads one dump into tables below a folder, which is there."""

    def __init__(
        self, dump: DumpFile, folder: Path, on_bytes: OnBytes, *, chunk_bytes: int | None = None
    ) -> None:
        self._dump, self._folder, self._on_bytes = dump, folder, on_bytes
        sized = {} if chunk_bytes is None else {"size": chunk_bytes}
        self._chunks = Chunks(dump.path, dump.kind, **sized)
        self._fast = FastRows(dump.kind, dump.source, dump.date)
        self._slow = OneByOne(dump.kind, dump.source, dump.date)
        self._repeats = _Repeats()

    def run(self) -> PassResult:
        """Read it to its end.

        :raises DumpDamagedError: it is cut off, corrupt or not whole; DumpError: it is none.
        :raises CatalogueError: a table cannot be written.
        """
        unreadable: list[Unreadable] = []
        unknown: set[str] = set()
        one_by_one = records = repeated = 0
        with ExitStack() as stack:
            writers = {
                name: stack.enter_context(TableWriter(self._folder, name))
                for name in TABLES_OF[self._dump.kind]
            }
            for position, rows in self._shaped():
                self._repeats.see(
                    rows.tables[self._dump.kind].column(0),
                    {name: writer.rows for name, writer in writers.items()},
                )
                for name, writer in writers.items():
                    writer.add(rows.tables[name])
                records += rows.records
                repeated += rows.repeated
                unreadable += rows.unreadable
                unknown |= rows.unknown
                one_by_one += rows.one_by_one
                self._on_bytes(position)
            tables = {name: writer.finish() for name, writer in writers.items()}
        tables, across = self._repeats.drop(self._folder, tables)
        dump = DumpEntry(
            name=self._dump.path.name,
            bytes=self._dump.path.stat().st_size,
            records=records,
            unreadable=len(unreadable),
            repeated=repeated + across,
            one_by_one=one_by_one,
            unknown=tuple(sorted(unknown)),
        )
        return PassResult(dump, tables, unreadable)

    def _shaped(self) -> Iterator[tuple[int, _ChunkRows]]:
        """The rows of each chunk in turn, with the place in the archive up to which it was read."""
        waiting: deque[tuple[int, Future[_ChunkRows]]] = deque()
        with ThreadPoolExecutor(THREADS, "linernotes-rows") as threads:
            try:
                for number, chunk in enumerate(self._chunks):
                    waiting.append((chunk.position, threads.submit(self._rows, chunk, number)))
                    if len(waiting) > _WAITING:
                        position, rows = waiting.popleft()
                        yield position, rows.result()
                while waiting:
                    position, rows = waiting.popleft()
                    yield position, rows.result()
            finally:
                for _, rows in waiting:
                    rows.cancel()

    def _rows(self, chunk: Chunk, number: int) -> _ChunkRows:
        unknown = set() if number % _CENSUS_EVERY else unknown_names(self._dump.kind, chunk.xml)
        try:
            tables = self._fast.rows(chunk.xml)
            return _ChunkRows(tables, tables[self._dump.kind].num_rows, unknown=unknown)
        except DocumentError:
            records = self._chunks.split(chunk.xml)
            tables, unreadable = self._slow.rows(records)
            repeated = len(records) - len(unreadable) - tables[self._dump.kind].num_rows
            return _ChunkRows(tables, len(records), unreadable, len(records), repeated, unknown)


class _Repeats:
    """Records whose id comes again in a later chunk: the last one counts, as where a dump is imported."""

    def __init__(self) -> None:
        self._ids: list[NDArray[np.int64]] = []
        self._begins: list[dict[str, int]] = []

    def see(self, ids: pa.Array, begins: dict[str, int]) -> None:
        """Note the ids of a chunk; `begins` are the rows of each table before it."""
        self._ids.append(ids.to_numpy())
        self._begins.append(begins)

    def drop(self, folder: Path, tables: dict[str, TableEntry]) -> tuple[dict[str, TableEntry], int]:
        """The tables without the rows of earlier records, and how many records those were."""
        ids = np.concatenate(self._ids) if self._ids else np.empty(0, np.int64)
        in_chunk = np.repeat(np.arange(len(self._ids)), [len(one) for one in self._ids])
        order = np.argsort(ids, kind="stable")
        earlier = order[:-1][ids[order[1:]] == ids[order[:-1]]]
        if not len(earlier):
            return tables, 0
        ends = [*self._begins[1:], {name: entry.rows for name, entry in tables.items()}]
        dropped = [(int(ids[place]), int(in_chunk[place])) for place in earlier]
        return {
            name: without_rows(
                folder,
                entry,
                [Stretch(self._begins[chunk][name], ends[chunk][name], id) for id, chunk in dropped],
            )
            for name, entry in tables.items()
        }, len(earlier)
