"""An artist's page, the same as JSON, and following them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import Response

from linernotes.insights.artist.album_or_single import KINDS, Kind
from linernotes.insights.artist.answer import ArtistAnswer, read_artist_answer
from linernotes.insights.artist.models import known_kind
from linernotes.insights.artist.read_artist import read_artist
from linernotes.insights.collection.copies import read_collection
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.overview import read_overview
from linernotes.insights.text.artist_names import read_names
from linernotes.web.background.app_state import AppState, app_state
from linernotes.web.openapi import LEADS_ON, Tag
from linernotes.web.pages.people.world_artist import world_artist_page
from linernotes.web.query.published import CurrentSnapshot
from linernotes.web.query.user_facts import followed
from linernotes.web.query.world_query import WorldArtistQuery
from linernotes.web.rendering.answers import Done
from linernotes.web.rendering.attribution import at_discogs, page_at_discogs
from linernotes.web.rendering.discogs_markup import rendered
from linernotes.web.rendering.responses import done, refused
from linernotes.web.rendering.sleeves import sleeve_svg
from linernotes.web.rendering.templating import before_first_build, draw, page

router = APIRouter(tags=[Tag.ARTISTS])

ArtistId = Annotated[int, Path(ge=1, lt=1 << 63)]
Show = Annotated[Kind, Query()]

UNKNOWN = "Nobody of that number is known to be on a record here, nor in what was read around it."

LABELS: dict[Kind, str] = {
    "album": "Albums",
    "unknown": "Albums or singles",
    "single": "Singles and EPs",
    "compilation": "Compilations",
    "appearance": "Appearances",
    "credit": "Credits",
    "unofficial": "Unofficial",
}


@router.get("/artist/{artist_id}", include_in_schema=False)
def artist(
    request: Request,
    artist_id: ArtistId,
    asked: Annotated[WorldArtistQuery, Query()],
    show: Show = "album",
    every: bool = False,
) -> Response:
    """The page of one artist: on the shelf, or in all of Discogs. `every` shows long lists of records as a whole."""
    state = app_state(request)
    with state.builds.reading() as snapshot, state.catalogues.reading() as catalogue:
        if snapshot is None:
            return before_first_build(request, title="An artist")
        if catalogue is not None and (asked.world or read_artist(snapshot, artist_id) is None):
            return world_artist_page(request, snapshot, catalogue, artist_id, asked)
        answer = _read_answer(state, snapshot, artist_id)
        portrait = answer.artist
        profile = rendered(snapshot, portrait.profile, at_discogs(state.settings))
        copy = snapshot.cached(read_collection).of_release
        as_main = [found for one in portrait.as_main if (found := copy(one.release_id))]
        sleeves = draw(state.settings, snapshot, as_main)
        overview = snapshot.cached(read_overview)
    return page(
        request,
        "artist/page.html",
        world_address=asked.address(artist_id),
        artist=portrait,
        years=answer.years,
        map=answer.map,
        albums=portrait.albums,
        kind=known_kind(portrait.is_group),
        profile=profile,
        discography=answer.discography,
        sleeves=sleeves,
        show=show,
        every=every,
        kinds=KINDS,
        labels=LABELS,
        is_followed=answer.is_followed,
        overview=overview,
        discogs_url=page_at_discogs(state.settings, "artist", artist_id),
    )


def _read_answer(state: AppState, snapshot: Snapshot, artist_id: int) -> ArtistAnswer:
    answer = read_artist_answer(snapshot, followed(state), artist_id)
    if answer is None:
        raise HTTPException(404, UNKNOWN)
    return answer


@router.get("/api/artist/{artist_id}")
def api_artist(request: Request, snapshot: CurrentSnapshot, artist_id: ArtistId) -> ArtistAnswer:
    """Facts about one artist, with the whole discography. 404 for an artist that no data name."""
    state = app_state(request)
    return _read_answer(state, snapshot, artist_id)


@router.post("/artist/{artist_id}/follow", response_model=Done, responses=LEADS_ON)
def follow_artist(request: Request, artist_id: ArtistId) -> Response:
    """Follow an artist: the gaps then list the albums of theirs that are missing."""
    back = f"/artist/{artist_id}"
    state = app_state(request)
    with state.builds.reading() as snapshot:
        portrait = read_artist(snapshot, artist_id) if snapshot else None
    if portrait is None:
        return refused(request, UNKNOWN, to=back, status=404)
    with state.user() as user:
        user.listening.follow(artist_id)
    return done(request, f"You follow {portrait.name} now.", to=back)


@router.post("/artist/{artist_id}/unfollow", response_model=Done, responses=LEADS_ON)
def unfollow_artist(request: Request, artist_id: ArtistId) -> Response:
    """Follow an artist no longer."""
    with app_state(request).user() as user:
        user.listening.unfollow(artist_id)
    return done(request, "You do not follow them any more.", to=f"/artist/{artist_id}")


@router.get("/portrait/{artist_id}.svg", include_in_schema=False)
def portrait_svg(request: Request, artist_id: ArtistId) -> Response:
    """The drawing that stands in where an artist's picture cannot be had."""
    with app_state(request).builds.reading() as snapshot:
        names = read_names(snapshot, [artist_id]) if snapshot else {}
    if artist_id not in names:
        raise HTTPException(404, UNKNOWN)
    svg = sleeve_svg(artist_id, names[artist_id], "")
    return Response(svg, media_type="image/svg+xml", headers={"Cache-Control": "private, max-age=86400"})
