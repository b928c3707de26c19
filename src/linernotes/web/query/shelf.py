"""Readers of a shelf, each once for a build; and what its owner did since."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime
from typing import TypeVar
from urllib.parse import urlencode

from linernotes.insights.market.collection_value import (
    AskingPrices,
    Valuation,
    read_asking_prices,
    read_valuations,
)
from linernotes.insights.statistics.anniversaries import Anniversaries
from linernotes.insights.statistics.changes import Changes, read_changes
from linernotes.insights.statistics.duplicates import Duplicates, find_duplicates
from linernotes.insights.statistics.growth import Growth, read_growth
from linernotes.insights.statistics.owned_releases import Shelf, read_shelf
from linernotes.insights.statistics.statistics import Makeup, Numbers, Part, count_shelf, makeup
from linernotes.web.background.app_state import AppState
from linernotes.web.background.open_build import Reading

T = TypeVar("T")


def shelf(build: Reading) -> Shelf:
    """Every record."""
    return build.once("shelf", lambda: read_shelf(build.storage, build.collection))


def numbers(build: Reading) -> Numbers:
    """The shelf in numbers."""
    return build.once("numbers", lambda: count_shelf(shelf(build)))


def parted(build: Reading, part: Part) -> Makeup:
    """The shelf by decade, genre and so on."""
    return build.once(("makeup", part), lambda: makeup(part, shelf(build), build.browser.facets))


def growth(build: Reading) -> Growth:
    """When it was put together."""
    return build.once("growth", lambda: read_growth(build.collection.copies))


def duplicates(build: Reading) -> Duplicates:
    """Albums that are owned more than once."""
    return build.once("duplicates", lambda: find_duplicates(shelf(build)))


def changes(build: Reading) -> Changes:
    """The newest changes of the collection."""
    return build.once("changes", lambda: read_changes(build.storage))


def anniversaries(build: Reading) -> Anniversaries:
    """Every day of the year."""
    return build.once("anniversaries", lambda: Anniversaries(shelf(build)))


def valuations(build: Reading) -> tuple[Valuation, ...]:
    """The history of the collection's value, the newest first."""
    return build.once("valuations", lambda: read_valuations(build.storage))


def asking_prices(build: Reading) -> tuple[AskingPrices, ...]:
    """The lowest asking prices of the copies."""
    return build.once("asking prices", lambda: read_asking_prices(build.storage))


def latest(build: Reading, key: str, of: Hashable, read: Callable[[], T]) -> T:
    """Return the result of `read` for `of`, such as a day. It is kept until a caller asks for another `of`."""
    kept: dict[Hashable, T] = build.once(("latest", key), dict)
    found = kept.get(of)
    if found is None:
        found = read()
        kept.clear()
        kept[of] = found
    return found


def last_played(state: AppState) -> dict[int, datetime]:
    """The last play of each record. It makes no user.db."""
    return state.from_user(lambda user: user.listening.last_played(), {})


def followed(state: AppState) -> tuple[int, ...]:
    """The followed artists, the latest first. It makes no user.db."""
    return state.from_user(lambda user: tuple(user.listening.follows()), ())


def part_address(part: Part, key: str) -> str:
    """The address of the records of a value: `/collection?genre=Jazz`. The value `none` lists those without one."""
    return f"/collection?{urlencode([(part, key)])}"
