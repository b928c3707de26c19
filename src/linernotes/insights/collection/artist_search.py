"""People that a search finds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest

from linernotes.documents import PSEUDO_ARTISTS
from linernotes.documents.folding import words
from linernotes.insights.collection.copies import sort_key
from linernotes.insights.collection.facets.facets import Facet
from linernotes.insights.collection.facets.read_facets import read_facets
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.artist_names import artist_name, read_names, read_names_on_shelf
from linernotes.storage.builds.search import matching, search

#: How many letters somebody must have typed: one letter begins half of all names.
_LETTERS = 2

#: Artists that are listed.
_LISTED = 8


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """A person with a name that fits a text; `items` counts the copies that they are on in any part, by any name."""

    artist_id: int
    name: str
    items: int


def find_people(snapshot: Snapshot, text: str) -> list[PersonMatch]:
    """Artists with a name that holds every word of a text. Pseudo-artists are left out.

    Artists on the shelf come first. Among these an exact name comes first, then the artist on most copies.
    """
    if len(text.strip()) < _LETTERS:
        return []
    asked, persons, search_path = words(text), snapshot.cached(read_facets)["person"], snapshot.search_path
    matches = matching(search_path, text, "artist", ("name", "variations"), ranked=0)
    ids = _one_of_each([id for id in matches.ids if id not in PSEUDO_ARTISTS], persons)
    names = snapshot.cached(read_names_on_shelf)
    if away := [id for id in ids if id not in names]:
        names = names | read_names(snapshot, away)

    def order(id: int) -> tuple[bool, int, str, int]:
        return _compared(names[id]) != asked, -persons.total(str(id)), sort_key(names[id]), id

    people = [PersonMatch(id, names[id], persons.total(str(id))) for id in nsmallest(_LISTED, ids, key=order)]
    if len(people) < _LISTED:
        known = PSEUDO_ARTISTS | {one.artist_id for one in people}
        hits = search(search_path, text, "artist", _LISTED)
        others = (hit for hit in hits if hit.id not in known and hit.column != "related")
        people += [PersonMatch(hit.id, artist_name(hit.title, hit.id), 0) for hit in others]
    return people[:_LISTED]


@lru_cache(maxsize=100_000)
def _compared(name: str) -> str:
    return words(name)


def _one_of_each(artist_ids: list[int], persons: Facet) -> list[int]:
    """Of each person on the shelf one of these ids: the person's own, else the lowest of another name."""
    found: dict[str, tuple[bool, int]] = {}
    for id in artist_ids:
        name = str(id)
        if name in persons:
            person = persons.key(name)
            this = person != name, id
            found[person] = min(found.get(person, this), this)
    return [id for _, id in found.values()]
