"""Builds a month of the catalogue: the dumps as tables, what is derived from them, and the manifest last of all.

Each dump and each derived table is a unit. A build that was stopped goes on after the last unit that is whole: a note
of each lies in the folder `units` until the month is in use. A build of other dumps, or of another version of the
tables, begins anew. The month in use is never touched.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TypeVar

import msgspec
import pyarrow as pa

from linernotes.catalogue.derived import (
    Step,
    derive_appearances,
    derive_credit_tracks,
    derive_discographies,
    derive_edges,
    derive_names,
    derive_sorted,
    write_graph,
)
from linernotes.catalogue.elements.one_by_one import Unreadable
from linernotes.catalogue.tables_pass import TablesPass
from linernotes.errors import CatalogueError, DiskFullError
from linernotes.files import read_file, replace_file
from linernotes.processes.progress import Listen
from linernotes.source.dumps import DumpFile, dump_file
from linernotes.storage.catalogue.activity import CatalogueWork
from linernotes.storage.catalogue.digests import FileDigest, check_digest
from linernotes.storage.catalogue.manifest import (
    CATALOGUE_VERSION,
    DumpEntry,
    Manifest,
    Month,
    TableEntry,
    building_folder,
    complete_months,
    put_in_use,
    remove_month,
    write_manifest,
)
from linernotes.storage.catalogue.month_database import MEMORY_LIMIT, MonthDatabase
from linernotes.storage.catalogue.table_writer import TableWriter
from linernotes.storage.catalogue.tables import CATALOGUE_TABLES, CREDIT_TRACKS, UNREADABLE, arrow_schema
from linernotes.storage.home.durable import file_errors

log = logging.getLogger(__name__)

#: The dumps of a month, in the order in which they are read.
KINDS = ("master", "artist", "label", "release")
#: Room that a build takes, for each byte of the dumps: what is kept, and what is put in order meanwhile. Measured.
ROOM = 1.7
#: Bytes that any build takes.
LEAST_ROOM = 64 << 20
_UNITS, _SCRATCH = "units", "scratch"
#: Below `units`: what is built.
_PLAN = "plan.json"


class _Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a folder is built of: the version of the tables, and the dumps by kind, each with its bytes."""

    version: int
    dumps: dict[str, int]


class _Unit(msgspec.Struct, frozen=True, kw_only=True):
    """The note of a unit that is whole."""

    tables: dict[str, TableEntry]
    dump: DumpEntry | None = None
    arrays: dict[str, int] = {}
    array_files: tuple[FileDigest, ...] = ()

    def is_there(self, folder: Path) -> bool:
        """Whether all its files are, with the bytes that were written: the power may have failed meanwhile."""
        files = [file for entry in self.tables.values() for file in entry.files]
        try:
            for known in (*(file.known for file in files), *self.array_files):
                if known is not None:
                    check_digest(folder, known)
        except CatalogueError as error:
            log.warning("a part of the catalogue is built again: %s", error)
            return False
        return all((folder / file.path).is_file() for file in files)


_Note = TypeVar("_Note", _Plan, _Unit)


@dataclass(frozen=True, slots=True)
class Built:
    """A month that is in use now. `seconds` are those of this run; `removed` are months that it replaced."""

    month: Month
    seconds: float
    removed: tuple[str, ...] = ()


def chosen_dumps(paths: Iterable[Path]) -> dict[str, DumpFile]:
    """The dumps of one month by kind.

    :raises CatalogueError: one is missing, comes twice, or is of another month. :raises DumpError: for a strange name.
    """
    dumps: dict[str, DumpFile] = {}
    for path in paths:
        dump = dump_file(path)
        if dump.kind in dumps:
            raise CatalogueError(
                f"{path} and {dumps[dump.kind].path} are both dumps of {dump.kind}s: name one"
            )
        dumps[dump.kind] = dump
    if missing := [kind for kind in KINDS if kind not in dumps]:
        raise CatalogueError(
            f"the catalogue needs all four dumps of a month: {', '.join(f'{kind}s' for kind in missing)} "
            f"{'is' if len(missing) == 1 else 'are'} missing. Get them with: linernotes catalogue fetch"
        )
    if len({dump.date for dump in dumps.values()}) > 1:
        dates = ", ".join(sorted(f"{dump.date:%Y%m%d}" for dump in dumps.values()))
        raise CatalogueError(f"the dumps are of different months: {dates}. Name those of one")
    return dumps


