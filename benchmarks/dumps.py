"""Importing a dump, beside decompression alone (the limit) and `discogskit convert`; 2 GB of XML, made once.

The dump holds recorded releases, shuffled, under new ids: bodies repeat, but further apart than gzip looks back.
It stays in the temporary folder. Each run is a process of its own, and right before each of ours the limit is
measured again, so that a busy minute meets both; the table gives medians, of the ratios too. On a busy machine the
CPU seconds, of the work alone, tell more than those of the clock.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from isal import igzip, igzip_threaded

from linernotes.catalogue.tables_pass import TablesPass
from linernotes.documents import DocumentKey, Fetched
from linernotes.etl.dumps.catalogue_records import CatalogueRecords
from linernotes.etl.dumps.import_elements import DumpImport
from linernotes.etl.dumps.records import Records
from linernotes.source.dumps import dump_file
from linernotes.storage.catalogue.manifest import CATALOGUE_VERSION, Manifest, read_month, write_manifest
from linernotes.storage.catalogue.reader import CatalogueReader
from linernotes.storage.catalogue.table_writer import TableWriter
from linernotes.storage.catalogue.tables import UNREADABLE
from linernotes.storage.landing import Landing

RECORDED = (
    Path(__file__).resolve().parents[2]
    / "shared/fixtures/dump_releases"
    / "philipmat__discogs-xml2db__alternatives_dotnet_tests_Resources_discogs_20200806_releases.xml.gz"
)
FOLDER = Path(tempfile.gettempdir()) / "linernotes-benchmark-dumps"
#: The name of the dump, and of the month that is made of it.
MONTH = "20260301"
XML_BYTES = 2_000_000_000
SLICE_BYTES = 100_000_000
ROUNDS = 5
WANTED = 10_000
REAL_RECORDS = 19_000_000
REAL_XML_BYTES = 62.7e9
#: Promised: seconds of the import, at most so many times the limit's; discogskit's, at least so many times ours.
AT_REAL_DENSITY, WITH_PRESSINGS, AT_WANTED, BESIDE_DISCOGSKIT = 1.8, 1.5, 2.4, 15.0
MEMORY_MB = 500


def make_dump(path: Path, size: int) -> int:
    """Write a releases dump of so many bytes of XML unless it is there; returns its records, ids 1 to that."""
    count = path.with_suffix(".count")
    if count.exists():
        return int(count.read_text())
    path.parent.mkdir(parents=True, exist_ok=True)
    bodies = re.findall(
        rb'<release id="[0-9]+"(.*?</release>)', gzip.decompress(RECORDED.read_bytes()), re.DOTALL
    )
    dice, pool, written, records = random.Random(1), list[bytes](), 0, 0
    with (
        path.open("wb") as file,
        subprocess.Popen(["gzip", "-6"], stdin=subprocess.PIPE, stdout=file) as packer,
    ):
        assert packer.stdin is not None
        packer.stdin.write(b"<releases>\n")
        while written < size:
            if not pool:
                pool = dice.sample(bodies, len(bodies))
            records += 1
            element = b'<release id="%d"%s\n' % (records, pool.pop())
            written += len(element)
            packer.stdin.write(element)
        packer.stdin.write(b"</releases>\n")
    count.write_text(str(records))
    return records


# What is measured, each in a process of its own


def drain_threaded(path: Path, _: int) -> None:
    """Decompress in a thread, keep nothing."""
    with igzip_threaded.open(path, "rb") as file:
        while file.read(4 << 20):
            pass


def drain(path: Path, _: int) -> None:
    """Decompress in this thread, keep nothing."""
    with igzip.open(path, "rb") as file:
        while file.read(4 << 20):
            pass


def import_some(path: Path, wanted: int) -> None:
    """A shelf of so many of the dump's releases: find, decode, land."""
    _import(path, wanted, artists=0)


def import_with_discographies(path: Path, wanted: int) -> None:
    """The same, and look in every release whether one of 10,000 artists made it (these made none)."""
    _import(path, wanted, artists=WANTED)


def import_with_pressings(path: Path, wanted: int) -> None:
    """The same as `import_some`, and look in every release whether it is another pressing of one of the albums.

    Six albums have 443 pressings each here, the others none: 11 for each copy of the shelf.
    """
    _import(path, wanted, artists=0, masters=[*_recorded_masters(), *range(10**10, 10**10 + wanted)])


