"""Small shelves as rows of source tables, and a build that derives one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.derive.shelves import Rows, insert
from tests.insights.random_shelves import row

from linernotes.derive.artist import DeriveArtist
from linernotes.derive.credits.prepare import prepare_credits
from linernotes.derive.credits.roles import load_taxonomy
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import DBStorage

#: (artist, role), or (artist, role, the tracks as printed).
Credit = tuple[Any, ...]


def derive(storage: DBStorage, rows: Rows) -> Snapshot:
    """Derive a shelf in a build in which another one may have been, to be read at once."""
    insert(storage, rows)
    prepare_credits(storage, load_taxonomy())
    DeriveArtist().derive(storage)
    return Snapshot(storage)


def with_names(rows: Rows) -> Rows:
    """A shelf whose artists have their names alone, "Artist 1" and so on, and documents."""
    ids = (one[0] for one in rows["artist"])
    artists = [
        row("artist", artist_id=id, name=f"A{id}", display_name=f"Artist {id}", source="api") for id in ids
    ]
    return rows | {"artist": artists}


def shelf(
    *records: Rows,
    names: Mapping[int, str],
    aliases: Mapping[int, int] = {},
    members: Mapping[int, int] = {},
) -> Rows:
    """A shelf of `records`. `aliases` maps an artist to another name, `members` a member to the group."""
    rows: Rows = {
        "artist": [
            row("artist", artist_id=id, name=name, display_name=name, source="api")
            for id, name in names.items()
        ],
        "artist_aliases": [
            row("artist_aliases", artist_id=one, alias_id=other, name=names[other])
            for one, other in aliases.items()
        ],
        "artist_members": [
            row("artist_members", artist_id=group, member_id=member, name=names[member])
            for member, group in members.items()
        ],
    }
    for record in records:
        for table, many in record.items():
            rows[table] = [*rows.get(table, []), *many]
    return rows


def record(
    number: int,
    by: tuple[int | str, ...],
    *credits: Credit,
    tracks: Mapping[str, tuple[int, ...]] | None = None,
    **more: Any,
) -> Rows:
    """Record `number`, by these artists; a "/" among them parts two sides. `tracks` maps positions to own artists."""
    artists = [one for one in by if one != "/"]
    joined = {by[place - 1] for place, one in enumerate(by) if one == "/"}
    return {
        "collection_items": [row("collection_items", instance_id=number, release_id=number)],
        "release": [
            row(
                "release",
                release_id=number,
                **{"title": f"Record {number}", "year": 1970, "source": "api"} | more,
            )
        ],
        "release_artists": [
            row(
                "release_artists",
                release_id=number,
                position=place,
                artist_id=one,
                join_phrase="/" if one in joined else ",",
            )
            for place, one in enumerate(artists)
        ],
        "release_credits": [
            row(
                "release_credits",
                release_id=number,
                position=place,
                role_no=0,
                artist_id=artist,
                role=role,
                tracks=on[0] if on else None,
            )
            for place, (artist, role, *on) in enumerate(credits)
        ],
        "release_tracks": [
            row("release_tracks", release_id=number, track_no=no, position=position, type="track")
            for no, position in enumerate(tracks or {})
        ],
        "release_track_artists": [
            row(
                "release_track_artists",
                release_id=number,
                track_no=no,
                position=place,
                role_no=0,
                artist_id=artist,
            )
            for no, own in enumerate((tracks or {}).values())
            for place, artist in enumerate(own)
        ],
    }
