"""Artists of the catalogue by name, and their names by id."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from linernotes.documents.folding import fold, unnumbered
from linernotes.storage.catalogue.reader import CatalogueReader


@dataclass(frozen=True, slots=True)
class NamedArtist:
    """An artist of Discogs: its name with the "(2)" that tells namesakes apart, and without."""

    artist_id: int
    name: str | None
    display_name: str | None


@dataclass(frozen=True, slots=True)
class FoundArtist:
    """An artist that a text may mean. `neighbours` is how many artists it made albums with; the most come first."""

    artist_id: int
    name: str
    neighbours: int


@dataclass(frozen=True, slots=True)
class _Key:
    artist_id: int


def name_key(name: str) -> str:
    """A name as the table `artist_names` has it."""
    return fold(unnumbered(name))


def find_world_artists(catalogue: CatalogueReader, text: str, *, most: int = 12) -> list[FoundArtist]:
    """The artists that have a name, one of its variations or an alias, in all of Discogs.

    A number is an id first, and a name as well: 311 is a band. Next come those called so, most neighbours first.
    """
    text = text.strip()
    key, number = name_key(text), int(text) if text.isascii() and text.isdigit() else None
    ids = {row.artist_id for row in catalogue.look_up(_Key, "artist_names", [key])}
    names = read_world_names(catalogue, ids if number is None else ids | {number})
    artists = [FoundArtist(id, name, _neighbours(catalogue, id)) for id, name in names.items()]
    artists.sort(
        key=lambda one: (one.artist_id != number, name_key(one.name) != key, -one.neighbours, one.artist_id)
    )
    return artists[:most]


def read_world_names(catalogue: CatalogueReader, ids: Iterable[int]) -> dict[int, str]:
    """The names of artists, as shown; those that the catalogue does not know are left out."""
    wanted = sorted(set(ids))
    found = catalogue.look_up(NamedArtist, "artist", wanted)
    return {one.artist_id: one.display_name or one.name or f"Artist {one.artist_id}" for one in found}


def _neighbours(catalogue: CatalogueReader, artist_id: int) -> int:
    graph = catalogue.graph
    place = int(graph.ids.searchsorted(artist_id))
    if place >= len(graph.ids) or graph.ids[place] != artist_id:
        return 0
    return int(graph.begins[place + 1] - graph.begins[place])
