"""Six degrees: the way between any two artists of Discogs, with a record for each step."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from linernotes.insights.network.adjacency import Adjacency
from linernotes.insights.text.part_words import part_words
from linernotes.insights.text.years import unknown_last
from linernotes.insights.world.appearances import WorldAppearance
from linernotes.insights.world.artists import FoundArtist, find_world_artists, read_world_names
from linernotes.storage.catalogue.reader import CatalogueReader

#: More steps than that say nothing any more.
MOST_STEPS = 12
#: Albums that a step shows.
_SHOWN = 5

#: found: there is a path. same: both ends are one artist. none: nothing connects them. unclear: several have that
#: name and the caller has to choose, or no artist of Discogs has it.
State = Literal["found", "same", "none", "unclear"]


@dataclass(frozen=True, slots=True)
class SharedAlbum:
    """An album that names both artists of a step. `release_id` is its earliest pressing that both lead, else of all.

    The parts are what each is there: 'main artist', and roles.
    """

    album_id: int
    release_id: int
    title: str | None
    year: int | None
    part: tuple[str, ...]
    other_part: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorldStep:
    """From one artist of a path to the next. `albums` counts those that name both; `evidence` has the first of them."""

    from_id: int
    from_name: str
    to_id: int
    to_name: str
    albums: int
    evidence: tuple[SharedAlbum, ...]


@dataclass(frozen=True, slots=True)
class WorldPath:
    """Outcome of a search in all of Discogs, of the month `month` (YYYYMMDD)."""

    state: State
    month: str
    start: tuple[FoundArtist, ...]
    end: tuple[FoundArtist, ...]
    steps: tuple[WorldStep, ...] = ()


def read_world_path(catalogue: CatalogueReader, start: str, end: str) -> WorldPath:
    """Read two texts as artists, and find the way between them. Of namesakes the one with most neighbours is meant."""
    ones, others = find_world_artists(catalogue, start), find_world_artists(catalogue, end)
    month = catalogue.month.name
    if not ones or not others:
        return WorldPath("unclear", month, tuple(ones), tuple(others))
    if ones[0].artist_id == others[0].artist_id:
        return WorldPath("same", month, tuple(ones), tuple(others))
    ids = adjacency(catalogue).shortest([ones[0].artist_id], [others[0].artist_id], most_steps=MOST_STEPS)
    if ids is None:
        return WorldPath("none", month, tuple(ones), tuple(others))
    names = read_world_names(catalogue, ids)
    named = {id: names.get(id, f"Artist {id}") for id in ids}
    steps = tuple(_step(catalogue, one, other, named) for one, other in pairwise(ids))
    return WorldPath("found", month, tuple(ones), tuple(others), steps)


def adjacency(catalogue: CatalogueReader) -> Adjacency:
    """The edges of all of Discogs, for searches."""
    graph = catalogue.graph
    return Adjacency(graph.ids, graph.begins, graph.others, graph.albums, graph.albums)  # type: ignore[arg-type]  # smaller numbers


def _step(catalogue: CatalogueReader, one: int, other: int, names: dict[int, str]) -> WorldStep:
    shared = _shared(catalogue, one, other)
    return WorldStep(one, names[one], other, names[other], len(shared), shared[:_SHOWN])


def _shared(catalogue: CatalogueReader, one: int, other: int) -> tuple[SharedAlbum, ...]:
    """Albums that name both: first those that both lead, then those that one leads, each by year."""
    mine, theirs = (_releases_of(catalogue, id) for id in (one, other))
    shared = np.intersect1d(mine, theirs, assume_unique=True).tolist()
    on_one, on_other = (_on(catalogue, id, shared) for id in (one, other))
    both = [(on_one[id], on_other[id]) for id in shared]
    both.sort(
        key=lambda pair: (
            not (pair[0].is_main and pair[1].is_main),
            not (pair[0].is_main or pair[1].is_main),
            unknown_last(pair[0].year),
            pair[0].release_id,
        )
    )
    albums: dict[int, SharedAlbum] = {}
    for own, others in both:
        albums.setdefault(
            own.album_id,
            SharedAlbum(
                own.album_id,
                own.release_id,
                own.title,
                own.year,
                part_words(own.roles, is_main=own.is_main),
                part_words(others.roles, is_main=others.is_main),
            ),
        )
    return tuple(albums.values())


def _releases_of(catalogue: CatalogueReader, artist_id: int) -> NDArray[np.int64]:
    """The releases that name an artist: numbers alone, for somebody may be on 20,000."""
    source = catalogue.table_for("artist_releases", [artist_id])
    if source is None:
        return np.empty(0, dtype=np.int64)
    sql = f"select release_id from {source} where artist_id = ?"  # noqa: S608 a table of the catalogue
    return catalogue.columns(sql, [artist_id])["release_id"]


def _on(catalogue: CatalogueReader, artist_id: int, releases: list[int]) -> dict[int, WorldAppearance]:
    """What an artist does on some releases."""
    among = f"release_id in ({', '.join(map(str, releases)) or 'null'})"
    found = catalogue.look_up(WorldAppearance, "artist_releases", [artist_id], where=among)
    return {row.release_id: row for row in found}
