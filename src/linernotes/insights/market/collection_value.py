"""The value of the collection by Discogs, and the prices asked for its records; both only while they are fresh."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from linernotes.insights.market.lowest_prices import read_lowest_prices
from linernotes.insights.market.price_age import is_fresh
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql


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
class AskingPrices:
    """The lowest prices asked for `copies` in a folder, added up: those of one minute, from `loaded_at` on."""

    folder_id: int | None
    currency: str | None
    loaded_at: datetime
    copies: int
    total: Decimal


@dataclass(frozen=True, slots=True)
class FolderPrices:
    """The lowest prices of a folder's copies added up: `total` of the `priced` ones among them.

    `as_of` is when Discogs sent the oldest of these prices. Prices that are too old to show are left out.
    """

    folder_id: int | None
    total: Decimal
    currency: str | None
    priced: int
    as_of: datetime


class _CopyRow(NamedTuple):
    folder_id: int | None
    release_id: int


def read_valuations(snapshot: Snapshot) -> tuple[Valuation, ...]:
    """The history of the collection's value, the newest first."""
    return tuple(snapshot.storage.read(Valuation, load_sql("linernotes.insights.market", "value")))


def present_value(history: Iterable[Valuation], now: datetime) -> Valuation | None:
    """What may be called the value now; None where the newest answer is too old for that. Pure."""
    newest = next(iter(history), None)
    return newest if newest and is_fresh(newest.loaded_at, now) else None


def read_asking_prices(snapshot: Snapshot) -> tuple[AskingPrices, ...]:
    """What copies are asked for, the oldest answers first; copies without a lowest price are left out."""
    prices = snapshot.cached(read_lowest_prices)
    together: defaultdict[tuple[int | None, str | None, datetime], list[tuple[datetime, Decimal]]] = (
        defaultdict(list)
    )
    for copy in snapshot.storage.read(_CopyRow, "select folder_id, release_id from collection_items"):
        known = prices.get(copy.release_id)
        if known is not None and known.lowest_price is not None:
            minute = known.loaded_at.replace(second=0, microsecond=0)
            together[copy.folder_id, known.currency, minute].append((known.loaded_at, known.lowest_price))
    summed = (
        AskingPrices(
            folder_id, currency, min(asked)[0], len(asked), sum((price for _, price in asked), Decimal())
        )
        for (folder_id, currency, _), asked in together.items()
    )
    return tuple(sorted(summed, key=lambda one: (one.loaded_at, one.folder_id or 0, one.currency or "")))


def folder_prices(prices: Iterable[AskingPrices], now: datetime) -> dict[int | None, FolderPrices]:
    """What each folder's copies are asked for, by folder_id; folders without a fresh price are left out. Pure.

    Prices in another currency than most of the shelf's are left out, too: nothing is converted.
    """
    fresh = [price for price in prices if is_fresh(price.loaded_at, now)]
    currencies = Counter[str | None]()
    for price in fresh:
        currencies[price.currency] += price.copies
    currency = max(currencies, key=lambda known: (currencies[known], str(known)), default=None)
    by_folder: defaultdict[int | None, list[AskingPrices]] = defaultdict(list)
    for price in fresh:
        if price.currency == currency:
            by_folder[price.folder_id].append(price)
    return {
        folder_id: FolderPrices(
            folder_id=folder_id,
            total=sum((price.total for price in together), Decimal()),
            currency=currency,
            priced=sum(price.copies for price in together),
            as_of=min(price.loaded_at for price in together),
        )
        for folder_id, together in by_folder.items()
    }
