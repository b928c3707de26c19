"""What the JSON of the collection looks like: these models are its description in `/api/openapi.json`."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from linernotes.insights.collection.facets.facets import FacetName
from linernotes.insights.ownership.ownership import Meant, Verdict
from linernotes.insights.statistics.coverage import Coverage


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
    """A copy on the shelf. `year` is the pressing's; `original_year` the album's, or the pressing's for want of it.
    Times are ISO 8601 in UTC.
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
    """A line that holds words which were searched; `where` is track, credit, label, number or notes."""

    where: str
    line: str


class CopyMatch(CopyAnswer):
    """A copy, and where the words of `q` are on it unless its artists and title have them."""

    found_in: list[MatchedLine]


class PersonMatch(BaseModel):
    """An artist whose name fits `q`; `items` are the copies that they are on in any part."""

    artist_id: int
    name: str
    items: int


class CollectionAnswer(BaseModel):
    """A page of a view. `query` is its address's, in the one spelling. Where nothing matches, `suggestions` are texts
    that may have been meant.
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


class ViewAnswer(BaseModel):
    """A saved view; `query` opens it at /collection and at /api/collection."""

    view_id: int
    name: str
    query: str
    saved_at: str


class ViewsAnswer(BaseModel):
    """The saved views, by name."""

    views: list[ViewAnswer]


class WantAnswer(BaseModel):
    """A pressing on the wantlist."""

    release_id: int
    master_id: int | None
    title: str
    artist: str
    year: int | None


class OwnershipAnswer(BaseModel):
    """Whether something is owned. `meant` is what the text was taken for; `what` and `id` are its name and Discogs' id.

    `verdict` is `fits` where the text is a part of what `copies` are called, or nearly so: one of them may be meant.
    `sentence` is what the page says; `suggestions` are texts that may have been meant instead. A `not` rests on
    `known` of `owned` pressings.
    `copies` are of what was asked for (`total` of them, the first 200 told), `others` other pressings of the same
    album, `wants` on the wantlist.
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
