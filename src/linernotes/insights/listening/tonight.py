"""Tonight's record, drawn from the shelf of a build and what its owner played and was shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from linernotes.insights.collection.copies import read_collection
from linernotes.insights.collection.facets.read_facets import read_facets
from linernotes.insights.listening.spin import (
    Appeals,
    Proposal,
    Way,
    Wish,
    fitting,
    like,
    propose,
    read_release_communities,
    unlike,
)
from linernotes.insights.listening.weighted_draw import draw_one
from linernotes.insights.release.similar_releases import read_kinship
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.owned_releases import read_owned_releases
from linernotes.insights.statistics.statistics import read_makeup

#: Records shown last that a draw leaves out.
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Listened:
    """The records shown last, the latest first, and the day on which each record was played last.

    That and `day`, which is today, are days of the collector's zone.
    """

    shown: Sequence[int]
    played: Mapping[int, date]
    day: date


def draw_record(
    snapshot: Snapshot,
    heard: Listened,
    wish: Wish,
    way: Way,
    here: int | None,
    seed: str | None = None,
) -> int | None:
    """Draw a record that is as wished; None if there is none. `here` is the one that it leads on from: it is not
    drawn again. Without a seed it is the same one all day, until something else is shown.
    """
    weights = snapshot.latest(read_appeals, heard.day).weights(read_fitting(snapshot, wish), heard.played)
    if way != "any" and here is not None and here in snapshot.cached(read_owned_releases):
        weights = _led(snapshot, way, here, weights)
    just_shown = heard.shown if here is None else [here, *heard.shown]
    return draw_one(weights, f"{heard.day} {seed or heard.shown[:1]}", just_shown)


def read_fitting(snapshot: Snapshot, wish: Wish) -> list[int]:
    """The records that are as wished."""
    copies = snapshot.cached(read_collection).copies
    return fitting(wish, snapshot.cached(read_owned_releases), snapshot.cached(read_facets), copies)


def read_proposal(
    snapshot: Snapshot, heard: Listened, release_id: int, way: Way, origin: int | None
) -> Proposal | None:
    """A record with the reasons why it came up; None if it is not on the shelf."""
    records = snapshot.cached(read_owned_releases)
    if release_id not in records:
        return None
    appeal = snapshot.latest(read_appeals, heard.day).of(release_id, heard.played.get(release_id))
    led_from = records[origin] if origin is not None and origin in records else None
    kinship, counts = snapshot.cached(read_kinship), snapshot.cached(read_counts)
    return propose(records[release_id], appeal, kinship, counts, way, led_from)


def read_appeals(snapshot: Snapshot, day: date) -> Appeals:
    """What speaks for each record on a day."""
    return Appeals(snapshot.cached(read_owned_releases), day)


def read_counts(snapshot: Snapshot) -> dict[tuple[str, str], int]:
    """The copies of each style and country."""
    makeups = snapshot.cached(read_makeup, "style"), snapshot.cached(read_makeup, "country")
    return {(one.part, value.key): value.copies for one in makeups for value in one.values}


def _led(snapshot: Snapshot, way: Way, here: int, weights: Mapping[int, float]) -> dict[int, float]:
    kinship = snapshot.cached(read_kinship)
    if way == "like":
        return like(kinship, here, weights)
    communities = snapshot.cached(read_release_communities)
    return unlike(kinship, communities, snapshot.cached(read_owned_releases), here, weights)
