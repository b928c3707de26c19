"""What was recorded over time, and where a build comes from: the tables that no document makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from linernotes.etl.crawl_frontier import read_document
from linernotes.etl.csv_collection import EXPORT_KEY, read_export
from linernotes.etl.run_order import RunOrder
from linernotes.storage.duckdb.database import DBStorage, load_sql
from linernotes.storage.duckdb.rows import CoverageRow, MetaRow, ProblemRow, SyncRunRow
from linernotes.storage.duckdb.tables import SCHEMA_VERSION
from linernotes.storage.landing import CollectionChange, Landing, MasterStats, Problem
from linernotes.version import __version__


class _Fans(NamedTuple):
    master_id: int
    have: int | None
    want: int | None


_FANS = """
select id as master_id, max(have) as have, max(want) as want
from artist_masters
where type = 'master'
group by id
"""


def load_history(landing: Landing, storage: DBStorage) -> None:
    """Load the append-only tables: value, statistics, changes. Those that are dated ahead: see run_order."""
    order = RunOrder.of(landing.runs(), datetime.now(UTC))
    values = order.in_order(landing.collection_values(), lambda _: None, lambda row: row.loaded_at)
    releases = order.in_order(landing.release_stats(), lambda row: row.release_id, lambda row: row.loaded_at)
    masters = order.in_order(landing.master_stats(), lambda row: row.master_id, lambda row: row.loaded_at)
    storage.insert("collection_value", values)
    storage.insert("release_stats", releases)
    storage.insert("master_stats", _with_fans(masters, storage))
    storage.insert("collection_changes", _changes(landing, order))


def _changes(landing: Landing, order: RunOrder) -> list[CollectionChange]:
    """The changes in their order; of two that get one key by a new date the later one is kept."""
    changes = [row._replace(seen_at=order.redated(row.seen_at)) for row in landing.collection_changes()]
    unique = {(row.seen_at, row.instance_id, row.change): row for row in changes}
    return [unique[key] for key in sorted(unique)]


def _with_fans(stats: list[MasterStats], storage: DBStorage) -> list[MasterStats]:
    """The rows, with `have` and `want` in the latest of each master. Only discographies give them, as of now."""
    latest = {row.master_id: row for row in stats}
    fans = {row.master_id: row for row in storage.read(_Fans, _FANS) if row.master_id in latest}
    return [
        row._replace(have=fans[row.master_id].have, want=fans[row.master_id].want)
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
    order = RunOrder.of(landing.runs(), built_at)
    runs = [
        SyncRunRow(
            run_id=run.run_id,
            started_at=run.started_at,
            finished_at=run.finished_at,
            status=run.status,
            requests=run.requests,
            documents=run.documents,
        )
        for run in landing.runs()
    ]
    storage.insert("sync_run", runs)
    storage.insert("coverage", _items(landing, storage, order))  # before problems, for it may find one
    problems = [
        ProblemRow(
            problem_no=number,
            kind=one.kind,
            id=one.id,
            seen_at=one.seen_at,
            reason=one.reason,
            location=one.location,
        )
        for number, one in enumerate(
            [*landing.problems(), *_left_out(landing, built_at), *_unread_lines(landing), *cut], start=1
        )
    ]
    storage.insert("problem", problems)
    _define_known_at(storage, order)
    storage.fill("coverage", load_sql("linernotes.etl", "coverage"))
    facts = _meta(landing, build_id, built_at)
    storage.insert("meta", [MetaRow(key=key, value=value) for key, value in facts.items()])


def _define_known_at(storage: DBStorage, order: RunOrder) -> None:
    """Give SQL the rule of run_order: `known_at(time)` is when something was fetched at the latest."""
    storage.execute(
        "create temp table misdated (first timestamptz, last timestamptz, latest timestamptz);"
        "create temp macro known_at(moment) as coalesce("
        "(select min(m.latest) from misdated as m where m.first < moment and moment <= m.last), moment)"
    )
    for span in order.spans:
        storage.execute("insert into misdated values (?, ?, ?)", span)


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


def _items(landing: Landing, storage: DBStorage, order: RunOrder) -> list[CoverageRow]:
    """Coverage of the listing itself: copies listed, of those the profile says there are."""
    found = read_document(landing, "user")
    if found is None or found[1].num_collection is None:
        return []
    landed, user = found
    listed = storage.scalar("select count(*) from collection_items")
    return [CoverageRow("items", listed, user.num_collection, order.redated(landed.fetched_at))]


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
