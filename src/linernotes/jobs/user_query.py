"""The entry of a user's query: the process that answers takes nothing but the query, and is confined."""

from __future__ import annotations

from linernotes.processes.progress import Listen
from linernotes.storage.duckdb.confined_query import run_confined
from linernotes.storage.duckdb.query_request import QueryRequest, QueryResult


def run(request: QueryRequest, listen: Listen) -> QueryResult:
    """Run the query; it has no progress.

    :raises QueryError: as `run_confined`.
    """
    return run_confined(request)
