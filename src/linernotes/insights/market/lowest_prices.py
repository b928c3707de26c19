"""The lowest price asked for each record of the shelf, while it may be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from linernotes.insights.market.price_age import is_fresh
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql


@dataclass(frozen=True, slots=True)
class LowestPrice:
    """The lowest price asked for a record, as Discogs gave it last. `lowest_price` is None where none is for sale."""

    release_id: int
    lowest_price: Decimal | None
    currency: str | None
    loaded_at: datetime


@dataclass(frozen=True, slots=True)
class PriceSum:
    """Fresh prices of some copies added up: `priced` of `copies`, asked from `first` to `last`.

    Only prices in the currency of most copies count: nothing is converted.
    """

    total: Decimal
    currency: str | None
    priced: int
    copies: int
    first: datetime
    last: datetime


def read_lowest_prices(snapshot: Snapshot) -> dict[int, LowestPrice]:
    """Release -> what Discogs said last, however long ago. `fresh_prices` leaves what may be shown."""
    query = load_sql("linernotes.insights.market", "lowest_prices")
    return {one.release_id: one for one in snapshot.storage.read(LowestPrice, query)}


def fresh_prices(prices: Mapping[int, LowestPrice], now: datetime) -> dict[int, LowestPrice]:
    """Those of which a price is known that may still be shown. Pure."""
    return {
        id: one for id, one in prices.items() if one.lowest_price is not None and is_fresh(one.loaded_at, now)
    }


def price_sum(release_ids: Sequence[int], fresh: Mapping[int, LowestPrice]) -> PriceSum | None:
    """The prices of copies added up, each copy by its record; None where no copy has one. Pure."""
    priced = [fresh[id] for id in release_ids if id in fresh]
    currencies = Counter(one.currency for one in priced)
    if not currencies:
        return None
    currency = max(currencies, key=lambda known: (currencies[known], str(known)))
    together = [one for one in priced if one.currency == currency]
    return PriceSum(
        total=sum((one.lowest_price for one in together if one.lowest_price is not None), Decimal()),
        currency=currency,
        priced=len(together),
        copies=len(release_ids),
        first=min(one.loaded_at for one in together),
        last=max(one.loaded_at for one in together),
    )
