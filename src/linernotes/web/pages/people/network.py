"""The network: the map of the shelf, one community of it, one person on it, and the same as JSON."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

import msgspec
from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from linernotes.insights.collection.copies import read_copies_by
from linernotes.insights.contributors.communities import Community, read_communities, read_members
from linernotes.insights.network.adjacency import read_adjacency
from linernotes.insights.network.atlas import Atlas, AtlasArea, in_words, read_atlas
from linernotes.insights.network.community_answer import (
    CommunityAnswer,
    NameAnswer,
    find_names,
    read_community_answer,
)
from linernotes.insights.network.instruments import read_main_instruments
from linernotes.insights.network.line_ups.line_ups import by_size
from linernotes.insights.network.person_summary import Person, read_person
from linernotes.insights.network.summary import Network, read_network
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.overview import read_overview
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import Tag
from linernotes.web.query.published import CurrentSnapshot
from linernotes.web.rendering.atlas import (
    FARTHEST,
    INSTRUMENTS_FROM,
    NEAREST,
    NO_INSTRUMENTS,
    NOTHING_LIT,
    Lit,
    draw_atlas,
    draw_first_sight,
)
from linernotes.web.rendering.atlas_file import draw_map_file
from linernotes.web.rendering.atlas_view import View
from linernotes.web.rendering.templating import before_first_build, draw, fragment, page

router = APIRouter(tags=[Tag.NETWORK])

UNKNOWN_COMMUNITY = "There is no such community in this build. Communities change as the collection grows."
UNKNOWN_PERSON = "Nobody of that number is in the network of this shelf."

#: Entries of long lists that a page shows.
COMMUNITIES, PEOPLE, RECORDS = 24, 50, 48

IdInQuery = Annotated[int | None, Query(ge=1, lt=1 << 63)]
IdInPath = Annotated[int, Path(ge=1, lt=1 << 63)]
#: A way on the map: ids of artists with hyphens between.
WayInQuery = Annotated[str, Query(pattern=r"^(?:\d{1,18}(?:-\d{1,18}){0,40})?$")]
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]
OnMap = Annotated[float, Query(ge=-10_000, le=10_000)]
OnScreen = Annotated[float, Query(ge=50, le=8_000)]
#: Of the map around a place, in its pixels.
AROUND = 24


@router.get("/network", include_in_schema=False)
def network(
    request: Request,
    community: IdInQuery = None,
    artist: IdInQuery = None,
    way: WayInQuery = "",
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
            atlas=_map(snapshot, View(), _lit(snapshot, artist, way)),
            map_in_words=in_words(snapshot.cached(read_atlas)),
            way=way,
            largest=next(iter(snapshot.cached(read_atlas).countries), None),
            has_meetings=snapshot.cached(read_atlas).has_meetings,
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
        atlas=_map(
            snapshot,
            _view_of(snapshot, community),
            _lit(snapshot, person.artist.artist_id if person else None, ""),
        ),
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


@router.get("/network/map", include_in_schema=False)
def map_view(
    snapshot: CurrentSnapshot,
    x: OnMap = 0.0,
    y: OnMap = 0.0,
    zoom: Annotated[float, Query(ge=FARTHEST, le=NEAREST)] = 1.0,
    width: OnScreen = 1200.0,
    height: OnScreen = 800.0,
    artist: IdInQuery = None,
    way: WayInQuery = "",
) -> Response:
    """A part of the map alone, for the page that is open."""
    return HTMLResponse(_map(snapshot, View(x, y, zoom, width, height), _lit(snapshot, artist, way)))


@router.get("/network/map.svg", include_in_schema=False)
def map_picture(snapshot: CurrentSnapshot) -> Response:
    """The whole map, as a file to share."""
    headers = {
        "Content-Disposition": 'attachment; filename="linernotes-map.svg"',
        "Cache-Control": "private, no-cache",
    }
    return Response(snapshot.cached(draw_map_file), media_type="image/svg+xml", headers=headers)


@router.get("/network/at", include_in_schema=False)
def person_at(
    snapshot: CurrentSnapshot, x: OnMap, y: OnMap, reach: Annotated[float, Query(gt=0, le=60)]
) -> Response:
    """The panel of who stands nearest to a point of the map, at most so far from it."""
    near = snapshot.cached(read_atlas).nearest(x, y, reach)
    if near is None:
        raise HTTPException(404, "Nobody stands there.")
    return RedirectResponse(f"/network/artist/{near.artist_id}", 303)


@router.get("/api/network/graph", response_model=Atlas)
def api_graph(snapshot: CurrentSnapshot) -> Response:
    """The map of the shelf: its areas, its people, its bridges, and the lines between people of one place."""
    return _json(snapshot.cached(_atlas_json))


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


def _map(snapshot: Snapshot, view: View, lit: Lit) -> Markup:
    if view == View() and lit == NOTHING_LIT:
        return snapshot.cached(draw_first_sight)
    is_near = view.zoom >= INSTRUMENTS_FROM
    instruments = snapshot.cached(read_main_instruments) if is_near else NO_INSTRUMENTS
    return draw_atlas(snapshot.cached(read_atlas), view, lit, instruments=instruments)


def _lit(snapshot: Snapshot, artist_id: int | None, way: str) -> Lit:
    """Who stands out: somebody with those they are connected with, else the people of a way from one to another."""
    if way and artist_id is None:
        people = [int(id) for id in way.split("-")]
        return Lit(people, list(pairwise(people)), people)
    if artist_id is None:
        return NOTHING_LIT
    near = [id for id, _ in snapshot.cached(read_adjacency).neighbours(artist_id)]
    return Lit({artist_id, *near}, [(artist_id, other) for other in near], {artist_id})


def _view_of(snapshot: Snapshot, community: Community) -> View:
    """The part of the map where a community lies: all of its place."""
    area = _place_of(snapshot, community)
    if area is None:
        return View()
    xs, ys = area.outline[::2], area.outline[1::2]
    width, height = max(xs) - min(xs) + 2 * AROUND, max(ys) - min(ys) + 2 * AROUND
    zoom = min(NEAREST, 1200 / width, 800 / height)
    middle_x, middle_y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return View(middle_x - 600 / zoom, middle_y - 400 / zoom, zoom)


def _place_of(snapshot: Snapshot, community: Community) -> AtlasArea | None:
    """The place of a community, or of the one that it is a part of; None for one in the strip."""
    atlas = snapshot.cached(read_atlas)
    line = (community, *reversed(snapshot.cached(read_communities).above(community)))
    for one in line:
        if one.community_id in atlas.area:
            return atlas.area[one.community_id]
    # A large one is drawn as its parts: where most of its people are.
    return next((place for part in community.parts if (place := _place_of(snapshot, part))), None)


def _atlas_json(snapshot: Snapshot) -> bytes:
    return msgspec.json.encode(snapshot.cached(read_atlas))


def _json(body: bytes) -> Response:
    return Response(body, media_type="application/json")
