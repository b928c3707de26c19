"""One account's collection and wantlist while the sandbox runs: a catalogue's, and what was changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from threading import RLock
from zoneinfo import ZoneInfo

from discogs_sandbox.api.answers import Refusal, not_found
from discogs_sandbox.api.catalogue import Catalogue, Document, basic_information, collection_item, want

PACIFIC = ZoneInfo("America/Los_Angeles")
_OLDEST = datetime(1, 1, 1, tzinfo=PACIFIC)


def now_pacific() -> str:
    return datetime.now(PACIFIC).isoformat(timespec="seconds")


class Account:
    """Reads give rows as the owner sees them. Methods may be called from any thread."""

    def __init__(self, catalogue: Catalogue, *, private: bool = False) -> None:
        self.catalogue = catalogue
        self.username = catalogue.username
        self.private = private
        self.gone = False
        self.fields = [dict(field) for field in catalogue.fields]
        self.value = dict(catalogue.value)
        self._folders = [{"id": folder["id"], "name": folder["name"]} for folder in catalogue.folders]
        self._items = {item["instance_id"]: item for item in catalogue.items}
        self._wants = {row["id"]: row for row in catalogue.wants}
        self._sorted: dict[tuple[int, str, bool], list[Document]] = {}
        self._counts: dict[int, int] | None = None
        self._owned: dict[tuple[str, int], int] | None = None
        self._lock = RLock()

    # -- reading

    def items(self, folder_id: int = 0, sort: str = "added", *, descending: bool = False) -> list[Document]:
        """Instances of a folder (0: all) in order; do not change the list."""
        key = (folder_id, sort if sort in SORT_KEYS else "added", descending)
        with self._lock:
            if key not in self._sorted:
                rows = [row for row in self._items.values() if folder_id in (0, row["folder_id"])]
                rows.sort(key=lambda row: (SORT_KEYS[key[1]](row), row["instance_id"]), reverse=descending)
                self._sorted[key] = rows
            return self._sorted[key]

    def instances(self, release_id: int) -> list[Document]:
        return [row for row in self.items() if row["id"] == release_id]

    def item(self, instance_id: int) -> Document:
        try:
            return self._items[instance_id]
        except KeyError:
            message = "The requested collection item does not exist in this user's collection."
            raise Refusal(404, message) from None

    def wants(self) -> list[Document]:
        with self._lock:
            return list(self._wants.values())

    def folders(self) -> list[Document]:
        return [self.folder(folder["id"]) for folder in list(self._folders)]

    def folder(self, folder_id: int) -> Document:
        """With its number of instances; 404 for an unknown one."""
        found = next((folder for folder in self._folders if folder["id"] == folder_id), None)
        if found is None:
            raise not_found("folders")
        return {"id": folder_id, "name": found["name"], "count": self._count(folder_id)}

    def owned(self) -> Mapping[tuple[str, int], int]:
        """Number of copies by ("release", id) and by ("master", id)."""
        with self._lock:
            if self._owned is None:
                self._owned = _tally(self._items.values())
            return self._owned

    def wanted(self) -> Mapping[tuple[str, int], int]:
        """Number of wanted releases, likewise."""
        return _tally(self.wants())

    # -- changing

    def add_item(
        self, release: Document, *, folder_id: int = 1, date_added: str = "", rating: int = 0
    ) -> Document:
        """Put one more copy on the shelf; `date_added` is now by default. Returns the new item."""
        with self._lock:
            instance_id = max(self._items, default=500_000_000) + 1
            added = collection_item(
                release,
                instance_id=instance_id,
                date_added=date_added or now_pacific(),
                folder_id=folder_id,
                rating=rating,
            )
            self._items[instance_id] = added
            self._changed()
            return added

    def remove_item(self, instance_id: int) -> None:
        with self._lock:
            self.item(instance_id)
            del self._items[instance_id]
            self._changed()

    def edit_item(self, instance_id: int, *, rating: int | None = None, folder_id: int | None = None) -> None:
        """A rating belongs to the release, so every copy gets it; the folder is the copy's own."""
        with self._lock:
            item = self.item(instance_id)
            if folder_id is not None:
                self.folder(folder_id)
                self._items[instance_id] = item | {"folder_id": folder_id}
            if rating is not None:
                for copy in [row for row in self._items.values() if row["id"] == item["id"]]:
                    self._items[copy["instance_id"]] = copy | {"rating": rating}
            self._changed()

    def edit_field(self, instance_id: int, field_id: int, value: str) -> None:
        """Set one field's value; "" stays as an empty value, as Discogs keeps it."""
        with self._lock:
            item = self.item(instance_id)
            notes = {note["field_id"]: note["value"] for note in item.get("notes", [])} | {field_id: value}
            rows = [{"field_id": field, "value": text} for field, text in sorted(notes.items())]
            self._items[instance_id] = item | {"notes": rows}
            self._changed()

    def refresh_release(self, release: Document) -> None:
        """A document of the database was edited: show it in listings too."""
        with self._lock:
            short = basic_information(release)
            for row in [row for row in self._items.values() if row["id"] == release["id"]]:
                self._items[row["instance_id"]] = row | {"basic_information": short}
            self._changed()

    def add_folder(self, name: str) -> Document:
        with self._lock:
            folder_id = max(folder["id"] for folder in self._folders) + 1
            self._folders.append({"id": folder_id, "name": name})
            return self.folder(folder_id)

    def rename_folder(self, folder_id: int, name: str) -> Document:
        with self._lock:
            self.folder(folder_id)
            self._folders = [
                folder | {"name": name} if folder["id"] == folder_id else folder for folder in self._folders
            ]
            return self.folder(folder_id)

    def remove_folder(self, folder_id: int) -> None:
        with self._lock:
            self.folder(folder_id)
            self._folders = [folder for folder in self._folders if folder["id"] != folder_id]

    def add_want(self, release: Document, *, notes: str, rating: int) -> Document:
        with self._lock:
            row = want(self.username, release, date_added=now_pacific(), notes=notes, rating=rating)
            self._wants[release["id"]] = row
            return row

    def remove_want(self, release_id: int) -> None:
        with self._lock:
            self._wants.pop(release_id, None)

    def _count(self, folder_id: int) -> int:
        with self._lock:
            if self._counts is None:
                counts: dict[int, int] = {0: len(self._items)}
                for row in self._items.values():
                    counts[row["folder_id"]] = counts.get(row["folder_id"], 0) + 1
                self._counts = counts
            return self._counts.get(folder_id, 0)

    def _changed(self) -> None:
        self._sorted.clear()
        self._counts = self._owned = None


def _tally(rows: Iterable[Document]) -> dict[tuple[str, int], int]:
    counts: dict[tuple[str, int], int] = {}
    for row in rows:
        for key in (("release", row["id"]), ("master", row["basic_information"].get("master_id") or 0)):
            counts[key] = counts.get(key, 0) + 1
    counts.pop(("master", 0), None)
    return counts


def _added(row: Document) -> datetime:
    # Items from before Discogs kept the date have none; they come first.
    return datetime.fromisoformat(row["date_added"]) if row.get("date_added") else _OLDEST


def _first(rows: Iterable[Document], key: str) -> str:
    return next((str(row.get(key, "")).casefold() for row in rows), "")


SORT_KEYS: dict[str, Callable[[Document], object]] = {
    "added": _added,
    "artist": lambda row: _first(row["basic_information"]["artists"], "name"),
    "title": lambda row: row["basic_information"]["title"].casefold(),
    "label": lambda row: _first(row["basic_information"]["labels"], "name"),
    "catno": lambda row: _first(row["basic_information"]["labels"], "catno"),
    "format": lambda row: _first(row["basic_information"]["formats"], "name"),
    "rating": lambda row: row["rating"],
    "year": lambda row: row["basic_information"]["year"],
}
