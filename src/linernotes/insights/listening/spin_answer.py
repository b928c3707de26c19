"""The answer with tonight's record."""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.insights.coverage import OfBuild, of_build
from linernotes.insights.listening.spin import Companion, Proposal, Rarity
from linernotes.insights.release.similar_releases import Shared
from linernotes.insights.snapshot import Snapshot


@dataclass(frozen=True)
class Liked:
    """People and words that a record shares with the one that it was drawn for."""

    people: tuple[Shared, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Why:
    """Why a record came up. `days_unplayed` is None if no play of it is logged; `unlike`: nobody is on both."""

    years_owned: int | None
    rating: int | None
    days_unplayed: int | None
    rare: tuple[Rarity, ...]
    like: Liked | None
    unlike: bool


@dataclass(frozen=True)
class SpinAnswer(OfBuild):
    """Tonight's record. `year` is the year in which the album first came out, where that is known.

    `people` make music on it and are not on its cover.
    """

    release_id: int
    title: str
    artist: str
    year: int | None
    seconds: int | None
    genres: tuple[str, ...]
    styles: tuple[str, ...]
    why: Why
    people: tuple[Companion, ...]


def spin_answer(snapshot: Snapshot, proposed: Proposal) -> SpinAnswer:
    """Return the answer with a proposal."""
    record, kindred = proposed.record, proposed.kindred
    return SpinAnswer(
        release_id=record.release_id,
        title=record.title,
        artist=record.artist,
        year=record.year,
        seconds=record.seconds,
        genres=record.genres,
        styles=record.styles,
        why=Why(
            years_owned=proposed.appeal.years_owned,
            rating=proposed.appeal.rating,
            days_unplayed=proposed.appeal.days_unplayed,
            rare=proposed.rarities,
            like=Liked(kindred.people, kindred.words) if kindred else None,
            unlike=proposed.is_unlike,
        ),
        people=proposed.people,
        **of_build(snapshot),
    )
