"""What the texts of Discogs mention, as far as it is known here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from linernotes.documents.folding import unnumbered
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.discogs_markup import Mention
from linernotes.storage.duckdb.database import load_sql
from linernotes.storage.reading import Model


@dataclass(frozen=True, slots=True)
class Target:
    """Something mentioned that the build knows: its id, the name to show, and the pressing to look at, if any."""

    id: int
    name: str
    release_id: int | None


class _Artist(NamedTuple):
    artist_id: int
    name: str
    display_name: str


class _Thing(NamedTuple):
    """A release, master or label: `mentioned_releases.sql` and the like."""

    id: int
    name: str | None
    pressing_id: int | None


class Mentioned:
    """Answers what a mention is about; None for what is not known here."""

    def __init__(self, by_id: dict[tuple[str, int], Target], by_name: dict[str, Target]) -> None:
        self._by_id = by_id
        self._by_name = by_name

    def find(self, mention: Mention) -> Target | None:
        """What it is about."""
        if mention.id is not None:
            return self._by_id.get((mention.target, mention.id))
        return self._by_name.get(mention.name or "") if mention.target == "artist" else None


def read_mentioned(snapshot: Snapshot, mentions: Iterable[Mention]) -> Mentioned:
    """Look them up."""
    found = set(mentions)
    by_id: dict[tuple[str, int], Target] = {}
    by_name: dict[str, Target] = {}
    names = sorted({one.name for one in found if one.target == "artist" and one.name})
    ids = _ids(found, "artist")
    artists = _ask(snapshot, _Artist, "mentioned_artists", ids) if ids else []
    if names:
        artists += _ask(snapshot, _Artist, "mentioned_names", names)
    for artist in sorted(artists, key=lambda one: one.artist_id):
        known = Target(artist.artist_id, artist.display_name, None)
        by_id["artist", artist.artist_id] = by_name[artist.name] = known
    for target in ("release", "master", "label"):
        ids = _ids(found, target)
        for one in _ask(snapshot, _Thing, f"mentioned_{target}s", ids) if ids else ():
            name = unnumbered(one.name) if target == "label" and one.name else one.name
            by_id[target, one.id] = Target(one.id, name or "Untitled", one.pressing_id)
    return Mentioned(by_id, by_name)


def _ids(found: Iterable[Mention], target: str) -> list[int]:
    return sorted({one.id for one in found if one.target == target and one.id is not None})


def _ask(snapshot: Snapshot, model: type[Model], question: str, *lists: list[int] | list[str]) -> list[Model]:
    return snapshot.storage.read(model, load_sql("linernotes.insights.release", question), lists)
