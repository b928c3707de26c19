"""What the texts of Discogs mention, as far as it is known here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from linernotes.insights.markup import Mention, Target
from linernotes.storage.database import DBStorage, load_sql


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


def read_mentioned(storage: DBStorage, mentions: Iterable[Mention]) -> Mentioned:
    """Look them up, all with one query; none if there are none."""
    found = set(mentions)

    def ids(target: Target) -> list[int]:
        return sorted({one.id for one in found if one.target == target and one.id is not None})

    names = sorted({one.name for one in found if one.target == "artist" and one.name})
    asked = [ids("artist"), names, ids("release"), ids("master"), ids("label")]
    rows = storage.rows(load_sql("linernotes.insights", "mentions"), asked) if any(asked) else []
    by_id = {
        (kind, id): Known(id, shown or "Untitled", release_id) for kind, id, _, shown, release_id in rows
    }
    by_name = {name: by_id[kind, id] for kind, id, name, *_ in rows if kind == "artist"}
    return Mentioned(by_id, by_name)
