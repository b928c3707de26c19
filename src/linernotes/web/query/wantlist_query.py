"""Parameters of the wantlist in an address: the page and the JSON share them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field

from linernotes.insights.collection.facets.facets import Choice
from linernotes.insights.wantlist.want_facets import WANT_FACETS
from linernotes.insights.wantlist.wantlist import WantSort, WantView
from linernotes.insights.wantlist.wantlist_answer import WANTS_PER_PAGE
from linernotes.web.query.collection_query import Keys, Numbers


def _loved_if_empty(value: object) -> object:
    return "loved" if value == "" else value


def _false_if_empty(value: object) -> object:
    return False if value == "" else value


class WantlistQuery(BaseModel):
    """A page of a view of the wantlist. A want fits a filter if it has any of the values; it has to fit all filters."""

    q: Annotated[str, Field(max_length=200, description="Words of the title, names, labels or numbers.")] = ""
    genre: Annotated[Keys, Field(description="Genres.")] = []
    style: Annotated[Keys, Field(description="Styles.")] = []
    decade: Annotated[Numbers, Field(description="First years of decades (`1970`), of the album.")] = []
    format: Annotated[Keys, Field(description="Words of the format (`Vinyl`, `LP`).")] = []
    label: Annotated[Keys, Field(description="Ids of labels.")] = []
    country: Annotated[Keys, Field(description="Countries.")] = []
    artist: Annotated[Keys, Field(description="Ids of main artists.")] = []
    person: Annotated[Keys, Field(description="Ids of artists on it who are on the shelf, too.")] = []
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
        chosen = {name: tuple(dict.fromkeys(getattr(self, name))) for name in WANT_FACETS}
        return WantView(
            text=" ".join(self.q.split()),
            choice=Choice({name: keys for name, keys in chosen.items() if keys}),
            sort=self.sort,
            reverse=self.reverse,
        )


class ApiWantlistQuery(WantlistQuery):
    """A page of a view, of any size."""

    per_page: Annotated[int, Field(ge=1, le=1000)] = WANTS_PER_PAGE
