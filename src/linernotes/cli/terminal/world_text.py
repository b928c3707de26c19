"""How the terminal shows what the catalogue answers about artists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from linernotes.cli.terminal.output import put, put_table
from linernotes.insights.text.part_words import MAIN_ARTIST, part_text
from linernotes.insights.text.plurals import counted
from linernotes.insights.world.appearances import Everywhere
from linernotes.insights.world.artists import FoundArtist
from linernotes.insights.world.loved_records import LovedRecords
from linernotes.insights.world.new_records import NewRecords
from linernotes.insights.world.path import SharedAlbum, WorldPath
from linernotes.insights.world.people import WorldPerson
from linernotes.insights.world.pressings import WorldRelease
from linernotes.insights.world.standing import Standing

#: Roles that are printed.
_ROLES = 12
#: Records that are printed, and musicians who are named of each.
_RECORDS, _NAMED = 50, 4


def put_everywhere(artist: FoundArtist, found: Everywhere) -> None:
    """Print all albums of an artist."""
    owned = found.standings[Standing.OWNED] + found.standings[Standing.PRESSING]
    put(
        f"{artist.name}: on {counted(found.releases, 'release')} of {counted(found.all_albums, 'album')} "
        f"in Discogs, {owned:,} of them on your shelf, {found.standings[Standing.WANTED]:,} wanted."
    )
    if found.roles:
        put("As: " + ", ".join(f"{one.role} ({one.albums:,})" for one in found.roles[:_ROLES]))
    put()
    rows = [
        (
            one.year,
            one.title,
            part_text(one.roles, is_main=one.is_main),
            one.standing,
        )
        for one in found.albums
    ]
    put_table(("Year", "Album", "As", "Yours"), rows)


def put_loved_records(found: LovedRecords) -> None:
    """Print records that are not owned, with the musicians of the shelf who are on them."""
    put(f"With most of your {counted(found.musicians, 'musician')}, as of {found.month}:")
    _put_records((one.release, one.people) for one in found.records[:_RECORDS])


def put_new_records(found: NewRecords) -> None:
    """Print releases that the month before had not, with the people of the shelf who are on them."""
    if not found.all_new:
        put("There is no month to compare with yet: what is new shows with the next one.")
        return
    put(f"Of {counted(found.all_new, 'new release')}, as of {found.month}:")
    shown = found.records[:_RECORDS]
    _put_records((one.release, tuple(dict.fromkeys((*one.followed, *one.people)))) for one in shown)


def _put_records(records: Iterable[tuple[WorldRelease, Sequence[WorldPerson]]]) -> None:
    rows = [
        (release.artists, release.title, release.year, release.standing, _named(people))
        for release, people in records
    ]
    put_table(("Artist", "Title", "Year", "Yours", "With"), rows, right=(2,))


def _named(people: Sequence[WorldPerson]) -> str:
    return "; ".join(f"{who.name} ({', '.join(who.roles) or MAIN_ARTIST})" for who in people[:_NAMED])


def put_world_path(found: WorldPath) -> None:
    """Print the way between two artists, both of which are known."""
    one, other = found.start[0], found.end[0]
    if found.state == "same":
        put(f"{one.name} is one artist.")
    elif found.state == "none":
        put(f"Nothing in Discogs connects {one.name} and {other.name}, as of {found.month}.")
    else:
        put(" – ".join((found.steps[0].from_name, *(step.to_name for step in found.steps))))
        for step in found.steps:
            put()
            put(f"{step.from_name} and {step.to_name}, both on {counted(step.albums, 'album')}:")
            for album in step.evidence:
                put(f"  {_sentence(album, step.from_name, step.to_name)}")


def _sentence(album: SharedAlbum, one: str, other: str) -> str:
    year = f" ({album.year})" if album.year else ""
    parts = f"{one}: {', '.join(album.part)}; {other}: {', '.join(album.other_part)}"
    return f"{album.title}{year} (r{album.release_id}). {parts}"
