"""Homes with synthetic shelves for pictures: with plays and earlier values, which drawings over time need."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from benchmarks.shelves import land_synthetic
from tests.homes import Home

from linernotes.documents import Fetched
from linernotes.storage.home.layout import LANDING_DB, USER_DB
from linernotes.storage.landing import CollectionValue, Landing
from linernotes.storage.user.store import UserStore

#: The value of one record in each year from 2019, in euros: what the shelf of a year is said to be worth.
_VALUES = (11.2, 12.9, 15.4, 14.1, 13.2, 14.6)
_FIRST = 2019


def look_home(path: Path, items: int) -> Home:
    """Make a home with a synthetic shelf of `items` copies, and build it; one that is there already is kept."""
    home = Home(path)
    if (path / "collection.duckdb").exists():
        return home
    land_synthetic(path, items)
    add_values(path, items)
    done = home.run_process("build", timeout=3600)
    assert done.returncode == 0, done.stderr
    add_plays(home)
    return home


def add_values(path: Path, items: int) -> None:
    """Land what Discogs would have said of the value once a year, of a shelf that grew evenly."""
    with Landing.open(path / LANDING_DB) as landing:
        (latest,) = landing.documents("value")
        landing.save(
            Fetched(latest.key, latest.body, latest.fetched_at),
            history=[value_of(number, items) for number in range(len(_VALUES))],
        )


def value_of(number: int, items: int) -> CollectionValue:
    """The value of a shelf that will have `items` copies, so many years after the first."""
    copies = items * (5 + number) // (4 + len(_VALUES))
    median = Decimal(f"{_VALUES[number] * copies:.2f}")
    low, high = (round(median * share, 2) for share in (Decimal("0.42"), Decimal("2.1")))
    moment = datetime(_FIRST + number, 3 + number, 5, 12, tzinfo=UTC)
    return CollectionValue(moment, copies, low, median, high, "EUR")


def add_plays(home: Home) -> None:
    """Log plays in the last year in which copies came in: some every week, more in winter. The same every time."""
    ids = [id for (id,) in home.rows("select distinct release_id from collection_items order by 1")]
    ((last,),) = home.rows("select max(added_on) from collection_items")
    chance = random.Random(1)
    with UserStore.open(home.path / USER_DB) as user:
        for number in range(365):
            day = datetime(last.year, 1, 1, 20, tzinfo=UTC) + timedelta(days=number)
            if day.date() <= last and chance.random() < (0.4 if day.month in (1, 2, 11, 12) else 0.2):
                for _ in range(chance.randint(1, 3)):
                    user.listening.play(chance.choice(ids[:40]), day)
