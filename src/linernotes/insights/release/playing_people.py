"""The people who play on a record, each with what the whole record and its single tracks say of them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from linernotes.insights.release.line_up import CATEGORIES, Credit, TrackLine
from linernotes.insights.text.credit_line import Artist

_ORDER = {category: place for place, category in enumerate(CATEGORIES)}

#: A person: an identity, or a name that has no page.
_Key = int | str


class LineUp(NamedTuple):
    """Artists who perform on some tracks: `record_line_ups.sql`."""

    tracks: list[int] | None
    performers: list[int]
    leaders: list[int]
    named: list[int]


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody's part on one track.

    `roles` maps roles that stand on this track to their kinds. `is_named`: the sleeve names them for this track.
    `is_whole`: they are on it because they lead or are credited on the whole record.
    """

    roles: Mapping[str, str]
    is_named: bool
    is_whole: bool


@dataclass(slots=True)
class Person:
    """Somebody who plays. `whole` maps roles on the whole record to their kinds; sets hold each `track_no`."""

    artist_id: int | None
    name: str
    whole: dict[str, str] = field(default_factory=dict)
    roles: dict[int, dict[str, str]] = field(default_factory=dict)
    tracks: set[int] = field(default_factory=set)
    named: set[int] = field(default_factory=set)
    led: set[int] = field(default_factory=set)

    @property
    def first_kind(self) -> int:
        """The place of their first instrument among the kinds; leaders without one come before all."""
        kinds = [kind for roles in (self.whole, *self.roles.values()) for kind in roles.values()]
        return min((_ORDER[kind] for kind in kinds), default=-1)


class HeardTracks:
    """The tracks of a record that can be heard, and which of them a credit is about."""

    def __init__(self, credits: Sequence[Credit], lines: Sequence[TrackLine]) -> None:
        parents = {line.parent_track_no for line in lines}
        self.lines = [line for line in lines if line.type == "track" and line.track_no not in parents]
        self._of_line: dict[int, list[int]] = {}
        self._named_by: dict[int, list[int]] = {}
        for line in self.lines:
            for source in (line.track_no, line.parent_track_no):
                if source is not None:
                    self._of_line.setdefault(source, []).append(line.track_no)
        for line in lines:
            for position in line.credits or ():
                self._named_by.setdefault(position, []).append(line.track_no)
        #: Those that a credit of the whole record reaches: without artists of their own, or with a main artist.
        self.open = self._open(credits)

    def of_credit(self, credit: Credit) -> list[int]:
        """The tracks that a credit stands on or names: what stands on a work holds for its parts."""
        lines = self._named_by.get(credit.position, []) if credit.track_no is None else [credit.track_no]
        return [track for line in lines for track in self._of_line.get(line, ())]

    def _open(self, credits: Sequence[Credit]) -> set[int]:
        mains = {one.artist_id for one in credits if one.kind == "main" and one.artist_id is not None}
        own: dict[int | None, set[int | None]] = {}
        for one in credits:
            if one.kind == "performer":
                own.setdefault(one.track_no, set()).add(one.artist_id)
        artists = {
            line.track_no: own.get(line.track_no)
            or (own.get(line.parent_track_no) if line.parent_track_no is not None else None)
            for line in self.lines
        }
        return {track for track, names in artists.items() if not names or names & mains}


class PlayingPeople:
    """Everybody who plays on a track, by the kind of their instruments, then in Discogs' order."""

    def __init__(
        self,
        line_ups: Sequence[LineUp],
        credits: Sequence[Credit],
        tracks: HeardTracks,
        other_names: Mapping[int, int],
    ) -> None:
        """`other_names` maps artists to their identities, where these have several names."""
        self._tracks = tracks
        self._identity = {id: other_names.get(id, id) for one in line_ups for id in one.performers}
        self._names = {one.artist_id: Artist(one.artist_id, one.name).printed for one in credits}
        self._people: dict[_Key, Person] = {}
        for credit in credits:
            if credit.kind == "credit" and credit.performs and credit.role is not None:
                self._add_credit(credit, credit.role)
        for one in line_ups:
            self._add_line_up(one)
        playing = [one for one in self._people.values() if one.tracks]
        self.everybody = sorted(playing, key=lambda one: one.first_kind)

    def part(self, person: Person, track: int) -> Part | None:
        """The part of somebody on a track; None where they do not play."""
        if track not in person.tracks:
            return None
        is_named = track in person.named
        by_credit = bool(person.whole) and track in self._tracks.open
        by_lead = track in person.led and not is_named
        return Part(person.roles.get(track, {}), is_named, by_credit or by_lead)

    def parts(self, track: int) -> Iterator[tuple[int, Person, Part]]:
        """Everybody on a track, with their place in `everybody`."""
        for place, one in enumerate(self.everybody):
            part = self.part(one, track)
            if part is not None:
                yield place, one, part

    def _add_line_up(self, one: LineUp) -> None:
        tracks = one.tracks or []
        for id in one.performers:
            person = self._people.setdefault(self._identity[id], Person(id, self._names[id]))
            person.tracks.update(tracks)
            if id in one.leaders:
                person.led.update(tracks)
            if id in one.named:
                person.named.update(tracks)

    def _add_credit(self, credit: Credit, role: str) -> None:
        """Note what a credit says: of the whole record, or of the tracks that it stands on or names.

        Line-ups name artists alone: a name without a page plays where its credit says so.
        """
        key = credit.name if credit.artist_id is None else self._identity.get(credit.artist_id)
        if key is None:
            return
        is_whole = credit.track_no is None and not credit.tracks
        tracks = self._tracks.open if is_whole else self._tracks.of_credit(credit)
        name = Artist(credit.artist_id, credit.name).printed
        person = self._people.setdefault(key, Person(credit.artist_id, name))
        if is_whole:
            person.whole.setdefault(role, credit.category)
        else:
            for track in tracks:
                person.roles.setdefault(track, {}).setdefault(role, credit.category)
        if credit.artist_id is None:
            person.tracks.update(tracks)
            person.named.update(() if is_whole else tracks)
