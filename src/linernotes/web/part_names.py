"""Names of the ways to part the shelf, and of records without a value: no more than is known."""

from __future__ import annotations

from linernotes.insights.collection.facets.facets import FacetName
from linernotes.insights.statistics.knowledge import Knowledge
from linernotes.insights.statistics.statistics import Part

_TITLES: dict[FacetName, str] = {
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
_SILENT: dict[FacetName, str] = {
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
_OF_LISTINGS: frozenset[FacetName] = frozenset({"genre", "style"})
_OF_DOCUMENTS: frozenset[FacetName] = frozenset({"role", "country"})


def facet_title(name: FacetName, knowledge: Knowledge) -> str:
    """Return the name of a facet."""
    if name == "decade" and not knowledge.has_album_years:
        return "Decade of the pressing"
    return _TITLES[name]


def part_title(part: Part, knowledge: Knowledge) -> str:
    """The heading of the shelf parted in one way."""
    if part != "decade":
        return f"By {part}"
    return "By original decade" if knowledge.has_album_years else "By decade of the pressing"


def silent_label(name: FacetName, knowledge: Knowledge) -> str:
    """Return the name of records without a value: "No genre", or "No genre known" while some are not read."""
    is_partial = (name in _OF_LISTINGS and knowledge.linked < knowledge.releases) or (
        name in _OF_DOCUMENTS and knowledge.documented < knowledge.releases
    )
    return f"{_SILENT[name]} known" if is_partial else _SILENT[name]
