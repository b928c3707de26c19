"""The address of tonight's record and its form: the record, its origin, and the filters."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, Field

from linernotes.insights.collection.facets.facets import FacetName
from linernotes.insights.listening.spin import Way, Wish
from linernotes.web.query.collection_query import none_if_empty

#: The choices, in the order of the form.
FILTERS: tuple[FacetName, ...] = ("genre", "style", "decade", "format", "folder")


Id = Annotated[Annotated[int, Field(ge=1, lt=1 << 63)] | None, BeforeValidator(none_if_empty)]
Word = Annotated[Annotated[str, Field(max_length=200)] | None, BeforeValidator(none_if_empty)]
Minutes = Annotated[Annotated[int, Field(ge=1, le=1000)] | None, BeforeValidator(none_if_empty)]


class SpinQuery(BaseModel):
    """The address of a proposal, and its form: the record, its origin, and the filters."""

    release: Id = None
    way: Way = "any"
    origin: Id = None
    genre: Word = None
    style: Word = None
    decade: Word = None
    format: Word = None
    folder: Word = None
    minutes: Minutes = None
    played: Id = None

    @property
    def wish(self) -> Wish:
        """The filters of the draw."""
        include: dict[FacetName, str] = {name: value for name in FILTERS if (value := getattr(self, name))}
        return Wish(include, self.minutes)

    @property
    def filters(self) -> dict[str, str | int]:
        """The filters as parameters of an address."""
        return {name: value for name in (*FILTERS, "minutes") if (value := getattr(self, name)) is not None}

    @property
    def led(self) -> dict[str, str | int]:
        """The origin of the record as parameters of an address; nothing if it was drawn from all."""
        return {"way": self.way, "origin": self.origin} if self.way != "any" and self.origin else {}

    def address(self, release_id: int | None = None, **more: object) -> str:
        """The address of a proposal with the same filters."""
        said = {"release": release_id} | more | self.filters
        query = urlencode([(name, value) for name, value in said.items() if value is not None])
        return f"/spin?{query}" if query else "/spin"
