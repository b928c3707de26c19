"""The words for what an artist is on a record beside the roles of credits."""

from __future__ import annotations

from collections.abc import Sequence

#: A main artist of a record, and the artist of a track of it; no role of Discogs says so.
MAIN_ARTIST, TRACK_ARTIST = "main artist", "track artist"


def part_words(roles: Sequence[str], *, is_main: bool) -> tuple[str, ...]:
    """What an artist is on a record: 'main artist' first, then the roles; a track artist where it has neither."""
    return (*([MAIN_ARTIST] if is_main else []), *roles) or (TRACK_ARTIST,)


def part_text(roles: Sequence[str], *, is_main: bool) -> str:
    """The same in a line: 'main artist; Bass, Producer'."""
    if not is_main:
        return ", ".join(roles) or TRACK_ARTIST
    return "; ".join(filter(None, (MAIN_ARTIST, ", ".join(roles))))
