"""The columns of an export, by their titles. A file of another kind gets an error that names the kind."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from linernotes.errors import DocumentError

#: Our name of each column -> Discogs' name.
COLUMNS = {
    "catalog_number": "Catalog#",
    "artist": "Artist",
    "title": "Title",
    "label": "Label",
    "format": "Format",
    "rating": "Rating",
    "released": "Released",
    "release_id": "release_id",
    "folder": "CollectionFolder",
    "added": "Date Added",
}
#: The account's fields; Discogs numbers these three the same for everybody. Others are the user's own.
_FIELDS = {
    "Collection Media Condition": 1,
    "Collection Sleeve Condition": 2,
    "Collection Notes": 3,
}
_FIELD = re.compile(r"\s*collection[ ._]+(?P<name>\S.*?)\s*", re.IGNORECASE | re.DOTALL)

#: Row numbers, which pandas writes without being asked.
_NUMBERS_OF_PANDAS = re.compile(r"Unnamed: \d+")

#: What else Discogs (and linernotes) writes with a column release_id: columns that only it has, and what it is.
_OTHERS = (
    ({"listingid"}, "Discogs' export of what you have for sale (inventory)"),
    ({"orderid"}, "Discogs' export of your orders"),
    ({"instanceid", "originalyear"}, "linernotes' own download of a collection"),
    ({"instanceid", "addedat"}, "a table of linernotes"),
)
_WANTLIST = "Discogs' export of your wantlist, as it seems"
_WAY_OUT = "At Discogs, Collection, Export makes the file of your collection"


@dataclass(frozen=True, slots=True)
class ExportField:
    """One of the account's fields in an export. Those of the user's own have negative ids, by name (`own_field`)."""

    field_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Header:
    """Places of columns by our name, and of fields; `titles` are the columns as the file has them."""

    titles: tuple[str, ...]
    places: Mapping[str, int]
    fields: Mapping[int, ExportField]
    is_from_r: bool


def parse_header(cells: Sequence[str]) -> Header:
    """Find the columns of a collection.

    A column is Discogs' own if it has its name but for case, blanks, points and underscores. Of several that are alike
    the one that is spelt as Discogs spells it wins, else the first. All other columns with a name are fields of the
    user's own.

    :raises DocumentError: it is no export of a collection.
    """
    titles = tuple(cell.strip() for cell in cells)
    from_r = any(
        re.fullmatch(r"(catalog|date\.added)\.?", title, re.IGNORECASE) and "." in title for title in titles
    )
    places = {name: place for name, title in COLUMNS.items() if (place := _place(titles, title)) is not None}
    known = {place: id for title, id in _FIELDS.items() if (place := _place(titles, title)) is not None}
    _check(titles, places, known)
    fields: dict[int, ExportField] = {}
    for place, title in enumerate(titles):
        if title and place not in places.values() and not _NUMBERS_OF_PANDAS.fullmatch(title):
            name = _name(title, from_r)
            fields[place] = (
                ExportField(known[place], name) if place in known else own_field(name, fields.values())
            )
    return Header(titles, places, fields, from_r)


def own_field(name: str, others: Iterable[ExportField]) -> ExportField:
    """A field of the user's own. Its id is that of its name: the same in the next export, whatever the columns.

    `others` are fields that there are already: of two with one name the second gets another id.
    """
    taken = {one.field_id for one in others}
    id = -1 - zlib.crc32(name.encode())
    while id in taken:
        id -= 1
    return ExportField(id, name)


def _check(titles: Sequence[str], places: Mapping[str, int], known: Mapping[int, int]) -> None:
    if "release_id" not in places:
        raise DocumentError("not an export of a Discogs collection: it has no column release_id")
    letters = {_letters(title) for title in titles}
    for columns, what in _OTHERS:
        if columns <= letters:
            raise DocumentError(f"{what}, not your collection. {_WAY_OUT}")
    if not known and not places.keys() & {"folder", "added"}:
        what = _WANTLIST if "notes" in letters else "not an export of a Discogs collection"
        raise DocumentError(
            f"{what}: it has none of the columns CollectionFolder, Date Added and Collection Notes. {_WAY_OUT}"
        )


def _place(titles: Sequence[str], wanted: str) -> int | None:
    if wanted in titles:
        return titles.index(wanted)
    letters = _letters(wanted)
    return next((place for place, title in enumerate(titles) if _letters(title) == letters), None)


def _letters(title: str) -> str:
    """A column's name without what programs change in it: case, blanks, and the sign at the end of Catalog#."""
    return re.sub(r"[\s._-]", "", title.casefold()).removesuffix("#")


def _name(title: str, from_r: bool) -> str:
    """A field as its user called it; R writes points for blanks."""
    found = _FIELD.fullmatch(title)
    name = found["name"] if found else title
    return name.replace(".", " ").strip() if from_r else name
