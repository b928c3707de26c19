"""The people of a shelf for the index of the shop: all of them where they are few, else the main artists alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from linernotes.documents.folding import keys, unnumbered
from linernotes.insights.ownership.answers import LookupSource
from linernotes.insights.ownership.by_mention import ByMention
from linernotes.insights.text.artist_names import read_other_names
from linernotes.insights.text.typed_reference import Reference
from linernotes.storage.builds.search import printed

#: Names that the index has room for: some 15 bytes each when compressed. Two thousand records have so many.
MOST_NAMES = 20_000

#: An artist: the id, the name, further names that are found, the places of copies that the covers do not lead to.
Person = tuple[int, str, list[str], list[int]]


def people_of(source: LookupSource) -> tuple[list[Person], bool]:
    """What the covers do not say of a shelf's people, and whether it is known of all of them.

    The name is "" where it is the first one that a cover has. An artist without anything to say is left out.
    """
    covers = _Covers(source)
    credited = _credited(source)
    names = _other_names(source, credited) if len(credited) <= MOST_NAMES else {}
    has_credits = len(credited) + sum(map(len, names.values())) <= MOST_NAMES
    mention = ByMention(source)
    found = []
    for id in sorted(covers.named | credited if has_credits else covers.named):
        answer = mention.all_of("", Reference("artist", id, False))
        others = names.get(id, []) if has_credits else []
        held = sorted(
            {covers.place[copy.instance_id] for copy in answer.copies} - covers.places.get(id, set())
        )
        what = answer.what or ""
        called = "" if what == covers.printed.get(id) else what
        if called or others or held:
            found.append((id, called, others, held))
    return found, has_credits


class _Covers:
    """The main artists of all copies: what they are called on the first one, and the places of the copies."""

    def __init__(self, source: LookupSource) -> None:
        self.place: dict[int, int] = {}
        self.places: dict[int, set[int]] = {}
        self.printed: dict[int, str] = {}
        for at, copy in enumerate(source.browser.collection.copies):
            self.place[copy.instance_id] = at
            for one in copy.artists:
                if one.artist_id is not None:
                    self.places.setdefault(one.artist_id, set()).add(at)
                    self.printed.setdefault(one.artist_id, unnumbered(one.printed))

    @property
    def named(self) -> set[int]:
        return set(self.places)


def _credited(source: LookupSource) -> set[int]:
    """Everybody who is on a record in any part, under each of their ids."""
    persons = source.browser.facets["person"]
    others = source.snapshot.cached(read_other_names)
    return {int(key) for key in persons.keys} | {id for id in others if str(id) in persons}


def _other_names(source: LookupSource, ids: Iterable[int]) -> Mapping[int, list[str]]:
    """The names of artists that are compared as another one than those before them."""
    persons = source.browser.facets["person"]
    found = {}
    for id, columns in printed(source.snapshot.search_path, sorted(ids), "artist").items():
        seen = set(keys(persons.label(str(id))))
        names = []
        for column in ("name", "variations"):
            for name in columns.get(column, "").split("\n"):
                if name and not seen.issuperset(keys(name)):
                    seen.update(keys(name))
                    names.append(name)
        if names:
            found[id] = names
    return found
