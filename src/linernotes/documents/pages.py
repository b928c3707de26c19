"""Pages of the account's own lists: a row that cannot be read must not take the other 99 with it."""

from __future__ import annotations

from typing import cast

import msgspec

from linernotes.documents.collection import CollectionItem, CollectionPage, Want, WantsPage
from linernotes.documents.decoding import decode
from linernotes.documents.parts import IDS_END, Pagination
from linernotes.documents.repair import fitted, parsed
from linernotes.errors import DocumentError, RowError

Page = CollectionPage | WantsPage
Row = CollectionItem | Want

#: By kind of page: the name of its list, the struct of its rows, and the name of their key.
_LISTS: dict[str, tuple[str, type[msgspec.Struct], str]] = {
    "collection": ("releases", CollectionItem, "instance_id"),
    "wants": ("wants", Want, "id"),
}


def decode_page(kind: str, body: bytes) -> tuple[Page, list[RowError]]:
    """Read a page of 'collection' or 'wants'. Returns its readable rows, and an error for each other row.

    :raises DocumentError: the page as a whole cannot be read: it is not JSON, has no pagination or no list.
    """
    try:
        page = decode(kind, body)
    except DocumentError as error:
        return _row_by_row(kind, body, error)
    assert isinstance(page, CollectionPage | WantsPage)
    if page.pagination is None:
        raise DocumentError("a page without its pagination", location="$.pagination")
    return page, []


def _row_by_row(kind: str, body: bytes, error: DocumentError) -> tuple[Page, list[RowError]]:
    name, struct, key = _LISTS[kind]
    try:
        raw = cast(dict[str, list[object]], parsed(body))
        pagination = fitted(raw["pagination"], Pagination)
        listed = list(raw[name])
    except (DocumentError, KeyError, TypeError):
        raise error from None
    rows: list[msgspec.Struct] = []
    broken: list[RowError] = []
    for number, row in enumerate(listed):
        try:
            rows.append(fitted(row, struct))
        except DocumentError as one:
            within = (one.location or "$").removeprefix("$")
            place = f"$.{name}[{number}]{within}"
            broken.append(RowError(str(one), location=place, key=_id(row, key)))
    page: type[Page] = CollectionPage if kind == "collection" else WantsPage
    return page(**{name: tuple(rows)}, pagination=pagination), broken  # type: ignore[arg-type]


def _id(row: object, name: str) -> int | None:
    """The id in a row that cannot be read as a whole. None unless the value is a valid id."""
    value = row.get(name) if isinstance(row, dict) else None
    return value if type(value) is int and 0 < value < IDS_END else None
