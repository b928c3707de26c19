"""Small shelves made by hand, for questions that are asked of records in memory."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from linernotes.insights.collection.copies import Copy
from linernotes.insights.statistics.owned_releases import OwnedReleases, Record


def copy(release_id: int, number: int = 0, *, added: str | None = "2020-01-15", **more: Any) -> Copy:
    """A copy of a release; `added` is a day, at noon in UTC."""
    shown: dict[str, Any] = {
        "instance_id": release_id * 10 + number,
        "release_id": release_id,
        "title": f"Record {release_id}",
        "artist": "Somebody",
        "artists": (),
        "year": 1975,
        "formats": ("LP",),
        "folder_id": 1,
        "folder": "Uncategorized",
        "added_at": datetime.fromisoformat(f"{added}T12:00:00+00:00") if added else None,
        "added_on": date.fromisoformat(added) if added else None,
        "rating": None,
        "media_condition": None,
        "sleeve_condition": None,
        "picture_url": None,
    }
    return Copy(**shown | more)


def record(release_id: int, *copies: Copy, **more: Any) -> Record:
    """A record; one copy if none is given."""
    shown: dict[str, Any] = {"released": None, "seconds": None, "is_timed": False}
    return Record(release_id, copies or (copy(release_id),), **shown | more)


def shelf(*records: Record) -> OwnedReleases:
    return OwnedReleases(records)