def check_room(home: Path, dumps: Iterable[DumpFile], building: Path) -> None:
    """See that the disk has room for a build, before its first byte.

    What a build that was stopped has left in the folder `building` is room that is not needed again.

    :raises DiskFullError: it has not.
    """
    built = sum(file.stat().st_size for file in building.rglob("*.parquet"))
    needed = int(sum(dump.path.stat().st_size for dump in dumps) * ROOM) + LEAST_ROOM - built
    free = shutil.disk_usage(next(folder for folder in (home, *home.parents) if folder.exists())).free
    if free < needed:
        raise DiskFullError(
            f"the catalogue needs {needed / 1e9:.1f} GB while it is built, and {home} has {free / 1e9:.1f} GB free. "
            "Make room, or set LINERNOTES_HOME to a larger disk"
        )


class CatalogueBuild:
    """Builds the month of some dumps in a home. `keep` leaves older months where they are."""

    def __init__(
        self,
        home: Path,
        dumps: dict[str, DumpFile],
        *,
        keep: bool = False,
        memory_limit: str = MEMORY_LIMIT,
        chunk_bytes: int | None = None,
    ) -> None:
        self._home, self._dumps, self._keep = home, dumps, keep
        self._memory_limit, self._chunk_bytes = memory_limit, chunk_bytes
        self._month = f"{next(iter(dumps.values())).date:%Y%m%d}"
        self._folder = building_folder(home, self._month)
        self._units: dict[str, _Unit] = {}

    def run(self, listen: Listen) -> Built:
        """Build it, or go on where a build was stopped, and put it in use.

        :raises CatalogueError: it cannot be built. :raises DumpError: a dump cannot be read, or is damaged.
        :raises SyncRunningError: another process builds a catalogue.
        """
        began = monotonic()
        with CatalogueWork(self._home, listen) as work:
            self._begin()
            for kind in KINDS:
                self._read(kind, work)
            self._derive(work)
            return self._put_in_use(began)

    def _begin(self) -> None:
        """Make the folder, and delete in it what was built of something else."""
        plan = _Plan(
            version=CATALOGUE_VERSION,
            dumps={kind: dump.path.stat().st_size for kind, dump in self._dumps.items()},
        )
        note = self._folder / _UNITS / _PLAN
        with file_errors(f"{self._folder} cannot be made", CatalogueError):
            if note.exists() and _read_note(note, _Plan) != plan:
                shutil.rmtree(self._folder)
            check_room(self._home, self._dumps.values(), self._folder)
            note.parent.mkdir(parents=True, exist_ok=True)
            replace_file(note, msgspec.json.encode(plan))

    def _read(self, kind: str, work: CatalogueWork) -> None:
        dump, step = self._dumps[kind], f"{kind}s"
        if self._is_done(step, work):
            return
        size = dump.path.stat().st_size
        work.note(step)
        reading = TablesPass(
            dump,
            self._folder,
            lambda position: work.note(step, position / max(size, 1)),
            chunk_bytes=self._chunk_bytes,
        )
        result = reading.run()
        unreadable = self._keep_unreadable(kind, result.unreadable)
        self._note_done(step, _Unit(tables=result.tables | unreadable, dump=result.dump))

    def _keep_unreadable(self, kind: str, records: Sequence[Unreadable]) -> dict[str, TableEntry]:
        """Write the records that cannot be read. Without any the table is there all the same, for those who ask it."""
        rows = pa.table(
            {
                "kind": [kind] * len(records),
                "position": range(len(records)),
                "reason": [record.reason for record in records],
                "xml": [record.xml.decode("utf-8", "replace") for record in records],
            },
            schema=arrow_schema(CATALOGUE_TABLES[UNREADABLE]),
        )
        with TableWriter(self._folder, UNREADABLE, first_file=KINDS.index(kind)) as writer:
            writer.add(rows)
            return {UNREADABLE: writer.finish()}

    def _derive(self, work: CatalogueWork) -> None:
        steps: dict[str, tuple[str, Step]] = {
            "tracks that credits name": (CREDIT_TRACKS, derive_credit_tracks),
            "appearances": ("artist_releases", derive_appearances),
            "discographies": ("artist_masters", derive_discographies),
            "versions": ("master_versions", derive_sorted("master_versions")),
            "barcodes": ("barcodes", derive_sorted("barcodes")),
            "catalogue numbers": ("catalog_numbers", derive_sorted("catalog_numbers")),
            "names": ("artist_names", derive_names),
            "new releases": ("new_releases", self._new_releases),
            "edges": ("world_edges", derive_edges),
        }
        tables = self._tables()
        with MonthDatabase(
            self._folder, tables, scratch=self._folder / _SCRATCH, memory_limit=self._memory_limit
        ) as database:
            for step, (table, derive) in steps.items():
                if not self._is_done(step, work):
                    work.note(step)
                    self._note_done(step, _Unit(tables={table: derive(database, self._folder)}))
                database.show(table, self._units[step].tables[table])
            if not self._is_done("graph", work):
                work.note("graph")
                arrays, files = write_graph(database, self._folder)
                self._note_done("graph", _Unit(tables={}, arrays=arrays, array_files=files))

    def _new_releases(self, database: MonthDatabase, folder: Path) -> TableEntry:
        """Releases that the newest older month has not. Without an older month none is new."""
        before = [month for month in complete_months(self._home) if month.name < self._month]
        if not before:
            with TableWriter(folder, "new_releases") as writer:
                return writer.finish(("release_id",))
        database.show("releases_before", before[-1].manifest.tables["release"], before[-1].folder)
        return derive_sorted("new_releases")(database, folder)

    def _tables(self) -> dict[str, TableEntry]:
        """All tables so far; those of the records that cannot be read are one."""
        tables: dict[str, TableEntry] = {}
        for unit in self._units.values():
            for name, entry in unit.tables.items():
                known = tables.get(name, TableEntry(rows=0))
                tables[name] = TableEntry(
                    rows=known.rows + entry.rows, order=entry.order, files=known.files + entry.files
                )
        return tables

    def _is_done(self, step: str, work: CatalogueWork) -> bool:
        """Whether an earlier run has made this unit whole."""
        unit = _read_note(self._note_of(step), _Unit)
        if unit is None:
            return False
        work.note(step)  # its files are read, which takes a while where they are large
        if not unit.is_there(self._folder):
            return False
        self._units[step] = unit
        work.skip(step)
        return True

    def _note_done(self, step: str, unit: _Unit) -> None:
        self._units[step] = unit
        with file_errors(f"{self._folder} cannot be written", CatalogueError):
            replace_file(self._note_of(step), msgspec.json.encode(unit))

    def _note_of(self, step: str) -> Path:
        return self._folder / _UNITS / f"{step.replace(' ', '_')}.json"

    def _put_in_use(self, began: float) -> Built:
        seconds = round(monotonic() - began, 3)
        manifest = Manifest(
            version=CATALOGUE_VERSION,
            month=self._month,
            built_at=datetime.now(UTC),
            seconds=seconds,
            dumps={kind: unit.dump for kind in KINDS if (unit := self._units[f"{kind}s"]).dump},
            tables=self._tables(),
            arrays={name: length for unit in self._units.values() for name, length in unit.arrays.items()},
            array_files=tuple(file for unit in self._units.values() for file in unit.array_files),
        )
        with file_errors(f"{self._folder} cannot be written", CatalogueError):
            write_manifest(self._folder, manifest)
            month = put_in_use(self._home, self._month)
            # The notes go last: a build that is stopped before has not to be made again.
            shutil.rmtree(month.folder / _UNITS)
            removed = () if self._keep else tuple(_remove_older(self._home, self._month))
        return Built(month, seconds, removed)


def _remove_older(home: Path, month: str) -> Iterable[str]:
    for older in complete_months(home):
        if older.name < month:
            remove_month(older.folder)
            yield older.name


def _read_note(path: Path, kind: type[_Note]) -> _Note | None:
    """A note of a build; None if it is not there, or cannot be read."""
    try:
        return msgspec.json.decode(read_file(path), type=kind)
    except (OSError, msgspec.DecodeError):
        return None
