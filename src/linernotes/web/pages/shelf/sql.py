"""SQL: the user's own questions to the published database, read-only, with the dictionary of its tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response, StreamingResponse

from linernotes.documents import PSEUDO_ARTISTS
from linernotes.errors import QueryError
from linernotes.insights.questions import read_questions
from linernotes.storage.duckdb.query_request import QueryResult
from linernotes.storage.duckdb.tables import GROUPS, TABLES, Table
from linernotes.storage.export.data_dictionary import TITLES
from linernotes.web.background.app_state import app_state
from linernotes.web.background.user_queries import (
    ROWS_SAVED,
    ROWS_SHOWN,
    QueryAnswer,
    as_csv,
    query_answer,
    shown,
)
from linernotes.web.openapi import Tag
from linernotes.web.query.published import NOTHING_YET
from linernotes.web.rendering.answers import json_of
from linernotes.web.rendering.templating import page
from linernotes.web.security.guard import asked_here

router = APIRouter(tags=[Tag.SQL])

#: A query of the user's. It is in the address, so that it can be kept and passed on.
Sql = Annotated[str, Query(alias="q", max_length=20_000)]

_ELSEWHERE = "This query comes from another site, so it was not run. Read it, then press Run."

#: Columns whose ids have a page, where, and which ids have none.
_PAGES: dict[str, tuple[str, frozenset[int]]] = {
    "release_id": ("/release/", frozenset()),
    "artist_id": ("/artist/", PSEUDO_ARTISTS),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A value on the page: its text (None: NULL), the address of its page, and whether it is a number."""

    text: str | None
    href: str | None
    is_number: bool


@router.get("/sql", include_in_schema=False)
async def sql(request: Request, q: Sql = "") -> Response:
    """The form, the answer to what is in the address, questions, and the dictionary."""
    state, result, error = app_state(request), None, None
    if q.strip() and not asked_here(request, state.settings):
        error = _ELSEWHERE
    elif q.strip():
        try:
            result = await state.queries.run(q, has_gone=request.is_disconnected)
        except QueryError as failure:
            error = str(failure)
    return page(
        request,
        "sql/page.html",
        200 if error is None or error == _ELSEWHERE else 422,
        query=q,
        result=result,
        rows=_cells(result) if result else (),
        error=error,
        nothing_yet=bool(q.strip()) and result is None and error is None,
        questions=read_questions(),
        groups=_dictionary(),
        rows_shown=ROWS_SHOWN,
    )


@router.get("/sql/result.{format}", include_in_schema=False)
async def download(request: Request, format: Literal["csv", "json"], q: Sql) -> Response:
    """The answer as a file, with many more rows than the page has."""
    result = await _answer(request, q, ROWS_SAVED)
    headers = {"Content-Disposition": f'attachment; filename="linernotes.{format}"'}
    if format == "csv":
        return StreamingResponse(as_csv(result), media_type="text/csv; charset=utf-8", headers=headers)
    return json_of(query_answer(result), headers=headers)


@router.get("/api/sql")
async def run_query(
    request: Request, q: Sql, limit: Annotated[int, Query(ge=1, le=ROWS_SAVED)] = ROWS_SHOWN
) -> QueryAnswer:
    """Run one SELECT against the published database, read-only, for at most 10 s.

    422 gives the fault of the query in one line.
    """
    return query_answer(await _answer(request, q, limit))


async def _answer(request: Request, q: str, limit: int) -> QueryResult:
    state = app_state(request)
    if not asked_here(request, state.settings):
        raise HTTPException(
            403, "Queries are run for our own pages only; this request came from another site."
        )
    try:
        result = await state.queries.run(q, limit, has_gone=request.is_disconnected)
    except QueryError as error:
        raise HTTPException(422, str(error)) from error
    if result is None:
        raise HTTPException(404, NOTHING_YET)
    return result


def _cells(result: QueryResult) -> list[list[Cell]]:
    pages = [_PAGES.get(column) for column in result.columns]
    return [[_cell(value, to) for value, to in zip(row, pages, strict=True)] for row in result.rows]


def _cell(value: object, to: tuple[str, frozenset[int]] | None) -> Cell:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    leads_on = to is not None and isinstance(value, int) and value > 0 and value not in to[1]
    return Cell(shown(value), f"{to[0]}{value}" if to and leads_on else None, is_number)


def _dictionary() -> Iterable[tuple[str, list[Table]]]:
    return [(TITLES[group], [TABLES[name] for name in names]) for group, names in GROUPS.items()]
