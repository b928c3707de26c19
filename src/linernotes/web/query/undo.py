"""The last deletion in this browser, which can be undone."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

_KEY = "undo_view"
_CHARACTERS = 1500  # a cookie holds 4 kB


@dataclass(frozen=True, slots=True)
class DeletedView:
    """A view of the collection that was deleted."""

    name: str
    query: str


def offer_undo(request: Request, name: str, query: str) -> bool:
    """Offer on the next page of the collection to save a view again. False if it is too long for that."""
    fits = len(name) + len(query) <= _CHARACTERS
    if fits:
        request.session[_KEY] = [name, query]
    return fits


def take_undo(request: Request) -> DeletedView | None:
    """Take the view that is on offer; after that it is not on offer any more."""
    kept = request.session.pop(_KEY, None)
    return DeletedView(*kept) if kept else None
