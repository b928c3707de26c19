"""A dump of releases as the tables of the catalogue, beside decompression alone and `discogskit convert`.

The dump is that of the benchmark `dumps`, of 300 MB of XML. Each run is a process of its own; a round runs all.

Then documents that land of the whole dump of that benchmark, 2 GB of XML, beside those that land of its tables.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from isal import igzip

from benchmarks import dumps
from benchmarks.dumps import FOLDER, RECORDED, make_dump
from linernotes.catalogue.tables_pass import TablesPass
from linernotes.source.dumps import dump_file

XML_BYTES = 300_000_000
ROUNDS = 3
REAL_XML_BYTES = 62.7e9
#: Promised: CPU seconds of ours, at most so many times igzip's; CPU and clock, at most this share of discogskit's.
BESIDE_IGZIP, BESIDE_DISCOGSKIT = 20.0, 1 / 3
MEMORY_MB = 1_000

PLACES = {"import_some": "of the dump's file", "import_from_catalogue": "of the catalogue"}

Measured = dict[str, float]


def drain(path: Path) -> None:
    """Decompress, keep nothing."""
    with igzip.open(path, "rb") as file:
        while file.read(4 << 20):
            pass


def tables(path: Path) -> None:
    """Every table of releases, as Parquet."""
    with tempfile.TemporaryDirectory() as folder:
        TablesPass(dump_file(path), Path(folder), lambda position: None).run()


def convert(path: Path) -> None:
    """discogskit, as it is by default, to Parquet."""
    command = Path(sys.executable).with_name("discogskit")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([command, "convert", "--output", folder, path], check=True, capture_output=True)


WORK: dict[str, Callable[[Path], None]] = {one.__name__: one for one in (drain, tables, convert)}


def main() -> bool:
    """Print medians of three rounds, and whether they are as promised."""
    if not RECORDED.exists():
        print(f"Needs the recorded releases at {RECORDED}.")
        return False
    path = FOLDER / "catalogue" / "discogs_20260301_releases.xml.gz"
    records = make_dump(path, XML_BYTES)
    runs: dict[str, list[Measured]] = {name: [] for name in WORK}
    for _ in range(ROUNDS):
        for name in WORK:
            runs[name].append(_measure(name, path))
    print(f"{records:,} releases, {XML_BYTES / 1e6:.0f} MB of XML, medians of {ROUNDS}\n")
    print("| | seconds (range) | CPU seconds | times igzip's CPU | MB | 62.7 GB, minutes |")
    print("|---|---|---|---|---|---|")
    found = {name: _line(name, of, runs["drain"]) for name, of in runs.items()}
    (_, limit, _), (seconds, cpu, memory), (theirs, their_cpu, _) = found.values()
    print(
        f"\nPromised: {BESIDE_IGZIP:.0f} times igzip's CPU (here {cpu / limit:.1f}), a third of discogskit's CPU "
        f"({cpu / their_cpu:.2f}) and time ({seconds / theirs:.2f}), {MEMORY_MB} MB."
    )
    kept = cpu <= BESIDE_IGZIP * limit and memory < MEMORY_MB
    kept &= cpu <= BESIDE_DISCOGSKIT * their_cpu and seconds <= BESIDE_DISCOGSKIT * theirs
    return _landing() and kept


def _landing() -> bool:
    """Print what landing takes of the file and of the catalogue; whether a real shelf takes less CPU of the latter."""
    path = FOLDER / f"discogs_{dumps.MONTH}_releases.xml.gz"
    records = make_dump(path, dumps.XML_BYTES)
    dumps.measure("make_tables", path)  # not here: a child's memory begins with that of this process
    real = round(dumps.WANTED * records / dumps.REAL_RECORDS)
    print(f"\n{records:,} releases, {dumps.XML_BYTES / 1e9:.1f} GB of XML, medians of {ROUNDS}\n")
    print("| landing | seconds (range) | CPU seconds (range) | MB |")
    print("|---|---|---|---|")
    found: dict[tuple[int, str], list[Measured]] = {}
    for _ in range(ROUNDS):
        for wanted in (real, dumps.WANTED):
            for name in ("import_some", "import_from_catalogue"):
                found.setdefault((wanted, name), []).append(dumps.measure(name, path, wanted))
    cpu = {
        (wanted, name): _landing_line(f"{wanted:,} wanted, {PLACES[name]}", of)
        for (wanted, name), of in found.items()
    }
    return cpu[real, "import_from_catalogue"] <= cpu[real, "import_some"]


def _landing_line(name: str, of: list[Measured]) -> float:
    clock, cpu = ([one[what] for one in of] for what in ("seconds", "cpu"))
    print(
        f"| {name} | {statistics.median(clock):.1f} ({min(clock):.1f}-{max(clock):.1f}) "
        f"| {statistics.median(cpu):.2f} ({min(cpu):.2f}-{max(cpu):.2f}) | {max(one['mb'] for one in of):.0f} |"
    )
    return statistics.median(cpu)


def _line(name: str, of: list[Measured], limit: list[Measured]) -> tuple[float, float, float]:
    seconds, cpu = (statistics.median(one[what] for one in of) for what in ("seconds", "cpu"))
    times = statistics.median(one["cpu"] / least["cpu"] for one, least in zip(of, limit, strict=True))
    memory = max(one["mb"] for one in of)
    clock = [one["seconds"] for one in of]
    print(
        f"| {name} | {seconds:.1f} ({min(clock):.1f}-{max(clock):.1f}) | {cpu:.2f} | {times:.1f} | {memory:.0f} "
        f"| {seconds * REAL_XML_BYTES / XML_BYTES / 60:.1f} |"
    )
    return seconds, cpu, memory


def _measure(name: str, path: Path) -> Measured:
    command = [sys.executable, "-m", "benchmarks.catalogue", name, str(path)]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(json.loads(shown))


def _work(name: str, path: Path) -> None:
    """In the child: do it and print seconds and memory as JSON."""
    began, use = time.perf_counter(), os.times()
    WORK[name](path)
    now = os.times()
    cpu = sum(
        getattr(now, part) - getattr(use, part)
        for part in ("user", "system", "children_user", "children_system")
    )
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"seconds": time.perf_counter() - began, "cpu": cpu, "mb": peak / 1000}))


if __name__ == "__main__":
    if len(sys.argv) == 3:
        _work(sys.argv[1], Path(sys.argv[2]))
    else:
        sys.exit(0 if main() else 1)
