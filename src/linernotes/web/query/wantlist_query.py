"""Parameters of the wantlist in an address: the page and the JSON share them."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field

from linernotes.insights.collection.facets.facets import AnyFacet, Choice
from linernotes.insights.wantlist.want_facets import WANT_FACETS
from linernotes.insights.wantlist.wantlist import WantSort, WantView
from linernotes.insights.wantlist.wantlist_answer import WANTS_PER_PAGE
from linernotes.web.query.collection_query import Keys, Numbers, including, leaving_out


def _loved_if_empty(value: object) -> object:
    return "loved" if value == "" else value


def _false_if_empty(value: object) -> object:
    return False if value == "" else value


class WantFilters(BaseModel):
    """Some wants. A want fits a filter if it has any of the values; it has to fit all filters."""

    q: Annotated[str, Field(max_length=200, description="Words of the title, names, labels or numbers.")] = ""
    genre: Keys = including("Genres.")
    not_genre: Keys = leaving_out("genre")
    style: Keys = including("Styles.")
    not_style: Keys = leaving_out("style")
    decade: Numbers = including("First years of decades (`1970`), of the album.")
    not_decade: Numbers = leaving_out("decade")
    format: Keys = including("Words of the format (`Vinyl`, `LP`).")
    not_format: Keys = leaving_out("format")
    label: Keys = including("Ids of labels.")
    not_label: Keys = leaving_out("label")
    country: Keys = including("Countries.")
    not_country: Keys = leaving_out("country")
    artist: Keys = including("Ids of main artists.")
    not_artist: Keys = leaving_out("artist")
    person: Keys = including("Ids of artists on it who are on the shelf, too.")
    not_person: Keys = leaving_out("person")

    @property
    def kept(self) -> WantView:
        """The wants that are asked for, in whatever order."""
        return WantView(text=" ".join(self.q.split()), choice=Choice(self._chosen(""), self._chosen("not_")))

    def _chosen(self, prefix: str) -> dict[AnyFacet, tuple[str, ...]]:
        chosen = {name: tuple(dict.fromkeys(getattr(self, prefix + name))) for name in WANT_FACETS}
        return {name: keys for name, keys in chosen.items() if keys}


class WantlistQuery(WantFilters):
    """A page of a view of the wantlist."""

    sort: Annotated[
        WantSort,
        BeforeValidator(_loved_if_empty),
        Field(
            description="`loved`: most people first that you follow, or who play on albums you rated high."
        ),
    ] = "loved"
    reverse: Annotated[bool, BeforeValidator(_false_if_empty)] = False
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1

    @property
    def view(self) -> WantView:
        """The view that is asked for."""
        return replace(self.kept, sort=self.sort, reverse=self.reverse)


class ApiWantlistQuery(WantlistQuery):
    """A page of a view, of any size."""

    per_page: Annotated[int, Field(ge=1, le=1000)] = WANTS_PER_PAGE
