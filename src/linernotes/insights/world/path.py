"""Six degrees: the way between any two artists of Discogs, with a record for each step."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from linernotes.insights.network.adjacency import Adjacency
from linernotes.insights.text.part_words import part_words
from linernotes.insights.world.artist_releases import ArtistReleases, read_artist_releases
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
    on = {id: read_artist_releases(catalogue, id) for id in ids}
    steps = tuple(_step(one, other, named, on) for one, other in pairwise(ids))
    return WorldPath("found", month, tuple(ones), tuple(others), steps)


def adjacency(catalogue: CatalogueReader) -> Adjacency:
    """The edges of all of Discogs, for searches."""
    graph = catalogue.graph
    return Adjacency(graph.ids, graph.begins, graph.others, graph.albums, graph.albums)  # type: ignore[arg-type]  # smaller numbers


def _step(one: int, other: int, named: dict[int, str], on: dict[int, ArtistReleases]) -> WorldStep:
    albums, evidence = _shared(on[one], on[other])
    return WorldStep(one, named[one], other, named[other], albums, evidence)


def _shared(one: ArtistReleases, other: ArtistReleases) -> tuple[int, tuple[SharedAlbum, ...]]:
    """How many albums name both, and the first: those that both lead, then those that one leads, each by year."""
    releases, mine, theirs = np.intersect1d(
        one.releases, other.releases, assume_unique=True, return_indices=True
    )
    leads, other_leads = one.main[mine], other.main[theirs]
    order = np.lexsort([releases, one.years[mine], ~(leads | other_leads), ~(leads & other_leads)])
    _, firsts = np.unique(one.albums[mine][order], return_index=True)
    shown = order[np.sort(firsts)[:_SHOWN]]
    both = zip(one.at(mine[shown]), other.at(theirs[shown]), strict=True)
    return len(firsts), tuple(
        SharedAlbum(
            own.album_id,
            own.release_id,
            own.title,
            own.year,
            part_words(own.roles, is_main=own.is_main),
            part_words(others.roles, is_main=others.is_main),
        )
        for own, others in both
    )
