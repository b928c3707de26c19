"""Homes with large synthetic shelves landed in them, straight from the catalogue: no HTTP, no waiting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import msgspec

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.catalogues import load_catalogue
from linernotes.documents import DocumentKey, Fetched
from linernotes.etl.crawl_frontier import read_shelf
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.landing import Landing

PAGE = 100


def land_synthetic(home: Path, items: int, *, seed: int = 1) -> int:
    """Land what a full sync of a synthetic shelf would have landed; returns the number of documents."""
    catalogue = load_catalogue("synthetic", items=items, seed=seed)
    home.mkdir(parents=True, exist_ok=True)
    with Landing.open(home / LANDING_DB) as landing:
        landing.claim_account(catalogue.user_id, catalogue.username)
        landing.save_many(account(catalogue))
        landing.save_listing("collection", list(pages("collection", "releases", catalogue.items)))
        landing.save_listing("wants", list(pages("wants", "wants", catalogue.wants)))
        shelf = read_shelf(landing)
        save(landing, "release", shelf.releases(), catalogue)
        shelf = read_shelf(landing)
        save(landing, "master", shelf.masters(), catalogue)
        collected = shelf.collected_artists()
        save(landing, "artist", collected, catalogue)
        for artist in collected:
            rows = catalogue.artist_releases.get(artist, [])[: 10 * PAGE]
            landing.save_many(pages("artist_releases", "releases", rows, id=artist))
        shelf = read_shelf(landing)
        save(landing, "release", shelf.wanted_releases(), catalogue)
        save(landing, "master", read_shelf(landing).wanted_masters(), catalogue)
        save(landing, "artist", [*shelf.credited_artists(3), *shelf.neighbours()], catalogue)
        return sum(count.documents for count in landing.counts().values())


def land_strangers(home: Path, artists: int) -> None:
    """Land documents of further artists until landing holds so many: people whom nothing on the shelf names."""
    with Landing.open(home / LANDING_DB) as landing:
        missing = artists - len(landing.fetched_at("artist"))
        made = (
            document(
                "artist", 10**9 + number, {"id": 10**9 + number, "name": f"Stranger {number}", "profile": "-"}
            )
            for number in range(max(0, missing))
        )
        while batch := list(islice(made, 1000)):
            landing.save_many(batch)


def save(landing: Landing, kind: str, ids: list[int], catalogue: Catalogue) -> None:
    """Land these documents a hundred a transaction."""
    source = {"release": catalogue.releases, "master": catalogue.masters, "artist": catalogue.artists}[kind]
    fetched = [document(kind, id, source[id]) for id in ids if id in source]
    for start in range(0, len(fetched), 100):
        landing.save_many(fetched[start : start + 100])


def account(catalogue: Catalogue) -> list[Fetched]:
    """The account's own documents."""
    user = {"id": catalogue.user_id, "username": catalogue.username, "curr_abbr": catalogue.currency}
    return [
        document("identity", 0, user),
        document("user", 0, user | {"num_collection": len(catalogue.items)}),
        document("folders", 0, {"folders": catalogue.folders}),
        document("fields", 0, {"fields": catalogue.fields}),
        document("value", 0, catalogue.value),
    ]


def pages(kind: str, key: str, rows: list[object], *, id: int = 0) -> Iterator[Fetched]:
    """Rows as the pages of a list."""
    count = max(1, -(-len(rows) // PAGE))
    for page in range(1, count + 1):
        pagination = {"page": page, "pages": count, "per_page": PAGE, "items": len(rows), "urls": {}}
        body = {"pagination": pagination, key: rows[(page - 1) * PAGE : page * PAGE]}
        yield document(kind, id, body, page=page)


def document(kind: str, id: int, body: object, *, page: int = 1) -> Fetched:
    """One document as if it had just been fetched."""
    return Fetched(DocumentKey(kind, id, page), msgspec.json.encode(body), datetime.now(UTC))
