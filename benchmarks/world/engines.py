"""One machine's DuckDB beside Apache Spark in local[2]: `python -m benchmarks.world.engines`, after `make test-spark`.

Both derive the appearances and the edges of an invented world, each by the command `catalogue derive`: a hundredth of
Discogs three times, medians; DuckDB a tenth once, too. Seconds and memory are those of all processes of a command, so
that Java counts, and its start.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb

from benchmarks.world import SCALE, SMALL, work
from linernotes.storage.catalogue.manifest import month_folder

MONTH = "20260301"
TABLES = ("artist_releases", "world_edges")
ROUNDS = 3
#: Seconds between two looks at the processes.
_EVERY = 0.1
_TICKS = os.sysconf("SC_CLK_TCK")


class Used(NamedTuple):
    """What a command took: seconds of the clock and of the processor, and the most memory at one time."""

    seconds: float
    cpu: float
    mb: float


def main() -> bool:
    """Print what each takes; whether both give the same rows."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small", Path(folder) / "large"
        print("| | table | rows | seconds (range) | CPU seconds | MB |")
        print("|---|---|---|---|---|---|")
        _draw(small, SMALL)
        same = _compare(small)
        _draw(large, SCALE)
        for table in TABLES:
            out = large / "out"
            _line(f"DuckDB, {SCALE:.0%}", table, out, [_derive(large, out, table, "duckdb")])
        return same


def _compare(home: Path) -> bool:
    """Both engines on one world; whether they gave the same rows."""
    same = True
    for table in TABLES:
        for name, words in (("duckdb", ()), ("spark", ("--master", "local[2]"))):
            runs = [_derive(home, home / f"{name}-{number}", table, name, *words) for number in range(ROUNDS)]
            _line(
                f"{'DuckDB' if name == 'duckdb' else 'Spark'}, {SMALL:.0%}", table, home / f"{name}-0", runs
            )
        one, other = (f"from '{home / name / table}/*.parquet'" for name in ("duckdb-0", "spark-0"))
        differing = f"select count(*) from (({one} except all {other}) union all ({other} except all {one}))"  # noqa: S608 paths of ours
        same &= duckdb.connect().sql(differing).fetchall() == [(0,)]
    print(f"\nRows that differ: {'none' if same else 'some'}.\n", flush=True)
    return same


def _draw(home: Path, scale: float) -> None:
    """Draw the tables of the dumps, and derive the tracks that credits name."""
    work("tables", home, scale)
    work("credit_tracks", home, scale)


def _derive(home: Path, out: Path, table: str, engine: str, *words: str) -> Used:
    source = month_folder(home, MONTH)
    asked = ["catalogue", "derive", table, "--in", str(source), "--out", str(out), "--engine", engine, *words]
    return _watched([sys.executable, "-m", "linernotes", *asked])


def _line(name: str, table: str, out: Path, runs: list[Used]) -> None:
    ((rows,),) = duckdb.connect().sql(f"select count(*) from '{out / table}/*.parquet'").fetchall()  # noqa: S608 paths of ours
    seconds = [one.seconds for one in runs]
    middle = Used(*(statistics.median(values) for values in zip(*runs, strict=True)))
    print(
        f"| {name} | {table} | {rows:,} | {middle.seconds:.1f} ({min(seconds):.1f}-{max(seconds):.1f}) "
        f"| {middle.cpu:.1f} | {middle.mb:,.0f} |",
        flush=True,
    )


def _watched(command: list[str]) -> Used:
    """Run a command in a session of its own, and look at all processes of the session until it ends."""
    began, cpu, most = time.perf_counter(), dict[int, float](), 0.0
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, start_new_session=True, stdout=errors, stderr=errors)
        while process.poll() is None:
            seen = list(_session(process.pid))
            cpu.update({pid: seconds for pid, seconds, _ in seen})
            most = max(most, sum(mb for _, _, mb in seen))
            time.sleep(_EVERY)
        errors.seek(0)
        assert process.returncode == 0, errors.read().decode()[-2_000:]
    return Used(time.perf_counter() - began, sum(cpu.values()), most)


def _session(leader: int) -> Iterator[tuple[int, float, float]]:
    """The processes of a session: id, CPU seconds so far, and MB in memory."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if int(fields[3]) == leader:
            seconds = (int(fields[11]) + int(fields[12])) / _TICKS
            yield int(folder.name), seconds, int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
