"""The user's own SQL on pages: how many run at once, and its answer as text, CSV and JSON."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from time import monotonic

from linernotes.errors import QueryError
from linernotes.insights.text.csv_cells import csv_lines
from linernotes.storage.duckdb.json_values import plain
from linernotes.storage.duckdb.query_request import QueryResult
from linernotes.storage.duckdb.user_query import run_query
from linernotes.web.background.open_build import Builds

#: Seconds and rows of a query on a page, and rows of one that is downloaded.
SECONDS = 10.0
ROWS_SHOWN = 500
ROWS_SAVED = 100_000

#: Queries that run at once, queries that may wait, and the seconds that they may wait.
AT_ONCE = 2
WAITING = 6
PATIENCE = 15.0

#: Seconds between two checks that the reader of a query is still there.
_LOOK_EVERY = 0.1

#: Characters of one cell that a page shows.
CELL = 1_000


@dataclass(frozen=True)
class QueryAnswer:
    """The rows that a query found. `types` are DuckDB's. `truncated`: there are more rows than `limit`.

    Rows are lists, for two columns may have one name. Their cells are JSON values.
    """

    columns: list[str]
    types: list[str]
    rows: list[list[object]]
    truncated: bool
    seconds: float


class Queries:
    """Runs queries, a few at once, each in a process of its own: pages do not wait for them.

    A query ends when its reader has gone, or when the app stops.
    """

    def __init__(self, builds: Builds) -> None:
        self._builds = builds
        self._free = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        self._is_stopping = False

    def stop(self) -> None:
        """End all queries: the app stops."""
        self._is_stopping = True

    async def run(
        self, sql: str, limit: int = ROWS_SHOWN, *, has_gone: Callable[[], Awaitable[bool]]
    ) -> QueryResult | None:
        """The answer to one query; None before the first build. `has_gone` says whether its reader has left.

        :raises QueryError: it is wrong, passes a limit, its reader has left, or others keep us busy.
        """
        if self._waiting >= WAITING:
            raise QueryError("other queries are running: try again in a moment")
        self._waiting += 1
        try:
            await self._wait_for_turn(has_gone)
        finally:
            self._waiting -= 1
        unwanted = threading.Event()
        try:
            running = asyncio.create_task(asyncio.to_thread(self._run, sql, limit, unwanted))
            running.add_done_callback(lambda _: self._free.release())
            while not running.done():
                await asyncio.wait({running}, timeout=_LOOK_EVERY)
                if self._is_stopping or await has_gone():
                    unwanted.set()
            return await running
        finally:
            unwanted.set()

    async def _wait_for_turn(self, has_gone: Callable[[], Awaitable[bool]]) -> None:
        deadline = monotonic() + PATIENCE
        while True:
            try:
                async with asyncio.timeout(_LOOK_EVERY):
                    await self._free.acquire()
                return
            except TimeoutError:
                if self._is_stopping or monotonic() > deadline or await has_gone():
                    raise QueryError("other queries are running: try again in a moment") from None

    def _run(self, sql: str, limit: int, unwanted: threading.Event) -> QueryResult | None:
        with self._builds.reading() as snapshot:
            if snapshot is None:
                return None
            return run_query(
                snapshot.storage.path,
                sql,
                seconds=SECONDS,
                limit=limit,
                is_wanted=lambda: not unwanted.is_set(),
            )


def shown(value: object) -> str | None:
    """A value in a cell of a page; None for NULL."""
    if value is None:
        return None
    text = value if isinstance(value, str) else _text(value)
    return text if len(text) <= CELL else f"{text[:CELL]}…"


def as_csv(result: QueryResult) -> Iterator[str]:
    """The answer as CSV with a header, piece by piece; NULL is an empty field, lists are JSON text.

    Text that a spreadsheet would run has an apostrophe before it (`insights.text.csv_cells`).
    """
    rows: Iterable[Iterable[object]] = (result.columns, *result.rows)
    return csv_lines(["" if cell is None else _text(cell) for cell in row] for row in rows)


def query_answer(result: QueryResult) -> QueryAnswer:
    """Return the answer for programs."""
    return QueryAnswer(
        columns=result.columns,
        types=result.types,
        rows=[[plain(cell) for cell in row] for row in result.rows],
        truncated=result.truncated,
        seconds=round(result.seconds, 4),
    )


def _text(value: object) -> str:
    shown = plain(value)
    return shown if isinstance(shown, str) else json.dumps(shown, ensure_ascii=False)
