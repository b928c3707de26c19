#!/usr/bin/env python3
"""Compares all tables and JSON answers of the recorded catalogue with those of an earlier commit's program.

    .venv/bin/python tools/compare_recorded.py [--commit COMMIT] [--fixtures FOLDER]

Each program syncs a home of its own with one local Discogs, which serves the recordings; nothing of them is kept.
Differences on purpose stand in `tests/baseline/compare.py`. Prints the others; ends with status 1 if there are any.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.baseline.collect import load  # noqa: E402 the folder of this file is the first in the path, not the tree
from tests.baseline.compare import CHANGED, RENAMED, differences, is_changed  # noqa: E402

#: The last commit before the tree moved.
BEFORE = "64dd1e5~1"
SHOWN = 40


def main() -> int:
    """Compare, print and return the status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--commit", default=BEFORE, help="the program to compare with (default: %(default)s)")
    parser.add_argument(
        "--fixtures", type=Path, default=ROOT.parent / "shared" / "fixtures", metavar="FOLDER"
    )
    asked = parser.parse_args()
    if not asked.fixtures.is_dir():
        print(
            f"compare_recorded: no recordings in {asked.fixtures}; --fixtures names their folder",
            file=sys.stderr,
        )
        return 2
    with tempfile.TemporaryDirectory() as folder, sandbox(asked.fixtures) as environment:
        place = Path(folder)
        with worktree(asked.commit, place / "tree") as tree:
            before = published(tree / "src", place / "before", environment)
        now = published(ROOT / "src", place / "now", environment)
    return report(before, now)


def report(before: dict[str, Any], now: dict[str, Any]) -> int:
    """Print what differs, and what was compared; 1 if anything does."""
    found = [f"only before: {name}" for name in sorted(before.keys() - now.keys()) if not is_changed(name)]
    found += differences(before, now)
    print("\n".join(found[:SHOWN]))
    tables = sum(name.startswith("table ") for name in before)
    print(f"{tables} tables and {len(before) - tables} answers compared, {len(found)} differences")
    for name in sorted(now.keys() - before.keys()):
        if not is_changed(name):
            print(f"only now: {name}")
    for name, reason in CHANGED.items():
        print(f"not compared: {name}: {reason}")
    for old, new in RENAMED.items():
        print(f"renamed: {old} to {new}")
    return 1 if found else 0


@contextmanager
def sandbox(fixtures: Path) -> Iterator[dict[str, str]]:
    """A local Discogs with the recordings; gives the settings with which a program talks to it."""
    command = [sys.executable, "-m", "discogs_sandbox", "--catalogue", "recorded", "--dir", str(fixtures)]
    with subprocess.Popen([*command, "--limit", "100000"], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            line = json.loads(server.stdout.readline())
            yield {
                "LINERNOTES_API_URL": line["url"],
                "LINERNOTES_WWW_URL": line["www_url"],
                "LINERNOTES_DUMP_URL": line["dump_url"],
                "LINERNOTES_TOKEN": line["token"],
            }
        finally:
            server.terminate()


@contextmanager
def worktree(commit: str, path: Path) -> Iterator[Path]:
    """The tree of a commit, for as long as it is needed."""
    git = ["git", "-C", str(ROOT), "worktree"]
    subprocess.run([*git, "add", "--quiet", "--detach", str(path), commit], check=True)
    try:
        yield path
    finally:
        subprocess.run([*git, "remove", "--force", str(path)], check=True)


def published(source: Path, home: Path, environment: dict[str, str]) -> dict[str, Any]:
    """All tables and answers of a home that the program in `source` has synced."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("LINERNOTES_")}
    settings |= environment | {"PYTHONPATH": str(source)}
    collected = home.with_suffix(".jsonl.gz")
    python = [sys.executable, "-P"]
    for words in (
        ["-m", "linernotes", "--home", str(home), "sync"],
        [str(ROOT / "tests" / "baseline" / "collect.py"), str(home), str(collected)],
    ):
        subprocess.run(
            [*python, *words], env=settings, check=True, stdout=subprocess.DEVNULL, cwd=home.parent
        )
    return load(collected)


if __name__ == "__main__":
    raise SystemExit(main())
