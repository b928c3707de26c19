"""Small collections, landed by hand and built: only what the listing tells."""

from __future__ import annotations

import json
from collections import OrderedDict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from linernotes.discogs import Discogs
from linernotes.documents import DocumentKey, Fetched
from linernotes.settings import load_settings
from linernotes.storage.builds.publish import current_build
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.landing import Landing

FOLDERS = {1: "Uncategorized", 7: "Jazz"}

#: A file of a home: its mode and its bytes, or where it leads.
File = tuple[int, bytes] | Path

#: The homes that were published last, by all that went into them. Tests of one module often publish the same.
_published: OrderedDict[str, dict[Path, File]] = OrderedDict()
_KEPT = 12


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
    """Land and build; the id of the build. `releases`: what the documents of some tell beside the listing.

    A new home is a copy of the last one of which all this was the same.
    """
    given, is_new = repr((items, folders, releases)), not home.exists() or not any(home.iterdir())
    if is_new and given in _published:
        _published.move_to_end(given)
        _write(_published[given], home)
    else:
        land(home, items, folders)
        _land_releases(home, items, releases or {})
        Discogs(load_settings(home=home)).build()
        if is_new:
            _published[given] = _read(home)
    while len(_published) > _KEPT:
        _published.popitem(last=False)
    published = current_build(home)
    assert published is not None
    return published.build_id


def _land_releases(home: Path, items: list[dict[str, Any]], releases: dict[int, dict[str, Any]]) -> None:
    with Landing.open(home / LANDING_DB) as landing:
        for listed in items:
            if listed["id"] in releases:
                whole = listed["basic_information"] | releases[listed["id"]]
                landing.save(document("release", whole, listed["id"]))


def _read(home: Path) -> dict[Path, File]:
    """All files of a home, by their place in it."""
    return {
        path.relative_to(home): path.readlink()
        if path.is_symlink()
        else (path.stat().st_mode, path.read_bytes())
        for path in home.rglob("*")
        if path.is_symlink() or path.is_file()
    }


def _write(files: dict[Path, File], home: Path) -> None:
    for place, file in files.items():
        path = home / place
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(file, Path):
            path.symlink_to(file)
        else:
            path.write_bytes(file[1])
            path.chmod(file[0])


def document(kind: str, body: object, id: int = 0) -> Fetched:
    return Fetched(DocumentKey(kind, id), json.dumps(body).encode(), datetime.now(UTC))
