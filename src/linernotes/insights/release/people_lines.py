"""The table of who plays on which track, a person at a time, and in one sentence. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from linernotes.insights.release.instrument_families import InstrumentFamily
from linernotes.insights.release.who_plays import Mark, TrackTable
from linernotes.insights.text.plurals import counted

#: Names that a sentence has; it counts the others.
_NAMED = 3
#: Tracks that are listed; of more the number is given.
_LISTED = 8


@dataclass(frozen=True, slots=True)
class Spot:
    """Somebody on one track, whose place in the table's rows is `row`.

    `families` are those of what the sleeve names on this track, `whole_families` of what holds for the whole record.
    """

    row: int
    roles: tuple[str, ...]
    whole_roles: tuple[str, ...]
    families: tuple[InstrumentFamily, ...]
    whole_families: tuple[InstrumentFamily, ...]


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody with every track that they play on. `artist_id` is None for a name without a page."""

    artist_id: int | None
    name: str
    spots: tuple[Spot, ...]


def people_lines(table: TrackTable) -> tuple[PersonLine, ...]:
    """Everybody in the table, by their first column, then by their first track."""
    marks: defaultdict[tuple[int | None, str], defaultdict[int, list[Mark]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for number, row in enumerate(table.rows):
        for mark in row.marks:
            marks[mark.artist_id, mark.name][number].append(mark)
    ordered = sorted(
        marks.items(),
        key=lambda one: (min(mark.column for found in one[1].values() for mark in found), min(one[1])),
    )
    return tuple(
        PersonLine(artist_id, name, tuple(_spot(row, found) for row, found in sorted(on.items())))
        for (artist_id, name), on in ordered
    )


def spot_in_words(name: str, spot: Spot, table: TrackTable) -> str:
    """One mark in words: "Wynton Kelly: Piano on A2 Freddie Freeloader"."""
    row = table.rows[spot.row]
    track = " ".join(word for word in (row.position, row.title) if word)
    roles = spot.roles or spot.whole_roles
    words = ", ".join(roles) if roles else "plays"
    where = "" if spot.families else " (named for the whole record)"
    return f"{name}: {words} on {track}{where}"


def whole_in_words(name: str, spot: Spot) -> str:
    """What the whole record says of somebody: "Ron Carter: Bass, for the whole record"."""
    words = ", ".join(spot.whole_roles) if spot.whole_roles else "on the cover"
    return f"{name}: {words}, for the whole record"


def person_in_words(line: PersonLine, table: TrackTable) -> str:
    """The tracks of somebody: "Wynton Kelly: on 1 of 5 tracks (A2)". Of more than a few only the number."""
    on = [table.rows[spot.row] for spot in line.spots]
    named = ", ".join(row.position or row.title for row in on)
    where = f" ({named})" if len(on) <= _LISTED and len(on) < len(table.rows) else ""
    return f"{line.name}: on {len(on)} of {counted(len(table.rows), 'track')}{where}"


def who_plays_in_words(table: TrackTable) -> str:
    """What the drawing shows, in one sentence."""
    people = people_lines(table)
    every = [one.name for one in people if len(one.spots) == len(table.rows)]
    parts = [_names(every, "on every track", "on every track")]
    sides = dict.fromkeys(row.side for row in table.rows if row.side)
    for side in sides if len(sides) > 1 else ():
        only = [
            one.name
            for one in people
            if len(one.spots) < len(table.rows)
            and {table.rows[spot.row].side for spot in one.spots} == {side}
        ]
        parts.append(_names(only, f"on {side} only", f"on {side} only"))
    if len(sides) < 2:
        single = [one.name for one in people if len(one.spots) == 1]
        parts.append(_names(single, "on one track only", "on one track each"))
    said = "; ".join(part for part in parts if part) or "who plays differs from track to track"
    return f"{counted(len(people), 'artist')} on {counted(len(table.rows), 'track')}: {said}."


def _names(names: Sequence[str], one: str, several: str) -> str:
    """Some names and where they are; '' for nobody."""
    if not names:
        return ""
    shown = ", ".join(names[:_NAMED])
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{shown}{more} {one if len(names) == 1 else several}"


def _spot(row: int, marks: Sequence[Mark]) -> Spot:
    return Spot(
        row,
        roles=tuple(dict.fromkeys(role for mark in marks for role in mark.roles)),
        whole_roles=tuple(dict.fromkeys(role for mark in marks for role in mark.whole_roles)),
        families=tuple(dict.fromkeys(family for mark in marks for family in mark.families)),
        whole_families=tuple(dict.fromkeys(family for mark in marks for family in mark.whole_families)),
    )
