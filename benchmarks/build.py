"""How long a build takes: landing -> published, for synthetic shelves of 1,000 and 10,000 copies."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.shelves import land_synthetic

RUNS = 3
#: Copies -> seconds in which they are to be built.
PROMISED = {1_000: 5.0, 10_000: 30.0}
PROMISED_MEMORY = 1.5e9


def main() -> bool:
    """Print a table: documents, seconds to build and publish, peak memory of the process."""
    print("| copies | documents | seconds (median of 3) | min–max | promised | peak memory |")
    print("|---|---|---|---|---|---|")
    kept = True
    for items, promised in PROMISED.items():
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            documents = land_synthetic(home, items)
            seconds, memory = [], 0
            for _ in range(RUNS):
                began = time.monotonic()
                memory = max(memory, build(home))
                seconds.append(time.monotonic() - began)
            middle = statistics.median(seconds)
            print(
                f"| {items:,} | {documents:,} | {middle:.1f} | {min(seconds):.1f}–{max(seconds):.1f} "
                f"| {promised:.0f} | {memory / 1e6:,.0f} MB |"
            )
            kept = kept and middle < promised and memory < PROMISED_MEMORY
    return kept


def build(home: Path) -> int:
    """Build in a process of its own, as users do; returns its peak memory in bytes."""
    code = (
        "import resource, subprocess, sys;"
        f"subprocess.run([sys.executable, '-m', 'linernotes', '--home', {str(home)!r}, 'build'], check=True,"
        " stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return int(done.stdout) * 1024


if __name__ == "__main__":
    main()
