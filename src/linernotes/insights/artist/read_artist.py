"""The one reader of an artist, for command line, page, map panel, JSON and site."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from linernotes.documents import PSEUDO_ARTISTS
from linernotes.insights.artist.company.co_players import read_co_players
from linernotes.insights.artist.company.group_people import read_group_people
from linernotes.insights.artist.company.models import CoPlayers, Partners
from linernotes.insights.artist.company.studio import read_studio_partners
from linernotes.insights.artist.models import (
    Appearance,
    CommunityOf,
    Family,
    Kin,
    Portrait,
    Similar,
    by_age,
)
from linernotes.insights.artist.relatives import Relative, read_families
from linernotes.insights.collection.copies import Collection, read_collection
from linernotes.insights.contributors.communities import read_communities
from linernotes.insights.release.similar_releases import Kinship, read_kinship
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.artist_names import artist_name
from linernotes.insights.text.web_addresses import web_address
from linernotes.storage.duckdb.database import load_sql
from linernotes.storage.reading import Model

#: Of those who are like an artist so many are named.
MOST_SIMILAR = 8
#: The company of who is on no record.
_NO_PLAYERS, _NOBODY = CoPlayers(0, ()), (Partners(0, ()), Partners(0, ()))


class _Artist(NamedTuple):
    """The row of `portrait.sql`: an artist, and the community that it belongs to."""

    name: str
    real_name: str | None
    profile: str | None
    is_group: bool | None
    items: int
    credits: int
    picture_url: str | None
    source: str
    loaded_at: datetime | None
    in_collection: bool | None
    community_id: int | None


class _Line(NamedTuple):
    kind: str
    position: int
    text: str | None


class _Part(NamedTuple):
    """An artist's relation to an owned release: `tracks` are numbers, None for the whole release."""

    release_id: int
    relation: str
    roles: list[str] | None
    tracks: list[int] | None


class _Track(NamedTuple):
    release_id: int
    track_no: int
    title: str


class _Similar(NamedTuple):
    similar_id: int
    similarity: float
    shared: list[str] | None


def read_artist(snapshot: Snapshot, artist_id: int) -> Portrait | None:
    """Read an artist; None if nothing in the build names them, or if it is no artist ('Various')."""
    artists = _ask(snapshot, _Artist, "portrait", artist_id)
    if not artists or artist_id in PSEUDO_ARTISTS:
        return None
    artist = artists[0]
    collection, kinship = snapshot.cached(read_collection), snapshot.cached(read_kinship)
    lines = _ask(snapshot, _Line, "portrait_lines", artist_id)
    shelf = _appearances(snapshot, collection, _ask(snapshot, _Part, "portrait_shelf", artist_id))
    made_by, made_for = read_studio_partners(snapshot, artist_id) if artist.credits else _NOBODY
    is_group = bool(artist.is_group and artist.items)
    members_here, guests = read_group_people(snapshot, artist_id) if is_group else _NOBODY
    similar = _similar(snapshot, kinship, artist_id) if artist.items else []
    return Portrait(
        artist_id=artist_id,
        name=artist.name,
        real_name=artist.real_name,
        profile=artist.profile,
        is_group=artist.is_group,
        items=artist.items,
        credits=artist.credits,
        picture_url=artist.picture_url,
        source=artist.source,
        loaded_at=artist.loaded_at,
        is_collected=bool(artist.in_collection),
        community=_community(snapshot, artist.community_id),
        spellings=tuple(line.text for line in lines if line.kind == "spelling" and line.text),
        urls=tuple(url for line in lines if line.kind == "url" and (url := web_address(line.text))),
        family=family_tree(snapshot.cached(read_families).of(artist_id)),
        as_main=tuple(one for one in shelf if one.is_main),
        as_guest=tuple(one for one in shelf if not one.is_main),
        played_with=read_co_players(snapshot, artist_id) if artist.credits else _NO_PLAYERS,
        members_here=members_here,
        guests=guests,
        made_by=made_by,
        made_for=made_for,
        similar=tuple(
            Similar(
                one.similar_id,
                artist_name(kinship.names.get(one.similar_id), one.similar_id),
                one.similarity,
                tuple(one.shared or ()),
            )
            for one in similar
        ),
    )


def family_tree(relatives: Iterable[Relative]) -> Family:
    """Relatives in rows as a tree. Pure."""
    rows = list(relatives)
    further: dict[int | None, list[Relative]] = {}
    for relative in rows:
        if relative.via_id is not None:
            further.setdefault(relative.via_id, []).append(relative)

    def kin(relative: Relative) -> Kin:
        others = (
            further.get(relative.artist_id, ())
            if relative.via_id is None and relative.kind != "alias"
            else ()
        )
        return Kin(
            relative.artist_id,
            relative.name,
            relative.is_active,
            relative.items,
            relative.credits,
            tuple(kin(other) for other in others),
        )

    return Family(
        *(
            tuple(kin(relative) for relative in rows if relative.kind == kind)
            for kind in ("member", "group", "alias")
        )
    )


def _community(snapshot: Snapshot, community_id: int | None) -> CommunityOf | None:
    """The community of the network; None for an artist that is alone in it."""
    found = snapshot.cached(read_communities).get(community_id)
    return None if found is None else CommunityOf(found.community_id, found.label, found.qty_artists)


def _ask(snapshot: Snapshot, model: type[Model], question: str, value: int | list[int]) -> list[Model]:
    return snapshot.storage.read(model, load_sql("linernotes.insights.artist", question), [value])


def _similar(snapshot: Snapshot, kinship: Kinship, artist_id: int) -> list[_Similar]:
    """Of each person or group the name that is most alike; without other names of the artist itself."""
    found: dict[int, _Similar] = {}
    for row in _ask(snapshot, _Similar, "portrait_similar", artist_id):
        found.setdefault(kinship.person(row.similar_id), row)
    found.pop(kinship.person(artist_id), None)
    return list(found.values())[:MOST_SIMILAR]


def _appearances(snapshot: Snapshot, collection: Collection, rows: list[_Part]) -> list[Appearance]:
    """The oldest album first."""
    rows = [row for row in rows if collection.of_release(row.release_id) is not None]
    rows.sort(key=attrgetter("relation"), reverse=True)
    rows.sort(key=attrgetter("release_id"))
    asked = sorted({row.release_id for row in rows if row.tracks})
    tracks = _ask(snapshot, _Track, "portrait_tracks", asked) if asked else []
    titles = {(track.release_id, track.track_no): track.title for track in tracks}
    found = []
    for release_id, of_release in groupby(rows, key=attrgetter("release_id")):
        copy = collection.of_release(release_id)
        if copy is None:
            continue
        parts = list(of_release)
        whole = any(part.tracks is None and part.relation != "track" for part in parts)
        played = () if whole else sorted({no for part in parts for no in part.tracks or ()})
        found.append(
            Appearance(
                release_id=release_id,
                title=copy.title,
                artists=copy.artist,
                copies=len(collection.copies_of(release_id)),
                master_id=copy.master_id,
                year=copy.original_year,
                is_pressing_year=copy.is_pressing_year,
                is_main=any(part.relation == "main" for part in parts),
                roles=tuple(dict.fromkeys(role for part in parts for role in part.roles or ())),
                tracks=tuple(titles[release_id, no] for no in played if (release_id, no) in titles),
                is_whole=whole,
            )
        )
    return sorted(found, key=by_age)
