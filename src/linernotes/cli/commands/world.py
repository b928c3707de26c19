"""What the commands about people answer with --world: all of Discogs, from the catalogue."""

from __future__ import annotations

from typing import Annotated

import typer

from linernotes.cli.commands.catalogue import month_in_use
from linernotes.cli.commands.data import published
from linernotes.cli.terminal.output import put, put_json, put_table, say
from linernotes.errors import UsageError
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.plurals import counted
from linernotes.insights.world.appearances import Everywhere, read_everywhere
from linernotes.insights.world.artists import FoundArtist, find_world_artists
from linernotes.insights.world.path import SharedAlbum, WorldPath, read_world_path
from linernotes.insights.world.standing import Standing
from linernotes.settings import Settings
from linernotes.storage.catalogue.reader import CatalogueReader

World = Annotated[
    bool, typer.Option("--world", help="All of Discogs, not the shelf alone: see `linernotes catalogue`.")
]
#: Roles that are printed.
_ROLES = 12


def show_everywhere(settings: Settings, name: str, *, json: bool) -> None:
    """Print all albums of Discogs that name an artist.

    :raises CatalogueError: there is no catalogue. :raises UsageError: no artist of Discogs has that name.
    """
    with Snapshot.open(published(settings)) as snapshot, CatalogueReader(month_in_use(settings)) as catalogue:
        matches = find_world_artists(catalogue, name)
        if not matches:
            raise UsageError(f"no artist of Discogs is called {name!r}, as of {catalogue.month.name}")
        found = read_everywhere(snapshot, catalogue, matches[0].artist_id)
    if json:
        put_json(found)
        return
    _put_everywhere(matches[0], found)
    if others := [f"{one.name} ({one.artist_id})" for one in matches[1:4]]:
        say(f"Also found: {', '.join(others)}")


def show_world_path(settings: Settings, one: str, other: str, *, json: bool) -> None:
    """Print the way between two artists through all of Discogs.

    :raises CatalogueError: there is no catalogue. :raises UsageError: no artist of Discogs has that name.
    """
    with CatalogueReader(month_in_use(settings)) as catalogue:
        found = read_world_path(catalogue, one, other)
    if json:
        put_json(found)
        return
    for text, meant in ((one, found.start), (other, found.end)):
        if not meant:
            raise UsageError(f"no artist of Discogs is called {text!r}, as of {found.month}")
    _put_path(found)


def _put_everywhere(artist: FoundArtist, found: Everywhere) -> None:
    owned = found.count(Standing.OWNED) + found.count(Standing.PRESSING)
    put(
        f"{artist.name}: on {counted(found.releases, 'release')} of {counted(len(found.albums), 'album')} "
        f"in Discogs, {owned:,} of them on your shelf, {found.count(Standing.WANTED):,} wanted."
    )
    if roles := found.roles():
        put("As: " + ", ".join(f"{role} ({albums:,})" for role, albums in roles[:_ROLES]))
    put()
    rows = [
        (
            one.year,
            one.title,
            "; ".join(filter(None, ("main artist" if one.is_main else "", ", ".join(one.roles)))),
            one.standing,
        )
        for one in found.albums
    ]
    put_table(("Year", "Album", "As", "Yours"), rows)


def _put_path(found: WorldPath) -> None:
    one, other = found.start[0], found.end[0]
    if found.state == "same":
        put(f"{one.name} is one artist.")
    elif found.state == "none":
        put(f"Nothing in Discogs connects {one.name} and {other.name}, as of {found.month}.")
    else:
        put(" – ".join((found.steps[0].from_name, *(step.to_name for step in found.steps))))
        for step in found.steps:
            put()
            put(f"{step.from_name} and {step.to_name}, {counted(step.albums, 'album')} together:")
            for album in step.evidence:
                put(f"  {_sentence(album, step.from_name, step.to_name)}")


def _sentence(album: SharedAlbum, one: str, other: str) -> str:
    year = f" ({album.year})" if album.year else ""
    parts = f"{one}: {', '.join(album.part)}; {other}: {', '.join(album.other_part)}"
    return f"{album.title}{year} (r{album.release_id}). {parts}"
