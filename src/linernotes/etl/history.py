"""What was recorded over time, and where a build comes from: the tables that no document makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from linernotes.etl.crawl_frontier import read_document
from linernotes.etl.csv_collection import EXPORT_KEY, read_export
from linernotes.storage.duckdb.database import DBStorage, load_sql
from linernotes.storage.duckdb.tables import SCHEMA_VERSION
from linernotes.storage.landing import Landing, MasterStats, Problem
from linernotes.version import __version__


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


def load_provenance(
    landing: Landing,
    storage: DBStorage,
    *,
    build_id: str,
    built_at: datetime,
    cuts: Iterable[tuple[int, str]] = (),
) -> None:
    """Load sync_run, problem, coverage and meta: the last of the source tables.

    `cuts` are releases of which not everything was derived, with the reasons.
    """
    cut = [Problem("release", release_id, built_at, reason, None) for release_id, reason in cuts]
    runs = [
        (run.run_id, run.started_at, run.finished_at, run.status, run.requests, run.documents)
        for run in landing.runs()
    ]
    storage.insert("sync_run", runs)
    storage.insert("coverage", _items(landing, storage))  # before problems, for it may find one
    problems = [
        (number, one.kind, one.id, one.seen_at, one.reason, one.location)
        for number, one in enumerate(
            [*landing.problems(), *_left_out(landing, built_at), *_unread_lines(landing), *cut], start=1
        )
    ]
    storage.insert("problem", problems)
    storage.fill("coverage", load_sql("linernotes.etl", "coverage"))
    storage.insert("meta", list(_meta(landing, build_id, built_at).items()))


def _unread_lines(landing: Landing) -> Iterator[Problem]:
    """The lines of a CSV export that hold no copy, and the columns of which cells could not be read."""
    found = read_export(landing)
    if found is not None:
        landed, export = found
        for error in export.errors:
            yield Problem(EXPORT_KEY.kind, 0, landed.fetched_at, str(error), error.location)
        for one in export.unread:
            yield Problem(EXPORT_KEY.kind, 0, landed.fetched_at, str(one), f"line {one.line}")


def _left_out(landing: Landing, now: datetime) -> Iterator[Problem]:
    """What this build goes without, as far as landing has not noted it yet."""
    noted = {(one.kind, one.id) for one in landing.problems()}
    left_out = landing.left_out
    for version, reason in sorted([*left_out.damaged.items(), *left_out.refused.items()]):
        if (version.key.kind, version.key.id) not in noted:
            yield Problem(version.key.kind, version.key.id, now, reason, None)


def _items(landing: Landing, storage: DBStorage) -> list[tuple[object, ...]]:
    """Coverage of the listing itself: copies listed, of those the profile says there are."""
    found = read_document(landing, "user")
    if found is None or found[1].num_collection is None:
        return []
    landed, user = found
    listed = storage.scalar("select count(*) from collection_items")
    return [("items", listed, user.num_collection, landed.fetched_at)]


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
