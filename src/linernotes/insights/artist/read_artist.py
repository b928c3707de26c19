"""The one reader of an artist, for command line, page, map panel, JSON and site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from heapq import nsmallest
from itertools import groupby
from operator import itemgetter
from typing import Any

from linernotes.documents import PSEUDO_ARTISTS
from linernotes.insights.artist.models import (
    Appearance,
    CommunityOf,
    Evidence,
    Family,
    Kin,
    Partner,
    Portrait,
    Similar,
    by_age,
)
from linernotes.insights.artist.relatives import Relative, read_families
from linernotes.insights.collection.copies import Collection, read_collection
from linernotes.insights.release.read_release import is_web_address
from linernotes.insights.release.similar_releases import Kinship, read_kinship
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql

#: How many partners in music are named.
MOST_PARTNERS = 12


def read_artist(snapshot: Snapshot, artist_id: int) -> Portrait | None:
    """Read an artist; None if nothing in the build names them, or if it is no artist ('Various')."""
    rows = snapshot.storage.rows(load_sql("linernotes.insights.artist", "portrait"), [artist_id])
    if not rows or artist_id in PSEUDO_ARTISTS:
        return None
    name, real_name, profile, is_group, items, credits, picture, source, loaded, collected, *community = rows[
        0
    ]
    collection, kinship = snapshot.cached(read_collection), snapshot.cached(read_kinship)
    lines = _ask(snapshot, "portrait_lines", artist_id)
    shelf = _appearances(snapshot, collection, _ask(snapshot, "portrait_shelf", artist_id))
    return Portrait(
        artist_id=artist_id,
        name=name or "Unknown",
        real_name=real_name,
        profile=profile,
        is_group=is_group,
        items=items,
        credits=credits,
        picture_url=picture,
        source=source,
        loaded_at=loaded,
        is_collected=bool(collected),
        community=CommunityOf(*community) if community[0] is not None else None,
        spellings=tuple(text for kind, _, text in lines if kind == "spelling" and text),
        urls=tuple(url for kind, _, text in lines if kind == "url" and (url := web_address(text))),
        family=family_tree(snapshot.cached(read_families).of(artist_id)),
        as_main=tuple(one for one in shelf if one.is_main),
        as_guest=tuple(one for one in shelf if not one.is_main),
        partners=_partners(collection, kinship, _ask(snapshot, "portrait_partners", artist_id))
        if credits
        else (),
        similar=tuple(
            Similar(id, kinship.names.get(id) or "Unknown", similarity, tuple(shared or ()))
            for id, similarity, shared in (_ask(snapshot, "portrait_similar", artist_id) if items else ())
        ),
    )


def web_address(text: str | None) -> str | None:
    """An address that may be linked to: one that lacks its 'https://' gets it. None for what is no web page."""
    text = (text or "").strip()
    if is_web_address(text):
        return text
    host = text.partition("/")[0]
    return f"https://{text}" if "." in host and not set(host) & set(" :@\\") else None


def family_tree(relatives: Iterable[Relative]) -> Family:
    """Relatives in rows as a tree. Pure."""
    rows = list(relatives)
    further: dict[int | None, list[Relative]] = {}
    for one in rows:
        if one.via_id is not None:
            further.setdefault(one.via_id, []).append(one)

    def kin(one: Relative) -> Kin:
        others = further.get(one.artist_id, ()) if one.via_id is None and one.kind != "alias" else ()
        return Kin(
            one.artist_id,
            one.name,
            one.is_active,
            one.items,
            one.credits,
            tuple(kin(other) for other in others),
        )

    return Family(
        *(tuple(kin(one) for one in rows if one.kind == kind) for kind in ("member", "group", "alias"))
    )


def _ask(snapshot: Snapshot, question: str, *values: Any) -> list[tuple[Any, ...]]:
    return snapshot.storage.rows(load_sql("linernotes.insights.artist", question), values)


def _appearances(snapshot: Snapshot, collection: Collection, rows: list[tuple[Any, ...]]) -> list[Appearance]:
    """The oldest album first."""
    asked = sorted({release_id for release_id, *_, tracks in rows if tracks})
    titles = {
        (release_id, track_no): title
        for release_id, track_no, title in (_ask(snapshot, "portrait_tracks", asked) if asked else ())
    }
    found = []
    for release_id, together in groupby(rows, key=itemgetter(0)):
        copy = collection.of_release(release_id)
        if copy is None:
            continue
        relations = [row[1:] for row in together]
        whole = any(tracks is None and relation != "track" for relation, _, tracks in relations)
        played = () if whole else sorted({no for *_, tracks in relations for no in tracks or ()})
        found.append(
            Appearance(
                release_id=release_id,
                title=copy.title,
                artists=copy.artist,
                copies=len(collection.copies_of(release_id)),
                master_id=copy.master_id,
                year=copy.original_year,
                is_pressing_year=copy.is_pressing_year,
                is_main=any(relation == "main" for relation, *_ in relations),
                roles=tuple(dict.fromkeys(role for _, roles, _ in relations for role in roles or ())),
                tracks=tuple(titles[release_id, no] for no in played if (release_id, no) in titles),
                is_whole=whole,
            )
        )
    return sorted(found, key=by_age)


def _partners(collection: Collection, kinship: Kinship, rows: list[tuple[Any, ...]]) -> tuple[Partner, ...]:
    """The partners on most albums. One pressing stands for an album that is owned in several pressings."""
    releases: defaultdict[int, set[int]] = defaultdict(set)
    for partner_id, shown in rows:
        releases[partner_id].update(shown)
    found = []
    for partner_id, ids in releases.items():
        albums: dict[tuple[str, int], Evidence] = {}
        for release_id in sorted(ids):
            copy = collection.of_release(release_id)
            if copy is not None:
                albums.setdefault(copy.album, Evidence(release_id, copy.title, copy.original_year))
        evidence = sorted(albums.values(), key=lambda one: (one.year or 9999, one.release_id))
        name = kinship.names.get(partner_id) or "Unknown"
        found.append(Partner(partner_id, name, len(evidence), tuple(evidence)))
    return tuple(nsmallest(MOST_PARTNERS, found, key=lambda one: (-one.albums, one.artist_id)))
