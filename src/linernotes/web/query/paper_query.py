"""Parameters of what is printed, in an address: the pages and the JSON share them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from linernotes.insights.collection.paper.labels import LabelsFor
from linernotes.insights.gaps.shopping_list import MISSING, MOST_MISSING, What
from linernotes.web.query.collection_query import CollectionQuery
from linernotes.web.query.wantlist_query import WantFilters

#: Sheets of labels: `label_sheets.SHEETS` says what each is.
SheetName = Literal["a4-24", "letter-30", "cards"]


class ShoppingQuery(WantFilters):
    """A shopping list: wants that fit, and missing albums."""

    what: Annotated[What, Field(description="Wants, albums that discographies miss, or both.")] = "both"
    missing: Annotated[
        int,
        BeforeValidator(lambda value: MISSING if value == "" else value),
        Field(ge=0, le=MOST_MISSING, description="Missing albums of one artist at most."),
    ] = MISSING


class ShoppingPageQuery(ShoppingQuery):
    """A shopping list on paper. Notes are printed unless the address says otherwise."""

    notes: Annotated[bool, Field(description="Whether your notes about wants are printed.")] = True


class InventoryQuery(CollectionQuery):
    """An inventory of a view of the collection."""

    notes: Annotated[bool, Field(description="Whether your notes are on it.")] = False
    own: Annotated[
        list[Annotated[int, Field(ge=-(2**62), lt=2**62)]],
        Field(max_length=60, description="Ids of your own fields that are on it."),
    ] = []
    prices: Annotated[bool, Field(description="Whether lowest prices are on it, while they are fresh.")] = (
        True
    )


class LabelsQuery(CollectionQuery):
    """Labels for a view of the collection."""

    of: Annotated[LabelsFor, Field(description="What each label is for.")] = "folder"
    first: Annotated[int, Field(ge=1, le=1_000_000, description="The number of the first label.")] = 1


class LabelsPageQuery(LabelsQuery):
    """Sheets of such labels."""

    sheet: SheetName = "a4-24"
    start: Annotated[
        int,
        BeforeValidator(lambda value: 1 if value == "" else value),
        Field(ge=1, le=30, description="The place on the first sheet where labels begin."),
    ] = 1
