"""The line-up of a record: who does what on it, by kind of role, and the track list with its own people. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from linernotes.insights.text.credit_line import Artist

#: The kinds of roles, in the order of a line-up, with their names on pages.
CATEGORIES: Mapping[str, str] = {
    "vocals": "Vocals",
    "guitar": "Guitar",
    "bass": "Bass",
    "strings": "Strings",
    "keyboards": "Keyboards",
    "percussion": "Drums and percussion",
    "brass": "Brass",
    "woodwind": "Woodwind",
    "electronic": "Electronics",
    "instruments": "Other instruments",
    "performance": "Performance",
    "ensemble": "Ensembles",
    "conducting": "Conducting",
    "arranging": "Arranging",
    "writing": "Writing",
    "production": "Production",
    "remix": "Remix",
    "technical": "Studio and sound",
    "visual": "Sleeve and pictures",
    "text": "Texts",
    "business": "Business",
    "spoken": "Spoken word",
    "other": "Also",
    "unknown": "Other credits",
}


@dataclass(frozen=True, slots=True)
class Credit:
    """One role of somebody on a release, as the build has it.

    `track_no` is None for a credit of the release itself; `tracks` is the text of the tracks that it names, as sent.
    `performs`: the role plays, sings or conducts on the recording.
    """

    kind: str
    track_no: int | None
    position: int
    artist_id: int | None
    name: str | None
    name_variation: str | None
    join_phrase: str | None
    role: str | None
    role_detail: str | None
    tracks: str | None
    category: str
    performs: bool

    @property
    def role_text(self) -> str:
        """The role with what the brackets say; '' if none was given."""
        return f"{self.role or ''} [{self.role_detail}]".strip() if self.role_detail else self.role or ""


@dataclass(frozen=True, slots=True)
class TrackLine:
    """One line of a track list as the build has it; `credits` are the release's own that name it."""

    track_no: int
    parent_track_no: int | None
    position: str | None
    type: str
    title: str | None
    duration: str | None
    duration_seconds: int | None
    credits: Sequence[int] | None


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody does: a role, on `tracks` (as a line-up names them; None: on the whole record).

    `name` is the role without its brackets, as its page is called; None where a credit has no role.
    """

    role: str
    tracks: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody in a line-up. `artist_id` is None for a name without a page; `printed` is how the record spells it,
    where that differs.
    """

    artist_id: int | None
    name: str
    printed: str | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Everybody of one kind of role."""

    category: str
    label: str
    players: tuple[Player, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody credited on a track, and as what."""

    artist_id: int | None
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Track:
    """One line of the track list, its sub-tracks within. `type` is track, heading or index.

    `artists` are the track's own performers with what joins them; `credits` stand on the track itself.
    """

    track_no: int
    position: str | None
    type: str
    title: str
    duration: str | None
    duration_seconds: int | None
    artists: tuple[Artist, ...]
    credits: tuple[Named, ...]
    sub_tracks: tuple[Track, ...]


def line_up(credits: Iterable[Credit], lines: Sequence[TrackLine]) -> tuple[Section, ...]:
    """Everybody who is credited with a role, by kind of role; within it in Discogs' order.

    Somebody who does two things of a kind is one player with two parts.
    """
    of_credit = _tracks_of_credits(lines)
    places = {no: place for place, no in enumerate(line.track_no for line in lines if line.type != "heading")}
    label = {line.track_no: line.position or line.title or "?" for line in lines}
    by_category: dict[str, dict[object, list[tuple[Credit, str | None, frozenset[int]]]]] = {}
    for credit in credits:
        if credit.kind != "credit":
            continue
        if credit.track_no is not None:
            whole, tracks = False, frozenset([credit.track_no])
        else:
            tracks = of_credit.get(credit.position, frozenset())
            whole = not credit.tracks
        unresolved = None if whole or tracks else credit.tracks
        key = credit.artist_id or credit.name
        by_category.setdefault(credit.category, {}).setdefault(key, []).append((credit, unresolved, tracks))
    return tuple(
        Section(
            category, CATEGORIES[category], tuple(_player(rows, places, label) for rows in people.values())
        )
        for category, people in sorted(by_category.items(), key=lambda item: list(CATEGORIES).index(item[0]))
    )


