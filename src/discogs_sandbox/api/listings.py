"""Lists that hang on a document: an artist's releases, a master's versions, a label's releases."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from starlette.requests import Request
from starlette.responses import Response

from discogs_sandbox.account.callers import Caller
from discogs_sandbox.account.holdings import Account
from discogs_sandbox.api.answers import Refusal, json_answer, not_found, without_image_urls
from discogs_sandbox.api.catalogue import API, Document, display_artists, format_text
from discogs_sandbox.api.database import Documents
from discogs_sandbox.api.pagination import Page, page_of
from discogs_sandbox.routing import Handler

FACETS = ("format", "label", "country", "released")


class ReleaseIndex:
    """The releases of a master or a label; built by reading every release when first asked."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._by_master: dict[int, list[int]] | None = None
        self._by_label: dict[int, list[int]] = {}

    def of_master(self, master_id: int) -> list[Document]:
        return self._documents_of(self._built()[0].get(master_id, []))

    def of_label(self, label_id: int) -> list[Document]:
        return self._documents_of(self._built()[1].get(label_id, []))

    def _documents_of(self, ids: Iterable[int]) -> list[Document]:
        found = []
        for id_ in ids:
            try:
                found.append(self._documents.get("releases", id_))
            except Refusal:
                continue  # removed since
        return found

    def _built(self) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        if self._by_master is None:
            by_master: defaultdict[int, list[int]] = defaultdict(list)
            by_label: defaultdict[int, list[int]] = defaultdict(list)
            for id_ in self._documents.ids("releases"):
                release = self._documents.get("releases", id_)
                by_master[release.get("master_id", 0)].append(id_)
                named = {e["id"] for key in ("labels", "series", "companies") for e in release.get(key) or []}
                for label_id in named:
                    by_label[label_id].append(id_)
            del by_master[0]
            self._by_master, self._by_label = dict(by_master), dict(by_label)
        return self._by_master, self._by_label


class Listings:
    """Their endpoints."""

    def __init__(
        self,
        documents: Documents,
        owner: Account,
        *,
        blank_images: bool,
    ) -> None:
        self._documents = documents
        self._artist_releases = owner.catalogue.artist_releases
        self._owner = owner
        self._blank_images = blank_images
        self._index = ReleaseIndex(documents)

    def handlers(self) -> list[tuple[str, str, Handler]]:
        return [
            ("GET", "/artists/{id:int}/releases", self.artist_releases),
            ("GET", "/masters/{id:int}/versions", self.versions),
            ("GET", "/labels/{id:int}/releases", self.label_releases),
        ]

    def artist_releases(self, request: Request, caller: Caller) -> Response:
        rows = self._artist_releases.get(request.path_params["id"])
        if rows is None:
            raise not_found("artists")
        ordered = _sorted(request, rows, _ARTIST_SORT, "year")
        return self._listed(request, caller, ordered, "releases")

    def versions(self, request: Request, caller: Caller) -> Response:
        # An unknown master gives an empty list, not 404; a page past the end gives 500.
        rows = [version_row(release) for release in self._index.of_master(request.path_params["id"])]
        applied = {f: request.query_params[f] for f in FACETS if f in request.query_params}
        chosen = [row for row in rows if all(value in _facet(row, f) for f, value in applied.items())]
        ordered = _sorted(request, chosen, _VERSION_SORT, "released")
        facets = {name: Counter(value for row in rows for value in _facet(row, name)) for name in FACETS}
        extra = {
            "filters": {
                "applied": {f: [value] for f, value in applied.items()},
                "available": {name: dict(counts.most_common()) for name, counts in facets.items()},
            },
            "filter_facets": [_facet_block(name, counts) for name, counts in facets.items()],
        }
        return self._listed(request, caller, ordered, "versions", extra, beyond=500)

    def label_releases(self, request: Request, caller: Caller) -> Response:
        label_id: int = request.path_params["id"]
        releases = self._index.of_label(label_id)
        if not releases:
            self._documents.get("labels", label_id)
        rows = [label_release_row(release, label_id) for release in releases]
        return self._listed(request, caller, rows, "releases")

    def _listed(
        self,
        request: Request,
        caller: Caller,
        rows: Sequence[Document],
        key: str,
        extra: Document | None = None,
        *,
        beyond: int = 404,
    ) -> Response:
        page = page_of(request, len(rows), beyond=beyond)
        shown = [self._seen_by(row, caller) for row in page.of(rows)]
        return json_answer(_body(page, extra, key, shown), headers=page.headers())

    def _seen_by(self, row: Document, caller: Caller) -> Document:
        """Only users get the part of `stats` that is about themselves."""
        if "stats" in row:
            stats = {"community": row["stats"]["community"]}
            if caller.username:
                stats["user"] = {"in_wantlist": 0, "in_collection": 0}
            if caller.username == self._owner.username.lower():
                stats["user"] = self._owned(row)
            row = row | {"stats": stats}
        return row if caller.authenticated or not self._blank_images else without_image_urls(row)

    def _owned(self, row: Document) -> Document:
        key = ("master" if row.get("type") == "master" else "release", row["id"])
        return {
            "in_wantlist": self._owner.wanted().get(key, 0),
            "in_collection": self._owner.owned().get(key, 0),
        }


