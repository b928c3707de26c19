"""The database: release, master, artist, label, and what hangs on a release (rating, stats, prices)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping

from starlette.requests import Request
from starlette.responses import Response

from discogs_sandbox.account.callers import Caller
from discogs_sandbox.account.holdings import Account
from discogs_sandbox.api.answers import Refusal, json_answer, json_body, not_found, without_image_urls
from discogs_sandbox.api.catalogue import Catalogue, Document
from discogs_sandbox.routing import Handler

KINDS = ("releases", "masters", "artists", "labels")
_CACHED_BODIES = 4096


class Documents:
    """A catalogue's documents and what was edited since, with encoded bodies kept for the next caller."""

    def __init__(self, catalogue: Catalogue, *, blank_images: bool) -> None:
        self._original: dict[str, Mapping[int, Document]] = {kind: getattr(catalogue, kind) for kind in KINDS}
        self._edited: dict[tuple[str, int], Document | None] = {}
        self._bodies: OrderedDict[tuple[str, int, bool], bytes] = OrderedDict()
        self._blank_images = blank_images

    def get(self, kind: str, id_: int) -> Document:
        """404 when there is none."""
        key = (kind, id_)
        found = self._edited[key] if key in self._edited else self._original[kind].get(id_)
        if found is None:
            raise not_found(kind)
        return found

    def ids(self, kind: str) -> Iterator[int]:
        return (id_ for id_ in self._original[kind] if self._edited.get((kind, id_), True) is not None)

    def answer(self, kind: str, id_: int, caller: Caller) -> Response:
        blank = self._blank_images and not caller.authenticated
        key = (kind, id_, blank)
        body = self._bodies.get(key)
        if body is None:
            document = self.get(kind, id_)
            body = json_body(without_image_urls(document) if blank else document)
            self._bodies[key] = body
            if len(self._bodies) > _CACHED_BODIES:
                self._bodies.popitem(last=False)
        return Response(body, media_type="application/json")

    def edit(self, kind: str, id_: int, changes: Mapping[str, object]) -> Document:
        """Replace some keys of a document; a value of None removes the key."""
        merged = {**self.get(kind, id_), **changes}
        document = {key: value for key, value in merged.items() if not (key in changes and value is None)}
        self._put(kind, id_, document)
        return document

    def remove(self, kind: str, id_: int) -> None:
        """From now on this id answers 404."""
        self._put(kind, id_, None)

    def _put(self, kind: str, id_: int, document: Document | None) -> None:
        self._edited[kind, id_] = document
        self._bodies.pop((kind, id_, True), None)
        self._bodies.pop((kind, id_, False), None)


class Database:
    """Endpoints for single documents."""

    def __init__(self, documents: Documents, owner: Account) -> None:
        self._documents = documents
        self._owner = owner

    def handlers(self) -> list[tuple[str, str, Handler]]:
        return [
            *(("GET", f"/{kind}/{{id:int}}", self._of(kind)) for kind in KINDS),
            ("GET", "/releases/{id:int}/rating", self.rating),
            ("GET", "/releases/{id:int}/rating/{username}", self.user_rating),
            ("GET", "/releases/{id:int}/stats", self.stats),
            ("GET", "/marketplace/stats/{id:int}", self.marketplace_stats),
        ]

    def _of(self, kind: str) -> Handler:
        return lambda request, caller: self._documents.answer(kind, request.path_params["id"], caller)

    def rating(self, request: Request, caller: Caller) -> Response:
        release = self._rated(request)
        return json_answer({"release_id": release["id"], "rating": _community(release)["rating"]})

    def user_rating(self, request: Request, caller: Caller) -> Response:
        release, username = self._rated(request), request.path_params["username"]
        rating = 0
        if username.lower() == self._owner.username.lower():
            rating = max((row["rating"] for row in self._owner.instances(release["id"])), default=0)
        return json_answer({"release_id": release["id"], "username": username, "rating": rating})

    def _rated(self, request: Request) -> Document:
        try:
            return self._documents.get("releases", request.path_params["id"])
        except Refusal:
            # This endpoint has a wording of its own.
            raise Refusal(404, "Release does not exist or may have been deleted.") from None

    def stats(self, request: Request, caller: Caller) -> Response:
        # Both recordings answer this alone, not the num_have and num_want of the documentation.
        release = self._documents.get("releases", request.path_params["id"])
        return json_answer({"is_offensive": release.get("is_offensive", False)})

    def marketplace_stats(self, request: Request, caller: Caller) -> Response:
        release = self._documents.get("releases", request.path_params["id"])
        owner = caller.username == self._owner.username.lower()
        currency = request.query_params.get("curr_abbr") or (
            self._owner.catalogue.currency if owner else "USD"
        )
        price, for_sale = release.get("lowest_price"), release.get("num_for_sale") or None
        return json_answer(
            {
                "lowest_price": {"currency": currency, "value": price} if price is not None else None,
                "num_for_sale": for_sale,
                "blocked_from_sale": release.get("blocked_from_sale", False),
            }
        )


def _community(release: Document) -> Document:
    found: Document = release.get("community") or {"have": 0, "want": 0, "rating": {"count": 0, "average": 0}}
    return found