def _recorded_masters() -> list[int]:
    """Six masters of the recorded releases."""
    found = re.findall(rb"<master_id[^>]*>([1-9][0-9]*)<", gzip.decompress(RECORDED.read_bytes()))
    return [int(id) for id in dict.fromkeys(found)][:6]


def import_from_catalogue(path: Path, wanted: int) -> None:
    """The same shelf as of `import_some`, out of the tables that `make_tables` made: each file's digest is compared."""
    month = read_month(path.parent / MONTH)
    assert month is not None, "the tables are made first"
    with CatalogueReader(month, verified=True) as reader:
        _import(path, wanted, artists=0, place=CatalogueRecords(reader, "release"))


def make_tables(path: Path, _: int = 0) -> None:
    """Make the tables of releases of a dump, as the catalogue has them, beside it, unless they are there."""
    folder = path.parent / MONTH
    if read_month(folder) is not None:
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    passed = TablesPass(dump_file(path), folder, lambda position: None).run()
    with TableWriter(folder, UNREADABLE) as writer:
        tables = passed.tables | {UNREADABLE: writer.finish()}
    manifest = Manifest(
        version=CATALOGUE_VERSION,
        month=MONTH,
        built_at=datetime.now(UTC),
        seconds=0,
        dumps={"release": passed.dump},
        tables=tables,
    )
    write_manifest(folder, manifest)


def _import(
    path: Path, wanted: int, *, artists: int, masters: Sequence[int] = (), place: Records | None = None
) -> None:
    records = int(path.with_suffix(".count").read_text())
    ids = random.Random(2).sample(range(1, records + 1), wanted)
    items: list[dict[str, Any]] = [
        {
            "id": id,
            "instance_id": id,
            "basic_information": {
                "id": id,
                "title": "",
                "artists": [{"id": 10**9 + n, "name": ""} for n in range(artists)] if id == ids[0] else [],
            },
        }
        for id in ids
    ]
    for item, master in zip(items, masters, strict=False):
        item["basic_information"]["master_id"] = master
    page = {"pagination": {"page": 1, "pages": 1, "items": wanted}, "releases": items}
    with tempfile.TemporaryDirectory() as home, Landing.open(Path(home) / "landing.db") as landing:
        landing.save(Fetched(DocumentKey("collection"), json.dumps(page).encode(), datetime.now(UTC)))
        began = _clocks()
        summary = next(DumpImport(landing, [place or path]).passes())
        _tell(began)
        assert (summary.records, summary.landed, summary.missing) == (records, wanted, 0)


def convert(path: Path, _: int) -> None:
    """discogskit, as it is by default, to Parquet."""
    command = Path(sys.executable).with_name("discogskit")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [command, "convert", "--output", folder, path],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


WORK: dict[str, Callable[[Path, int], None]] = {
    one.__name__: one
    for one in (
        drain_threaded,
        drain,
        import_some,
        import_with_discographies,
        import_with_pressings,
        import_from_catalogue,
        make_tables,
        convert,
    )
}


def work(name: str, path: Path, wanted: int) -> None:
    """In the child: do it and tell seconds and memory as JSON."""
    began = _clocks()
    WORK[name](path, wanted)
    if not name.startswith("import"):
        _tell(began)


def _clocks() -> tuple[float, float]:
    """Seconds of the clock, and of the processor with those of ended child processes."""
    use = os.times()
    return time.perf_counter(), use.user + use.system + use.children_user + use.children_system


