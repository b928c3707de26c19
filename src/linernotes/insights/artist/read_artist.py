"""Artists of a build: the search for an artist by what people type, and a short portrait of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from linernotes.documents.folding import keys, loose, query_terms, words
from linernotes.errors import UsageError
from linernotes.insights.artist.relatives import Relative, read_families
from linernotes.insights.collection.copies import sort_key
from linernotes.insights.ownership.near_misses import NearNames
from linernotes.insights.release.sleeve_text import sleeve_artists
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.knowledge import Knowledge, read_knowledge
from linernotes.storage.builds.search import matching, printed
from linernotes.storage.duckdb.database import load_sql

#: Digits of an id, at most; and artists that are looked at, of those that have the words of a text.
_LONGEST_ID, _LOOKED_AT = 18, 2000


@dataclass(frozen=True, slots=True)
class ArtistMatch:
    """An artist whose name (or a spelling of it) is what was typed. `items` are copies as main artist."""

    artist_id: int
    name: str
    items: int
    credits: int


@dataclass(frozen=True, slots=True)
class Appearance:
    """What an artist does on one owned release.

    `relations` are of main, track, credit; `roles` are empty for a main artist who is credited with none.
    """

    release_id: int
    title: str
    artists: str
    year: int | None
    relations: tuple[str, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArtistPortrait:
    """One artist as this shelf knows them: numbers are the least that they can be while not all of it is known."""

    artist_id: int
    name: str
    real_name: str | None
    is_group: bool | None
    items: int
    credits: int
    appearances: tuple[Appearance, ...]
    relatives: tuple[Relative, ...]
    partners: tuple[tuple[str, int], ...]
    similar: tuple[tuple[str, float], ...]
    community: str | None
    knowledge: Knowledge

    def as_json(self) -> dict[str, Any]:
        """For `--json` and the JSON API."""
        return asdict(self)


def find_artists(snapshot: Snapshot, text: str, limit: int = 20) -> list[ArtistMatch]:
    """Artists by id, name, or a variation of it, in any spelling that `folding` knows; best known first.

    Whole names count before beginnings of names, and these before words within. The best known is who is on most
    copies of the shelf. Raises StoreError if the full-text index cannot be read.
    """
    asked = text.strip()
    ids = matching(snapshot.search_path, asked, "artist", ("name", "variations"), ranked=0).ids
    by_id = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= _LONGEST_ID else None
    rows = snapshot.storage.rows(
        load_sql("linernotes.insights.artist", "find_artists"), [ids, asked, by_id, _LOOKED_AT]
    )
    found = [ArtistMatch(*row) for row in rows]
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
    return sorted(good, key=lambda match: grades[match.artist_id])[:limit]


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


def known_kind(is_group: bool | None) -> str | None:
    """What is known of what an artist is: "group", "known by name only", or None where nothing can be said.

    FALSE in `artist.is_group` means only that Discogs lists no members. That holds for people, and for orchestras and
    bands of which nobody has entered the members.
    """
    return {True: "group", False: None, None: "known by name only"}[is_group]


def one_artist(snapshot: Snapshot, text: str) -> ArtistMatch:
    """The one artist that is meant. Raises UsageError that says that no artist is, and which names are near."""
    matches = find_artists(snapshot, text)
    if not matches:
        near = [name for _, name in _names_on_shelf(snapshot).find(words(text))]
        hint = f". Did you mean {', or '.join(near)}?" if near else ""
        if not read_knowledge(snapshot).has_albums:
            raise UsageError(
                "who made these records is not known yet: a CSV export has names, but no artists. "
                "Run: linernotes dump fetch, or linernotes sync"
            )
        raise UsageError(f"nobody called {text!r} is on this shelf, nor in the discographies around it{hint}")
    return matches[0]


def _names_on_shelf(snapshot: Snapshot) -> NearNames:
    names = snapshot.storage.rows(
        "select display_name from artist where qty_collection_credits > 0 order by artist_id"
    )
    return NearNames((words(name), name) for (name,) in names if name)


def read_portrait(snapshot: Snapshot, artist_id: int) -> ArtistPortrait:
    """Everything that the command line reports on an artist."""
    ((name, real_name, is_group, items, credits),) = snapshot.storage.rows(
        "select display_name, real_name, is_group, qty_collection_items, qty_collection_credits "
        "from artist where artist_id = ?",
        [artist_id],
    )
    return ArtistPortrait(
        artist_id=artist_id,
        name=name,
        real_name=real_name,
        is_group=is_group,
        items=items or 0,
        credits=credits or 0,
        appearances=_appearances(snapshot, artist_id),
        relatives=family(snapshot, artist_id),
        partners=tuple(
            snapshot.storage.rows(load_sql("linernotes.insights.artist", "partners"), [artist_id])
        ),
        similar=tuple(
            snapshot.storage.rows(
                "select a.display_name, s.similarity from artist_similarity as s "
                "inner join artist as a on a.artist_id = s.similar_id "
                "where s.artist_id = ? order by s.similarity desc, s.similar_id limit 5",
                [artist_id],
            )
        ),
        community=snapshot.storage.scalar(
            "select c.label from artist_vertex as v "
            "inner join artist_community as c on c.community_id = v.community_id where v.artist_id = ?",
            [artist_id],
        ),
        knowledge=read_knowledge(snapshot),
    )


def _appearances(snapshot: Snapshot, artist_id: int) -> tuple[Appearance, ...]:
    rows = snapshot.storage.rows(load_sql("linernotes.insights.artist", "appearances"), [artist_id])
    artists = sleeve_artists(snapshot, {row[0] for row in rows})
    return tuple(
        Appearance(
            release_id=release_id,
            title=title,
            artists=artists.get(release_id, ""),
            year=year,
            relations=tuple(relation for *_, relation, _ in together),
            roles=tuple(dict.fromkeys(role for *_, roles in together for role in roles or ())),
        )
        for (release_id, title, year), together in sorted(_by_release(rows), key=_age)
    )


def _age(entry: tuple[tuple[Any, ...], Any]) -> tuple[int, str, int]:
    """The oldest first, of one year by title."""
    (release_id, title, year), _ = entry
    return year or 9999, sort_key(title or ""), release_id


def _by_release(rows: list[tuple[Any, ...]]) -> Iterator[tuple[tuple[Any, ...], list[tuple[Any, ...]]]]:
    """The rows of each release together; they come one after the other."""
    for release, together in groupby(rows, key=itemgetter(0, 1, 2)):
        yield release, list(together)


def family(snapshot: Snapshot, artist_id: int) -> tuple[Relative, ...]:
    """The family tree: members with their other groups, groups with their other members, aliases. Nearest first."""
    return snapshot.cached(read_families).of(artist_id)
