"""Search of the database: every word of a field must occur in it, capitals aside."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from starlette.requests import Request
from starlette.responses import Response

from discogs_sandbox.account.callers import Caller
from discogs_sandbox.account.holdings import Account
from discogs_sandbox.api.answers import json_answer, must_authenticate, without_image_urls
from discogs_sandbox.api.catalogue import API, Document, cover_image, display_artists
from discogs_sandbox.api.database import Documents
from discogs_sandbox.api.pagination import page_of
from discogs_sandbox.routing import Handler

_MOST_PAGES = 100
_SPACER = "https://s.discogs.com/images/spacer.gif"
_TYPES = {"releases": "release", "masters": "master", "artists": "artist", "labels": "label"}

_TEXTS: dict[str, Callable[[Document], str | list[str]]] = {
    "title": lambda d: _title(d),
    "release_title": lambda d: d.get("title", ""),
    "artist": lambda d: [credit["name"] for credit in d.get("artists", [])],
    "anv": lambda d: [credit.get("anv", "") for credit in d.get("artists", [])],
    "credit": lambda d: [credit["name"] for credit in d.get("extraartists") or []],
    "label": lambda d: [label["name"] for label in d.get("labels", [])],
    "catno": lambda d: [label.get("catno", "") for label in d.get("labels", [])],
    "genre": lambda d: d.get("genres", []),
    "style": lambda d: d.get("styles", []),
    "country": lambda d: d.get("country") or "",
    "year": lambda d: str(d.get("year", "")),
    "format": lambda d: [
        text for f in d.get("formats", []) for text in (f["name"], *f.get("descriptions", []))
    ],
    "barcode": lambda d: [i["value"] for i in d.get("identifiers", []) if i["type"] == "Barcode"],
    "track": lambda d: [track["title"] for track in d.get("tracklist", [])],
}
_ANYTHING = ("title", "artist", "label", "catno", "barcode", "track")


class Search:
    """Reads every document for each search: for small catalogues. Needs authentication by default."""

    def __init__(self, documents: Documents, owner: Account, *, anonymous: bool) -> None:
        self._documents = documents
        self._owner = owner
        self._anonymous = anonymous

    def handlers(self) -> list[tuple[str, str, Handler]]:
        return [("GET", "/database/search", self.search)]

    def search(self, request: Request, caller: Caller) -> Response:
        if not caller.authenticated and not self._anonymous:
            raise must_authenticate()
        wanted = dict(request.query_params)
        rows = (_match(kind, document, wanted) for kind, document in self._all(wanted.get("type", "")))
        found = [row for row in rows if row is not None]
        page = page_of(request, len(found), most=_MOST_PAGES)
        shown = [row | {"user_data": self._user_data(row, caller)} for row in page.of(found)]
        if not caller.authenticated:
            shown = [without_image_urls(row) for row in shown]
        return json_answer({"pagination": page.block(), "results": shown}, headers=page.headers())

    def _all(self, wanted_type: str) -> Iterator[tuple[str, Document]]:
        for kind, name in _TYPES.items():
            if wanted_type in ("", name):
                for id_ in self._documents.ids(kind):
                    yield kind, self._documents.get(kind, id_)

    def _user_data(self, row: Document, caller: Caller) -> Document:
        if caller.username != self._owner.username.lower():
            return {"in_wantlist": False, "in_collection": False}
        key = (row["type"], row["id"])
        return {"in_wantlist": key in self._owner.wanted(), "in_collection": key in self._owner.owned()}


def _match(kind: str, document: Document, wanted: dict[str, str]) -> Document | None:
    query = wanted.get("q", wanted.get("query", ""))
    texts = {name: _folded(text(document)) for name, text in _TEXTS.items() if name in wanted or query}
    for name in _TEXTS:
        if name in wanted and not _has_words(texts[name], wanted[name]):
            return None
    if query and not _has_words(" ".join(texts[name] for name in _ANYTHING), query):
        return None
    return _row(kind, document)


def _has_words(text: str, words: str) -> bool:
    return all(word in text for word in words.casefold().split())


def _folded(value: str | list[str]) -> str:
    return (value if isinstance(value, str) else " ".join(value)).casefold()


def _title(document: Document) -> str:
    if "title" in document:
        return f"{display_artists(document.get('artists', []))} - {document['title']}"
    return str(document.get("name", ""))


def _row(kind: str, document: Document) -> Document:
    """One result. Artists and labels have few keys; releases and masters more."""
    id_, type_ = document["id"], _TYPES[kind]
    is_album = kind in ("releases", "masters")
    row: Document = {
        "id": id_,
        "type": type_,
        "master_id": (id_ if kind == "masters" else document.get("master_id", 0)) if is_album else None,
        "master_url": f"{API}/masters/{id_}" if kind == "masters" else document.get("master_url"),
        "uri": f"/{type_}/{id_}",
        "title": _title(document),
        "thumb": document.get("thumb") or cover_image(document),
        "cover_image": cover_image(document) or _SPACER,
        "resource_url": f"{API}/{kind}/{id_}",
    }
    return row | _album_keys(kind, document) if is_album else row


def _album_keys(kind: str, document: Document) -> Document:
    community = document.get("community") or {}
    labels = document.get("labels", [])
    keys: Document = {
        "format": _TEXTS["format"](document),
        "label": [label["name"] for label in labels],
        "genre": document.get("genres", []),
        "style": document.get("styles", []),
        "barcode": [identifier["value"] for identifier in document.get("identifiers", [])],
        "catno": labels[0].get("catno", "") if labels else "",
        "community": {"want": community.get("want", 0), "have": community.get("have", 0)},
    }
    if document.get("year"):
        keys["year"] = str(document["year"])
    if document.get("country"):
        keys["country"] = document["country"]
    if kind == "releases":
        keys |= {
            "format_quantity": document.get("format_quantity", 0),
            "formats": document.get("formats", []),
        }
    return keys
