"""What is derived from all of Discogs, and asked of it: an invented world of a tenth of its size, beside a hundredth.

Barcodes, pressings and names are as many as the real ones. Each step is a process of its own. The pages are those of
a shelf of 10,000 copies, while the records with most of its 5,000 musicians are looked for.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.pages import command, look, serving

SCALE, SMALL = 0.1, 0.01
STEPS = ("credit_tracks", "appearances", "catalog_numbers", "edges", "graph")
#: Promised: edges of 200 million appearances in so many CPU seconds and MB; at most so many times what a tenth takes.
EDGES_CPU, EDGES_MB, GROWTH = 300.0, 5_000, 12.0
#: Milliseconds of a question at the 95th percentile, of a path and of a page more; seconds of the loved records.
QUESTION, PATH, PAGE, LOVED = 15.0, 150.0, 50.0, 5.0
PAGES = ("home", "collection", "numbers", "own")


def main() -> bool:
    """Print what each takes, and whether it is as promised."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small", Path(folder) / "large"
        kept = _derive(small, large)
        kept &= _ask(large)
        return kept


def _derive(small: Path, large: Path) -> bool:
    work("shelf", large)
    subprocess.run(command(large, "build"), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for home, scale in ((small, SMALL), (large, SCALE)):
        work("tables", home, scale)
    print(f"| step | CPU seconds, {SMALL:.0%} | {SCALE:.0%} | times | seconds | MB |")
    print("|---|---|---|---|---|---|")
    measured = {}
    for step in STEPS:
        less, more = work(step, small, SMALL), work(step, large, SCALE)
        measured[step] = (less, more)
        print(
            f"| {step} | {less['cpu']:.2f} | {more['cpu']:.1f} | {more['cpu'] / less['cpu']:.1f} "
            f"| {more['seconds']:.1f} | {more['mb']:.0f} |",
            flush=True,
        )
    less, more = measured["edges"]
    growth = more["cpu"] / less["cpu"]
    whole = more["cpu"] * growth
    print(
        f"\nEdges of all of Discogs, if they go on so: {whole:.0f} CPU seconds, {EDGES_CPU:.0f} promised; "
        f"{growth:.1f} times for ten times as many, {GROWTH:.0f} promised; {EDGES_MB} MB promised.\n"
    )
    return whole <= EDGES_CPU and growth <= GROWTH and more["mb"] <= EDGES_MB


def _ask(home: Path) -> bool:
    work("lookups", home, SCALE)
    print("| question | ms p50 | p95 | max | promised |")
    print("|---|---|---|---|---|")
    kept = True
    for kind, times in ask(home).items():
        promised = PATH if "path" in kind else PAGE if kind.startswith("answer") else QUESTION
        kept &= _line(kind, times, promised)
    loved = work("loved", home)
    print(
        f"\nRecords with most of 5,000 musicians: {loved['seconds']:.1f} seconds, {loved['cpu']:.1f} of CPU; "
        f"{LOVED} promised.\n"
    )
    print("| pages meanwhile | ms p50 | p95 | max | promised |")
    print("|---|---|---|---|---|")
    for kind in PAGES:
        kept &= _line(kind, _beside_loved(home, kind), PAGE)
    return kept and loved["seconds"] <= LOVED


def _beside_loved(home: Path, kind: str) -> list[float]:
    """Milliseconds of pages while the records are looked for; each kind begins with an app of its own."""
    with serving(home) as client:
        look(client, kind, 20, home)  # warm
        client.request("GET", "/gaps/world")
        client.getresponse().read()
        began, times = time.monotonic(), list[float]()
        while time.monotonic() - began < LOVED / 2:
            times += look(client, kind, 5, home)[0]
        return times


def _line(kind: str, times: list[float], promised: float) -> bool:
    p95 = statistics.quantiles(times, n=20)[18]
    print(
        f"| {kind} | {statistics.median(times):.1f} | {p95:.1f} | {max(times):.1f} | {promised:.0f} |",
        flush=True,
    )
    return p95 <= promised


def ask(home: Path) -> dict[str, list[float]]:
    """Milliseconds of questions, by kind."""
    return dict(json.loads(_run("questions", home, SCALE)))


def work(name: str, home: Path, scale: float = SCALE) -> dict[str, float]:
    """What a step took, in a process of its own."""
    return dict(json.loads(_run(name, home, scale)))


def _run(name: str, home: Path, scale: float) -> str:
    words = [sys.executable, "-m", "benchmarks.world.work", name, str(home), str(scale)]
    shown = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    return shown[shown.index("{") :]  # DuckDB may have shown its progress before