def _tell(began: tuple[float, float]) -> None:
    seconds, cpu = (now - then for now, then in zip(_clocks(), began, strict=True))
    peak = max(
        resource.getrusage(whose).ru_maxrss for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(json.dumps({"seconds": seconds, "cpu": cpu, "mb": peak / 1000}))


def measure(name: str, path: Path, wanted: int = 0) -> dict[str, float]:
    """In the parent: what the child told."""
    command = [sys.executable, "-m", "benchmarks.dumps", name, str(path), str(wanted)]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(json.loads(shown))


def main() -> bool:
    """Run everything interleaved and print the table; whether all four promises and the memory's were kept."""
    if not RECORDED.exists() or shutil.which("gzip") is None:
        print(f"Needs gzip and the recorded releases at {RECORDED}.")
        return False
    dump, part = (FOLDER / name / f"discogs_{MONTH}_releases.xml.gz" for name in (".", "slice"))
    records, _ = make_dump(dump, XML_BYTES), make_dump(part, SLICE_BYTES)
    assert dump_file(dump).kind == "release"
    real = round(WANTED * records / REAL_RECORDS)
    alone = {name: (name, dump, 0) for name in ("drain", "drain_threaded")}
    plan = {
        f"import, {real} wanted (real density)": ("import_some", dump, real),
        f"the same, discographies of {WANTED:,} artists too": ("import_with_discographies", dump, real),
        "the same, other pressings too": ("import_with_pressings", dump, real),
        f"import, {WANTED:,} wanted": ("import_some", dump, WANTED),
        f"discogskit convert (of {SLICE_BYTES / XML_BYTES:.0%}, scaled)": ("convert", part, 0),
    }
    pairs: dict[str, list[Pair]] = {name: [] for name in plan}
    for _ in range(ROUNDS):
        for name, what in plan.items():
            limits = {one: measure(*which) for one, which in alone.items()}
            pairs[name].append((limits, measure(*what)))
    for _, one in pairs[list(plan)[-1]]:
        one.update(seconds=one["seconds"] * XML_BYTES / SLICE_BYTES, cpu=one["cpu"] * XML_BYTES / SLICE_BYTES)
    return report(pairs, records)


Measured = dict[str, float]
#: What both decompressors took, then what was run right after them.
Pair = tuple[dict[str, Measured], Measured]


def report(pairs: dict[str, list[Pair]], records: int) -> bool:
    """Print medians over the rounds, and what they come to."""
    print(f"{records:,} releases, {XML_BYTES / 1e9:.1f} GB of XML, {ROUNDS} rounds, medians\n")
    print("| | seconds (range) | times the limit | CPU seconds | times the limit's | MB | 62.7 GB, minutes |")
    print("|---|---|---|---|---|---|---|")
    for name in ("drain", "drain_threaded"):
        runs = [limits for of in pairs.values() for limits, _ in of]
        _line(LIMITS[name], [(limits, limits[name]) for limits in runs])
    clock = {name: _line(name, of) for name, of in pairs.items()}
    real, _, pressings, many, peer = clock.values()
    beside = peer / real
    memory = max(one["mb"] for of in list(pairs.values())[:4] for _, one in of)
    print(
        f"\nPromised: at real density {AT_REAL_DENSITY} times the limit, "
        f"with pressings {WITH_PRESSINGS} times, at {WANTED:,} wanted {AT_WANTED} times, "
        f"discogskit {BESIDE_DISCOGSKIT:.0f} times as long as ours (it takes {beside:.0f}), {MEMORY_MB} MB."
    )
    kept = real <= AT_REAL_DENSITY and pressings <= WITH_PRESSINGS and many <= AT_WANTED
    return kept and beside >= BESIDE_DISCOGSKIT and memory < MEMORY_MB


def _line(name: str, of: list[Pair]) -> float:
    """One line of the table; returns how many times the limit's seconds it is."""
    seconds = [one["seconds"] for _, one in of]
    times, cpu = (
        statistics.median(one[what] / min(limit[what] for limit in limits.values()) for limits, one in of)
        for what in ("seconds", "cpu")
    )
    median = statistics.median(seconds)
    print(
        f"| {name} | {median:.1f} ({min(seconds):.1f}-{max(seconds):.1f}) | {times:.2f} "
        f"| {statistics.median(one['cpu'] for _, one in of):.1f} | {cpu:.2f} | {max(one['mb'] for _, one in of):.0f} "
        f"| {median * REAL_XML_BYTES / XML_BYTES / 60:.1f} |"
    )
    return times


LIMITS = {"drain": "decompression alone, igzip", "drain_threaded": "decompression alone, igzip_threaded"}


if __name__ == "__main__":
    if len(sys.argv) == 4:
        work(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
    else:
        sys.exit(0 if main() else 1)
