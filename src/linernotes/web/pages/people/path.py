"""Paths from one artist or record to another: a form, the drawing, the evidence; and all that as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response
from pydantic.dataclasses import dataclass

from linernotes.insights.network.path_endpoints import End, Ends, Meant
from linernotes.insights.network.path_journeys import Journey, travel
from linernotes.web.background.app_state import app_state
from linernotes.web.background.open_build import Reading
from linernotes.web.query.networks import adjacency_of, communities_of, vertices_of
from linernotes.web.query.resting import Resting, rests
from linernotes.web.rendering.responses import NOTHING_YET
from linernotes.web.rendering.templating import page

router = APIRouter()

#: Pieces of evidence that each step lists.
EVIDENCE = 6

Text = Annotated[str, Query(max_length=200)]
From = Annotated[str, Query(alias="from", max_length=200)]


@dataclass(frozen=True)
class PathAnswer(Resting):
    """Outcome of a search for a path. `journey` has the path and its evidence.

    `found`: there is a path. `same`: both ends are one artist or record. `none`: nothing connects them.
    `unclear`: several have that name and the caller has to choose, or no artist or record has it.
    """

    state: Literal["found", "same", "none", "unclear"]
    from_: Meant
    to: Meant
    journey: Journey | None


@router.get("/path", include_in_schema=False)
def path(request: Request, from_: From = "", to: Text = "") -> Response:
    """The form, and what comes of it."""
    state = app_state(request)
    with state.builds.reading() as build:
        if build is None:
            connected = state.discogs.credentials_ok
            return page(request, "shared/not_yet.html", title="The way", connected=connected)
        meant = [_meant(build, text) for text in (from_, to)]
        journey = _journey(build, *meant)
        return page(
            request,
            "network/path.html",
            typed=(from_, to),
            meant=meant,
            journey=journey,
            pieces=_pieces(build, journey) if journey is not None and journey.path is None else {},
            communities=_communities(build, journey),
            examples=_examples(build) if not (from_ or to) else (),
            most=EVIDENCE,
            overview=build.overview,
        )


@router.get("/api/path", response_model=PathAnswer)
def api_path(request: Request, from_: From, to: Text) -> Response:
    """Path from one artist or record to another.

    Each end is a name, an id (a number), `r` and the number of a release, or a link to Discogs.
    """
    with app_state(request).builds.reading() as build:
        if build is None:
            raise HTTPException(404, NOTHING_YET)
        start, end = _meant(build, from_), _meant(build, to)
        journey = _journey(build, start, end)
        answer: dict[str, Any] = {
            "state": _state(journey),
            "from_": asdict(start),
            "to": asdict(end),
            "journey": journey,
        } | rests(build)
        return Response(msgspec.json.encode(answer), media_type="application/json")


@router.get("/api/path/find")
def api_find(request: Request, q: Text = "") -> list[End]:
    """Artists of the network and records of the shelf that have a text in their names: the best few."""
    with app_state(request).builds.reading() as build:
        if build is None:
            raise HTTPException(404, NOTHING_YET)
        return _ends(build).find(q)


def _ends(build: Reading) -> Ends:
    return build.once("ends of paths", lambda: Ends(vertices_of(build), build.collection))


def _meant(build: Reading, text: str) -> Meant:
    return _ends(build).meant(build.storage, text) if text.strip() else Meant()


def _journey(build: Reading, start: Meant, end: Meant) -> Journey | None:
    if start.end is None or end.end is None:
        return None
    return travel(build.storage, vertices_of(build), adjacency_of(build), start.end, end.end)


def _state(journey: Journey | None) -> str:
    if journey is None:
        return "unclear"
    if journey.path is None:
        return "none"
    return "same" if journey.is_same else "found"


def _pieces(build: Reading, journey: Journey | None) -> dict[int, int]:
    """Of each end that is an artist, how many people hang together with them, themselves included."""
    people = vertices_of(build)
    ends = (journey.start, journey.end) if journey is not None else ()
    sizes = {}
    for one in ends:
        place = people.places.get(one.id) if one.kind == "artist" else None
        if place is not None:
            sizes[one.id] = int((people.components == people.components[place]).sum())
    return sizes


def _communities(build: Reading, journey: Journey | None) -> dict[int, str]:
    """The community of each artist on the path, by name."""
    people, communities = vertices_of(build), communities_of(build)
    ids = journey.path.ids if journey is not None and journey.path is not None else ()
    found = {}
    for id in ids:
        place = people.places.get(id)
        top = communities.top(int(people.communities[place])) if place is not None else None
        if top is not None:
            found[id] = top.label
    return found


def _examples(build: Reading) -> tuple[tuple[End, End], ...]:
    """Pairs to begin with: the best connected of the largest community, with those of the next ones."""

    def read() -> tuple[tuple[End, End], ...]:
        people, communities = vertices_of(build), communities_of(build)
        best: dict[int, int] = {}
        order = (-people.pageranks * people.in_collection).argsort(kind="stable").tolist()
        for place in order[:200]:
            top = communities.top(int(people.communities[place]))
            if top is not None:
                best.setdefault(top.community_id, place)
        ends = [_ends(build).artist(place) for place in list(best.values())[:4]]
        return tuple((ends[0], other) for other in ends[1:])

    return build.once("examples of paths", read)
