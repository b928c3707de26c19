"""What the collection is worth, as Discogs told it, and what its records are asked for: only while that is fresh."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from linernotes.insights.freshness import is_fresh
from linernotes.storage.database import DBStorage, load_sql


@dataclass(frozen=True, slots=True)
class Valuation:
    """What Discogs said that the whole collection is worth, at one time. `items` are the copies at that time."""

    loaded_at: datetime
    items: int | None
    minimum: Decimal | None
    median: Decimal | None
    maximum: Decimal | None
    currency: str | None


@dataclass(frozen=True, slots=True)
class AskingPrice:
    """The lowest price asked for a release, of a copy in a folder; None where there is none or none was told."""

    folder_id: int | None
    lowest_price: Decimal | None
    currency: str | None
    loaded_at: datetime | None


@dataclass(frozen=True, slots=True)
class FolderPrices:
    """The lowest prices of a folder's copies added up: `total` of the `priced` ones among its `records`.

    `as_of` is when the oldest of those prices was told; prices that are too old to be shown are left out.
    """

    folder_id: int | None
    total: Decimal
    currency: str | None
    priced: int
    records: int
    as_of: datetime


def read_valuations(storage: DBStorage) -> tuple[Valuation, ...]:
    """The history of the collection's value, the newest first."""
    return tuple(Valuation(*row) for row in storage.rows(load_sql("linernotes.insights", "value")))


def present_value(history: Iterable[Valuation], now: datetime) -> Valuation | None:
    """What may be called the value now; None where the newest answer is too old for that. Pure."""
    newest = next(iter(history), None)
    return newest if newest and is_fresh(newest.loaded_at, now) else None


def read_asking_prices(storage: DBStorage) -> tuple[AskingPrice, ...]:
    """One per copy on the shelf."""
    return tuple(AskingPrice(*row) for row in storage.rows(load_sql("linernotes.insights", "asking_prices")))


def folder_prices(prices: Iterable[AskingPrice], now: datetime) -> dict[int | None, FolderPrices]:
    """What each folder's copies are asked for, by folder_id; folders without a fresh price are left out. Pure.

    Prices in another currency than most of the shelf's are left out, too: nothing is converted.
    """
    held = Counter[int | None]()
    fresh: defaultdict[int | None, list[AskingPrice]] = defaultdict(list)
    for price in prices:
        held[price.folder_id] += 1
        if price.lowest_price is not None and is_fresh(price.loaded_at, now):
            fresh[price.folder_id].append(price)
    currencies = Counter(price.currency for together in fresh.values() for price in together)
    currency = max(currencies, key=lambda one: (currencies[one], str(one)), default=None)
    found = {}
    for folder_id, together in fresh.items():
        counted = [price for price in together if price.currency == currency]
        if counted:
            found[folder_id] = FolderPrices(
                folder_id=folder_id,
                total=sum((price.lowest_price or Decimal() for price in counted), Decimal()),
                currency=currency,
                priced=len(counted),
                records=held[folder_id],
                as_of=min(price.loaded_at for price in counted if price.loaded_at),
            )
    return found
