"""The feed of what came in, and the calendar of this day in other years."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from linernotes.insights.collection.copies import Copy, read_collection
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.anniversaries import OnThisDay, read_anniversaries
from linernotes.insights.statistics.days import today
from linernotes.insights.text.plurals import counted
from linernotes.insights.world.new_records import NewRecord, NewRecords
from linernotes.web.background.app_state import AppState, app_state
from linernotes.web.feeds.atom import Entry, atom_feed
from linernotes.web.feeds.icalendar import DayEvent, calendar
from linernotes.web.pages.records.world_records import new_records
from linernotes.web.query.zones import zone_of
from linernotes.web.security.program_keys import CALENDAR, FEED

router = APIRouter(include_in_schema=False)

#: The most entries of each kind in the feed: a reader asks often, and keeps what it has seen.
LATEST = 50

#: Days before and after today that the calendar has, and things of a day that it names.
BEFORE, AHEAD, NAMED = 31, 366, 20

#: Seconds that a reader of the feed waits for the new records of all of Discogs.
_WAITS = 10.0


@router.get(FEED)
def feed(request: Request) -> Response:
    """The copies that came in last, and new records of the artists that the user follows."""
    state, base = app_state(request), _base(request)
    entries: list[Entry] = []
    with state.builds.reading() as snapshot:
        if snapshot is not None:
            entries += _came_in(snapshot, base)
            entries += _of_followed(state, snapshot, base)
    entries.sort(key=lambda one: (one.updated, one.about), reverse=True)
    return _tagged(
        request, atom_feed("What came in · linernotes", _owner(state), base, entries), "application/atom+xml"
    )


@router.get(CALENDAR)
def this_day(request: Request) -> Response:
    """This day in other years: an event for each day around today on which records came in or came out."""
    state, base = app_state(request), _base(request)
    events: list[DayEvent] = []
    with state.builds.reading() as snapshot:
        if snapshot is not None:
            anniversaries, start = snapshot.cached(read_anniversaries), today(zone_of(request))
            days = (start + timedelta(days=number) for number in range(-BEFORE, AHEAD))
            events = [
                _event(found, base)
                for day in days
                if (found := anniversaries.of(day)).added or found.released
            ]
    return _tagged(request, calendar("On this day · linernotes", _owner(state), events), "text/calendar")


def _came_in(snapshot: Snapshot, base: str) -> Iterator[Entry]:
    for copy in snapshot.cached(read_collection).copies[:LATEST]:
        if copy.added_at is not None:
            yield Entry(
                f"copy {copy.instance_id}",
                f"{copy.artist}: {copy.title}",
                _about(copy),
                f"{base}/release/{copy.release_id}",
                copy.added_at,
            )


def _about(copy: Copy) -> str:
    labels = " / ".join(dict.fromkeys(one.name for one in copy.labels if one.name))
    year = str(copy.original_year) if copy.original_year else ""
    about = ", ".join(filter(None, (*copy.formats, labels, copy.country, year)))
    return f"Came to your shelf: {about}." if about else "Came to your shelf."


def _of_followed(state: AppState, snapshot: Snapshot, base: str) -> Iterator[Entry]:
    """New records, where there is a catalogue that says which are new. They are as new as its month."""
    month = state.catalogues.month()
    found = new_records(state, snapshot.build_id, month.name, _WAITS) if month else None
    if isinstance(found, NewRecords):
        at = datetime.strptime(found.month, "%Y%m%d").replace(tzinfo=UTC)
        of_followed = [one for one in found.records if one.followed]
        yield from (_new(one, base, at) for one in of_followed[:LATEST])


def _new(one: NewRecord, base: str, at: datetime) -> Entry:
    release = one.release
    names = ", ".join(dict.fromkeys(who.name for who in one.followed))
    about = ", ".join(
        filter(None, (release.formats, release.labels, release.country, str(release.year or "")))
    )
    return Entry(
        f"new {release.release_id}",
        ": ".join(filter(None, ("New at Discogs", release.artists, release.title or "Without a title"))),
        f"You follow: {names}.{f' {about}.' if about else ''}",
        f"{base}/release/{release.release_id}",
        at,
    )


def _event(found: OnThisDay, base: str) -> DayEvent:
    lines = [
        *(f"{one.released.year}: {one.record.artist}, {one.record.title} came out" for one in found.released),
        *(
            f"{found.day.year - one.years}: {one.copy.artist}, {one.copy.title} came to your shelf"
            for one in found.added
        ),
    ]
    more = (f"and {len(lines) - NAMED:,} more",) if len(lines) > NAMED else ()
    summary = lines[0] if len(lines) == 1 else f"On this day: {counted(len(lines), 'record')}"
    return DayEvent(found.day, summary, (*lines[:NAMED], *more), f"{base}/?day={found.day:%m-%d}")


def _owner(state: AppState) -> str:
    """The account that the home belongs to; '' for one that has none, such as of a CSV export."""
    account = state.from_landing(lambda landing: landing.account(), None)
    return account.username if account else ""


def _base(request: Request) -> str:
    """The address of the app: the public one, or the one in use."""
    return (app_state(request).settings.public_url or str(request.base_url)).rstrip("/")


def _tagged(request: Request, text: str, kind: str) -> Response:
    """The text under a tag of its own; 304 for a program that has it."""
    content = text.encode("utf-8", "replace")
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=f"{kind}; charset=utf-8")
