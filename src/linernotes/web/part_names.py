"""Names of the ways to part the shelf, and of records without a value: no more than is known."""

from __future__ import annotations

from linernotes.insights.collection.facets.facets import AnyFacet
from linernotes.insights.collection.own_fields import field_id_of
from linernotes.insights.statistics.knowledge import Knowledge
from linernotes.insights.statistics.statistics import Part

#: Names of facets, and of records without a value, where all is known.
PLAIN_TITLES: dict[AnyFacet, str] = {
    "artist": "Artist",
    "person": "Who is on it",
    "role": "Role",
    "genre": "Genre",
    "style": "Style",
    "decade": "Decade",
    "format": "Format",
    "label": "Label",
    "country": "Country",
    "folder": "Folder",
    "rating": "Your rating",
    "condition": "Media condition",
    "sleeve": "Sleeve condition",
}
PLAIN_SILENT: dict[AnyFacet, str] = {
    "artist": "No artist",
    "person": "Nobody known",
    "role": "No credits",
    "genre": "No genre",
    "style": "No style",
    "decade": "No year",
    "format": "No format",
    "label": "No label",
    "country": "No country",
    "folder": "No folder",
    "rating": "Not rated",
    "condition": "Not filled in",
    "sleeve": "Not filled in",
}
#: Parts that a listing has and an export lacks, and parts that documents alone have.
_OF_LISTINGS: frozenset[AnyFacet] = frozenset({"genre", "style"})
_OF_DOCUMENTS: frozenset[AnyFacet] = frozenset({"role", "country"})


def facet_title(name: AnyFacet, knowledge: Knowledge, own_title: str = "") -> str:
    """Return the name of a facet. `own_title` is what the collector calls it, of a field of their own."""
    if name not in PLAIN_TITLES:
        return own_title or f"Field {field_id_of(name)}"
    if name == "decade" and not knowledge.has_album_years:
        return "Decade of the pressing"
    return PLAIN_TITLES[name]


def part_title(part: Part, knowledge: Knowledge) -> str:
    """The heading of the shelf parted in one way."""
    if part != "decade":
        return f"By {part}"
    return "By original decade" if knowledge.has_album_years else "By decade of the pressing"


def silent_label(name: AnyFacet, knowledge: Knowledge) -> str:
    """Return the name of records without a value: "No genre", or "No genre known" while some are not read."""
    is_partial = (name in _OF_LISTINGS and knowledge.linked < knowledge.releases) or (
        name in _OF_DOCUMENTS and knowledge.documented < knowledge.releases
    )
    silent = PLAIN_SILENT.get(name, "Not filled in")
    return f"{silent} known" if is_partial else silent
