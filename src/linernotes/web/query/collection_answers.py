"""Models of the JSON about the collection; `/api/openapi.json` shows them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from linernotes.insights.collection.facets.facets import FacetName
from linernotes.insights.coverage import Coverage
from linernotes.insights.ownership.answers import Meant, Verdict
from linernotes.insights.text.typed_facts import FactKind


class CopyArtist(BaseModel):
    """A main artist as the cover names it; without an id if Discogs has none."""

    artist_id: int | None
    name: str


class CopyLabel(BaseModel):
    """A label with the catalogue number that it gave."""

    label_id: int | None
    name: str | None
    catalog_number: str | None


class CopyAnswer(BaseModel):
    """A copy on the shelf. `year` is the year of the pressing.

    `original_year` is that of the album, or of the pressing if it is not known. Times are ISO 8601 in UTC.
    """

    instance_id: int
    release_id: int
    master_id: int | None
    title: str
    artist: str
    artists: list[CopyArtist]
    year: int | None
    original_year: int | None
    country: str | None
    formats: list[str]
    labels: list[CopyLabel]
    folder_id: int | None
    folder: str | None
    added_at: str | None
    added_on: str | None
    rating: Annotated[int | None, Field(description="Your stars, 1 to 5.")]
    media_condition: str | None
    sleeve_condition: str | None


class MatchedLine(BaseModel):
    """A line that holds words of the search; `where` is track, credit, label, number or notes."""

    where: str
    line: str


class CopyMatch(CopyAnswer):
    """A copy, and the lines of it that hold words of `q`. There are none where its artists and title hold them all."""

    found_in: list[MatchedLine]


class PersonMatch(BaseModel):
    """An artist whose name fits `q`; `items` counts the copies that name them in any part."""

    artist_id: int
    name: str
    items: int


class CollectionAnswer(BaseModel):
    """A page of a view. `query` is the view in its one spelling, as in the address of the page.

    Where nothing matches, `suggestions` lists texts that the user may have meant.
    """

    build_id: str
    coverage: list[Coverage]
    query: str
    total: int
    page: int
    pages: int
    people: list[PersonMatch]
    suggestions: list[str] = []
    items: list[CopyMatch]


class FacetValueAnswer(BaseModel):
    """A value of a facet: `value` is what the parameter takes."""

    value: str
    label: str
    items: int


class FacetAnswer(BaseModel):
    """A facet: its most frequent values, how many there are, and how many copies have none."""

    values: list[FacetValueAnswer]
    total_values: int
    none: int


class OneFacetAnswer(FacetAnswer):
    """A facet of a build."""

    build_id: str
    coverage: list[Coverage]


class FacetsAnswer(BaseModel):
    """All facets of a view of `total` copies."""

    build_id: str
    coverage: list[Coverage]
    total: int
    facets: dict[FacetName, FacetAnswer]


class WantAnswer(BaseModel):
    """A pressing on the wantlist."""

    release_id: int
    master_id: int | None
    title: str
    artist: str
    year: int | None


class TypedFactAnswer(BaseModel):
    """A year, a carrier or the like that was typed beside a title. `is_met` is null where that is not known."""

    kind: FactKind
    name: str
    is_met: bool | None


class OwnershipAnswer(BaseModel):
    """Answer to "Do I own it?". `meant` is the kind of thing that the text names.

    `what` and `id` are the name and the Discogs id of that thing.
    `verdict` is `fits` where the text is a part of a name of `copies`, or nearly so: the user may mean one of them.
    `sentence` is the answer in words. `suggestions` lists other texts that the user may have meant.
    The verdict `not` rests on `known` of `owned` pressings.
    `copies` are of what was asked for: the first 200 of `total`. `others` are other pressings of the same album.
    `wants` are on the wantlist. `facts` narrow the answer: `copies` have all of them where the verdict is `owned`.
    """

    build_id: str
    coverage: list[Coverage]
    asked: str
    meant: Meant | None = None
    verdict: Verdict | None
    what: str | None = None
    id: int | None = None
    sentence: str | None = None
    suggestions: list[str] = []
    known: int = 0
    owned: int = 0
    total: int = 0
    copies: list[CopyAnswer] = []
    others: list[CopyAnswer] = []
    wants: list[WantAnswer] = []
    facts: list[TypedFactAnswer] = []
