"""Collects what a home publishes: every table, and every JSON answer of the app, as plain values.

`python tests/baseline/collect.py HOME OUT` writes both to OUT (gzip, one JSON line each). It imports nothing of the
tests, so that it runs with the program of another commit, too: put that commit's `src` into PYTHONPATH.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
from starlette.testclient import TestClient

from linernotes.settings import load_settings
from linernotes.web.app import create_app

#: Keys and columns that differ between two runs that came to the same: when, where and how often.
OF_THE_RUN = {
    "as_of", "asked_at", "build_id", "building_since", "built_at", "days_unplayed", "disk", "documents", "finished_at",
    "heartbeat_at", "home", "listed_at", "loaded_at", "made_at", "on_this_day", "pace", "pid", "rediscover", "requests",
    "requests_per_minute", "run", "seconds_per_request", "seen_at", "started_at", "stored_bytes", "told_at",
    "years_owned",
}  # fmt: skip
#: Tables about the run alone.
TABLES_OF_THE_RUN = {"sync_run", "meta"}
#: Addresses without a parameter in the path.
FIXED = (
    "/api/home", "/api/numbers", "/api/collection?per_page=1000", "/api/collection?q=bass&per_page=100",
    "/api/collection/facets?limit=50", "/api/collection/views", "/api/gaps", "/api/network", "/api/network/graph",
    "/api/network/find?q=eno", "/api/path/find?q=davis", "/api/user", "/api/status", "/api/progress",
    "/api/own?q=spectrum", "/api/own?q=nothing+of+the+kind", "/api/spin?seed=baseline",
)  # fmt: skip


def plain(value: Any) -> Any:
    """Without what belongs to the run; floats to nine digits."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in sorted(value.items()) if key not in OF_THE_RUN}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, float):
        return float(f"{value:.9g}")
    return value if isinstance(value, str | int | bool | None) else str(value)


def tables(home: Path) -> Iterator[tuple[str, Any]]:
    """Each table as (`table NAME`, its rows by the primary key); columns by name."""
    with duckdb.connect(str(home / "collection.duckdb"), read_only=True) as connection:
        names = [
            name
            for (name,) in connection.execute("select table_name from duckdb_tables() order by 1").fetchall()
        ]
        for name in names:
            if name in TABLES_OF_THE_RUN:
                continue
            found = connection.execute(f"select * from {name}")
            columns = [column[0] for column in found.description]
            rows = [plain(dict(zip(columns, row, strict=True))) for row in found.fetchall()]
            yield f"table {name}", sorted(rows, key=json.dumps)


def addresses(home: Path) -> Iterator[str]:
    """Every address whose answer is compared: each artist with records here, each owned release, paths, communities."""
    with duckdb.connect(str(home / "collection.duckdb"), read_only=True) as connection:

        def column(sql: str) -> list[Any]:
            return [value for (value,) in connection.execute(sql).fetchall()]

        yield from FIXED
        for name in (
            "artist",
            "person",
            "role",
            "genre",
            "style",
            "decade",
            "format",
            "label",
            "country",
            "folder",
        ):
            yield f"/api/collection/facet/{name}"
        artists = column("select artist_id from artist where qty_collection_credits > 0 order by 1")
        yield from (f"/api/artist/{id}" for id in artists)
        yield from (
            f"/api/release/{id}"
            for id in column("select distinct release_id from collection_items order by 1")
        )
        yield from (
            f"/api/network/community/{id}"
            for id in column("select community_id from artist_community order by 1")
        )
        known = column("select artist_id from artist_vertex where artist_id > 0 order by artist_id")
        step = max(1, len(known) // 40)
        ends = known[::step]
        yield from (f"/api/path?from={a}&to={b}" for a, b in zip(ends, reversed(ends), strict=True) if a != b)


def some(addresses: Iterator[str], each: int) -> Iterator[str]:
    """The first of each form, which is an address without its numbers, and every so manyth after it."""
    seen: dict[str, int] = {}
    for address in addresses:
        form = re.sub(r"\d+", "N", address)
        if seen.setdefault(form, 0) % each == 0:
            yield address
        seen[form] += 1


def answers(home: Path, each: int = 1) -> Iterator[tuple[str, Any]]:
    """Each answer as (address, status and body), or one of so many."""
    app = create_app(load_settings(home=home))
    with TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as client:
        for address in some(addresses(home), each):
            answer = client.get(address)
            yield address, [answer.status_code, plain(answer.json())]


def collect(home: Path, each: int = 1) -> dict[str, Any]:
    """Tables and answers by their names; of answers to addresses of one form one of so many."""
    return dict(tables(home)) | dict(answers(home, each))


def save(collected: dict[str, Any], path: Path) -> None:
    """Write them, the same bytes for the same values."""
    lines = "".join(json.dumps([name, value], ensure_ascii=False) + "\n" for name, value in collected.items())
    path.write_bytes(gzip.compress(lines.encode(), compresslevel=9, mtime=0))


def load(path: Path) -> dict[str, Any]:
    """Read what `save` wrote."""
    return dict(json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().splitlines())


if __name__ == "__main__":
    save(collect(Path(sys.argv[1])), Path(sys.argv[2]))
