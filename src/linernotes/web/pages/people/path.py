"""Paths from one artist or record to another: a form, the drawing, the evidence; and all that as JSON."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BeforeValidator

from linernotes.insights.contributors.communities import read_communities
from linernotes.insights.network.evidence_text import evidence_text, step_label
from linernotes.insights.network.nodes import read_vertices
from linernotes.insights.network.path_answer import PathAnswer, read_path
from linernotes.insights.network.path_endpoints import End, read_ends
from linernotes.insights.network.path_journeys import Journey
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.overview import read_overview
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import Tag
from linernotes.web.pages.people.world_path import world_path_page
from linernotes.web.query.published import CurrentSnapshot
from linernotes.web.rendering.templating import before_first_build, page

router = APIRouter(tags=[Tag.NETWORK])

#: Pieces of evidence that each step lists.
EVIDENCE = 6

Text = Annotated[str, Query(max_length=200)]
From = Annotated[str, Query(alias="from", max_length=200)]
World = Annotated[bool, BeforeValidator(lambda value: False if value == "" else value), Query()]


@router.get("/path", include_in_schema=False)
def path(request: Request, from_: From = "", to: Text = "", world: World = False) -> Response:
    """The form, and what comes of it: on the shelf, or through all of Discogs."""
    state = app_state(request)
    with state.builds.reading() as snapshot, state.catalogues.reading() as catalogue:
        if snapshot is None:
            return before_first_build(request, title="The way")
        if catalogue is not None and world:
            return world_path_page(request, catalogue, from_, to)
        answer = read_path(snapshot, from_, to)
        journey = answer.journey
        return page(
            request,
            "network/path.html",
            typed=(from_, to),
            meant=(answer.start, answer.end),
            journey=journey,
            pieces=_pieces(snapshot, journey) if journey is not None and journey.path is None else {},
            communities=_communities(snapshot, journey),
            examples=snapshot.cached(_examples) if not (from_ or to) else (),
            most=EVIDENCE,
            sentence=evidence_text,
            label=step_label,
            overview=snapshot.cached(read_overview),
        )


@router.get("/api/path")
def api_path(snapshot: CurrentSnapshot, from_: From, to: Text) -> PathAnswer:
    """Path from one artist or record to another.

    Each end is a name, an artist's id, `r` with a release's id, or a link to Discogs.
    """
    return read_path(snapshot, from_, to)


@router.get("/api/path/find")
def find_ends(snapshot: CurrentSnapshot, q: Text = "") -> list[End]:
    """Artists of the network and records of the shelf that have a text in their names: the best few."""
    return snapshot.cached(read_ends).find(q)


def _pieces(snapshot: Snapshot, journey: Journey | None) -> dict[int, int]:
    """Of each end that is an artist, how many others hang together with them; all names of somebody are one."""
    people = snapshot.cached(read_vertices)
    ends = (journey.start, journey.end) if journey is not None else ()
    sizes = {}
    for one in ends:
        place = people.places.get(one.id) if one.kind == "artist" else None
        if place is not None:
            together = people.identities[people.components == people.components[place]]
            sizes[one.id] = len(np.unique(together)) - 1
    return sizes


def _communities(snapshot: Snapshot, journey: Journey | None) -> dict[int, str]:
    """The community of each artist on the path, by name."""
    people, communities = snapshot.cached(read_vertices), snapshot.cached(read_communities)
    ids = journey.path.ids if journey is not None and journey.path is not None else ()
    found = {}
    for id in ids:
        place = people.places.get(id)
        top = communities.top(int(people.communities[place])) if place is not None else None
        if top is not None:
            found[id] = top.label
    return found


def _examples(snapshot: Snapshot) -> tuple[tuple[End, End], ...]:
    """Pairs to begin with: the best connected of the largest community, with those of the next ones."""
    people, communities = snapshot.cached(read_vertices), snapshot.cached(read_communities)
    best: dict[int, int] = {}
    order = (-people.pageranks * people.in_collection).argsort(kind="stable").tolist()
    for place in order[:200]:
        top = communities.top(int(people.communities[place]))
        if top is not None:
            best.setdefault(top.community_id, place)
    ends = [snapshot.cached(read_ends).artist(place) for place in list(best.values())[:4]]
    return tuple((ends[0], other) for other in ends[1:])