def track_list(credits: Iterable[Credit], lines: Sequence[TrackLine]) -> tuple[Track, ...]:
    """The track list with each track's own people; sub-tracks stand within their parent."""
    people: dict[int, list[Credit]] = {}
    for one in credits:
        if one.track_no is not None:
            people.setdefault(one.track_no, []).append(one)
    children: dict[int | None, list[TrackLine]] = {}
    known = {line.track_no for line in lines}
    for line in lines:
        parent = line.parent_track_no if line.parent_track_no in known else None
        children.setdefault(parent, []).append(line)

    def track(line: TrackLine) -> Track:
        own = people.get(line.track_no, [])
        return Track(
            track_no=line.track_no,
            position=line.position,
            type=line.type,
            title=line.title or "Untitled",
            duration=line.duration,
            duration_seconds=line.duration_seconds,
            artists=main_artists(one for one in own if one.kind == "performer"),
            credits=_credited(own),
            sub_tracks=tuple(track(sub) for sub in children.get(line.track_no, [])),
        )

    return tuple(track(line) for line in children.get(None, []))


def playing_time(tracks: Iterable[Track]) -> int | None:
    """The playing time of a track list in seconds, as far as durations are known; None if none is known.

    A work counts with its own duration, else with those of its parts.
    """
    durations = [
        track.duration_seconds if track.duration_seconds is not None else playing_time(track.sub_tracks)
        for track in tracks
        if track.type != "heading"
    ]
    known = [seconds for seconds in durations if seconds is not None]
    return sum(known) if known else None


def is_timed(tracks: Iterable[Track]) -> bool:
    """Whether each track has a duration, its own or that of all its parts, so that `playing_time` is the whole."""
    return all(
        track.duration_seconds is not None or (bool(track.sub_tracks) and is_timed(track.sub_tracks))
        for track in tracks
        if track.type != "heading"
    )


def main_artists(credits: Iterable[Credit]) -> tuple[Artist, ...]:
    """Those rows as a cover's artists."""
    return tuple(Artist(one.artist_id, one.name, one.name_variation, one.join_phrase) for one in credits)


def _credited(own: Iterable[Credit]) -> tuple[Named, ...]:
    together: dict[object, list[Credit]] = {}
    for one in own:
        if one.kind == "credit":
            together.setdefault(one.artist_id or one.name, []).append(one)
    return tuple(
        Named(
            rows[0].artist_id, _name(rows[0]), tuple(dict.fromkeys(r.role_text for r in rows if r.role_text))
        )
        for rows in together.values()
    )


def _player(
    rows: Sequence[tuple[Credit, str | None, frozenset[int]]],
    places: Mapping[int, int],
    label: Mapping[int, str],
) -> Player:
    first = rows[0][0]
    by_role: dict[str, list[tuple[Credit, str | None, frozenset[int]]]] = {}
    for row in rows:
        by_role.setdefault(row[0].role_text, []).append(row)
    printed = next((one.name_variation for one, *_ in rows if one.name_variation), None)
    return Player(
        artist_id=first.artist_id,
        name=_name(first),
        printed=printed if printed != _name(first) else None,
        parts=tuple(_part(role, these, places, label) for role, these in by_role.items()),
    )


def _part(
    role: str,
    rows: Sequence[tuple[Credit, str | None, frozenset[int]]],
    places: Mapping[int, int],
    label: Mapping[int, str],
) -> Part:
    """A credit of the whole record says more than one of some of its tracks."""
    name = rows[0][0].role
    if any(unresolved is None and not tracks for _, unresolved, tracks in rows):
        return Part(role, None, name)
    tracks = frozenset[int]().union(*(tracks for *_, tracks in rows))
    as_sent = [unresolved for _, unresolved, _ in rows if unresolved]
    return Part(role, ", ".join([*spans(tracks, places, label), *as_sent]), name)


def spans(tracks: frozenset[int], places: Mapping[int, int], label: Mapping[int, str]) -> Iterator[str]:
    """Tracks by their printed positions, those that follow each other as 'A1 to A3'.

    `places` are those of all tracks in their list, by track_no.
    """
    ordered = sorted((places[track_no], track_no) for track_no in tracks if track_no in places)
    for _, group in groupby(enumerate(ordered), key=lambda pair: pair[1][0] - pair[0]):
        run = [label[track_no] for _, (_, track_no) in group]
        yield from run if len(run) < 3 else [f"{run[0]} to {run[-1]}"]


def _tracks_of_credits(lines: Iterable[TrackLine]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for line in lines:
        for position in line.credits or ():
            found.setdefault(position, set()).add(line.track_no)
    return {position: frozenset(tracks) for position, tracks in found.items()}


def _name(one: Credit) -> str:
    return Artist(one.artist_id, one.name).printed
