"""What the collector did between the last two listings of the collection, in words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql

_CONDITIONS = {"media_condition": "media", "sleeve_condition": "sleeve"}
_OWN_FIELD = "field: "


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one copy. `release_id` is None if the copy is gone; `detail` says what is other than before."""

    change: str
    instance_id: int
    release_id: int | None
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes that were noticed last, at `seen_at` (None: there never were any).

    `listed_at` is when the last sync began; with `is_latest` these are what it noticed, else it noticed none.
    """

    seen_at: datetime | None
    listed_at: datetime | None
    changes: tuple[Change, ...]

    @property
    def is_latest(self) -> bool:
        """Whether the last sync noticed them."""
        return self.seen_at is not None and (self.listed_at is None or self.seen_at >= self.listed_at)

    @property
    def counts(self) -> dict[str, int]:
        """How many changes there are of each kind, in the order in which `changes` first has them."""
        return dict(Counter(one.change for one in self.changes))


class _ChangeRow(NamedTuple):
    instance_id: int
    seen_at: datetime
    change: str
    before: str | None
    after: str | None
    release_id: int | None
    title: str | None


def read_changes(snapshot: Snapshot) -> Changes:
    """Read them from a build."""
    rows = snapshot.storage.read(_ChangeRow, load_sql("linernotes.insights.statistics", "changes"))
    listed_at = snapshot.storage.scalar("select arg_max(started_at, run_id) from sync_run")
    return Changes(rows[0].seen_at if rows else None, listed_at, tuple(map(_change, rows)))


def _change(row: _ChangeRow) -> Change:
    was, now = _columns(row.before), _columns(row.after)
    named = row.title or now.get("title") or was.get("title") or "Untitled"
    detail = "; ".join(_details(row.change, was, now))
    return Change(row.change, row.instance_id, row.release_id, str(named), detail)


def _columns(text: str | None) -> dict[str, object]:
    """What a change recorded; nothing where that is damaged: a change is worth a line, not a page."""
    try:
        columns = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return columns if isinstance(columns, dict) else {}


def _details(change: str, was: dict[str, object], now: dict[str, object]) -> Iterator[str]:
    if change == "moved":
        yield f"from {was.get('folder') or 'a folder'} to {now.get('folder') or 'another'}"
    elif change == "rated":
        yield _rated(was.get("rating"), now.get("rating"))
    elif change == "edited":
        for column in was | now:
            yield _edited(column, was.get(column), now.get(column))


def _rated(was: object, now: object) -> str:
    if now is None:
        return f"no rating any more, {was} before"
    return f"{now} of 5" if was is None else f"{now} of 5, {was} before"


def _edited(column: str, was: object, now: object) -> str:
    if column == "release_id":
        return "Discogs has merged its release with another"
    if column == "notes":
        return "notes"
    name = _CONDITIONS.get(column) or column.removeprefix(_OWN_FIELD)
    return f"{name}: {now}" if now is not None else f"{name}: nothing any more"
