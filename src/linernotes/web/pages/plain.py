"""Records and counts as plain JSON values, the same for every page's twin."""

from __future__ import annotations

from typing import Any

from linernotes.insights.collection import Copy
from linernotes.insights.numbers import Makeup
from linernotes.insights.shelf import Record
from linernotes.web.shelf import part_address


def copy_line(copy: Copy) -> dict[str, Any]:
    """A copy in one line."""
    return {
        "instance_id": copy.instance_id,
        "release_id": copy.release_id,
        "title": copy.title,
        "artist": copy.artist,
        "added_at": copy.added_at,
    }


def record_line(record: Record) -> dict[str, Any]:
    """A record in one line; `year` is that in which the album came out first, where that is known."""
    return {
        "release_id": record.release_id,
        "title": record.title,
        "artist": record.artist,
        "year": record.year,
    }


def values(makeup: Makeup) -> dict[str, Any]:
    """The shelf parted in one way, with the addresses of the records."""
    return {
        "values": [
            {
                "value": one.key,
                "label": one.label,
                "records": one.copies,
                "at": part_address(makeup.part, one.key),
            }
            for one in makeup.values
        ],
        "unknown": makeup.unknown,
    }
