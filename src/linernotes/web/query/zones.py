"""By whose clock a page shows moments: the setting `zone`, else the browser's, else this machine's."""

from __future__ import annotations

from datetime import tzinfo
from functools import cache
from urllib.parse import unquote
from zoneinfo import ZoneInfo, available_timezones

from starlette.requests import HTTPConnection

from linernotes.web.background.app_state import app_state

#: The cookie in which `zone.js` keeps the name of the browser's zone.
ZONE_COOKIE = "zone"


def zone_of(request: HTTPConnection) -> tzinfo | None:
    """The zone of the person who looks; None is the zone of this machine.

    The cookie is text from outside: a name that the tz database lacks counts as none.
    """
    if chosen := app_state(request).settings.time_zone:
        return chosen
    name = unquote(request.cookies.get(ZONE_COOKIE, ""))
    return ZoneInfo(name) if name in _names() else None


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones())
