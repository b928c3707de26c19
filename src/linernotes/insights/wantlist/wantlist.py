"""Views of the wantlist: which wants, in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from operator import itemgetter
from typing import Literal, get_args
from urllib.parse import quote, urlencode

import numpy as np

from linernotes.insights.collection.copies import holding, sort_key
from linernotes.insights.collection.facets.facets import AnyFacet, Choice, Selection
from linernotes.insights.collection.facets.own_facets import parameters
from linernotes.insights.market.price_age import is_fresh
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.wantlist.loved_people import LovedPerson
from linernotes.insights.wantlist.want_facets import facets_of
from linernotes.insights.wantlist.wants import WantedRecord, read_wants

#: loved: those with most people that the user loves first. year: of the album. price: the cheapest first.
WantSort = Literal["loved", "added", "artist", "title", "year", "price"]
WANT_SORTS: tuple[WantSort, ...] = get_args(WantSort)

Loved = Mapping[int, LovedPerson]


@dataclass(frozen=True, slots=True)
class WantView:
    """A view of the wantlist. `query` is the one spelling of it in addresses: what is not said is not in it."""

    text: str = ""
    choice: Choice = field(default_factory=Choice)
    sort: WantSort = "loved"
    reverse: bool = False

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """All of the view as parameters of an address."""
        said: list[tuple[str, str]] = [("q", self.text)] if self.text else []
        said += self.filters
        said += [("sort", self.sort)] if self.sort != "loved" else []
        said += [("reverse", "1")] if self.reverse else []
        return said

    @property
    def query(self) -> str:
        """The view as the query of an address, without '?'; '' for the whole wantlist."""
        return urlencode(self.parameters, quote_via=quote)

    @property
    def cleared(self) -> WantView:
        """The whole wantlist, in the order that it begins with."""
        return WantView()

    @property
    def filters(self) -> list[tuple[str, str]]:
        """The filters as parameters of an address, without the text."""
        return parameters(self.choice)

    def including(self, name: AnyFacet, key: str) -> WantView:
        """This view with a value included, or not any more if it is; it is excluded no longer."""
        return replace(self, choice=self.choice.including(name, key))

    def excluding(self, name: AnyFacet, key: str) -> WantView:
        """This view with a value excluded, or not any more if it is; it is included no longer."""
        return replace(self, choice=self.choice.excluding(name, key))

    def address(self, page: int = 1, path: str = "/wantlist") -> str:
        """The address of a page of this view."""
        parts = [*filter(None, [self.query]), *([f"page={page}"] if page > 1 else [])]
        return f"{path}?{'&'.join(parts)}" if parts else path

    @property
    def is_filtered(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.text or self.choice.include or self.choice.exclude)


class Wantlist:
    """The wantlist of one build, in memory. To be read by any number of threads."""

    def __init__(self, wants: tuple[WantedRecord, ...]) -> None:
        self.wants = wants
        self.facets = facets_of(wants)
        self._texts = [want.words for want in wants]

    def holding(self, text: str) -> list[int]:
        """The positions of the wants that hold each word of a text.

        Artists, title, tracks, labels, numbers, barcodes, credits and notes are searched.
        """
        return holding(self._texts, text)


@dataclass(frozen=True, slots=True)
class FoundWants:
    """The wants of a view in its order, and how they are distributed."""

    view: WantView
    wants: tuple[WantedRecord, ...]
    selection: Selection

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.wants)


def read_wantlist(snapshot: Snapshot) -> Wantlist:
    """The wantlist of a build."""
    return Wantlist(snapshot.cached(read_wants))


def count_wants(snapshot: Snapshot, text: str) -> int:
    """How many wants a text finds; none where it is empty."""
    return len(snapshot.cached(read_wantlist).holding(text)) if text else 0


def find_wants(
    snapshot: Snapshot, view: WantView, loved: Loved, *, now: datetime | None = None
) -> FoundWants:
    """The wants of a view. By `loved` go those with most people who are loved; by price alone those that are fresh."""
    wantlist = snapshot.cached(read_wantlist)
    mask = None
    if view.text:
        mask = np.zeros(len(wantlist.wants), dtype=bool)
        mask[wantlist.holding(view.text)] = True
    selection = wantlist.facets.among(view.choice, mask)
    kept = [want for want, is_in in zip(wantlist.wants, selection.mask.tolist(), strict=True) if is_in]
    key = _key(view.sort, loved, now)
    keyed = [(value, want) for want in kept if (value := key(want)) is not None]
    silent = [want for want in kept if key(want) is None]
    if view.sort == "added":
        keyed = keyed[::-1] if view.reverse else keyed
    else:
        keyed.sort(key=itemgetter(0), reverse=view.reverse)
    return FoundWants(view, (*(want for _, want in keyed), *silent), selection)


#: What a want is sorted by; None comes last in both directions. Ties stay as they were added.
_Key = Callable[[WantedRecord], tuple[str | int | Decimal, ...] | None]


def _key(sort: WantSort, loved: Loved, now: datetime | None) -> _Key:
    def price(want: WantedRecord) -> tuple[Decimal] | None:
        asked = want.price
        if asked is None or asked.lowest_price is None or not is_fresh(asked.as_of, now):
            return None
        return (asked.lowest_price,)

    def people(want: WantedRecord) -> tuple[int, int] | None:
        known = [loved[one.identity_id] for one in want.people if one.identity_id in loved]
        return (-len(known), -sum(len(one.albums) for one in known)) if known else None

    keys: dict[WantSort, _Key] = {
        "loved": people,
        "added": lambda want: None if want.added_at is None else (),
        "artist": lambda want: (sort_key(want.artist), sort_key(want.title)),
        "title": lambda want: (sort_key(want.title), sort_key(want.artist)),
        "year": lambda want: None if want.original_year is None else (want.original_year,),
        "price": price,
    }
    return keys[sort]
