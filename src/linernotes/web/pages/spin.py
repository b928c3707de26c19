"""Spin: tonight's record, one at a time. The record that is proposed is in the address, so that to load it again
skips nothing; what was shown and what was played is in `user.db`."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlencode

import numpy as np
from fastapi import APIRouter, Form, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, BeforeValidator, Field

from linernotes.insights.anniversaries import today
from linernotes.insights.draw import draw_one
from linernotes.insights.facets import Choice, FacetName
from linernotes.insights.kinship import Kinship, read_kinship
from linernotes.insights.spin import Appeals, Proposal, Way, Wish, fitting, like, propose, unlike
from linernotes.storage.database import load_sql
from linernotes.storage.home import USER_DB
from linernotes.web import shelf
from linernotes.web.answers import wants_json
from linernotes.web.builds import Reading
from linernotes.web.pages.plain import record_line
from linernotes.web.state import AppState, app_state
from linernotes.web.templating import flash, page

router = APIRouter()

#: How many of the records shown last do not come up again.
SHOWN = 50
#: How long a record may play, in minutes, as the page offers it.
LENGTHS = (20, 30, 40, 50, 60, 90)
#: What can be chosen, in the order of the form.
FILTERS: dict[FacetName, str] = {
    "genre": "Genre",
    "style": "Style",
    "decade": "Decade",
    "format": "Format",
    "folder": "Folder",
}
NOT_HERE = "That record is not on the shelf."
NOTHING_YET = "Nothing is published yet. Start a sync at /config."


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


Id = Annotated[Annotated[int, Field(ge=1, lt=1 << 63)] | None, BeforeValidator(_none_if_empty)]
Word = Annotated[Annotated[str, Field(max_length=200)] | None, BeforeValidator(_none_if_empty)]
Minutes = Annotated[Annotated[int, Field(ge=1, le=1000)] | None, BeforeValidator(_none_if_empty)]


class Asked(BaseModel):
    """The address of a proposal, and its form: which record, where it came from, what may come up."""

    release: Id = None
    way: Way = "any"
    origin: Id = None
    genre: Word = None
    style: Word = None
    decade: Word = None
    format: Word = None
    folder: Word = None
    minutes: Minutes = None
    played: Id = None

    @property
    def wish(self) -> Wish:
        """What may come up."""
        include: dict[FacetName, str] = {name: value for name in FILTERS if (value := getattr(self, name))}
        return Wish(include, self.minutes)

    @property
    def filters(self) -> dict[str, str | int]:
        """The same as parameters of an address."""
        return {name: value for name in (*FILTERS, "minutes") if (value := getattr(self, name)) is not None}

    def address(self, release_id: int | None = None, **more: object) -> str:
        """The address of a proposal with the same filters."""
        said = {"release": release_id} | more | self.filters
        query = urlencode([(name, value) for name, value in said.items() if value is not None])
        return f"/spin?{query}" if query else "/spin"


@router.get("/spin", include_in_schema=False)
def spin(request: Request, asked: Annotated[Asked, Query()]) -> Response:
    """The record that the address names; without one, draw one and lead there."""
    state = app_state(request)
    with state.builds.reading() as build:
        if build is None:
            return page(
                request, "not_yet.html", title="Tonight’s record", connected=state.discogs.credentials_ok
            )
        if asked.release is None:
            drawn = draw(state, build, asked, seed=None)
            if drawn is not None:
                return RedirectResponse(asked.address(drawn, **_origin(asked)), 303)
            return page(request, "spin.html", proposal=None, **_form(build, asked))
        told = proposal(state, build, asked, asked.release)
        return page(request, "spin.html", proposal=told, **_form(build, asked), **_logged(state, asked))


@router.get("/api/spin")
def api_spin(
    request: Request,
    asked: Annotated[Asked, Query()],
    seed: Annotated[str | None, Query(max_length=100)] = None,
) -> dict[str, Any]:
    """A proposal: the record `release`, else one that is drawn. The same `seed` draws the same one, as long as neither
    the shelf, nor its plays, nor what was shown lately changes. Nothing is remembered as shown. 404 if none fits.
    """
    state = app_state(request)
    with state.builds.reading() as build:
        if build is None:
            raise HTTPException(404, NOTHING_YET)
        release_id = asked.release or draw(state, build, asked, seed=seed)
        if release_id is None:
            raise HTTPException(404, "No record on the shelf is like that.")
        return _as_json(proposal(state, build, asked, release_id))


@router.post("/spin/next", include_in_schema=False)
def another(request: Request, asked: Annotated[Asked, Form()]) -> Response:
    """Draw another one, for the one that is shown, which will not come up again soon."""
    state = app_state(request)
    with state.builds.reading() as build:
        if build is None:
            raise HTTPException(404, NOTHING_YET)
        if asked.release is not None and asked.release in shelf.shelf(build):
            with state.user() as user:
                user.listening.spin(asked.release)
        drawn = draw(state, build, asked, seed=secrets.token_hex(8))
        found, way = drawn, asked.way
        if drawn is None and way != "any":
            found, way = (
                draw(state, build, asked.model_copy(update={"way": "any"}), secrets.token_hex(8)),
                "any",
            )
            flash(request, "Nothing that fits is like that; here is something else.")
    if wants_json(request):
        return RedirectResponse("/api" + asked.address(found), 303)
    origin = {"way": way, "origin": asked.release} if way != "any" else {}
    return RedirectResponse(asked.address(found, **origin), 303)


@router.post("/spin/play", include_in_schema=False)
def play(request: Request, asked: Annotated[Asked, Form()]) -> Response:
    """It is tonight's record: log that it is played."""
    state = app_state(request)
    with state.builds.reading() as build:
        if build is None or asked.release is None or asked.release not in shelf.shelf(build):
            raise HTTPException(404, NOT_HERE)
    with state.user() as user:
        user.listening.spin(asked.release)
        played = user.listening.play(asked.release)
    return RedirectResponse(asked.address(asked.release, **_origin(asked), played=played.play_id), 303)


