"""What was recorded over time, and where a build comes from: the tables that no document makes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from linernotes.documents import DocumentKey, decode
from linernotes.etl.exported import EXPORT_KEY, read_export
from linernotes.storage.database import DBStorage, load_sql
from linernotes.storage.landing import Landing, MasterStats, Problem
from linernotes.version import __version__

#: The version of the published tables; raised when a table or column changes its meaning.
SCHEMA_VERSION = "1"


def load_history(landing: Landing, storage: DBStorage) -> None:
    """Load the append-only tables: value, statistics, changes."""
    storage.insert("collection_value", list(landing.collection_values()))
    storage.insert("release_stats", list(landing.release_stats()))
    storage.insert("master_stats", _with_fans(list(landing.master_stats()), storage))
    storage.insert("collection_changes", list(landing.collection_changes()))


def _with_fans(stats: list[MasterStats], storage: DBStorage) -> list[MasterStats]:
    """Only discographies tell how many have and want a master: that is told of its latest row, being of now."""
    latest = {row.master_id: row for row in stats}
    fans = {
        id: (have, want)
        for id, have, want in storage.rows(
            "select id, max(have), max(want) from artist_masters where type = 'master' group by id"
        )
        if id in latest
    }
    return [
        row._replace(have=fans[row.master_id][0], want=fans[row.master_id][1])
        if row is latest[row.master_id] and row.master_id in fans
        else row
        for row in stats
    ]


def load_provenance(landing: Landing, storage: DBStorage, *, build_id: str, built_at: datetime) -> None:
    """Load sync_run, problem, coverage and meta: the last of the source tables."""
    runs = [
        (run.run_id, run.started_at, run.finished_at, run.status, run.requests, run.documents)
        for run in landing.runs()
    ]
    storage.insert("sync_run", runs)
    problems = [
        (number, one.kind, one.id, one.seen_at, one.reason, one.location)
        for number, one in enumerate([*landing.problems(), *_unread_lines(landing)], start=1)
    ]
    storage.insert("problem", problems)
    storage.fill("coverage", load_sql("linernotes.etl", "coverage"))
    storage.insert("coverage", _items(landing, storage))
    storage.insert("meta", list(_meta(landing, build_id, built_at).items()))


def _unread_lines(landing: Landing) -> Iterator[Problem]:
    """The lines of a CSV export that hold something but no copy."""
    found = read_export(landing)
    if found is not None:
        landed, export = found
        for error in export.errors:
            yield Problem(EXPORT_KEY.kind, 0, landed.fetched_at, str(error), error.location)


def _items(landing: Landing, storage: DBStorage) -> list[tuple[object, ...]]:
    """Coverage of the listing itself: copies listed, of those the profile says there are."""
    landed = landing.document(DocumentKey("user"))
    said = decode("user", landed.body).num_collection if landed else None
    listed = storage.scalar("select count(*) from collection_items")
    return [("items", listed, said, landed.fetched_at)] if landed and said is not None else []


def _meta(landing: Landing, build_id: str, built_at: datetime) -> dict[str, str]:
    account = landing.account()
    facts = {
        "schema_version": SCHEMA_VERSION,
        "linernotes_version": __version__,
        "build_id": build_id,
        "built_at": built_at.isoformat(),
    }
    if account is not None:
        facts |= {"username": account.username, "user_id": str(account.user_id)}
    return facts
