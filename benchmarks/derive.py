"""How long derivation takes for synthetic shelves of 1,000 to 20,000 copies, step by step, and how much memory."""

from __future__ import annotations

import multiprocessing
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from linernotes.derive import DiscogsDerive
from linernotes.derive.artist import DeriveArtist
from linernotes.derive.checks import broken_promises
from linernotes.derive.credits.prepare import prepare_credits
from linernotes.derive.credits.roles import load_taxonomy
from linernotes.derive.network.derive_network import DeriveNetwork
from linernotes.derive.release import DeriveRelease
from linernotes.etl.collection import ETLCollection
from linernotes.etl.crawl_frontier import read_shelf
from linernotes.etl.loading import Loading
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.landing import Landing

RUNS = 3
SIZES = (1_000, 10_000, 20_000)
#: 10,000 copies are derived in so many seconds and bytes, and 20,000 cost so many times what 1,000 cost.
PROMISED_SECONDS, PROMISED_MEMORY, PROMISED_GROWTH = 20.0, 1e9, 30.0
SIMILARITY = "similarity"

Steps = dict[str, float]


def main() -> bool:
    """Print a table of seconds, medians of three runs, and whether they are as promised."""
    totals: dict[int, float] = {}
    kept = True
    for items in SIZES:
        with multiprocessing.get_context("spawn").Pool(1) as pool:  # a process each, for its peak memory
            runs, cpu, memory, broken = pool.apply(derive, (items,))
        steps = {step: statistics.median(run[step] for run in runs) for step in runs[0]}
        totals[items] = sum(steps.values())
        if items == SIZES[0]:
            print(f"| copies | {' | '.join(steps)} | all | of CPU | peak memory |")
            print("|---" * (len(steps) + 4) + "|")
        cells = [f"{seconds:.2f}" for seconds in [*steps.values(), totals[items], cpu]]
        print(f"| {items:,} | {' | '.join(cells)} | {memory / 1e6:,.0f} MB |", flush=True)
        kept = kept and not broken and (items != 10_000 or memory < PROMISED_MEMORY)
    growth = totals[SIZES[-1]] / totals[SIZES[0]]
    print(
        f"\n{SIZES[-1]:,} copies cost {growth:.1f} times what {SIZES[0]:,} cost; promised: {PROMISED_GROWTH:.0f}."
    )
    return kept and totals[10_000] < PROMISED_SECONDS and growth <= PROMISED_GROWTH


def derive(items: int) -> tuple[list[Steps], float, int, int]:
    """The seconds of each step of each run; then CPU seconds of the last run, peak memory, and promises it broke.

    The memory is that of the process, which has loaded the shelf too.
    """
    runs: list[Steps] = []
    broken, cpu = 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        land_in_another_process(home, items)
        borrow = DiscogsDerive().borrow
        for run in range(RUNS):
            with DBStorage.create(home / f"{run}.duckdb") as storage:
                with Landing.open(home / LANDING_DB) as landing:
                    ETLCollection().load_all(Loading(landing, read_shelf(landing), storage, borrow))
                storage.checkpoint()
                began = time.process_time()
                steps, broken = derive_once(storage)
                cpu = time.process_time() - began
                runs.append(steps)
    return runs, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, broken


def land_in_another_process(home: Path, items: int) -> None:
    """Land a shelf: the catalogue that it comes from would count as memory of what follows."""
    code = "import sys, pathlib; from benchmarks.shelves import land_synthetic as land;"
    code += "land(pathlib.Path(sys.argv[1]), int(sys.argv[2]))"
    subprocess.run([sys.executable, "-c", code, str(home), str(items)], check=True)


def derive_once(storage: DBStorage) -> tuple[Steps, int]:
    """Derive as DiscogsDerive does, with a watch at each step."""
    broken: list[object] = []
    steps = {
        "credits": timed(lambda: prepare_credits(storage, load_taxonomy())),
        "artists, relations": timed(lambda: DeriveArtist().derive(storage)),
        "roles on releases": timed(lambda: DeriveRelease().derive(storage)),
    }
    watch = Watch()
    steps["network"] = timed(lambda: DeriveNetwork().derive(storage, watch.begin))
    steps[SIMILARITY] = time.monotonic() - watch.began[SIMILARITY]
    steps["network"] -= steps[SIMILARITY]
    steps["checks"] = timed(lambda: broken.extend(broken_promises(storage)))
    return steps, len(broken)


class Watch:
    """Hears when each step of the network begins."""

    def __init__(self) -> None:
        self.began: dict[str, float] = {}

    def begin(self, step: str) -> None:
        """Note the time."""
        self.began[step] = time.monotonic()


def timed(run: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    began = time.monotonic()
    run()
    return time.monotonic() - began


if __name__ == "__main__":
    main()
