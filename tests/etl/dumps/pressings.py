"""Pressings of one album, as documents of our own making: landed as from the API, or written as a dump."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from linernotes.building import build
from linernotes.derive import DiscogsDerive
from linernotes.documents import DocumentKey, Fetched
from linernotes.etl.collection import ETLCollection
from linernotes.etl.dumps.import_elements import DumpImport
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.landing import Landing

NOW = datetime(2026, 11, 30, tzinfo=UTC)
DAY = "20261101"
Release = dict[str, Any]


def release(id: int, *people: int, master: int = 500, year: int = 1970, role: str = "Guitar") -> Release:
    """A release that credits these artists; the last of them on its only track."""
    credits = [{"id": one, "name": f"Artist {one}", "role": role} for one in people]
    return {
        "id": id,
        "title": "An Album",
        "year": year,
        "released": str(year or ""),
        "master_id": master,
        "artists": [{"id": 1, "name": "Leader"}],
        "extraartists": credits[:-1],
        "tracklist": [{"position": "A1", "type_": "track", "title": "Song", "extraartists": credits[-1:]}],
    }


def element(one: Release) -> str:
    """The release as a dump has it."""

    def artists(tag: str, many: Iterable[Release]) -> str:
        inside = "".join(
            f"<artist><id>{one['id']}</id><name>{escape(one['name'])}</name><role>{one.get('role', '')}</role></artist>"
            for one in many
        )
        return f"<{tag}>{inside}</{tag}>"

    (track,) = one["tracklist"]
    return (
        f'<release id="{one["id"]}" status="Accepted">{artists("artists", one["artists"])}<title>An Album</title>'
        f"{artists('extraartists', one['extraartists'])}"
        f"<country>{escape(one.get('country', ''))}</country><released>{one['released']}</released>"
        f'<master_id is_main_release="false">{one["master_id"]}</master_id><tracklist><track><position>A1</position>'
        f"<title>{track['title']}</title><duration>3:00</duration>{artists('extraartists', track['extraartists'])}"
        "</track></tracklist></release>"
    )


def land(landing: Landing, owned: Sequence[Release], others: Sequence[Release] = ()) -> None:
    """Land the listing of a collection, and documents as the API sent them."""
    items = [
        {
            "id": one["id"],
            "instance_id": one["id"],
            "basic_information": {"id": one["id"], "title": "An Album", "master_id": one["master_id"]},
        }
        for one in owned
    ]
    page = {"pagination": {"page": 1, "pages": 1, "items": len(items)}, "releases": items}
    landing.save(Fetched(DocumentKey("collection"), json.dumps(page).encode(), NOW))
    for one in (*owned, *others):
        landing.save(Fetched(DocumentKey("release", one["id"]), json.dumps(one).encode(), NOW))


def write_dump(folder: Path, releases: Iterable[Release], day: str = DAY) -> Path:
    path = folder / f"discogs_{day}_releases.xml.gz"
    records = "\n".join(map(element, releases))
    path.write_bytes(gzip.compress(f"<releases>\n{records}\n</releases>\n".encode()))
    return path


#: It credits one of the two who wrote the song, and a guitarist that the other pressing does not have.
QUIET = release(10, 2, year=1990, role="Written-By") | {
    "extraartists": [{"id": 8, "name": "Guitarist", "role": "Guitar"}]
}
FULL = release(11, 2, 3, 4, 5, 6, year=1971, role="Written-By") | {"country": "UK & <Ireland>"}


def borrowing_home(home: Path, *, counts_borrowed: bool = False) -> Path:
    """A published home with one record, which borrows from a pressing that only a dump has."""
    home.mkdir()
    with Landing.open(home / LANDING_DB) as landing:
        land(landing, [QUIET])
        DumpImport(landing, [write_dump(home, [QUIET, FULL])]).run()
    derivation = DiscogsDerive(counts_borrowed=counts_borrowed)
    build(home, ETLCollection(), derivation, lambda progress: None)
    return home
