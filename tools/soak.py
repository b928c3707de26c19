#!/usr/bin/env python3
"""Runs the long trials part by part, and says of each what it came to: `make soak` runs it.

A part that fails does not end the run; the run then ends with status 1. What a part printed is kept in `.soak`.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOGS = ROOT / ".soak"
MARK = re.compile(r"\bmark\.soak\b")
PROPERTIES = re.compile(r"^from hypothesis import", re.MULTILINE)
NAMES = 12


@dataclass(frozen=True, slots=True)
class Part:
    """Test files whose trials are run together; `minutes` is about what two cores need with nothing else to do.

    `marks` is the expression that chooses the trials, `options` are more words for pytest.
    """

    name: str
    files: tuple[str, ...]
    minutes: float
    marks: str = "soak"
    options: tuple[str, ...] = ()


#: The dearest parts first. A file with trials that are marked `soak` is in one of these, or in the part `others`.
PARTS = (
    # A hundred signals are one test, so it may take longer than a test of `make test`.
    Part("interruptions", ("tests/faults/test_interruptions.py",), 12, options=("--timeout=900",)),
    Part("kills", ("tests/faults/test_recovery.py",), 11),
    Part("spoilt_syncs", ("tests/faults/test_spoilt_syncs.py",), 4),
    Part("dump_kills", ("tests/cli/test_dump_fetch.py",), 3),
    Part("publishing", ("tests/storage/builds/test_publish.py",), 2.5),
    Part("harms", ("tests/faults/test_harms.py",), 2),
    Part("harms_before_sync", ("tests/faults/test_harms_before_sync.py",), 2),
    Part("hostile_answers", ("tests/source/dumps/test_hostile_answers.py",), 4),
    Part("hostile_syncs", ("tests/faults/test_hostile_sync.py",), 2),
    Part("hostile_archives", ("tests/etl/dumps/test_hostile_archives.py",), 2),
    Part("hostile_backups", ("tests/storage/backup/test_hostile_backups.py",), 1),
    Part("spark", ("tests/catalogue/spark/test_spark.py",), 5, marks="spark"),
    Part("landing", ("tests/storage/landing/test_processes.py",), 2),
    Part("installing", ("tests/program/install/test_installing.py",), 2),
    Part("release", ("tests/program/install/test_release.py",), 2),
    Part("container", ("tests/program/install/test_running.py",), 8, options=("--timeout=1800",)),
    Part(
        "catalogue",
        (
            "tests/catalogue/test_build.py",
            "tests/catalogue/test_derived.py",
            "tests/catalogue/test_digests.py",
            "tests/catalogue/test_rows.py",
        ),
        8,
    ),
    Part("dump_damage", ("tests/etl/dumps/test_dump_damage.py",), 1),
    Part("statements", ("tests/storage/duckdb/test_confinement.py",), 1),
    Part("restoring", ("tests/storage/backup/test_restore.py",), 1),
    Part("refusals", ("tests/etl/test_refusals.py",), 0.5),
    Part("spoilt_fields", ("tests/faults/test_spoilt_fields.py",), 1.5),
    Part("partly_known", ("tests/web/pages/test_partly_known.py",), 1),
    Part(
        "browsers",
        (
            "tests/browser/pages/test_collection.py",
            "tests/browser/pages/test_map_labels.py",
            "tests/browser/pages/test_network.py",
            "tests/browser/pages/test_paper.py",
            "tests/browser/pages/test_record.py",
            "tests/browser/pages/test_spin.py",
            "tests/browser/pages/test_sync_pages.py",
            "tests/browser/pages/test_watching.py",
            "tests/browser/pages/test_yours.py",
            "tests/browser/shop/test_offline.py",
            "tests/browser/test_access.py",
            "tests/browser/test_accessibility.py",
            "tests/browser/test_click_through.py",
            "tests/browser/test_flow.py",
            "tests/browser/test_fonts.py",
            "tests/browser/test_hostile.py",
        ),
        4,
    ),
    Part(
        "pages",
        (
            "tests/web/facts/test_facts.py",
            "tests/web/pages/account/test_access.py",
            "tests/web/pages/account/test_covers.py",
            "tests/web/pages/people/test_artist.py",
            "tests/web/pages/people/test_network.py",
            "tests/web/pages/records/test_release.py",
            "tests/web/pages/records/test_spin.py",
            "tests/web/security/test_security.py",
            "tests/web/site/test_plurals.py",
            "tests/web/site/test_site.py",
        ),
        1,
    ),
    Part(
        "bad_input",
        (
            "tests/etl/test_wanted.py",
            "tests/faults/test_bad_input.py",
            "tests/program/test_listing_gaps.py",
        ),
        0.5,
    ),
    Part(
        "commands",
        ("tests/cli/terminal/test_output.py", "tests/cli/test_cli.py", "tests/cli/test_loading.py"),
        0.5,
    ),
    Part(
        "sending",
        ("tests/insights/listening/plays/test_sending.py",),
        0.5,
    ),
    Part(
        "assistants",
        tuple(f"tests/cli/mcp/test_{name}.py" for name in ("private", "protocol", "questions")),
        1.5,
    ),
    Part(
        "whole_shelves",
        (
            "tests/baseline/test_baseline.py",
            "tests/derive/test_brute_players.py",
            "tests/derive/test_checks.py",
            "tests/derive/test_similarity.py",
            "tests/insights/artist/test_company.py",
        ),
        1,
    ),
    Part("upgrades", ("tests/storage/home/upgrades/test_old_homes.py",), 1.5),
    Part("both_ways", ("tests/etl/dumps/test_both_ways.py",), 1),
)


@dataclass(frozen=True, slots=True)
class Result:
    """What a part came to. `megabytes` are those of its largest process; `failures` name the tests that failed."""

    passed: int
    skipped: int
    failures: tuple[str, ...]
    seconds: float
    cpu_seconds: float
    megabytes: float
    status: int

    @property
    def holds(self) -> bool:
        """Whether all trials were made and passed."""
        return self.status == 0 and self.passed > 0


def files_with(pattern: re.Pattern[str]) -> set[str]:
    """Every test file that has the pattern."""
    tests = (ROOT / "tests").rglob("test_*.py")
    return {file.relative_to(ROOT).as_posix() for file in tests if pattern.search(file.read_text("utf-8"))}


def properties() -> Part:
    """Every property test, with hundreds of examples: they are in `make test` with ten."""
    files = tuple(sorted(files_with(PROPERTIES)))
    return Part("properties", files, 2, "hypothesis and not soak", ("--hypothesis-profile=soak",))


def others() -> Part:
    """Every file with long trials that is in no part of the list: a few trials each."""
    listed = {file for part in PARTS for file in part.files}
    return Part("others", tuple(sorted(files_with(MARK) - listed)), 3)


def all_parts() -> list[Part]:
    """The parts of the list, properties, and what is in none of them."""
    return [*PARTS, properties(), others()]


def run_part(part: Part, workers: str) -> Result:
    """Run the trials of a part to their end."""
    LOGS.mkdir(exist_ok=True)
    chosen = [*f"-n {workers} --dist worksteal -m".split(), part.marks, *part.options, *part.files]
    with tempfile.TemporaryDirectory() as folder, (LOGS / f"{part.name}.log").open("wb") as log:
        report = Path(folder) / "report.xml"
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "pytest", f"--junitxml={report}", *chosen],
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        cases = list(ET.parse(report).iter("testcase")) if report.is_file() else []
    failures = tuple(f"{case.get('classname')}::{case.get('name')}" for case in cases if has_failed(case))
    skipped = sum(case.find("skipped") is not None for case in cases)
    passed = len(cases) - len(failures) - skipped
    cpu_seconds = usage.ru_utime + usage.ru_stime
    return Result(passed, skipped, failures, seconds, cpu_seconds, usage.ru_maxrss / 1000, process.returncode)


def has_failed(case: ET.Element) -> bool:
    """Whether a test case of a report failed, or could not be tried."""
    return case.find("failure") is not None or case.find("error") is not None


def lines_of(part: Part, result: Result) -> Iterator[str]:
    """What is printed of a part: a line, and one for each of its first failures."""
    counts = f"{result.passed:5d} passed {len(result.failures):4d} failed {result.skipped:4d} skipped"
    used = f"{result.seconds:6.0f} s {result.cpu_seconds:8.1f} CPU s {result.megabytes:6.0f} MB"
    yield f"{part.name:18s} {counts} {used}"
    for name in result.failures[:NAMES]:
        yield f"    failed: {name}"
    if len(result.failures) > NAMES:
        yield f"    and {len(result.failures) - NAMES} more: .soak/{part.name}.log"
    if not result.holds and not result.failures:
        yield f"    ended with status {result.status}: .soak/{part.name}.log"


def chosen_parts(names: list[str]) -> list[Part]:
    """The parts of these names, all where there are none; raises SystemExit for a name that no part has."""
    parts = {part.name: part for part in all_parts()}
    if unknown := [name for name in names if name not in parts]:
        raise SystemExit(f"no part is called {', '.join(unknown)}; there are {', '.join(parts)}")
    return [parts[name] for name in names] or list(parts.values())


def main() -> int:
    """Run the parts that are named, one after the other. Status 1 if one of them failed."""
    parser = argparse.ArgumentParser(description="Run the long trials, part by part.")
    parser.add_argument("part", nargs="*", help="what to run; everything if nothing is named")
    parser.add_argument("--workers", default="4", help="how many trials run at once")
    parser.add_argument("--list", action="store_true", help="list the parts")
    options = parser.parse_args()
    parts = chosen_parts(options.part)
    if options.list:
        print("\n".join(f"{part.name:18s} {part.minutes:4g} min  {len(part.files)} files" for part in parts))
        return 0
    results = []
    for part in parts:
        results.append(result := run_part(part, options.workers))
        print("\n".join(lines_of(part, result)), flush=True)
    failed = sum(not result.holds for result in results)
    minutes = sum(result.seconds for result in results) / 60
    print(f"{len(parts)} parts, {failed} failed, in {minutes:.1f} minutes")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
