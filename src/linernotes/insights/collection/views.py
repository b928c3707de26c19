"""Views of the collection: what is asked for, how an address says it, and the copies that answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from urllib.parse import quote

import numpy as np

from linernotes.insights.collection.copies import PER_PAGE, Collection, Copy, read_collection
from linernotes.insights.collection.copy_facts import label_words
from linernotes.insights.collection.credits.conditions import (
    CreditCondition,
    Credits,
    Mode,
    moved_credits,
    with_credit,
    without_credit,
)
from linernotes.insights.collection.credits.credit_index import CreditIndex, read_credit_index
from linernotes.insights.collection.facets.facets import (
    AnyFacet,
    Choice,
    Facets,
    Mask,
    Selection,
)
from linernotes.insights.collection.facets.own_facets import PARAMETER, parameters
from linernotes.insights.collection.facets.read_facets import read_facets
from linernotes.insights.collection.sorting import UNRANKED, AnySort, Orders, Positions, Ranks
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.builds.search import Matches

#: The parameter of an address that asks for credits, by how several of them count.
CREDIT_PARAMETERS: dict[Mode, str] = {"all": "credit", "any": "any-credit", "none": "not-credit"}
#: A colon of a credit, or of a field's value, stays as it is, for those who read the address.
_UNQUOTED = dict.fromkeys((*CREDIT_PARAMETERS.values(), PARAMETER, f"not-{PARAMETER}"), ":")


@dataclass(frozen=True, slots=True)
class View:
    """A view of the collection. `sort` None is the best match where there is text, else what was added last.

    `query` is the one spelling of it in addresses: what is not said is not in it.
    """

    text: str = ""
    choice: Choice = field(default_factory=Choice)
    sort: AnySort | None = None
    reverse: bool = False
    table: bool = False
    credits: Credits = field(default_factory=dict)

    @property
    def filters(self) -> list[tuple[str, str]]:
        """The filters as parameters of an address, without the text."""
        said = parameters(self.choice)
        for mode, asked in CREDIT_PARAMETERS.items():
            said += [(asked, condition.key) for condition in self.credits.get(mode, ())]
        return said

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """All of the view as parameters of an address."""
        said: list[tuple[str, str]] = [("q", self.text)] if self.text else []
        said += self.filters
        said += [("sort", self.sort)] if self.sort else []
        said += [("reverse", "1")] if self.reverse else []
        said += [("view", "table")] if self.table else []
        return said

    @property
    def query(self) -> str:
        """The view as the query of an address, without '?'; '' for the whole collection."""
        return "&".join(
            f"{name}={quote(str(value), safe=_UNQUOTED.get(name, ''))}" for name, value in self.parameters
        )

    @property
    def cleared(self) -> View:
        """This view with nothing left out, in the order that it begins with."""
        return View(table=self.table)

    def address(self, page: int = 1, path: str = "/collection") -> str:
        """The address of a page of this view."""
        parts = [self.query] if self.query else []
        parts += [f"page={page}"] if page > 1 else []
        return f"{path}?{'&'.join(parts)}" if parts else path

    @property
    def sorted_by(self) -> AnySort:
        """The order that it comes in."""
        return self.sort or ("match" if self.text else "added")

    @property
    def is_filtered(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.text or self.choice.include or self.choice.exclude or self.credits)

    def including(self, name: AnyFacet, key: str) -> View:
        """This view with a value included, or not any more if it is; it is excluded no longer."""
        return replace(self, choice=self.choice.including(name, key))

    def excluding(self, name: AnyFacet, key: str) -> View:
        """This view with a value excluded, or not any more if it is; it is included no longer."""
        return replace(self, choice=self.choice.excluding(name, key))

    def crediting(self, mode: Mode, condition: CreditCondition) -> View:
        """This view with one more condition on credits; it has no other mode any longer."""
        return replace(self, credits=with_credit(self.credits, mode, condition))

    def without_credit(self, condition: CreditCondition) -> View:
        """This view without a condition on credits."""
        return replace(self, credits=without_credit(self.credits, condition))

    def moving_credits(self, old: Mode, new: Mode) -> View:
        """This view with all credits of one mode in another."""
        return replace(self, credits=moved_credits(self.credits, old, new))


@dataclass(frozen=True, slots=True)
class Found:
    """The copies of a view: their positions in the collection in its order, and how they are distributed."""

    view: View
    positions: Positions
    selection: Selection

    @property
    def total(self) -> int:
        """How many copies there are."""
        return len(self.positions)


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """A page of copies; `total` is how many there are on all `pages`. Page numbers begin at 1."""

    copies: tuple[Copy, ...]
    total: int
    page: int
    pages: int


class Browser:
    """The collection of one build with everything that views of it need. To be read by any number of threads."""

    def __init__(self, collection: Collection, facets: Facets, credits: CreditIndex) -> None:
        self.collection = collection
        self.facets = facets
        self.credits = credits
        self.orders = Orders(collection)
        self._by_pressing = np.array([copy.is_pressing_year for copy in collection.copies], dtype=bool)

    @cached_property
    def labels(self) -> dict[str, str]:
        """The names of labels on the shelf, for `readings` of typed texts."""
        return label_words(self.collection.copies)

    def find(
        self,
        view: View,
        *,
        matches: Matches | None = None,
        played: Mapping[int, datetime] | None = None,
    ) -> Found:
        """The copies of a view.

        `matches` are the releases that a search for its text found. `played` says when each record was played last.
        A copy needs no search where its artists or title hold each word of the text, even within a word.
        """
        ranks = self._ranks(view.text, matches or Matches([], True)) if view.text else None
        selection = self.facets.among(view.choice, self._fitting(view, ranks))
        if ranks is not None and view.sorted_by == "match":
            order = self.orders.by_rank(ranks, reverse=view.reverse)
        else:
            order = self._order(view, played or {})
        return Found(view, order[selection.mask[order]], selection)

    def page(self, found: Found, number: int = 1, per_page: int = PER_PAGE) -> CollectionPage:
        """A page of what was found. One beyond the last is the last one."""
        pages = max(1, -(-found.total // per_page))
        number = min(number, pages)
        shown = found.positions[(number - 1) * per_page : number * per_page]
        return CollectionPage(self.copies(shown), found.total, number, pages)

    def copies(self, positions: Positions) -> tuple[Copy, ...]:
        """The copies at these positions."""
        return tuple(self.collection.copies[position] for position in positions.tolist())

    def by_pressing_year(self, found: Found) -> int:
        """How many copies of a view count to a decade by their pressing's year, as the album's is not known."""
        return int(np.count_nonzero(self._by_pressing & found.selection.mask))

    def _fitting(self, view: View, ranks: Ranks | None) -> Mask | None:
        """The copies that a search found and that have the credits; None where a view asks for neither."""
        credited = self.credits.among(view.credits)
        if ranks is None or credited is None:
            return credited if ranks is None else ranks < UNRANKED
        return credited & (ranks < UNRANKED)

    def _ranks(self, text: str, matches: Matches) -> Ranks:
        """How well copies match, the lowest best. Where the search was not ranked, artists and titles come first."""
        ranks = self.orders.ranks(matches.ids)
        searched = ranks < UNRANKED
        if not matches.is_ranked:
            ranks[searched] = 1
        held = np.zeros(len(ranks), dtype=bool)
        held[self.collection.holding(text)] = True
        ranks[held & ~searched] = len(matches.ids)
        if not matches.is_ranked:
            ranks[held] = 0
        return ranks

    def _order(self, view: View, played: Mapping[int, datetime]) -> Positions:
        if view.sorted_by == "played":
            latest = sorted(played, key=lambda id: (-played[id].timestamp(), id))
            return self.orders.by_rank(self.orders.ranks(latest), reverse=view.reverse)
        sort: AnySort = "added" if view.sorted_by == "match" else view.sorted_by
        return self.orders.of(sort, reverse=view.reverse)


def read_browser(snapshot: Snapshot) -> Browser:
    """Everything that views of a build's collection need."""
    return Browser(
        snapshot.cached(read_collection), snapshot.cached(read_facets), snapshot.cached(read_credit_index)
    )
