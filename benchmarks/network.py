"""How long a network takes: 50,000 and 500,000 edges, of artists in planted communities."""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
import time
from pathlib import Path

import numpy as np
from tests.rows import put

from linernotes.derive.network.derive_network import DeriveNetwork
from linernotes.storage.duckdb.database import DBStorage

#: Artists, edges wanted -> seconds promised.
SIZES = {(5_000, 50_000): 10.0, (50_000, 500_000): 60.0}
PROMISED_MEMORY = 4e9
COMMUNITIES = 200
COLLECTED = 0.2  # of the artists
INSIDE = 0.6  # of the edges
TABLES = ("artist_vertex", "artist_edge", "artist_community", "artist_community_members")


def main() -> bool:
    """Print a table: rows, seconds to derive and to store, processor seconds, peak memory of the process."""
    print(
        "| artists | edges | communities | levels | modularity | seconds | of CPU | promised | peak memory |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    kept = True
    for (artists, edges), promised in SIZES.items():
        with multiprocessing.get_context("spawn").Pool(1) as pool:  # a process each, for its peak memory
            row, seconds, cpu, memory = pool.apply(measure, (artists, edges))
        print(f"| {row} | {seconds:.1f} | {cpu:.1f} | {promised:.0f} | {memory / 1e6:,.0f} MB |", flush=True)
        kept = kept and seconds < promised and memory < PROMISED_MEMORY
    return kept


def measure(artists: int, edges: int) -> tuple[str, float, float, int]:
    """Derive one network in a build of its own: what came out, seconds, processor seconds and bytes."""
    with (
        tempfile.TemporaryDirectory() as folder,
        DBStorage.create(Path(folder) / "build.duckdb") as storage,
    ):
        load(storage, artists, edges)
        storage.execute("set enable_progress_bar = false")
        began, cpu = time.monotonic(), time.process_time()
        DeriveNetwork().derive(storage)
        storage.checkpoint()
        seconds, cpu = time.monotonic() - began, time.process_time() - cpu
        related = storage.scalar("select count(*) from artist_edge where artist_id_from > 0")
        vertices = storage.scalar("select count(*) - 1 from artist_vertex")
        communities = storage.scalar("select count(*) from artist_community")
        levels = storage.scalar("select max(level) + 1 from artist_community")
        modularity = float(storage.scalar("select value from meta where key = 'network_modularity'"))
    row = f"{vertices:,} | {related:,} | {communities:,} | {levels} | {modularity:.3f}"
    return row, seconds, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def load(storage: DBStorage, artists: int, edges: int) -> None:
    """Planted communities, some of them very popular artists; every fifth artist is collected, one copy each."""
    rng = np.random.default_rng(1)
    community = rng.integers(0, COMMUNITIES, artists)
    popularity = rng.pareto(1.5, artists) + 1
    popularity /= popularity.sum()
    order = np.argsort(community, kind="stable")
    first = np.searchsorted(community[order], np.arange(COMMUNITIES + 1))
    one = rng.choice(artists, int(edges * 1.1), p=popularity)
    of_one = community[one]
    neighbour = first[of_one] + (rng.random(len(one)) * (first[of_one + 1] - first[of_one])).astype(np.int64)
    anyone = rng.choice(artists, len(one), p=popularity)
    other = np.where(rng.random(len(one)) < INSIDE, order[neighbour], anyone)
    pairs = np.unique(np.sort(np.column_stack([one, other])[one != other], axis=1), axis=0)
    pairs = rng.permutation(pairs)[:edges] + 1
    weights = rng.integers(1, 6, len(pairs))
    put(
        storage,
        "artist",
        [(id, f"Artist {id}", f"Artist {id}", *[None] * 9, "api", None) for id in range(1, artists + 1)],
    )
    put(
        storage,
        "artist_relations",
        [
            (a, b, "co_appearance", w, [a], [])
            for (a, b), w in zip(pairs.tolist(), weights.tolist(), strict=True)
        ],
    )
    collected = range(1, artists + 1, int(1 / COLLECTED))
    put(storage, "release_artists", [(id, 0, id, f"Artist {id}", None, None) for id in collected])
    put(storage, "collection_items", [(id, id, *[None] * 13) for id in collected])
    storage.flush()


if __name__ == "__main__":
    main()
