"""How long it takes to find the artists who are alike: 3,000 and 30,000 of them, 515 styles and genres."""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
import time
from pathlib import Path

import numpy as np

from linernotes.derive.similarity import similar_artists
from linernotes.storage.duckdb.database import DBStorage

#: Artists -> seconds promised.
SIZES = {3_000: 3.0, 30_000: 10.0}
TAGS = 515


def main() -> bool:
    """Print a table: rows, seconds to compare and to store, those of the bare product of matrices, peak memory."""
    print(
        "| artists | rows | seconds | promised | of CPU | of CPU, one product of matrices, nothing kept | times that"
        " | peak memory |"
    )
    print("|---|---|---|---|---|---|---|---|")
    kept = True
    for artists, promised in SIZES.items():
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            rows, seconds, cpu, memory = pool.apply(measure, (artists,))
        least = limit(artists)
        print(
            f"| {artists:,} | {rows:,} | {seconds:.1f} | {promised:.0f} | {cpu:.1f} | {least:.1f} | {cpu / least:.2f} "
            f"| {memory / 1e6:,.0f} MB |",
            flush=True,
        )
        kept = kept and seconds < promised
    return kept


def measure(artists: int) -> tuple[int, float, float, int]:
    """Fill artist_similarity in a build of its own: rows, seconds, processor seconds and bytes."""
    tags = shelf(artists)
    with (
        tempfile.TemporaryDirectory() as folder,
        DBStorage.create(Path(folder) / "build.duckdb") as storage,
    ):
        storage.execute("set enable_progress_bar = false")
        began, cpu = time.monotonic(), time.process_time()
        for rows in similar_artists(tags):
            storage.insert_columns("artist_similarity", vars(rows))
        storage.checkpoint()
        seconds, cpu = time.monotonic() - began, time.process_time() - cpu
        count = storage.scalar("select count(*) from artist_similarity")
    return count, seconds, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def limit(artists: int) -> float:
    """Seconds of CPU of the product alone, which a comparison of all with all by matrices takes."""
    has = np.random.default_rng(1).random((artists, TAGS), dtype=np.float32)
    began = time.process_time()
    for start in range(0, artists, 512):
        has[start : start + 512] @ has.T
    return time.process_time() - began


def shelf(artists: int) -> dict[int, list[str]]:
    """Artists with 3 to 14 tags each, some tags far more frequent than others; hardly two have the same."""
    rng = np.random.default_rng(1)
    frequency = 1 / np.arange(1, TAGS + 1) ** 0.8
    frequency /= frequency.sum()
    return {
        artist: [f"Style {tag}" for tag in rng.choice(TAGS, rng.integers(3, 15), replace=False, p=frequency)]
        for artist in range(1, artists + 1)
    }


if __name__ == "__main__":
    main()
