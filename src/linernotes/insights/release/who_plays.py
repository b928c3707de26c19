"""Who plays on which track of a record: a table of tracks by people, or by kinds of instrument. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from linernotes.insights.release.instrument_families import InstrumentFamily, families_of
from linernotes.insights.release.line_up import CATEGORIES, Credit, TrackLine
from linernotes.insights.release.playing_people import HeardTracks, LineUp, Part, Person, PlayingPeople
from linernotes.insights.release.sides import side_of

#: Columns and rows that one can still read. With more people a column is a kind of instrument.
MOST_COLUMNS = 12
MOST_TRACKS = 80
#: An orchestra fits in no table.
MOST_PEOPLE = 60

#: The column of those who lead a track without an instrument.
_LEADING = "Leading"


class Form(StrEnum):
    """What a column of the table is."""

    PEOPLE = "people"  # somebody who plays
    INSTRUMENTS = "instruments"  # a kind of instrument, because people are too many
    TOO_LARGE = "too large"  # there is no table, because tracks or people are too many


@dataclass(frozen=True, slots=True)
class Column:
    """A kind of instrument, or somebody with the roles that hold for the whole record.

    `artist_id` is None for a kind, and for a name without a page.
    """

    label: str
    artist_id: int | None
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Somebody on a track, in the column of that number.

    `roles` stand on this track. `is_named`: the sleeve names them for this track. `is_whole`: they are on it because
    they lead or are credited on the whole record, for `whole_roles`. `families` are those of the instruments that the
    sleeve names here, `whole_families` of those on the whole record.
    """

    column: int
    artist_id: int | None
    name: str
    roles: tuple[str, ...]
    is_named: bool
    is_whole: bool
    whole_roles: tuple[str, ...]
    families: tuple[InstrumentFamily, ...]
    whole_families: tuple[InstrumentFamily, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One track with those who play on it. `work` is the title of what it is a part of, `side` its side or disc."""

    track_no: int
    position: str | None
    side: str | None
    title: str
    work: str | None
    marks: tuple[Mark, ...]

    def cells(self) -> dict[int, list[Mark]]:
        """Column -> its marks; without columns that have none."""
        found: dict[int, list[Mark]] = {}
        for mark in self.marks:
            found.setdefault(mark.column, []).append(mark)
        return found


@dataclass(frozen=True, slots=True)
class TrackTable:
    """Tracks by people or by instruments. A table that is too large has counts, but no columns and rows."""

    form: Form
    people: int
    tracks: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def who_plays(
    line_ups: Sequence[LineUp],
    credits: Sequence[Credit],
    lines: Sequence[TrackLine],
    other_names: Mapping[int, int],
) -> TrackTable | None:
    """Lay out who plays on which track. `other_names` maps artists to their identities, where these have several names.

    None where every track has the same people with the same parts: then the line-up says it all. None, too, where no
    track has two people: then the track list says it all.
    """
    tracks = HeardTracks(credits, lines)
    artists = len({other_names.get(id, id) for one in line_ups for id in one.performers})
    if len(tracks.lines) > MOST_TRACKS or artists > MOST_PEOPLE:
        is_varied = len(line_ups) > 1 and any(len(one.performers) > 1 for one in line_ups)
        return TrackTable(Form.TOO_LARGE, artists, len(tracks.lines), (), ()) if is_varied else None
    people = PlayingPeople(line_ups, credits, tracks, other_names)
    if not _is_varied(people, tracks):
        return None
    by_people = len(people.everybody) <= MOST_COLUMNS
    columns = _people_columns(people) if by_people else _kind_columns(people, tracks)
    titles = {line.track_no: line.title for line in lines}
    return TrackTable(
        form=Form.PEOPLE if by_people else Form.INSTRUMENTS,
        people=len(people.everybody),
        tracks=len(tracks.lines),
        columns=columns,
        rows=tuple(
            Row(
                track_no=line.track_no,
                position=line.position,
                side=side_of(line.position),
                title=line.title or "Untitled",
                work=None if line.parent_track_no is None else titles.get(line.parent_track_no),
                marks=tuple(_marks(people.parts(line.track_no), columns, by_people=by_people)),
            )
            for line in tracks.lines
        ),
    )


def _is_varied(people: PlayingPeople, tracks: HeardTracks) -> bool:
    """Whether some track has two people, and somebody has another part on one track than on another."""
    numbers = [line.track_no for line in tracks.lines]
    varies = any(
        people.part(one, number) != people.part(one, numbers[0])
        for one in people.everybody
        for number in numbers
    )
    return varies and any(sum(number in one.tracks for one in people.everybody) > 1 for number in numbers)


def _people_columns(people: PlayingPeople) -> tuple[Column, ...]:
    return tuple(Column(one.name, one.artist_id, tuple(one.whole)) for one in people.everybody)


def _kind_columns(people: PlayingPeople, tracks: HeardTracks) -> tuple[Column, ...]:
    """The kinds of instruments that somebody plays on a track."""
    labels = {
        label
        for line in tracks.lines
        for _, one, part in people.parts(line.track_no)
        for label in _by_kind(one, part)
    }
    return tuple(Column(label, None, ()) for label in (_LEADING, *CATEGORIES.values()) if label in labels)


def _marks(
    parts: Iterable[tuple[int, Person, Part]], columns: Sequence[Column], *, by_people: bool
) -> Iterator[Mark]:
    """The marks of one track, column by column."""
    place = {column.label: number for number, column in enumerate(columns)}
    found = []
    for number, one, part in parts:
        whole = one.whole if part.is_whole else {}
        if by_people:
            found.append(_mark(number, one, part, whole))
        else:
            found += [
                _mark(
                    place[label],
                    one,
                    here,
                    {role: of for role, of in whole.items() if CATEGORIES[of] == label},
                )
                for label, here in _by_kind(one, part).items()
            ]
    yield from sorted(found, key=lambda mark: mark.column)


def _mark(column: int, person: Person, part: Part, whole: Mapping[str, str]) -> Mark:
    """A name that stands on a track without a role is drawn with the instruments of the whole record."""
    is_here = part.is_named or bool(part.roles)
    return Mark(
        column=column,
        artist_id=person.artist_id,
        name=person.name,
        roles=tuple(part.roles),
        is_named=part.is_named,
        is_whole=part.is_whole,
        whole_roles=tuple(whole),
        families=families_of((part.roles or person.whole).values()) if is_here else (),
        whole_families=families_of(whole.values()) if part.is_whole or not is_here else (),
    )


def _by_kind(person: Person, part: Part) -> dict[str, Part]:
    """What somebody does on a track, parted by kind of instrument."""
    whole = person.whole if part.is_whole else {}
    kinds = dict.fromkeys([*whole.values(), *part.roles.values()])
    if not kinds:
        return {_LEADING: part}
    return {
        CATEGORIES[kind]: Part(
            roles={role: of for role, of in part.roles.items() if of == kind},
            is_named=kind in part.roles.values(),
            is_whole=kind in whole.values(),
        )
        for kind in kinds
    }
