"""Artists of a build: find one by what people type, and tell who he, she or they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from linernotes.errors import UsageError
from linernotes.insights.families import Relative, read_families
from linernotes.insights.sleeves import sleeve_artists
from linernotes.storage.database import DBStorage, load_sql


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
    """One artist as this shelf knows them."""

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

    def as_json(self) -> dict[str, Any]:
        """For `--json` and the JSON API."""
        return asdict(self)


def find_artists(storage: DBStorage, text: str) -> list[ArtistMatch]:
    """Artists by id, name, display name or a variation of it, capitals and accents ignored; best known first.

    Whole names count before beginnings of names. The best known is who is on most copies of the shelf.
    """
    rows = storage.rows(load_sql("linernotes.insights", "find_artists"), [text.strip()])
    return [ArtistMatch(*row) for row in rows]


def one_artist(storage: DBStorage, text: str) -> ArtistMatch:
    """The one artist that is meant. Raises UsageError that says what else could be meant, or that nobody is."""
    matches = find_artists(storage, text)
    if not matches:
        raise UsageError(f"nobody called {text!r} is on this shelf, nor in the discographies around it")
    return matches[0]


def read_portrait(storage: DBStorage, artist_id: int) -> ArtistPortrait:
    """Everything that the command line tells of an artist."""
    ((name, real_name, is_group, items, credits),) = storage.rows(
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
        appearances=_appearances(storage, artist_id),
        relatives=family(storage, artist_id),
        partners=tuple(storage.rows(load_sql("linernotes.insights", "partners"), [artist_id])),
        similar=tuple(
            storage.rows(
                "select a.display_name, s.similarity from artist_similarity as s "
                "inner join artist as a on a.artist_id = s.similar_id "
                "where s.artist_id = ? order by s.similarity desc, s.similar_id limit 5",
                [artist_id],
            )
        ),
        community=storage.scalar(
            "select c.label from artist_vertex as v "
            "inner join artist_community as c on c.community_id = v.community_id where v.artist_id = ?",
            [artist_id],
        ),
    )


def _appearances(storage: DBStorage, artist_id: int) -> tuple[Appearance, ...]:
    rows = storage.rows(load_sql("linernotes.insights", "appearances"), [artist_id])
    artists = sleeve_artists(storage, {row[0] for row in rows})
    return tuple(
        Appearance(
            release_id=release_id,
            title=title,
            artists=artists.get(release_id, ""),
            year=year,
            relations=tuple(relation for *_, relation, _ in together),
            roles=tuple(dict.fromkeys(role for *_, roles in together for role in roles or ())),
        )
        for (release_id, title, year), together in _by_release(rows)
    )


def _by_release(rows: list[tuple[Any, ...]]) -> Iterator[tuple[tuple[Any, ...], list[tuple[Any, ...]]]]:
    """The rows of each release together; they come one after the other."""
    for release, together in groupby(rows, key=itemgetter(0, 1, 2)):
        yield release, list(together)


def family(storage: DBStorage, artist_id: int) -> tuple[Relative, ...]:
    """The family tree: members with their other groups, groups with their other members, aliases. Nearest first."""
    return read_families(storage).of(artist_id)
