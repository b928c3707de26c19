"""The search for an artist by what people type."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from linernotes.documents.folding import keys, loose, query_terms, words
from linernotes.errors import UsageError
from linernotes.insights.ownership.near_misses import NearNames, did_you_mean
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.knowledge import read_knowledge
from linernotes.insights.text.typed_reference import parse_reference
from linernotes.storage.builds.search import matching, printed
from linernotes.storage.duckdb.database import load_sql

#: Artists that are looked at, of those that have the words of a text.
_LOOKED_AT = 2000

#: Of these, those that are listed.
_LISTED = 20


@dataclass(frozen=True, slots=True)
class ArtistMatch:
    """An artist whose name (or a spelling of it) is what was typed. `items` are copies as main artist."""

    artist_id: int
    name: str
    items: int
    credits: int


def find_artists(snapshot: Snapshot, text: str) -> list[ArtistMatch]:
    """Artists by id or link, name, or a variation of it, in any spelling that `folding` knows; best known first.

    Whole names count before beginnings of names, and these before words within. The best known is who is on most
    copies of the shelf. Raises StoreError if the full-text index cannot be read.
    """
    asked = text.strip()
    ids = matching(snapshot.search_path, asked, "artist", ("name", "variations"), ranked=0).ids
    by_id = _artist_id(asked, has_name=bool(ids))
    query = load_sql("linernotes.insights.artist", "find_artists")
    found = snapshot.storage.read(ArtistMatch, query, [ids, asked, by_id, _LOOKED_AT])
    names = printed(snapshot.search_path, [match.artist_id for match in found], "artist")
    grades = {
        match.artist_id: 0
        if match.artist_id == by_id
        else _grade(asked, [match.name, *names.get(match.artist_id, {}).get("variations", "").split("\n")])
        for match in found
    }
    # Single letters begin half of all names.
    typed = [word for group in next(iter(query_terms(asked)), []) for word in group[0].split()]
    worst = 3 if any(len(word) > 1 for word in typed) else 2
    good = [match for match in found if grades[match.artist_id] <= worst]
    return sorted(good, key=lambda match: grades[match.artist_id])[:_LISTED]


def _artist_id(asked: str, *, has_name: bool) -> int | None:
    """The id that a text is, or links to. Of a123 that holds only where no artist has such a name."""
    reference = parse_reference(asked, number="artist")
    if reference is None or reference.kind != "artist":
        return None
    is_sure = reference.is_link or asked.isdigit() or not has_name
    return reference.id if is_sure else None


def _grade(asked: str, names: Iterable[str]) -> int:
    """How well the best of an artist's names is what was asked: 0 wholly, 1 but for what people leave out, 2 it
    begins so, 3 it has those words.
    """
    wanted, rough = keys(asked), loose(asked)
    grade = 3
    for name in filter(None, names):
        called = keys(name)
        if not set(called).isdisjoint(wanted):
            return 0
        if rough and loose(name) == rough:
            grade = 1
        elif grade == 3 and any(key.startswith(begun) for key in called for begun in wanted):
            grade = 2
    return grade


def one_artist(snapshot: Snapshot, text: str) -> ArtistMatch:
    """The one artist that is meant. Raises UsageError as `meant_artists`."""
    return meant_artists(snapshot, text)[0]


def meant_artists(snapshot: Snapshot, text: str) -> list[ArtistMatch]:
    """The artists that may be meant; the first is the one that is.

    :raises UsageError: there is none; it says which names are near.
    """
    matches = find_artists(snapshot, text)
    if not matches:
        near = [name for _, name in _names_on_shelf(snapshot).find(words(text))]
        hint = did_you_mean(near)
        if not snapshot.cached(read_knowledge).has_albums:
            raise UsageError(
                "who made these records is not known yet: a CSV export has names, but no artists. "
                "Run: linernotes dump fetch, or linernotes sync"
            )
        raise UsageError(f"nobody called {text!r} is on this shelf, nor in the discographies around it{hint}")
    return matches


def _names_on_shelf(snapshot: Snapshot) -> NearNames:
    names = snapshot.storage.values(
        str, "select display_name from artist where qty_collection_credits > 0 order by artist_id"
    )
    return NearNames((words(name), name) for name in names if name)
