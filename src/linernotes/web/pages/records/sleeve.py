"""Pages of a role, a label, a series and a company, and the same as JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import Response

from linernotes.insights.sleeve.imprint import read_company, read_label, read_series
from linernotes.insights.sleeve.models import (
    CompanyAnswer,
    Imprint,
    LabelAnswer,
    RoleAnswer,
    SeriesAnswer,
)
from linernotes.insights.sleeve.role import read_role
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.overview import read_overview
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import Tag
from linernotes.web.query.published import CurrentSnapshot
from linernotes.web.rendering.attribution import page_at_discogs
from linernotes.web.rendering.templating import before_first_build, page

router = APIRouter(tags=[Tag.RELEASES])

Id = Annotated[int, Path(ge=1, lt=1 << 63)]
Name = Annotated[str, Query(min_length=1, description="The role as credits name it, such as Bass or A&R.")]

UNKNOWN_ROLE = "No credit that was read names that role."
UNKNOWN_LABEL = "No record here is on a label of that number."
UNKNOWN_SERIES = "No record here is in a series of that number."
UNKNOWN_COMPANY = "No record here names a company of that number."

Read = Callable[[Snapshot], Imprint]


@router.get("/role/{name:path}", include_in_schema=False)
def role(request: Request, name: str) -> Response:
    """The page of a role or an instrument. Its name may have slashes."""
    with app_state(request).builds.reading() as snapshot:
        if snapshot is None:
            return before_first_build(request, title="A role")
        found = _role(snapshot, name).role
        overview = snapshot.cached(read_overview)
    return page(request, "sleeve/role.html", role=found, overview=overview)


@router.get("/label/{label_id}", include_in_schema=False)
def label(request: Request, label_id: Id) -> Response:
    """The page of a label."""
    return _page(request, lambda snapshot: _label(snapshot, label_id).label, "A label")


@router.get("/series/{series_id}", include_in_schema=False)
def series(request: Request, series_id: Id) -> Response:
    """The page of a series."""
    return _page(request, lambda snapshot: _series(snapshot, series_id).series, "A series")


@router.get("/company/{company_id}", include_in_schema=False)
def company(request: Request, company_id: Id) -> Response:
    """The page of a company: a studio, a pressing plant."""
    return _page(request, lambda snapshot: _company(snapshot, company_id).company, "A company")


def _page(request: Request, read: Read, title: str) -> Response:
    state = app_state(request)
    with state.builds.reading() as snapshot:
        if snapshot is None:
            return before_first_build(request, title=title)
        found = read(snapshot)
        overview = snapshot.cached(read_overview)
    # Discogs keeps labels, series and companies in one space of ids.
    url = page_at_discogs(state.settings, "label", found.id)
    return page(request, "sleeve/imprint.html", imprint=found, overview=overview, discogs_url=url)


@router.get("/api/role")
def api_role(snapshot: CurrentSnapshot, name: Name) -> RoleAnswer:
    """Who is credited with a role or an instrument here, on which albums, over the years. 404 for an unknown role."""
    return _role(snapshot, name)


@router.get("/api/label/{label_id}")
def api_label(snapshot: CurrentSnapshot, label_id: Id) -> LabelAnswer:
    """One label: its records here, who performs on them, its years. 404 for one that no release names."""
    return _label(snapshot, label_id)


@router.get("/api/series/{series_id}")
def api_series(snapshot: CurrentSnapshot, series_id: Id) -> SeriesAnswer:
    """One series: its records here, who performs on them, its years. 404 for one that no release names."""
    return _series(snapshot, series_id)


@router.get("/api/company/{company_id}")
def api_company(snapshot: CurrentSnapshot, company_id: Id) -> CompanyAnswer:
    """One company or studio: what it did, for which records here. 404 for one that no release names."""
    return _company(snapshot, company_id)


def _role(snapshot: Snapshot, name: str) -> RoleAnswer:
    if (answer := read_role(snapshot, name)) is None:
        raise HTTPException(404, UNKNOWN_ROLE)
    return answer


def _label(snapshot: Snapshot, label_id: int) -> LabelAnswer:
    if (answer := read_label(snapshot, label_id)) is None:
        raise HTTPException(404, UNKNOWN_LABEL)
    return answer


def _series(snapshot: Snapshot, series_id: int) -> SeriesAnswer:
    if (answer := read_series(snapshot, series_id)) is None:
        raise HTTPException(404, UNKNOWN_SERIES)
    return answer


def _company(snapshot: Snapshot, company_id: int) -> CompanyAnswer:
    if (answer := read_company(snapshot, company_id)) is None:
        raise HTTPException(404, UNKNOWN_COMPANY)
    return answer
