"""Tonight's record, drawn from the shelf of a build and what its owner played and was shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

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
from linernotes.insights.release.similar_releases import Kinship, read_kinship
from linernotes.insights.statistics.days import local_days, today
from linernotes.web.background.app_state import AppState
from linernotes.web.background.open_build import Reading
from linernotes.web.query import shelf

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


def listened(state: AppState, zone: tzinfo | None) -> Listened:
    """Read it. A home that was never written to stays as it is."""
    spins, last = state.from_user(
        lambda user: (user.listening.spins(SHOWN), user.listening.last_played()),
        (list[int](), dict[int, datetime]()),
    )
    return Listened(spins, local_days(last, zone), today(zone))


def draw(
    build: Reading,
    heard: Listened,
    wish: Wish,
    way: Way = "any",
    here: int | None = None,
    seed: str | None = None,
) -> int | None:
    """Draw a record that is as wished; None if there is none. `here` is the one that it leads on from: it is not
    drawn again. Without a seed it is the same one all day, until something else is shown.
    """
    records = shelf.shelf(build)
    weights = _appeals(build, heard.day).weights(fits(build, wish), heard.played)
    if way != "any" and here is not None and here in records:
        weights = _led(build, way, here, weights)
    just_shown = heard.shown if here is None else [here, *heard.shown]
    return draw_one(weights, f"{heard.day} {seed or heard.shown[:1]}", just_shown)


def fits(build: Reading, wish: Wish) -> list[int]:
    """The records that are as wished."""
    return fitting(wish, shelf.shelf(build), build.browser.facets, build.collection.copies)


def proposal(
    build: Reading, heard: Listened, release_id: int, way: Way = "any", origin: int | None = None
) -> Proposal | None:
    """A record with the reasons why it came up; None if it is not on the shelf."""
    records = shelf.shelf(build)
    if release_id not in records:
        return None
    appeal = _appeals(build, heard.day).of(release_id, heard.played.get(release_id))
    led_from = records[origin] if origin is not None and origin in records else None
    return propose(records[release_id], appeal, _kinship(build), _counts(build), way, led_from)


def _led(build: Reading, way: Way, here: int, weights: Mapping[int, float]) -> dict[int, float]:
    if way == "like":
        return like(_kinship(build), here, weights)
    communities = build.once("release communities", lambda: read_release_communities(build.storage))
    return unlike(_kinship(build), communities, shelf.shelf(build), here, weights)


def _appeals(build: Reading, day: date) -> Appeals:
    return shelf.latest(build, "appeals", day, lambda: Appeals(shelf.shelf(build), day))


def _kinship(build: Reading) -> Kinship:
    return build.once("kinship", lambda: read_kinship(build.storage))


def _counts(build: Reading) -> dict[tuple[str, str], int]:
    """The copies of each style and country."""

    def read() -> dict[tuple[str, str], int]:
        styles, countries = shelf.parted(build, "style"), shelf.parted(build, "country")
        return {(one.part, value.key): value.copies for one in (styles, countries) for value in one.values}

    return build.once("rarities", read)
