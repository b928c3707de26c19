"""Who plays with an artist on the records of the shelf."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum
from typing import NamedTuple

from linernotes.insights.artist.company.grouping import (
    Company,
    by_identity,
    foremost,
    most_used,
)
from linernotes.insights.artist.company.models import CoPlayer, CoPlayers, Together
from linernotes.insights.collection.copies import Collection, read_collection
from linernotes.insights.release.similar_releases import Kinship, read_kinship
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.years import unknown_last
from linernotes.storage.duckdb.database import load_sql

#: Roles that name what somebody plays or sings. "Soloist" and "Band" do not.
_INSTRUMENTS = "select role from role where performs and category not in ('performance', 'ensemble')"

#: Release -> its tracks that can be heard, as (track_no, title).
Titles = Mapping[int, list[tuple[int, str]]]


class _Row(NamedTuple):
    artist_id: int
    release_id: int
    tracks: list[int] | None
    performers: int


class _Track(NamedTuple):
    release_id: int
    track_no: int
    parent_track_no: int | None
    type: str
    title: str | None


@dataclass(frozen=True, slots=True)
class _Pressing:
    """A pressing of an album together, and the numbers of the tracks that the sleeve names for both.

    `closeness` is the album's: 1 / (n - 1), where n perform on the smallest track that both are on.
    """

    release_id: int
    tracks: frozenset[int]
    closeness: float


def read_co_players(snapshot: Snapshot, artist_id: int) -> CoPlayers:
    """Read the co-players of an artist with two queries, however many they are."""
    collection, kinship = snapshot.cached(read_collection), snapshot.cached(read_kinship)
    rows = snapshot.storage.read(
        _Row, load_sql("linernotes.insights.artist.company", "co_players"), [artist_id]
    )
    companies = by_identity(collection, kinship, rows)
    pressings = {one.identity_id: _pressings(one) for one in companies}
    tracks = {id: sum(len(one.tracks) for one in found) for id, found in pressings.items()}
    closeness = {id: fsum(one.closeness for one in found) for id, found in pressings.items()}
    best = foremost(companies, kinship.names, closeness)
    titles = _read_titles(
        snapshot, {at.release_id for one in best for at in pressings[one.identity_id] if at.tracks}
    )
    instruments = snapshot.cached(read_instruments)
    return CoPlayers(
        len(companies),
        tuple(
            _co_player(
                artist_id,
                one,
                tracks[one.identity_id],
                _evidence(collection, pressings[one.identity_id], titles),
                kinship,
                instruments,
            )
            for one in best
        ),
    )


def read_instruments(snapshot: Snapshot) -> frozenset[str]:
    """The roles of this build that are instruments or voices."""
    return frozenset(snapshot.storage.values(str, _INSTRUMENTS))


def _co_player(
    artist_id: int,
    company: Company[_Row],
    tracks: int,
    evidence: tuple[Together, ...],
    kinship: Kinship,
    instruments: frozenset[str],
) -> CoPlayer:
    (id, name), *others = company.names(kinship.names)
    theirs, own = (
        most_used(
            (role, album)
            for album, rows in company.albums.items()
            for row in rows
            for role in kinship.roles.get((who or row.artist_id, row.release_id), ())
            if role in instruments
        )
        for who in (None, artist_id)
    )
    return CoPlayer(
        artist_id=id,
        name=name,
        other_names=tuple(other for _, other in others),
        albums=len(company.albums),
        tracks=tracks,
        instruments=theirs,
        own_instruments=own,
        evidence=evidence,
    )


def _pressings(company: Company[_Row]) -> list[_Pressing]:
    """Of each album the pressing that names most tracks; of such the one with the lowest id."""
    found = []
    for rows in company.albums.values():
        tracks: defaultdict[int, set[int]] = defaultdict(set)
        for row in rows:
            tracks[row.release_id].update(row.tracks or ())
        release_id = min(tracks, key=lambda id: (-len(tracks[id]), id))
        performers = max(2, min(row.performers for row in rows))
        found.append(_Pressing(release_id, frozenset(tracks[release_id]), 1 / (performers - 1)))
    return found


def _evidence(collection: Collection, pressings: Iterable[_Pressing], titles: Titles) -> tuple[Together, ...]:
    """The oldest album first."""
    found = []
    for one in pressings:
        copy = collection.of_release(one.release_id)
        if copy is not None:
            heard = titles.get(one.release_id, []) if one.tracks else []
            named = tuple(title for track_no, title in heard if track_no in one.tracks)
            is_every = bool(named) and len(named) == len(heard)
            found.append(Together(one.release_id, copy.title, copy.original_year, named, is_every))
    return tuple(sorted(found, key=lambda one: (unknown_last(one.year), one.release_id)))


def _read_titles(snapshot: Snapshot, release_ids: Iterable[int]) -> Titles:
    """The tracks that can be heard: those with sub-tracks are not."""
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    asked = sorted(release_ids)
    query = load_sql("linernotes.insights.artist.company", "heard_tracks")
    rows = snapshot.storage.read(_Track, query, [asked]) if asked else []
    parents = {(row.release_id, row.parent_track_no) for row in rows}
    for row in rows:
        if row.type == "track" and (row.release_id, row.track_no) not in parents:
            title = row.title if row.title is not None else f"track {row.track_no + 1}"
            found[row.release_id].append((row.track_no, title))
    return found
