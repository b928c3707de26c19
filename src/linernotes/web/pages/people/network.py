"""The network: the map of the shelf, one community of it, one person on it, and the same as JSON."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import Response
from markupsafe import Markup

from linernotes.insights.collection.copies import read_copies_by
from linernotes.insights.network.communities import Community, read_communities, read_members
from linernotes.insights.network.community_answer import (
    CommunityAnswer,
    NameAnswer,
    find_names,
    read_community_answer,
)
from linernotes.insights.network.line_ups.line_ups import by_size
from linernotes.insights.network.map_drawing import Drawing, read_drawing
from linernotes.insights.network.person_summary import Person, read_person
from linernotes.insights.network.summary import Network, read_network
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.overview import read_overview
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import Tag
from linernotes.web.query.published import CurrentSnapshot
from linernotes.web.rendering.templating import before_first_build, draw, fragment, page

router = APIRouter(tags=[Tag.NETWORK])

UNKNOWN_COMMUNITY = "There is no such community in this build. Communities change as the collection grows."
UNKNOWN_PERSON = "Nobody of that number is in the network of this shelf."

#: Entries of long lists that a page shows.
COMMUNITIES, PEOPLE, RECORDS = 24, 50, 48

IdInQuery = Annotated[int | None, Query(ge=1, lt=1 << 63)]
IdInPath = Annotated[int, Path(ge=1, lt=1 << 63)]
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]


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
    with app_state(request).builds.reading() as snapshot:
        if snapshot is None:
            return before_first_build(request, title="Network")
        person = _person(snapshot, artist) if artist is not None else None
        if community is not None:
            return _community(request, snapshot, _known(snapshot, community), person, people, records)
        return page(
            request,
            "network/page.html",
            network=snapshot.cached(read_network),
            drawing=snapshot.cached(read_drawing, None),
            lists=snapshot.cached(_lists, every),
            person=person,
            overview=snapshot.cached(read_overview),
        )


def _lists(snapshot: Snapshot, every: bool) -> Markup:
    """The page below the map, which is the same for everybody: communities, bridges, sidemen, staff, line-ups."""
    network = snapshot.cached(read_network)
    tops = network.communities
    return fragment(
        "network/_lists.html",
        network=network,
        tops=tops if every else tops[:COMMUNITIES],
        lineups=by_size(network.lineups),
        qty_tops=len(tops),
    )


def _community(
    request: Request,
    snapshot: Snapshot,
    community: Community,
    person: Person | None,
    people: int,
    records: int,
) -> Response:
    members = snapshot.cached(read_members, community.community_id)
    copies = read_copies_by(snapshot, [one.artist_id for one in members])
    of_people, of_records = _pages(people, len(members), PEOPLE), _pages(records, len(copies), RECORDS)
    return page(
        request,
        "network/community.html",
        community=community,
        above=snapshot.cached(read_communities).above(community),
        drawing=snapshot.cached(read_drawing, community.community_id),
        members=members[_shown(of_people, PEOPLE)],
        qty_members=len(members),
        people=of_people,
        sleeves=draw(app_state(request).settings, snapshot, copies[_shown(of_records, RECORDS)]),
        qty_copies=len(copies),
        records=of_records,
        person=person,
        overview=snapshot.cached(read_overview),
    )


@router.get("/network/artist/{artist_id}", include_in_schema=False)
def panel(request: Request, snapshot: CurrentSnapshot, artist_id: IdInPath) -> Response:
    """Somebody's panel alone, for the page that is open."""
    return page(request, "network/_person.html", person=_person(snapshot, artist_id))


@router.get("/api/network", response_model=Network)
def api_network(snapshot: CurrentSnapshot) -> Response:
    """Sizes of the network, its leading artists, and all communities of two artists or more, level by level."""
    return _json(snapshot.cached(_network_json))


@router.get("/api/network/graph", response_model=Drawing)
def api_graph(snapshot: CurrentSnapshot, community: IdInQuery = None) -> Response:
    """Drawing of the network, or of one community, in columns. The schema describes each field."""
    return _json(
        snapshot.cached(_drawing_json, None)
        if community is None
        else _drawing_json(snapshot, _known(snapshot, community).community_id)
    )


@router.get("/api/network/find")
def find_artists(
    snapshot: CurrentSnapshot, q: Annotated[str, Query(max_length=200)] = ""
) -> list[NameAnswer]:
    """Artists of the network that have a text in their names: the best ten."""
    return find_names(snapshot, q)


@router.get("/api/network/community/{community_id}")
def api_community(snapshot: CurrentSnapshot, community_id: IdInPath) -> CommunityAnswer:
    """A community with its people, the most central first."""
    return read_community_answer(snapshot, _known(snapshot, community_id))


def _known(snapshot: Snapshot, community_id: int) -> Community:
    community = snapshot.cached(read_communities).get(community_id)
    if community is None:
        raise HTTPException(404, UNKNOWN_COMMUNITY)
    return community


def _person(snapshot: Snapshot, artist_id: int) -> Person:
    person = read_person(snapshot, artist_id)
    if person is None:
        raise HTTPException(404, UNKNOWN_PERSON)
    return person


def _pages(number: int, total: int, size: int) -> tuple[int, int]:
    """Return the page and the number of pages; a page beyond the last one is the last one."""
    pages = max(1, -(-total // size))
    return min(number, pages), pages


def _shown(page: tuple[int, int], size: int) -> slice:
    return slice((page[0] - 1) * size, page[0] * size)


def _network_json(snapshot: Snapshot) -> bytes:
    return msgspec.json.encode(snapshot.cached(read_network))


def _drawing_json(snapshot: Snapshot, community_id: int | None) -> bytes:
    return msgspec.json.encode(snapshot.cached(read_drawing, community_id))


def _json(body: bytes) -> Response:
    return Response(body, media_type="application/json")
