"""Rendering: templates with everything that each page needs."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from datetime import UTC, date, datetime, tzinfo
from functools import partial
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from linernotes.documents import PSEUDO_ARTISTS
from linernotes.insights.collection.copies import Copy
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.days import local_day
from linernotes.insights.text.credit_line import joined
from linernotes.insights.text.plurals import plural
from linernotes.settings import Settings
from linernotes.web.background.app_state import app_state
from linernotes.web.background.cover_fetcher import cover_url, portrait_url
from linernotes.web.page_addresses import artist_address, record_address, role_address
from linernotes.web.query.zones import zone_of
from linernotes.web.rendering import formatting
from linernotes.web.rendering.assets import asset
from linernotes.web.rendering.attribution import rel
from linernotes.web.rendering.drawings.company_map import draw_company_map
from linernotes.web.rendering.drawings.shelf_years import draw_shelf_years, list_marks
from linernotes.web.rendering.drawings.who_plays import draw_who_plays
from linernotes.web.rendering.escaping import EscapingGenerator, escaped
from linernotes.web.rendering.fact_markup import fact
from linernotes.web.rendering.fonts import font_sheet, preloaded_fonts
from linernotes.web.rendering.formatting import grade, host, money, number, released, span
from linernotes.web.rendering.links import person_link, role_link, role_list, shared_records
from linernotes.web.rendering.sleeves import sleeve_svg
from linernotes.web.security.guard import CSRF_FIELD, csrf_token
from linernotes.web.security.sessions import flash, take_flashes

__all__ = ["before_first_build", "draw", "flash", "fragment", "page"]


class _Environment(Environment):
    """Escapes every value that is not markup."""

    code_generator_class = EscapingGenerator
    escaped = staticmethod(escaped)


_TEMPLATES = _Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
    autoescape=True,  # whatever the file is called
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)

#: The time zone of the page that is rendered now (`zones`). None is this machine's.
_ZONE: ContextVar[tzinfo | None] = ContextVar("zone", default=None)


def _ago(moment: datetime | None) -> str:
    return formatting.ago(moment, zone=_ZONE.get())


def _day(moment: datetime | date | None) -> str:
    return formatting.day(moment, _ZONE.get())


def _iso_day(moment: datetime) -> str:
    return local_day(moment, _ZONE.get()).isoformat()


def _minute(moment: datetime) -> str:
    return formatting.minute(moment, _ZONE.get())


#: Entries of a long list of an artist's records that their page shows at first; a link leads to the others.
MOST_AT_FIRST = 100

#: Entries of a list that a page shows; it gives the number of the others. A browser would choke on 100,000.
MOST_LISTED = 500

#: Names in one cell of a table; it gives the number of the others.
MOST_IN_CELL = 6

_TEMPLATES.globals.update(
    artist_url=artist_address,
    asset=asset,
    draw_company_map=draw_company_map,
    draw_shelf_years=draw_shelf_years,
    draw_who_plays=draw_who_plays,
    fact=fact,
    most_at_first=MOST_AT_FIRST,
    most_in_cell=MOST_IN_CELL,
    most_listed=MOST_LISTED,
    font_sheet=font_sheet,
    link_of_role=role_link,
    list_marks=list_marks,
    list_of_roles=role_list,
    now=lambda: datetime.now(UTC),
    person_link=person_link,
    preloaded_fonts=preloaded_fonts,
    pseudo_artists=PSEUDO_ARTISTS,
    record_url=record_address,
    shared_records=shared_records,
    sleeve_svg=lambda *about: Markup(sleeve_svg(*about)),  # noqa: S704 it escapes what it is about
)
_TEMPLATES.filters.update(
    number=number,
    plural=plural,
    ago=_ago,
    day=_day,
    iso_day=_iso_day,
    minute=_minute,
    grade=grade,
    host=host,
    joined=joined,
    money=money,
    rel=rel,
    released=released,
    role_address=role_address,
    span=span,
)

#: Links of the navigation: (path, label).
NAVIGATION = (
    ("/", "Home"),
    ("/collection", "Collection"),
    ("/network", "Network"),
    ("/spin", "Spin"),
    ("/own", "Own it?"),
    ("/gaps", "Gaps"),
    ("/wantlist", "Wantlist"),
    ("/sql", "SQL"),
    ("/config", "Settings"),
)


def page(request: Request, name: str, status: int = 200, /, **context: object) -> HTMLResponse:
    """Render a page from a template. Every template has these names:

    * `request`, `navigation`, `flashes()`, and `csrf_field()` for forms that POST
    * `signed_in`: whether there is a session to sign out of
    * `artist_url(artist_id)`, `record_url(release_id)`, and the drawings: `draw_who_plays`, `draw_shelf_years`,
      `draw_company_map`
    * `has_catalogue`: whether all of Discogs can be asked
    * `now()`: the present, which a sheet of paper names
    * `asset(path)`, `sleeve_svg(release_id, title, artist)`
    * `cover_url(release_id, picture_url, size)`: None where the page generates a sleeve
    * `portrait_url(picture_url)`: the picture of an artist, None where the page generates one
    * `fact(name, value)` for every number that is ours
    * `pseudo_artists`: ids that have no page
    * the filters `ago`, `day`, `iso_day` and `minute`, which show moments by the clock of `zones.zone_of`
    * the filters `number`, `plural`, `span`, `money`, `grade`, `released`, `role_address`, `host`, `joined`, `rel`
    """
    state = app_state(request)
    settings = state.settings
    everywhere: dict[str, object] = {
        "troubles": state.troubles,
        "has_catalogue": state.catalogues.month() is not None,
        "request": request,
        "csrf_field": lambda: _csrf_field(request),
        "flashes": lambda: take_flashes(request),
        "navigation": NAVIGATION,
        "cover_url": partial(cover_url, settings),
        "portrait_url": partial(portrait_url, settings),
        "signed_in": settings.password is not None and bool(request.session.get("signed_in")),
    }
    return HTMLResponse(_render(name, everywhere | context, zone_of(request)), status)


def before_first_build(
    request: Request, name: str = "shared/not_yet.html", **context: object
) -> HTMLResponse:
    """The page that stands in until something is published. It says whether Discogs is connected already."""
    return page(request, name, connected=app_state(request).connection.credentials_ok, **context)


def fragment(name: str, *, zone: tzinfo | None = None, **context: object) -> Markup:
    """A page of the site, or a part of a page that is the same for everybody: it is remembered for a build.

    It shows moments by the clock of `zone`; None is this machine's.
    """
    return Markup(_render(name, context, zone))  # noqa: S704 rendered with escapes


def _render(name: str, context: dict[str, object], zone: tzinfo | None) -> str:
    token = _ZONE.set(zone)
    try:
        return _TEMPLATES.get_template(name).render(context)
    finally:
        _ZONE.reset(token)


def draw(settings: Settings, snapshot: Snapshot, copies: Iterable[Copy]) -> list[Markup]:
    """Copies as sleeves with their captions. Each is rendered once for a build: nothing in a page takes longer."""
    template = _TEMPLATES.get_template("shared/_sleeve.html")
    cover = partial(cover_url, settings)

    drawn = snapshot.cached(_sleeves_of)
    asked = list(copies)
    for copy in asked:
        if copy.instance_id not in drawn:
            text = template.render(copy=copy, cover_url=cover)
            drawn[copy.instance_id] = Markup(text)  # noqa: S704 rendered with escapes
    return [drawn[copy.instance_id] for copy in asked]


def _sleeves_of(snapshot: Snapshot) -> dict[int, Markup]:
    """Sleeves that were rendered for this build, by the copy. `draw` adds to them."""
    return {}


def _csrf_field(request: Request) -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(CSRF_FIELD, csrf_token(request))
