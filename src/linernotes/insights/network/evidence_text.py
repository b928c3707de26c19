"""Evidence in words, the same for the command line and the page; and what a step of a path is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from linernotes.insights.network.evidence import Evidence
from linernotes.insights.network.paths import PathStep
from linernotes.insights.text.plurals import counted

#: Tracks, and roles of one person, that a line names; of more it says how many.
MOST_TRACKS, MOST_ROLES = 3, 6


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence; `kind` and `id` are set where it names an artist or a record."""

    text: str
    kind: Literal["artist", "release"] | None = None
    id: int | None = None


def evidence_text(one: Evidence) -> tuple[Piece, ...]:
    """One piece of evidence as a sentence. It names a track only where the sleeve does."""
    who, whose = Piece(one.who, "artist", one.who_id), Piece(one.whose, "artist", one.whose_id)
    record = Piece(one.title or "Untitled", "release", one.release_id)
    if one.relation == "co_player":
        return _together(one, record)
    if one.relation == "group_member":
        return who, Piece(f" {_member(one)} "), whose
    if one.relation == "artist_alias":
        return who, Piece(f" {_same(one)} "), whose
    if one.relation == "co_appearance":
        return Piece("both are main artists of "), record
    on = "" if one.is_whole else f", on {_few_tracks(one.tracks)}"
    return Piece(f"{one.who}: {_few(one.roles, MOST_ROLES, 'role')} on {one.whose}’s "), record, Piece(on)


def step_label(step: PathStep) -> str:
    """What a step rests on, in a few words to write beside it."""
    first = step.evidence[0] if step.evidence else None
    if first is None:
        return ""
    if first.relation == "group_member":
        return _member(first) if first.who_id == step.from_id else _has_member(first)
    if first.relation == "artist_alias":
        return _same(first)
    more = " and more" if len(step.evidence) > 1 or len(first.tracks) > 1 else ""
    if first.relation == "co_player" and first.tracks and not first.is_every_track:
        return f"together on {first.tracks[0]}{more}"
    more = " and more" if len(step.evidence) > 1 else ""
    return f"on {first.title or 'Untitled'}{more}"


def _together(one: Evidence, record: Piece) -> tuple[Piece, ...]:
    roles = _roles(one)
    if one.is_whole:
        return Piece("on "), record, Piece(roles)
    if one.is_every_track:
        return Piece("together on every track of "), record, Piece(roles)
    return Piece(f"together on {_few_tracks(one.tracks)}, on "), record, Piece(roles)


def _roles(one: Evidence) -> str:
    """The parts of both: ": Ron Carter (Bass), Tony Williams (Drums)"."""
    who = _part(one.who, one.roles, one.record_roles)
    whose = _part(one.whose, one.whose_roles, one.whose_record_roles)
    return f": {who}, {whose}" if (who, whose) != (one.who, one.whose) else ""


def _part(name: str, roles: Sequence[str], of_record: Sequence[str]) -> str:
    parts = [_few(roles, MOST_ROLES, "role")] if roles else []
    parts += [f"on the whole record {_few(of_record, MOST_ROLES, 'role')}"] if of_record else []
    return f"{name} ({'; '.join(parts)})" if parts else name


def _same(one: Evidence) -> str:
    return f"is the same {'group' if one.is_group else 'person'} as"


def _member(one: Evidence) -> str:
    return "was a member of" if one.is_active is False else "is a member of"


def _has_member(one: Evidence) -> str:
    return "had the member" if one.is_active is False else "has the member"


def _few_tracks(titles: Sequence[str]) -> str:
    return _few(titles, MOST_TRACKS, "track") or "some tracks"


def _few(names: Sequence[str], most: int, what: str) -> str:
    """The first names; of those that are left how many."""
    if len(names) <= most + 1:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {counted(len(names) - most, f'other {what}')}"