def version_row(release: Document) -> Document:
    """A release as its master's versions list shows it."""
    formats = release.get("formats", [])
    return {
        "id": release["id"],
        "label": ", ".join(label["name"] for label in release.get("labels", [])),
        "country": release.get("country", ""),
        "title": release["title"],
        "major_formats": list(dict.fromkeys(entry["name"] for entry in formats)),
        "format": ", ".join(text for entry in formats for text in entry.get("descriptions", [])),
        "catno": ", ".join(label.get("catno", "") for label in release.get("labels", [])),
        # "0" for unknown: so recorded, though a string.
        "released": release.get("released") or "0",
        "status": release.get("status", "Accepted"),
        "resource_url": f"{API}/releases/{release['id']}",
        "thumb": release.get("thumb", ""),
        "stats": _stats(release),
    }


def label_release_row(release: Document, label_id: int) -> Document:
    """A release as a label's list shows it; several catalogue numbers of the label are joined."""
    named = [
        e for key in ("labels", "series", "companies") for e in release.get(key) or [] if e["id"] == label_id
    ]
    return {
        "status": release.get("status", "Accepted"),
        "format": format_text(release),
        "catno": ", ".join(dict.fromkeys(entity.get("catno", "") for entity in named)),
        "thumb": release.get("thumb", ""),
        "resource_url": f"{API}/releases/{release['id']}",
        "title": release["title"],
        "id": release["id"],
        "year": release.get("year", 0),
        "artist": display_artists(release["artists"]),
        "stats": _stats(release),
    }


def _stats(release: Document) -> Document:
    community = release.get("community", {})
    return {"community": {"in_wantlist": community.get("want", 0), "in_collection": community.get("have", 0)}}


def _body(page: Page, extra: Document | None, key: str, rows: list[Document]) -> Document:
    return {"pagination": page.block(), **(extra or {}), key: rows}


def _facet(row: Document, name: str) -> list[str]:
    """The values under which a version is found: carriers and descriptions, labels, country, year."""
    if name == "format":
        return [*row["major_formats"], *filter(None, row["format"].split(", "))]
    if name == "label":
        return [text for text in dict.fromkeys(row["label"].split(", ")) if text]
    return [row[name][:4]] if name == "released" else [row[name]] if row[name] else []


def _facet_block(name: str, counts: Counter[str]) -> Document:
    values = [
        {"title": value, "value": value.replace(" ", "+"), "count": count}
        for value, count in counts.most_common()
    ]
    return {"title": name.capitalize(), "id": name, "values": values, "allows_multiple_values": True}


_ARTIST_SORT: dict[str, Callable[[Document], object]] = {
    "year": lambda row: row.get("year") or 0,
    "title": lambda row: row["title"].casefold(),
    "format": lambda row: row.get("format", "").casefold(),
}
_VERSION_SORT: dict[str, Callable[[Document], object]] = {
    name: (lambda row, name=name: row[name].casefold())  # type: ignore[misc]
    for name in ("released", "title", "format", "label", "catno", "country")
}


def _sorted(
    request: Request, rows: Sequence[Document], keys: Mapping[str, Callable[[Document], object]], default: str
) -> list[Document]:
    key = keys.get(request.query_params.get("sort", default), keys[default])
    descending = request.query_params.get("sort_order", "asc").lower() == "desc"
    return sorted(rows, key=lambda row: (key(row), row.get("type", ""), row["id"]), reverse=descending)
