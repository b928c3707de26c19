"""A record's page, the same as JSON, and the log of when it was played."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Path, Query, Request
from fastapi.responses import Response
from pydantic import BeforeValidator

from linernotes.errors import UsageError
from linernotes.insights.collection.copies import read_collection
from linernotes.insights.listening.play_day import EARLIEST, parse_day, time_of_day
from linernotes.insights.release.line_up import is_timed, playing_time
from linernotes.insights.release.record_answer import RecordAnswer, read_record_answer
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.days import today
from linernotes.insights.statistics.overview import read_overview
from linernotes.storage.user.listening import Play
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import LEADS_ON, Tag
from linernotes.web.pages.records.pressings import pressings_page
from linernotes.web.query.published import CurrentSnapshot
from linernotes.web.query.zones import zone_of
from linernotes.web.rendering.answers import Done, PlayLogged
from linernotes.web.rendering.attribution import at_discogs, page_at_discogs
from linernotes.web.rendering.discogs_markup import rendered
from linernotes.web.rendering.formatting import day as shown_day
from linernotes.web.rendering.responses import done, refused
from linernotes.web.rendering.templating import before_first_build, page

router = APIRouter(tags=[Tag.RELEASES])

World = Annotated[bool, BeforeValidator(lambda value: False if value == "" else value), Query()]
ReleaseId = Annotated[int, Path(ge=1, lt=1 << 63)]

UNKNOWN = (
    "Nothing here names that record: it is not on the shelf, not wanted, and in no discography that was read."
)

#: Plays that the page lists.
PLAYS = 20


@router.get("/release/{release_id}", include_in_schema=False)
def release(request: Request, release_id: ReleaseId, world: World = False) -> Response:
    """The page of one record: on the shelf, or with all pressings of its album in all of Discogs."""
    state = app_state(request)
    with state.builds.reading() as snapshot, state.catalogues.reading() as catalogue:
        if snapshot is None:
            return before_first_build(request, title="A record")
        known = read_record_answer(snapshot, release_id)
        if catalogue is not None and (world or known is None):
            return pressings_page(request, snapshot, catalogue, release_id, is_known=known is not None)
        answer = _known(known)
        notes = rendered(snapshot, answer.record.notes, at_discogs(state.settings))
        shown = _on_the_shelf(snapshot, answer)
        overview = snapshot.cached(read_overview)
    borrowed = answer.record.borrowed
    plays = state.from_user(lambda user: user.listening.plays(release_id, -1), list[Play]())
    return page(
        request,
        "release/page.html",
        record=answer.record,
        notes=notes,
        playing_time=playing_time(answer.record.tracks),
        is_timed=is_timed(answer.record.tracks),
        plays=plays[:PLAYS],
        today=today(zone_of(request)),
        earliest_play=EARLIEST,
        played=len(plays),
        overview=overview,
        discogs_url=page_at_discogs(state.settings, "release", release_id),
        master_url=page_at_discogs(state.settings, "master", answer.record.master_id),
        lender_url=page_at_discogs(state.settings, "release", borrowed.release_id) if borrowed else None,
        **shown,
    )


def _known(answer: RecordAnswer | None) -> RecordAnswer:
    if answer is None:
        raise HTTPException(404, UNKNOWN)
    return answer


def _on_the_shelf(snapshot: Snapshot, answer: RecordAnswer) -> dict[str, object]:
    """The records that the page names, with their titles."""
    copy = snapshot.cached(read_collection).of_release
    return {
        "kindred": [(one, owned) for one in answer.kindred if (owned := copy(one.release_id))],
        "elsewhere": [
            (
                one,
                [
                    (at.release_id, owned.title, owned.original_year)
                    for at in one.elsewhere
                    if (owned := copy(at.release_id))
                ],
            )
            for one in answer.elsewhere
        ],
    }


@router.get("/api/release/{release_id}")
def api_release(snapshot: CurrentSnapshot, release_id: ReleaseId) -> RecordAnswer:
    """Facts about one release: people, tracks, pressing, copies, demand, and the records like it.

    404 for one that nothing names. Prices are left out when they are older than six hours.
    """
    return _known(read_record_answer(snapshot, release_id))


@router.post("/release/{release_id}/play", response_model=PlayLogged, responses=LEADS_ON)
def log_play(request: Request, release_id: ReleaseId, on: Annotated[str | None, Form()] = None) -> Response:
    """Log that it was played just now; or `on` a day of the collector's zone, such as 2026-05-01, at noon."""
    back = f"/release/{release_id}"
    state = app_state(request)
    with state.builds.reading() as snapshot:
        if snapshot is None or snapshot.cached(read_collection).of_release(release_id) is None:
            return refused(request, "Only a record on the shelf can be played.", to=back, status=404)
    zone = zone_of(request)
    try:
        day = parse_day(on, zone) if on else None
    except UsageError as error:
        return refused(request, error, to=back)
    with state.user() as user:
        played = user.listening.play(release_id, time_of_day(day, zone) if day else None)
    message = f"Played on {shown_day(day)}." if day else "Played just now."
    return done(request, PlayLogged(message, played.play_id), to=back)


@router.post("/release/{release_id}/unplay", response_model=Done, responses=LEADS_ON)
def delete_play(request: Request, release_id: ReleaseId, play_id: Annotated[int, Form(ge=1)]) -> Response:
    """Take a play back."""
    back = f"/release/{release_id}"
    with app_state(request).user() as user:
        if all(one.play_id != play_id for one in user.listening.plays(release_id, -1)):
            return refused(request, UsageError("That play is not in the log."), to=back)
        user.listening.unplay(play_id)
    return done(request, "Taken back.", to=back)
