"""Loading a build: DBStorage.insert beside a plain DuckDB insert from prepared Arrow tables, which is the limit.

The rows are those of a collection of 10,000 releases: three tables with a key of three or four columns, and
the artists. All variants write the same rows to a file of the same format, interleaved, and are measured from
the first row to the closed file.
"""

from __future__ import annotations

import random
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import duckdb
from tests.rows import put

from linernotes.storage.duckdb.arrow import arrow_table
from linernotes.storage.duckdb.database import BLOCK_SIZE, STORAGE_VERSION, DBStorage
from linernotes.storage.duckdb.tables import TABLES

RELEASES = 10_000
ROUNDS = 5
#: What is promised: a part of the limit, and the memory that a load of any size may take.
LEAST_OF_LIMIT = 0.3
MOST_MB = 700

Rows = dict[str, list[tuple[Any, ...]]]


def make_rows(releases: int, *, seed: int = 1) -> Rows:
    """Rows as real ones are: 12 credits, 10 tracks and 6 track credits a release, 4 artists for each."""
    chance = random.Random(seed)
    names = [f"{chance.choice('ABCDEFGH')}. Musician ({n})" for n in range(4 * releases)]
    roles = [f"Role {n}" for n in range(300)]
    rows: Rows = {"release_credits": [], "release_tracks": [], "release_track_artists": [], "artist": []}
    for release in range(releases):
        for position in range(12):
            artist, role = chance.randrange(len(names)), chance.choice(roles)
            rows["release_credits"].append(
                (release, position, 0, artist, names[artist], None, role, None, role, None)
            )
        for track in range(10):
            title = f"Song {chance.randrange(50_000)}"
            rows["release_tracks"].append(
                (release, track, None, f"A{track}", "track", title, f"{track}:30", track * 60 + 30)
            )
        for track in range(6):
            artist, role = chance.randrange(len(names)), chance.choice(roles)
            rows["release_track_artists"].append(
                (release, track, 0, 0, artist, names[artist], None, None, role, None, role)
            )
    rows["artist"] = [(n, None, name, name, *([None] * 11)) for n, name in enumerate(names)]
    return rows


def load_with_storage(path: Path, rows: Rows) -> None:
    """DBStorage as a build uses it: the rows of a few documents at a time."""
    with DBStorage.create(path) as storage:
        for table, of_table in rows.items():
            for start in range(0, len(of_table), 1000):
                put(storage, table, of_table[start : start + 1000])


def load_prepared(path: Path, prepared: dict[str, Any], *, keys: bool) -> None:
    """One insert a table, from Arrow tables that are there already, with or without primary keys."""
    config = {
        "storage_compatibility_version": STORAGE_VERSION,
        "default_block_size": BLOCK_SIZE,
        "memory_limit": "512MB",
    }
    with duckdb.connect(str(path), config=config) as connection:
        for name in TABLES if keys else ():
            connection.execute(TABLES[name].ddl)
        for name, table in prepared.items():
            connection.register("incoming", table)
            if keys:
                connection.execute(f"insert into {name} select * from incoming")  # noqa: S608
            else:
                connection.execute(f"create table {name} as select * from incoming")  # noqa: S608
            connection.unregister("incoming")


def measure(load: Callable[[Path], None]) -> tuple[float, float]:
    """Seconds, and MB of the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "new.duckdb"
        began = perf_counter()
        load(path)
        return perf_counter() - began, path.stat().st_size / 1e6


def peak_mb() -> float:
    """Memory of a process that loads ten times as many rows, made as they are needed."""
    code = "from benchmarks.bulk_load import load_ten_times; load_ten_times()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def load_ten_times() -> None:
    """What `peak_mb` runs in a process of its own."""
    with tempfile.TemporaryDirectory() as folder, DBStorage.create(Path(folder) / "new.duckdb") as storage:
        for part in range(100):
            for table, rows in make_rows(RELEASES // 10, seed=part).items():
                put(storage, table, [(row[0] + part * 10**6, *row[1:]) for row in rows])
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> bool:
    """Print the table; return whether the promises were kept."""
    rows = make_rows(RELEASES)
    count = sum(map(len, rows.values()))
    prepared = {name: arrow_table(TABLES[name], of_table) for name, of_table in rows.items()}
    variants: dict[str, Callable[[Path], None]] = {
        "DBStorage.insert": lambda path: load_with_storage(path, rows),
        "the limit: plain DuckDB from prepared Arrow": lambda path: load_prepared(path, prepared, keys=True),
        "the same without primary keys": lambda path: load_prepared(path, prepared, keys=False),
    }
    results: dict[str, list[tuple[float, float]]] = {name: [] for name in variants}
    for _ in range(ROUNDS):
        for name, load in variants.items():
            results[name].append(measure(load))
    medians = {name: statistics.median(seconds for seconds, _ in of) for name, of in results.items()}
    limit = medians["the limit: plain DuckDB from prepared Arrow"]
    print(f"{count:,} rows, medians of {ROUNDS} rounds\n")
    print("| | seconds | rows/s | of the limit | file MB |")
    print("|---|---|---|---|---|")
    for name, seconds in medians.items():
        megabytes = statistics.median(size for _, size in results[name])
        print(
            f"| {name} | {seconds:.2f} | {count / seconds:,.0f} | {limit / seconds:.2f} | {megabytes:.1f} |"
        )
    peak = peak_mb()
    print(f"\nPeak memory while loading {10 * count:,} rows: {peak:.0f} MB (promised: {MOST_MB} MB)")
    return limit / medians["DBStorage.insert"] >= LEAST_OF_LIMIT and peak <= MOST_MB
