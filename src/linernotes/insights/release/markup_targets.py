"""What the texts of Discogs mention, as far as it is known here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from linernotes.documents.folding import unnumbered
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.discogs_markup import Mention
from linernotes.storage.duckdb.database import load_sql


@dataclass(frozen=True, slots=True)
class Known:
    """Something mentioned that the build knows: its id, the name to show, and the pressing to look at, if any."""

    id: int
    name: str
    release_id: int | None


class Mentioned:
    """Answers what a mention is about; None for what is not known here."""

    def __init__(self, by_id: dict[tuple[str, int], Known], by_name: dict[str, Known]) -> None:
        self._by_id = by_id
        self._by_name = by_name

    def find(self, mention: Mention) -> Known | None:
        """What it is about."""
        if mention.id is not None:
            return self._by_id.get((mention.target, mention.id))
        return self._by_name.get(mention.name or "") if mention.target == "artist" else None


def read_mentioned(snapshot: Snapshot, mentions: Iterable[Mention]) -> Mentioned:
    """Look them up, those of a kind with one query."""
    found = set(mentions)
    by_id: dict[tuple[str, int], Known] = {}
    by_name: dict[str, Known] = {}
    names = sorted({one.name for one in found if one.target == "artist" and one.name})
    ids = _ids(found, "artist")
    for id, name, shown in _ask(snapshot, "mentioned_artists", ids, names) if ids or names else ():
        by_id["artist", id] = by_name[name] = Known(id, shown, None)
    for target in ("release", "master", "label"):
        ids = _ids(found, target)
        for id, title, release_id in _ask(snapshot, f"mentioned_{target}s", ids) if ids else ():
            name = unnumbered(title) if target == "label" and title else title
            by_id[target, id] = Known(id, name or "Untitled", release_id)
    return Mentioned(by_id, by_name)


def _ids(found: Iterable[Mention], target: str) -> list[int]:
    return sorted({one.id for one in found if one.target == target and one.id is not None})


def _ask(snapshot: Snapshot, question: str, *lists: list[Any]) -> list[tuple[Any, ...]]:
    return snapshot.storage.rows(load_sql("linernotes.insights.release", question), lists)
