"""The network: the map of the shelf, one community of it, one person on it, and the same as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import Response
from markupsafe import Markup
from pydantic.dataclasses import dataclass

from linernotes.insights.network.communities import Community, Member
from linernotes.insights.network.map_drawing import Drawing
from linernotes.insights.network.person_summary import Person, read_person
from linernotes.insights.network.summary import Network
from linernotes.web.background.app_state import app_state
from linernotes.web.background.open_build import Reading
from linernotes.web.query.networks import (
    adjacency_of,
    communities_of,
    copies_of,
    drawing_json,
    drawing_of,
    members_of,
    network_json,
    summary_of,
    vertices_of,
)
from linernotes.web.query.resting import Resting, rests
from linernotes.web.rendering.responses import NOTHING_YET
from linernotes.web.rendering.templating import draw, fragment, page

router = APIRouter()

UNKNOWN_COMMUNITY = "There is no such community in this build. Communities change as the collection grows."
UNKNOWN_PERSON = "Nobody of that number is in the network of this shelf."

#: Entries of long lists that a page shows.
COMMUNITIES, PEOPLE, RECORDS = 24, 50, 48

IdInQuery = Annotated[int | None, Query(ge=1, lt=1 << 63)]
IdInPath = Annotated[int, Path(ge=1, lt=1 << 63)]
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]


@dataclass(frozen=True)
class NetworkAnswer(Resting, Network):
    """The network in words; its communities are all of them, level by level."""


@dataclass(frozen=True)
class CommunityAnswer(Resting):
    """A community, those that it is a part of, its people, and the releases on the shelf that they made."""

    community: Community
    above: list[Community]
    members: list[Member]
    release_ids: list[int]


@dataclass(frozen=True)
class NameAnswer:
    """Somebody in the network, and the community that they are in."""

    artist_id: int
    name: str
    community_id: int | None
    community: str | None


@router.get("/network", include_in_schema=False)
def network(
    request: Request,
    community: IdInQuery = None,
    artist: IdInQuery = None,
    every: bool = False,
    people: PageNumber = 1,
    records: PageNumber = 1,
) -> Response:
    """The map of the shelf; with `community` one community of it; with `artist` somebody's panel beside it."""
    state = app_state(request)
    with state.builds.reading() as build:
        if build is None:
            connected = state.discogs.credentials_ok
            return page(request, "shared/not_yet.html", title="Network", connected=connected)
        person = _person(build, artist) if artist is not None else None
        if community is not None:
            return _community(request, build, _known(build, community), person, people, records)
        return page(
            request,
            "network/page.html",
            network=summary_of(build).network,
            drawing=drawing_of(build),
            lists=build.once(("network lists", every), lambda: _lists(build, every)),
            person=person,
            overview=build.overview,
        )


def _lists(build: Reading, every: bool) -> Markup:
    """The page below the map, which is the same for everybody: communities, bridges, sidemen, line-ups."""
    tops = communities_of(build).tops
    return fragment(
        "network/_lists.html",
        summary=summary_of(build),
        tops=tops if every else tops[:COMMUNITIES],
        qty_tops=len(tops),
    )


def _community(
    request: Request, build: Reading, community: Community, person: Person | None, people: int, records: int
) -> Response:
    members = members_of(build, community)
    copies = copies_of(build, [one.artist_id for one in members])
    of_people, of_records = _pages(people, len(members), PEOPLE), _pages(records, len(copies), RECORDS)
    return page(
        request,
        "network/community.html",
        community=community,
        above=communities_of(build).above(community),
        drawing=drawing_of(build, community),
        members=members[_shown(of_people, PEOPLE)],
        qty_members=len(members),
        people=of_people,
        sleeves=draw(app_state(request).settings, build, copies[_shown(of_records, RECORDS)]),
        qty_copies=len(copies),
        records=of_records,
        person=person,
        overview=build.overview,
    )


@router.get("/network/artist/{artist_id}", include_in_schema=False)
def panel(request: Request, artist_id: IdInPath) -> Response:
    """Somebody's panel alone, for the page that is open."""
    with _reading(request) as build:
        return page(request, "network/_person.html", person=_person(build, artist_id))


@router.get("/api/network", response_model=NetworkAnswer)
def api_network(request: Request) -> Response:
    """Sizes of the network, its leading artists, and all communities of two artists or more, level by level."""
    with _reading(request) as build:
        return _json(network_json(build))


@router.get("/api/network/graph", response_model=Drawing)
def api_graph(request: Request, community: IdInQuery = None) -> Response:
    """Drawing of the network, or of one community, in columns. The schema describes each field."""
    with _reading(request) as build:
        return _json(drawing_json(build, None if community is None else _known(build, community)))


@router.get("/api/network/find")
def api_find(request: Request, q: Annotated[str, Query(max_length=200)] = "") -> list[NameAnswer]:
    """Artists of the network that have a text in their names: the best ten."""
    with _reading(request) as build:
        everybody, communities = vertices_of(build), communities_of(build)
        found = []
        for place in everybody.find(q):
            community = communities.get(int(everybody.communities[place]))
            found.append(
                NameAnswer(
                    artist_id=int(everybody.ids[place]),
                    name=everybody.names[place],
                    community_id=community.community_id if community else None,
                    community=community.label if community else None,
                )
            )
        return found


@router.get("/api/network/community/{community_id}", response_model=CommunityAnswer)
def api_community(request: Request, community_id: IdInPath) -> Response:
    """A community with its people, the most central first."""
    with _reading(request) as build:
        community = _known(build, community_id)
        members = members_of(build, community)
        copies = copies_of(build, [one.artist_id for one in members])
        answer: dict[str, Any] = {
            "community": community,
            "above": communities_of(build).above(community),
            "members": members,
            "release_ids": list(dict.fromkeys(copy.release_id for copy in copies)),
        } | rests(build)
        return _json(msgspec.json.encode(answer))


@contextmanager
def _reading(request: Request) -> Iterator[Reading]:
    """The current build; 404 before the first."""
    with app_state(request).builds.reading() as build:
        if build is None:
            raise HTTPException(404, NOTHING_YET)
        yield build


def _known(build: Reading, community_id: int) -> Community:
    community = communities_of(build).get(community_id)
    if community is None:
        raise HTTPException(404, UNKNOWN_COMMUNITY)
    return community


def _person(build: Reading, artist_id: int) -> Person:
    person = read_person(
        build.storage,
        build.collection,
        vertices_of(build),
        adjacency_of(build),
        communities_of(build),
        artist_id,
    )
    if person is None:
        raise HTTPException(404, UNKNOWN_PERSON)
    return person


def _pages(number: int, total: int, size: int) -> tuple[int, int]:
    """Return the page and the number of pages; a page beyond the last one is the last one."""
    pages = max(1, -(-total // size))
    return min(number, pages), pages


def _shown(page: tuple[int, int], size: int) -> slice:
    return slice((page[0] - 1) * size, page[0] * size)


def _json(body: bytes) -> Response:
    return Response(body, media_type="application/json")
