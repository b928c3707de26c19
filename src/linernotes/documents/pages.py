"""Pages of the account's own lists: a row that cannot be read must not take the other 99 with it."""

from __future__ import annotations

from typing import Any

import msgspec

from linernotes.documents.collection import CollectionItem, CollectionPage, Want, WantsPage
from linernotes.documents.decoding import decode
from linernotes.documents.parts import Pagination
from linernotes.documents.repair import repaired
from linernotes.errors import DocumentError

Page = CollectionPage | WantsPage

#: The name of the list in a page of each kind, and the struct of its rows.
_LISTS: dict[str, tuple[str, type[msgspec.Struct]]] = {
    "collection": ("releases", CollectionItem),
    "wants": ("wants", Want),
}


def decode_page(kind: str, body: bytes) -> tuple[Page, list[DocumentError]]:
    """Read a page of 'collection' or 'wants': what can be read of it, and an error for each row that cannot.

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


def _row_by_row(kind: str, body: bytes, error: DocumentError) -> tuple[Page, list[DocumentError]]:
    name, struct = _LISTS[kind]
    try:
        raw: dict[str, Any] = msgspec.json.decode(body)
        pagination = repaired(msgspec.json.encode(raw["pagination"]), Pagination)
        listed = list(raw[name])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, KeyError, TypeError):
        raise error from None
    rows, broken = [], []
    for number, row in enumerate(listed):
        try:
            rows.append(repaired(msgspec.json.encode(row), struct))
        except DocumentError as one:
            within = (one.location or "$").removeprefix("$")
            broken.append(DocumentError(str(one), location=f"$.{name}[{number}]{within}"))
    page: type[Page] = CollectionPage if kind == "collection" else WantsPage
    return page(**{name: tuple(rows)}, pagination=pagination), broken  # type: ignore[arg-type]
