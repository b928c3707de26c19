"""Of what the requests of a first sync are made, per release: the figures that `linernotes plan` expects at first."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.shelves import land_synthetic
from linernotes.etl.crawl_frontier import Shelf, read_shelf
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.landing import Landing


def main() -> bool:
    """Print a table of ratios for synthetic shelves. Nothing is promised of them."""
    print(
        "| copies | masters / release | artists / release | sidemen / release | pages / artist | neighbours / artist |"
    )
    print("|---|---|---|---|---|---|")
    for items in (300, 3_000):
        with tempfile.TemporaryDirectory() as folder:
            land_synthetic(Path(folder), items)
            with Landing.open(Path(folder) / LANDING_DB) as landing:
                print(f"| {items:,} | " + " | ".join(f"{ratio:.2f}" for ratio in ratios(landing)) + " |")
    return True


def ratios(landing: Landing) -> list[float]:
    """The five ratios of one landed shelf, in the order of the table."""
    shelf: Shelf = read_shelf(landing)
    releases, artists = len(shelf.releases()), len(shelf.collected_artists())
    pages = [min(count, 10) for count in landing.page_counts("artist_releases").values()]
    return [
        len(shelf.masters()) / releases,
        artists / releases,
        len(shelf.credited_artists(3)) / releases,
        sum(pages) / len(pages),
        len(shelf.neighbours()) / artists,
    ]


if __name__ == "__main__":
    main()
