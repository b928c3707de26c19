"""What is measured of an invented world, each in a process of its own: `python -m benchmarks.world.work NAME HOME`.

A home has a shelf, and the month of the world as its catalogue. Each prints what it measured as JSON.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.shelves import land_synthetic
from benchmarks.world.tables import FIRST_ARTIST, NAMES, VERSIONS, World, write_lookups, write_world
from linernotes.catalogue.derived import (
    derive_appearances,
    derive_credit_tracks,
    derive_edges,
    derive_sorted,
    write_graph,
)
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.world.appearances import read_everywhere
from linernotes.insights.world.artists import find_world_artists
from linernotes.insights.world.loved_records import read_loved_records
from linernotes.insights.world.path import read_world_path
from linernotes.insights.world.people import read_my_people
from linernotes.insights.world.pressings import read_by_barcode, read_versions
from linernotes.storage.builds.publish import current_build
from linernotes.storage.catalogue.digests import FileDigest
from linernotes.storage.catalogue.manifest import (
    CATALOGUE_VERSION,
    Manifest,
    Month,
    TableEntry,
    month_folder,
    read_month,
    write_manifest,
)
from linernotes.storage.catalogue.month_database import MonthDatabase
from linernotes.storage.catalogue.reader import CatalogueReader
from linernotes.storage.catalogue.table_writer import TableWriter
from linernotes.storage.catalogue.tables import CATALOGUE_TABLES

MONTH = "20260301"
COPIES, PEOPLE = 10_000, 5_000
#: Questions of each kind, the first of which are not counted.
QUESTIONS, WARM = 120, 20
#: How many artists are those with most appearances: 22,000 to 14,000 in a tenth of the world.
_FREQUENT = 20


@dataclass(frozen=True, slots=True)
class _Artist:
    artist_id: int


@dataclass(frozen=True, slots=True)
class _Release:
    release_id: int


def shelf(home: Path, _: float) -> None:
    """Land a shelf, to be built by the program."""
    land_synthetic(home, COPIES)


def tables(home: Path, scale: float) -> None:
    """Draw the tables of the dumps. The musicians of the shelf, if there is one, are among those drawn most."""
    build = current_build(home)
    known: list[int] = []
    if build is not None:
        mine = Snapshot.open(build).cached(read_my_people).albums
        known = sorted(mine, key=lambda one: (-mine[one], one))[:PEOPLE]
    folder = month_folder(home, MONTH)
    folder.mkdir(parents=True)
    _note(folder, write_world(folder, World(scale, tuple(known))), {})


def lookups(home: Path, scale: float) -> None:
    """Draw the tables of barcodes, pressings and names, as long as the real ones."""
    folder = month_folder(home, MONTH)
    _note(folder, write_lookups(folder, World(scale)), {})


def credit_tracks(home: Path, _: float) -> None:
    """release_credit_tracks."""
    _derive(home, lambda database, folder: {"release_credit_tracks": derive_credit_tracks(database, folder)})


def appearances(home: Path, _: float) -> None:
    """artist_releases."""
    _derive(home, lambda database, folder: {"artist_releases": derive_appearances(database, folder)})


def catalog_numbers(home: Path, _: float) -> None:
    """catalog_numbers."""
    derive = derive_sorted("catalog_numbers")
    _derive(home, lambda database, folder: {"catalog_numbers": derive(database, folder)})


def edges(home: Path, _: float) -> None:
    """world_edges."""
    _derive(home, lambda database, folder: {"world_edges": derive_edges(database, folder)})


def graph(home: Path, _: float) -> None:
    """The arrays of the edges."""
    month = _month(home)
    with _database(month) as database:
        arrays, files = write_graph(database, month.folder)
    _note(month.folder, {}, arrays, files)


def questions(home: Path, scale: float) -> dict[str, list[float]]:
    """Milliseconds of each question, by kind."""
    dice = random.Random(1)
    world = World(scale)
    with _catalogue(home) as catalogue, _snapshot(home) as snapshot:

        def anybody() -> str:
            return f"Artist {dice.randint(1, world.artists)}"

        def frequent() -> int:
            return FIRST_ARTIST + dice.randint(1, _FREQUENT)

        def name() -> str:
            return f"artist {dice.randint(1, NAMES)}"

        def barcode() -> str:
            return f"{dice.randrange(10**13):013}"

        def master() -> int:
            return dice.randint(1, VERSIONS // 5)

        asked: dict[str, Callable[[], object]] = {
            "an artist with most appearances": lambda: read_everywhere(
                snapshot, catalogue, frequent(), most=50
            ),
            "artists of a name": lambda: catalogue.look_up(_Artist, "artist_names", [name()]),
            "releases of a barcode": lambda: catalogue.look_up(_Release, "barcodes", [barcode()]),
            "releases of a master": lambda: catalogue.look_up(_Release, "master_versions", [master()]),
            "a path, with evidence": lambda: read_world_path(catalogue, anybody(), anybody()),
            "answer: a name": lambda: find_world_artists(catalogue, name()),
            "answer: a barcode": lambda: read_by_barcode(snapshot, catalogue, barcode()),
            "answer: versions of a master": lambda: read_versions(snapshot, catalogue, master()),
        }
        return {kind: _times(ask) for kind, ask in asked.items()}


def loved(home: Path, _: float) -> None:
    """The records with most of 5,000 musicians."""
    with _catalogue(home) as catalogue, _snapshot(home) as snapshot:
        snapshot.cached(read_my_people)
        found = read_loved_records(snapshot, catalogue)
        assert len(found.records) > 100, "they are found"
        assert found.musicians == PEOPLE


def _times(ask: Callable[[], object]) -> list[float]:
    times = []
    for _ in range(QUESTIONS):
        began = time.perf_counter()
        ask()
        times.append((time.perf_counter() - began) * 1000)
    return times[WARM:]


def _derive(home: Path, derive: Callable[[MonthDatabase, Path], dict[str, TableEntry]]) -> None:
    month = _month(home)
    with _database(month) as database:
        _note(month.folder, derive(database, month.folder), {})


def _database(month: Month) -> MonthDatabase:
    """As a build has it. Tables that are not drawn are empty."""
    tables = dict(month.manifest.tables)
    for name in CATALOGUE_TABLES:
        if name not in tables:
            with TableWriter(month.folder, name) as writer:
                tables[name] = writer.finish()
    return MonthDatabase(month.folder, tables, scratch=month.folder / "scratch")


def _month(home: Path) -> Month:
    month = read_month(month_folder(home, MONTH))
    assert month is not None, "the tables are drawn first"
    return month


def _catalogue(home: Path) -> CatalogueReader:
    return CatalogueReader(_month(home))


def _snapshot(home: Path) -> Snapshot:
    build = current_build(home)
    assert build is not None, "the shelf is built first"
    return Snapshot.open(build)


def _note(
    folder: Path,
    tables: dict[str, TableEntry],
    arrays: dict[str, int],
    files: tuple[FileDigest, ...] = (),
) -> None:
    """Add tables and arrays to the manifest."""
    month = read_month(folder)
    known = month.manifest if month else None
    manifest = Manifest(
        version=CATALOGUE_VERSION,
        month=MONTH,
        built_at=datetime.now(UTC),
        seconds=0,
        dumps={},
        tables=(known.tables if known else {}) | tables,
        arrays=(known.arrays if known else {}) | arrays,
        array_files=(known.array_files if known else ()) + files,
    )
    write_manifest(folder, manifest)


WORK: dict[str, Callable[[Path, float], dict[str, list[float]] | None]] = {
    one.__name__: one
    for one in (
        *(shelf, tables, lookups, credit_tracks, appearances, catalog_numbers, edges, graph),
        *(questions, loved),
    )
}


def main(name: str, home: Path, scale: float) -> None:
    """Do it, and print seconds, CPU seconds and memory, or what was asked, as JSON."""
    began, use = time.perf_counter(), os.times()
    found = WORK[name](home, scale)
    now = os.times()
    cpu = now.user + now.system - use.user - use.system
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(json.dumps(found or {"seconds": time.perf_counter() - began, "cpu": cpu, "mb": memory}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]))
