"""Small builds for tests of the network: a shelf and relations as rows, derived in a database of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from tests.rows import put, tuples

from linernotes.derive.network.derive_network import DeriveNetwork
from linernotes.derive.performers.line_ups import derive_line_ups
from linernotes.storage.duckdb.database import DBStorage, load_sql

DERIVED = (
    "artist_vertex",
    "artist_edge",
    "artist_community",
    "artist_community_members",
    "artist_similarity",
)

FAMILY = ("group_member", "artist_alias")
#: Above the releases of any shelf of these tests.
FIRST_ALBUM = 10_000

#: (from, to, relation_type, weight)
Relation = tuple[int, int, str, int]
Rows = list[tuple[Any, ...]]


class Shelf(NamedTuple):
    """What is on a shelf. `releases` has each release's main artists, `copies` a release for each copy."""

    releases: Mapping[int, Iterable[int]]
    copies: Iterable[int]
    relations: Iterable[Relation]
    tags: Mapping[int, Iterable[str]] = {}

    def collected(self) -> dict[int, set[int]]:
        """Of each collected artist its copies, by their number."""
        found: dict[int, set[int]] = {}
        for copy, release in enumerate(self.copies, start=1):
            for artist in self.releases[release]:
                if artist not in (194, 355, 118760):
                    found.setdefault(artist, set()).add(copy)
        return found


def load(storage: DBStorage, shelf: Shelf) -> None:
    """Put a shelf into a build's source tables, and its relations into artist_relations.

    Each relation rests on albums of its own, which name nobody: so each of them weighs 1.
    """
    artists = {artist for one in shelf.relations for artist in one[:2]}
    artists |= {artist for many in shelf.releases.values() for artist in many}
    put(
        storage,
        "artist",
        [(id, id, f"Artist {id} (2)", f"Artist {id}", *[None] * 9, "api", None) for id in artists],
    )
    put(
        storage,
        "release_artists",
        [
            (release, place, artist, f"Artist {artist}", None, None)
            for release, artists in shelf.releases.items()
            for place, artist in enumerate(artists)
        ],
    )
    put(
        storage,
        "collection_items",
        [(copy, release, *[None] * 13) for copy, release in enumerate(shelf.copies, start=1)],
    )
    put(
        storage,
        "release_styles",
        [(release, n, tag) for release, tags in shelf.tags.items() for n, tag in enumerate(tags)],
    )
    albums = count(FIRST_ALBUM)
    relations = [(*one, [next(albums) for _ in range(albums_of(one))], []) for one in shelf.relations]
    put(storage, "artist_relations", relations)
    owned = [release for *_, releases, _ in relations for release in releases]
    put(storage, "collection_items", [(release, release, *[None] * 13) for release in owned])


def albums_of(relation: Relation) -> int:
    """How many albums a relation rests on: its weight, but for family's."""
    return 0 if relation[2] in FAMILY else relation[3]


def strength(relations: Iterable[Relation]) -> int:
    """The weight of the edge of two artists: every album of theirs here is one by two, and family counts once."""
    relations = list(relations)
    return sum(map(albums_of, relations)) + any(one[2] in FAMILY for one in relations)


def derive(shelf: Shelf) -> dict[str, Rows]:
    """The derived tables of a shelf, and `meta` as a dict's items."""
    with TemporaryDirectory() as folder, DBStorage.create(Path(folder) / "build.duckdb") as storage:
        load(storage, shelf)
        storage.stage("counted_credits", load_sql("linernotes.derive.credits", "own_credits"))
        storage.stage("owned_albums", load_sql("linernotes.derive", "owned_albums"))
        derive_line_ups(storage)
        DeriveNetwork().derive(storage)
        return {table: tuples(storage, f"from {table}") for table in (*DERIVED, "meta")}


def related(*pairs: tuple[int, int], weight: int = 1) -> list[Relation]:
    """Relations by which these artists played together."""
    return [(a, b, "co_appearance", weight) for a, b in pairs]
