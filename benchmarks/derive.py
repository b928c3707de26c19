"""How long derivation takes for synthetic shelves of 1,000 to 20,000 copies, step by step."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.shelves import land_synthetic
from linernotes.derive.artist import DeriveArtist
from linernotes.derive.checks import broken_promises
from linernotes.derive.credits.prepare import prepare_credits
from linernotes.derive.credits.roles import load_taxonomy
from linernotes.derive.network.derive_network import DeriveNetwork
from linernotes.derive.release import DeriveRelease
from linernotes.derive.similarity import similar_artists
from linernotes.etl.collection import ETLCollection
from linernotes.etl.crawl_frontier import read_shelf
from linernotes.etl.loading import Loading
from linernotes.storage.duckdb.database import DBStorage, load_sql
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.landing import Landing

RUNS = 3
SIZES = (1_000, 10_000, 20_000)
#: 10,000 copies are derived in so many seconds, and 20,000 cost so many times what 1,000 cost; similarity aside.
PROMISED_SECONDS, PROMISED_GROWTH = 10.0, 30.0
SIMILARITY = "similarity"

Steps = dict[str, float]


class _Tag(NamedTuple):
    artist_id: int
    tag: str


def main() -> bool:
    """Print a table of seconds, medians of three runs, and whether they are as promised."""
    totals: dict[int, float] = {}
    kept = True
    for items in SIZES:
        runs, broken = derive(items)
        steps = {step: statistics.median(run[step] for run in runs) for step in runs[0]}
        totals[items] = sum(seconds for step, seconds in steps.items() if step != SIMILARITY)
        if items == SIZES[0]:
            print(f"| copies | {' | '.join(steps)} | all but {SIMILARITY} |")
            print("|---" * (len(steps) + 2) + "|")
        cells = [f"{seconds:.2f}" for seconds in [*steps.values(), totals[items]]]
        print(f"| {items:,} | {' | '.join(cells)} |", flush=True)
        kept = kept and not broken
    growth = totals[SIZES[-1]] / totals[SIZES[0]]
    print(
        f"\n{SIZES[-1]:,} copies cost {growth:.1f} times what {SIZES[0]:,} cost; promised: {PROMISED_GROWTH:.0f}."
    )
    return kept and totals[10_000] < PROMISED_SECONDS and growth <= PROMISED_GROWTH


def derive(items: int) -> tuple[list[Steps], int]:
    """The seconds of each step of each run, and how many promises the last run broke."""
    runs: list[Steps] = []
    broken = 0
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        land_synthetic(home, items)
        for run in range(RUNS):
            with DBStorage.create(home / f"{run}.duckdb") as storage:
                with Landing.open(home / LANDING_DB) as landing:
                    ETLCollection().load_all(Loading(landing, read_shelf(landing), storage))
                storage.checkpoint()
                steps, broken = derive_once(storage)
                runs.append(steps)
    return runs, broken


def derive_once(storage: DBStorage) -> tuple[Steps, int]:
    """Derive as DiscogsDerive does, with a watch at each step."""
    broken: list[object] = []
    steps = {
        "credits": timed(lambda: prepare_credits(storage, load_taxonomy())),
        "artists, relations": timed(lambda: DeriveArtist().derive(storage)),
        "roles on releases": timed(lambda: DeriveRelease().derive(storage)),
        "network": timed(lambda: DeriveNetwork().derive(storage)),
        "checks": timed(lambda: broken.extend(broken_promises(storage))),
        SIMILARITY: timed(lambda: find_similar(storage)),
    }
    # The network's step has found the similar ones, too; what that alone takes was just measured again.
    steps["network"] -= steps[SIMILARITY]
    return steps, len(broken)


def find_similar(storage: DBStorage) -> None:
    """What DeriveNetwork does for artist_similarity, but for writing it."""
    tags: dict[int, list[str]] = {}
    for row in storage.read(_Tag, load_sql("linernotes.derive.network", "artist_tags")):
        tags.setdefault(row.artist_id, []).append(row.tag)
    for _ in similar_artists(tags):
        pass


def timed(run: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    began = time.monotonic()
    run()
    return time.monotonic() - began


if __name__ == "__main__":
    main()
