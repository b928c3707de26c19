"""Whole collections as documents, landed straight from a catalogue: no HTTP, so that a test may spoil any of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from discogs_sandbox.api.catalogue import Catalogue
from linernotes.documents import DocumentKey, Fetched
from linernotes.etl.crawl_frontier import read_shelf
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.landing import Landing

Documents = dict[DocumentKey, Any]
PAGE = 100
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def documents_of(catalogue: Catalogue, home: Path) -> Documents:
    """What a sync of the catalogue would have landed; `home` is a folder to find that out in."""
    user = {"id": catalogue.user_id, "username": catalogue.username, "curr_abbr": catalogue.currency}
    found: Documents = {
        DocumentKey("identity"): user,
        DocumentKey("user"): user | {"num_collection": len(catalogue.items)},
        DocumentKey("folders"): {"folders": catalogue.folders},
        DocumentKey("fields"): {"fields": catalogue.fields},
        DocumentKey("value"): catalogue.value,
    }
    found |= _pages("collection", "releases", catalogue.items)
    found |= _pages("wants", "wants", catalogue.wants)
    land(home, found)
    owned = [item["id"] for item in catalogue.items]
    found |= {DocumentKey("release", id): catalogue.releases[id] for id in owned if id in catalogue.releases}
    land(home, found)
    with Landing.open(home / LANDING_DB) as landing:
        shelf = read_shelf(landing)
    for id in shelf.masters():
        found[DocumentKey("master", id)] = catalogue.masters[id]
    for id in shelf.collected_artists():
        found[DocumentKey("artist", id)] = catalogue.artists[id]
        found |= _pages("artist_releases", "releases", catalogue.artist_releases.get(id, ()), id=id)
    return {key: json.loads(json.dumps(body)) for key, body in found.items()}


def _pages(kind: str, name: str, rows: Any, *, id: int = 0) -> Documents:
    count = max(1, -(-len(rows) // PAGE))
    return {
        DocumentKey(kind, id, page): {
            "pagination": {"page": page, "pages": count, "per_page": PAGE, "items": len(rows), "urls": {}},
            name: list(rows[(page - 1) * PAGE : page * PAGE]),
        }
        for page in range(1, count + 1)
    }


def land(home: Path, documents: Documents, *, source: str = "api") -> None:
    """Land these documents, whatever is in them; bodies may be bytes."""
    home.mkdir(parents=True, exist_ok=True)
    with Landing.open(home / LANDING_DB) as landing:
        landing.claim_account(1, "ella")
        landing.save_many(
            [
                Fetched(key, body if isinstance(body, bytes) else json.dumps(body).encode(), NOON)
                for key, body in documents.items()
            ],
            source=source,
        )