@router.post("/spin/unplay", include_in_schema=False)
def unplay(request: Request, asked: Annotated[Asked, Form()]) -> Response:
    """Take that back."""
    with app_state(request).user() as user:
        plays = user.listening.plays(asked.release, -1) if asked.release is not None else []
        if any(one.play_id == asked.played for one in plays) and asked.played is not None:
            user.listening.unplay(asked.played)
            flash(request, "Taken back: it was not played.")
        else:
            flash(request, "That play is not in the log.", "error")
    return RedirectResponse(asked.address(asked.release, **_origin(asked)), 303)


def draw(state: AppState, build: Reading, asked: Asked, seed: str | None) -> int | None:
    """Draw a record that is as wished, and leads on from `asked.release` or `asked.origin` if there is one; None if
    there is none. Without a seed it is the same all day, until another one is asked for.
    """
    shown, played = _listened(state)
    day = today(datetime.now(UTC))
    weights = _appeals(build).weights(_fitting(build, asked.wish), played)
    here = asked.release or asked.origin
    just_shown = [here, *shown] if here else shown
    if asked.way != "any" and here is not None and here in shelf.shelf(build):
        weights = _led(build, asked.way, here, weights)
    return draw_one(weights, f"{day} {seed or shown[:1]}", just_shown)


def _led(build: Reading, way: Way, release_id: int, weights: Mapping[int, float]) -> dict[int, float]:
    if way == "like":
        return like(_kinship(build), release_id, weights)
    communities = build.once("release communities", lambda: _communities(build))
    return unlike(_kinship(build), communities, shelf.shelf(build), release_id, weights)


def proposal(state: AppState, build: Reading, asked: Asked, release_id: int) -> Proposal:
    """What is told of a record, and why it came up."""
    records = shelf.shelf(build)
    if release_id not in records:
        raise HTTPException(404, NOT_HERE)
    _, played = _listened(state)
    origin = records[asked.origin] if asked.origin is not None and asked.origin in records else None
    told = _appeals(build).of(release_id, played.get(release_id))
    return propose(records[release_id], told, _kinship(build), _counts(build), asked.way, origin)


def _listened(state: AppState) -> tuple[Sequence[int], Mapping[int, datetime]]:
    """What was shown lately, the latest first, and when each record was played last."""
    if not (state.settings.home / USER_DB).exists():
        return [], {}
    with state.user() as user:
        return user.listening.spins(SHOWN), user.listening.last_played()


def _logged(state: AppState, asked: Asked) -> dict[str, Any]:
    """Whether any play is logged, and the one that this page has just logged, if it is in the log still."""
    if not (state.settings.home / USER_DB).exists():
        return {"play": None, "logs_plays": False}
    with state.user() as user:
        plays = user.listening.plays(asked.release, 20) if asked.played else []
        logs_plays = bool(user.listening.plays(limit=1))
    return {
        "play": next((one for one in plays if one.play_id == asked.played), None),
        "logs_plays": logs_plays,
    }


def _origin(asked: Asked) -> dict[str, object]:
    return {"way": asked.way, "origin": asked.origin} if asked.way != "any" and asked.origin else {}


def _fitting(build: Reading, wish: Wish) -> list[int]:
    copies = build.collection.copies
    releases = build.once("releases", lambda: np.array([one.release_id for one in copies], dtype=np.int64))
    return fitting(wish, shelf.shelf(build), build.browser.facets, releases)


def _appeals(build: Reading) -> Appeals:
    day = today(datetime.now(UTC))
    return build.once(("appeals", day), lambda: Appeals(shelf.shelf(build), day))


def _kinship(build: Reading) -> Kinship:
    return build.once("kinship", lambda: read_kinship(build.storage))


def _counts(build: Reading) -> dict[tuple[str, str], int]:
    def read() -> dict[tuple[str, str], int]:
        return {
            (part, one.key): one.copies
            for part in ("style", "country")
            for one in shelf.parted(build, part).values
        }

    return build.once("rarities", read)


def _communities(build: Reading) -> dict[int, frozenset[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for release_id, community_id in build.storage.rows(
        load_sql("linernotes.insights", "release_communities")
    ):
        found[release_id].add(community_id)
    return {release_id: frozenset(communities) for release_id, communities in found.items()}


def _form(build: Reading, asked: Asked) -> dict[str, Any]:
    """The filters, with every value that there is."""

    def options() -> dict[FacetName, tuple[tuple[str, str], ...]]:
        everything = build.browser.facets.among(Choice())
        return {name: tuple((one.key, one.label) for one in everything.values(name)[0]) for name in FILTERS}

    return {
        "asked": asked,
        "overview": build.overview,
        "filters": FILTERS,
        "options": build.once("spin options", options),
        "lengths": LENGTHS,
        "fitting": len(_fitting(build, asked.wish)),
    }


def _as_json(told: Proposal) -> dict[str, Any]:
    kindred = told.kindred
    return record_line(told.record) | {
        "seconds": told.record.seconds,
        "genres": told.record.genres,
        "styles": told.record.styles,
        "why": {
            "years_owned": told.appeal.years_owned,
            "rating": told.appeal.rating,
            "days_unplayed": told.appeal.days_unplayed,
            "rare": told.rarities,
            "like": {"people": kindred.people, "words": kindred.words} if kindred else None,
            "unlike": told.is_unlike,
        },
        "people": told.people,
    }
