"""Small collections, landed by hand and built: only what the listing tells."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from linernotes.building import build
from linernotes.documents import DocumentKey, Fetched
from linernotes.settings import load_settings
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.landing import Landing

FOLDERS = {1: "Uncategorized", 7: "Jazz"}


def artist(name: str, id: int = 100, *, anv: str = "", join: str = "") -> dict[str, Any]:
    return {"id": id, "name": name, "anv": anv, "join": join, "role": "", "tracks": "", "resource_url": ""}


def item(
    number: int,
    title: str,
    artists: list[dict[str, Any]],
    *,
    year: int = 1970,
    folder: int = 1,
    formats: list[dict[str, Any]] | None = None,
    thumb: str = "",
    condition: str = "",
    added: str | None = None,
) -> dict[str, Any]:
    return {
        "id": number,
        "instance_id": number * 10,
        "folder_id": folder,
        "rating": 0,
        "date_added": added or f"2020-01-{number:02d}T12:00:00-08:00",
        "notes": [{"field_id": 1, "value": condition}] if condition else [],
        "basic_information": {
            "id": number,
            "master_id": 0,
            "title": title,
            "year": year,
            "thumb": thumb,
            "cover_image": "",
            "artists": artists,
            "labels": [],
            "formats": formats or [{"name": "Vinyl", "qty": "1", "descriptions": ["LP", "Album"]}],
            "genres": [],
            "styles": [],
        },
    }


def land(home: Path, items: list[dict[str, Any]], folders: dict[int, str] = FOLDERS) -> None:
    """Land the listing of a collection as its owner sees it."""
    listing = {"pagination": {"page": 1, "pages": 1, "per_page": 100, "items": len(items), "urls": {}}}
    named = [{"id": id, "name": name, "count": 1} for id, name in folders.items()]
    home.mkdir(parents=True, exist_ok=True)
    with Landing.open(home / LANDING_DB) as landing:
        landing.claim_account(1, "ella")
        landing.save(document("folders", {"folders": named}))
        landing.save_listing("collection", [document("collection", listing | {"releases": items})])


def publish(
    home: Path,
    items: list[dict[str, Any]],
    folders: dict[int, str] = FOLDERS,
    releases: dict[int, dict[str, Any]] | None = None,
) -> str:
    """Land and build; the id of the build. `releases`: what the documents of some tell beside the listing."""
    land(home, items, folders)
    with Landing.open(home / LANDING_DB) as landing:
        for listed in items:
            if listed["id"] in (releases or {}):
                whole = listed["basic_information"] | releases[listed["id"]]
                landing.save(document("release", whole, listed["id"]))
    return build(load_settings(home=home)).build_id


def document(kind: str, body: object, id: int = 0) -> Fetched:
    return Fetched(DocumentKey(kind, id), json.dumps(body).encode(), datetime.now(UTC))
