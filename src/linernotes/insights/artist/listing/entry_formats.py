"""What known pressings say of an entry of a discography, where the list says little: the words of their formats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from sys import intern
from typing import NamedTuple

from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql


class Listed(NamedTuple):
    """An entry: `type` says whose ids `id` is one of, master or release. `main_release_id` is a master's, if known."""

    type: str
    id: int
    main_release_id: int | None


class _Row(NamedTuple):
    release_id: int
    master_id: int | None
    descriptions: list[str]


@dataclass(frozen=True, slots=True)
class Pressings:
    """The words of the formats of each known pressing, by release; and the pressings of each album, by master."""

    words: Mapping[int, frozenset[str]]
    of_master: Mapping[int, Collection[int]]

    def words_of(self, entry: Listed) -> set[str]:
        """The words of all known pressings of an entry; empty where none is known."""
        if entry.type == "release":
            return set(self.words.get(entry.id, ()))
        pressings = {*self.of_master.get(entry.id, ()), entry.main_release_id or 0}
        return {word for id in pressings for word in self.words.get(id, ())}


def read_pressings(snapshot: Snapshot) -> Pressings:
    """Read them of all releases whose formats are known: those that are owned or wanted, and main releases that have
    landed. For `snapshot.cached`."""
    words: defaultdict[int, set[str]] = defaultdict(set)
    of_master: defaultdict[int, set[int]] = defaultdict(set)
    query = load_sql("linernotes.insights.artist.listing", "pressing_formats")
    for row in snapshot.storage.read(_Row, query):
        words[row.release_id].update(map(intern, row.descriptions))
        if row.master_id is not None:
            of_master[row.master_id].add(row.release_id)
    return Pressings({id: frozenset(found) for id, found in words.items()}, of_master)


def read_format_words(snapshot: Snapshot, entries: Iterable[Listed]) -> dict[tuple[str, int], set[str]]:
    """(type, id) -> the words of all its known pressings; empty for an entry with no known pressing."""
    pressings = snapshot.cached(read_pressings)
    found: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for entry in entries:
        found[entry.type, entry.id] |= pressings.words_of(entry)
    return found
