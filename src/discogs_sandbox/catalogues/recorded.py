"""A collection made of recorded release documents, so that a sync meets what real documents hold."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from discogs_sandbox.api.catalogue import Catalogue, Document, collection_item, default_fields

_COLLECTION = "collections_csv/Gustw__vinyl-collection__collection.csv"
_PACIFIC = ZoneInfo("America/Los_Angeles")
_FIRST_INSTANCE = 600_000_001
_DISCOGRAPHY = re.compile(r"artists_(\d+)_releases")


def recorded_catalogue(directory: Path) -> Catalogue:
    """The collection of all recorded releases, with the recorded masters, artists, labels and discographies.

    The recorded CSV export says of which releases there are copies, with dates, folders and conditions; the
    remaining releases have one copy each in folder 1, without a date. Nothing else exists. FileNotFoundError
    when the directory does not hold recordings.
    """
    releases = {document["id"]: document for document in _newest(_read(directory, "release"))}
    rows = _csv_rows(directory / _COLLECTION)
    folders = _folders(rows)
    return Catalogue(
        username="recorded",
        user_id=1,
        name="Recorded",
        currency="USD",
        releases=releases,
        masters={document["id"]: document for document in _fullest(_read(directory, "master"))},
        artists={document["id"]: document for document in _fullest(_read(directory, "artist"))},
        labels={document["id"]: document for document in _fullest(_read(directory, "label"))},
        artist_releases=_discographies(directory),
        items=_items(releases, rows, folders),
        wants=[],
        folders=[{"id": id_, "name": name} for name, id_ in folders.items()],
        fields=default_fields(),
        value={"minimum": "$1,597.46", "median": "$3,506.77", "maximum": "$7,505.54"},
    )


def _read(directory: Path, kind: str) -> Iterator[Document]:
    """The documents of one kind, in the order of their file names."""
    paths = sorted((directory / kind).glob("*.json"))
    if not paths:
        raise FileNotFoundError(f"no recorded {kind} documents in {directory}")
    for path in paths:
        yield json.loads(path.read_text(encoding="utf-8"))


def _newest(documents: Iterable[Document]) -> Iterable[Document]:
    """Of several recordings of one release the one changed last; the first by file name where they tie."""
    newest: dict[int, Document] = {}
    for document in documents:
        known = newest.setdefault(document["id"], document)
        if _changed(document) > _changed(known):
            newest[document["id"]] = document
    return newest.values()


def _changed(document: Document) -> datetime:
    text = document.get("date_changed")
    return datetime.fromisoformat(text) if text else datetime(1, 1, 1, tzinfo=_PACIFIC)


def _fullest(documents: Iterable[Document]) -> Iterable[Document]:
    """Of several recordings the one with most keys: these documents carry no date."""
    fullest: dict[int, Document] = {}
    for document in documents:
        known = fullest.setdefault(document["id"], document)
        if len(document) > len(known):
            fullest[document["id"]] = document
    return fullest.values()


def _csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _folders(rows: list[dict[str, str]]) -> dict[str, int]:
    """Ids by name: the two that every account has, then the others by name."""
    others = sorted({row["CollectionFolder"] for row in rows} - {"All", "Uncategorized"})
    return {"All": 0, "Uncategorized": 1} | {name: 2 + number for number, name in enumerate(others)}


def _items(
    releases: dict[int, Document], rows: list[dict[str, str]], folders: dict[str, int]
) -> list[Document]:
    """One item a CSV row, oldest first, after one for each release that the CSV does not name.

    Instance ids go by the rows of the CSV, then by release id.
    """
    items = []
    for number, row in enumerate(rows):
        release = releases.get(int(row["release_id"]))
        if release is None:
            continue
        notes = {
            1: row["Collection Media Condition"],
            2: row["Collection Sleeve Condition"],
            3: row["Collection Notes"],
        }
        item = collection_item(
            release,
            instance_id=_FIRST_INSTANCE + number,
            date_added=_pacific(row["Date Added"]),
            folder_id=folders[row["CollectionFolder"]],
            rating=int(row["Rating"] or 0),
            notes={field: value for field, value in notes.items() if value},
        )
        items.append(item)
    items.sort(key=lambda item: datetime.fromisoformat(item["date_added"]))
    listed = {item["id"] for item in items}
    others = sorted(id_ for id_ in releases if id_ not in listed)
    first = _FIRST_INSTANCE + len(rows)
    undated = [
        collection_item(releases[id_], instance_id=first + n, date_added="") for n, id_ in enumerate(others)
    ]
    for item in undated:
        del item["date_added"]
    return [*undated, *items]


def _pacific(text: str) -> str:
    """The export's local time, without zone, as the API writes it."""
    return datetime.fromisoformat(text).replace(tzinfo=_PACIFIC).isoformat()


def _discographies(directory: Path) -> dict[int, list[Document]]:
    """The recorded rows by artist; a row recorded several times is taken in its fullest form."""
    rows: dict[int, dict[tuple[str, int, str], Document]] = {}
    for path in sorted((directory / "artist_releases").glob("*.json")):
        named = _DISCOGRAPHY.search(path.name)
        if named is None:
            continue
        known = rows.setdefault(int(named[1]), {})
        for row in json.loads(path.read_text(encoding="utf-8"))["releases"]:
            key = (row["type"], row["id"], row["role"])
            if len(row) > len(known.get(key, {})):
                known[key] = row
    return {
        artist_id: sorted(known.values(), key=lambda row: (row.get("year") or 0, row["type"], row["id"]))
        for artist_id, known in rows.items()
    }
