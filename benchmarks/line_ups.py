"""Whether invented records name as many people together as recorded ones: pairs of co-players of each release."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.build import build
from benchmarks.shelves import land_synthetic
from linernotes.storage.builds.publish import current_build
from linernotes.storage.duckdb.database import DBStorage

COPIES = 10_000
#: Of the recorded releases that name two players or more.
RECORDED = "| recorded, as promised | 67 % | 33 | 5 | 91 | 326 | 727 |"
#: Bounds of the share of releases with pairs, of their mean, median, 90 % and 99 %: about a third off at most.
BOUNDS = ((0.6, 0.75), (25, 43), (3, 8), (60, 125), (220, 440))
#: Releases of a genre, and all of them: each named release once, with its pairs.
PAIRS = """
with
    owned as (select distinct release_id from collection_items),
    counted as (select release_id, count(*) as pairs from co_player_releases group by release_id),
    of_genre as (select release_id, min(genre) as genre from release_genres group by release_id)
select coalesce(g.genre, 'no genre') as genre, coalesce(c.pairs, 0) as pairs
from owned as o
left join counted as c on c.release_id = o.release_id
left join of_genre as g on g.release_id = o.release_id
"""
#: Genres with fewer releases are not shown.
FEWEST = 200


class _Release(NamedTuple):
    genre: str
    pairs: int


def main() -> bool:
    """Print a table: share of releases with pairs, and how many pairs those have, over all and by genre."""
    print("| releases | with co-players | pairs in the mean | median | 90 % | 99 % | most |")
    print("|---|---|---|---|---|---|---|")
    print(RECORDED)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        land_synthetic(home, COPIES)
        build(home)
        releases = read_pairs(home)
    kept = True
    for genre, pairs in by_genre(releases):
        row = measured(pairs)
        share, *rest = row
        print(
            f"| {genre} ({len(pairs):,}) | {share:.0%} | {' | '.join(f'{value:,.0f}' for value in rest)} |".replace(
                "%", " %"
            )
        )
        if genre == "all":
            bounds = zip(row, BOUNDS, strict=False)
            kept = all(least <= value <= most for value, (least, most) in bounds)
    return kept


def read_pairs(home: Path) -> list[_Release]:
    """Every owned release of the current build."""
    published = current_build(home)
    assert published is not None
    with DBStorage.open(published.path) as storage:
        return storage.read(_Release, PAIRS)


def by_genre(releases: list[_Release]) -> Iterator[tuple[str, list[int]]]:
    """The pairs of all releases, then of those of each frequent genre."""
    yield "all", [release.pairs for release in releases]
    for genre in sorted({release.genre for release in releases}):
        pairs = [release.pairs for release in releases if release.genre == genre]
        if len(pairs) >= FEWEST:
            yield genre, pairs


def measured(pairs: list[int]) -> tuple[float, float, float, float, float, float]:
    """The share of releases with pairs, and the mean, median, 90 %, 99 % and most of what those have."""
    some = sorted(count for count in pairs if count)
    cuts = statistics.quantiles(some, n=100)
    return len(some) / len(pairs), statistics.mean(some), cuts[49], cuts[89], cuts[98], some[-1]


if __name__ == "__main__":
    main()
