"""The inventory: each copy of a view with what an insurance asks for, numbered and dated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NamedTuple

from linernotes.insights.collection.copies import Copy, read_collection
from linernotes.insights.collection.listed_releases import Label
from linernotes.insights.collection.own_fields import OwnField
from linernotes.insights.collection.typed_search import find_copies
from linernotes.insights.collection.views import View, read_browser
from linernotes.insights.coverage import OfBuild, of_build
from linernotes.insights.market.lowest_prices import (
    LowestPrice,
    PriceSum,
    fresh_prices,
    price_sum,
    read_lowest_prices,
)
from linernotes.insights.snapshot import Snapshot

_NOTES = "select instance_id, notes from collection_items where notes is not null"


@dataclass(frozen=True, slots=True)
class InventoryLine:
    """A copy with its number on the list. Conditions are Discogs' own words; what is unknown is None.

    `price` is the lowest price asked for such a record at `priced_at`, not what this copy is worth.
    """

    number: int
    instance_id: int
    release_id: int
    artist: str
    title: str
    labels: tuple[Label, ...]
    formats: tuple[str, ...]
    year: int | None
    country: str | None
    folder: str | None
    media_condition: str | None
    sleeve_condition: str | None
    added_on: date | None
    notes: str | None
    fields: tuple[OwnField, ...]
    price: Decimal | None
    currency: str | None
    priced_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Inventory(OfBuild):
    """The copies of a view in its order, by artist where it has none. `query` is the view in its one spelling.

    `copies` counts the whole shelf. `graded` lines have a condition of the media.
    `prices` is None where no price may be shown; `stale_prices` are those that are too old for that.
    """

    query: str
    made_at: datetime
    copies: int
    graded: int
    prices: PriceSum | None
    stale_prices: int
    lines: tuple[InventoryLine, ...]


class _Notes(NamedTuple):
    instance_id: int
    notes: str


def read_inventory(
    snapshot: Snapshot,
    view: View,
    *,
    notes: bool = False,
    fields: Set[int] = frozenset(),
    prices: bool = True,
    played: Mapping[int, datetime] | None = None,
    now: datetime | None = None,
) -> Inventory:
    """The inventory of a view. Notes and the fields of these ids are in it only if they are asked for.

    `played` is as `find_copies` has it. Prices older than Discogs' terms allow are left out, whatever is asked.
    """
    now = now or datetime.now(UTC)
    view = view if view.sort or view.text else replace(view, sort="artist")
    copies = snapshot.cached(read_browser).copies(find_copies(snapshot, view, played=played).positions)
    known = snapshot.cached(read_lowest_prices) if prices else {}
    fresh = fresh_prices(known, now)
    written = {row.instance_id: row.notes for row in snapshot.storage.read(_Notes, _NOTES)} if notes else {}
    return Inventory(
        query=view.query,
        made_at=now,
        copies=len(snapshot.cached(read_collection).copies),
        graded=sum(copy.media_condition is not None for copy in copies),
        prices=price_sum([copy.release_id for copy in copies], fresh),
        stale_prices=_stale(copies, known, fresh),
        lines=tuple(
            _line(number, copy, written.get(copy.instance_id), fields, fresh.get(copy.release_id))
            for number, copy in enumerate(copies, 1)
        ),
        **of_build(snapshot),
    )


def _stale(copies: Sequence[Copy], known: Mapping[int, LowestPrice], fresh: Mapping[int, LowestPrice]) -> int:
    old = {id for id, one in known.items() if one.lowest_price is not None} - fresh.keys()
    return sum(copy.release_id in old for copy in copies)


def _line(
    number: int, copy: Copy, notes: str | None, fields: Set[int], price: LowestPrice | None
) -> InventoryLine:
    return InventoryLine(
        number=number,
        instance_id=copy.instance_id,
        release_id=copy.release_id,
        artist=copy.artist,
        title=copy.title,
        labels=copy.labels,
        formats=copy.formats,
        year=copy.year,
        country=copy.country,
        folder=copy.folder,
        media_condition=copy.media_condition,
        sleeve_condition=copy.sleeve_condition,
        added_on=copy.added_on,
        notes=notes,
        fields=tuple(one for one in copy.fields if one.field_id in fields),
        price=price.lowest_price if price else None,
        currency=price.currency if price else None,
        priced_at=price.loaded_at if price else None,
    )
