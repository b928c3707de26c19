"""How fast pages are: 10,000 copies, 100,000 artists, one warm client; the collection also beside a sync and builds."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.shelves import land_strangers, land_synthetic
from linernotes.storage.builds.publish import current_build
from linernotes.storage.duckdb.database import DBStorage

COPIES = 10_000
ARTISTS = 100_000
REQUESTS = 600
#: How many builds are to be published while it is measured, and the seconds that they may take.
BUILDS = 3
PATIENCE = 400.0
#: Milliseconds of server time at the 95th percentile, of some kinds of page fewer.
PROMISED = 50.0
PROMISED_OF = {"path": 20.0}
#: Requests a minute that the sync beside it may make; Discogs permits 60.
LIMIT = 600

#: What the client looks at, again and again, by kind of page. A page of a kind may be longer: it is still one page.
ADDRESSES: dict[str, tuple[str, ...]] = {
    "home": ("/", "/?day=02-14", "/api/home"),
    "numbers": (
        "/numbers",
        "/numbers/label",
        "/numbers/label?page=7",
        "/numbers/style",
        "/numbers/duplicates",
    ),
    "spin": (
        "/spin?release=72524",
        "/spin?release=72524&genre=Jazz",
        "/spin?release=72524&way=like&origin=89144",
        "/api/spin?seed=1",
        "/api/spin?seed=2&decade=1970&format=Vinyl&minutes=60",
        "/api/spin?seed=3&way=like&origin=72524",
        "/api/spin?seed=4&way=unlike&origin=72524",
    ),
    "collection": (
        "/collection",
        "/collection?page=2",
        "/collection?sort=artist",
        "/collection?sort=artist&page=41",
        "/collection?sort=title&page=7",
        "/collection?sort=year&page=84",
        "/collection?q=the+r",
        "/collection?q=glass&sort=artist",
        "/collection?folder=1",
    ),
    "collection: search": (
        "/collection?q=g",
        "/collection?q=gl",
        "/collection?q=gla",
        "/collection?q=glass",
        "/collection?q=glass+r",
        "/collection?q=the+s",
        "/collection?q=nothing+is+called+so",
        "/collection?q=night&genre=Jazz&sort=year",
    ),
    "collection: facets": (
        "/collection?genre=Jazz&genre=Rock&not-style=none",
        "/collection?decade=1970&format=LP&role=any:percussion",
        "/collection?not-country=US&not-genre=Jazz&rating=none&sort=label",
        "/collection?field=4:Yes&not-field=10:none&sort=field-5",
        "/collection/facet/person",
        "/collection/facet/person?find=jo&genre=Jazz",
        "/collection/facet/label?q=night",
        "/api/collection/facets?genre=Jazz",
    ),
    "collection: table": (
        "/collection?view=table",
        "/collection?view=table&sort=condition&reverse=1&page=9",
        "/collection?view=table&sort=played&genre=Rock",
        "/collection?view=table&sort=field-4",
    ),
    "own": (
        "/own?q=n",
        "/own?q=night",
        "/own?q=the+glass",
        "/own?q=nothing+is+called+so",
        "/own?q=r1",
        "/own?q=m47546",
        "/own?q=727361626525",
        "/own?q=CZHT+373LP",
        "/own?q=https://www.discogs.com/label/7214-x",
    ),
    "wantlist": (
        "/wantlist",
        "/wantlist?not-genre=Jazz&sort=price",
        "/wantlist?sort=price&page=2",
        "/wantlist?person=72872",
        "/wantlist/facet/style",
        "/api/wantlist?q=the",
    ),
    "gaps": ("/gaps", "/api/gaps"),
    "sidemen, line-ups": ("/network", "/api/network"),
    "network": ("/network", "/api/network/graph", "/api/network/find?q=jo"),
    "settings": ("/config", "/progress", "/sql"),
}

#: The same for pages of one thing each: the address, and the SELECT that says of which things of the shelf.
EACH: dict[str, tuple[str, str]] = {
    "record": (
        "/release/{}",
        "select distinct release_id from collection_items order by hash(release_id), release_id limit 50",
    ),
    "artist": (
        "/artist/{}",
        "select artist_id from artist_vertex where artist_id > 0 order by hash(artist_id), artist_id limit 40",
    ),
    "artist with most records": (
        "/artist/{}",
        "select artist_id from artist_vertex join artist using (artist_id)"
        " order by qty_collection_credits desc nulls last, artist_id limit 10",
    ),
    "role": (
        "/role/{}",
        "with roles as (select role, count(*) as times from artist_release_roles"
        " cross join unnest(roles) as named(role) group by role)"
        " select replace(replace(role, '%', '%25'), ' ', '%20') from roles"
        " where regexp_matches(role, '^[A-Za-z /-]+$') order by times desc, role limit 20",
    ),
    "label": (
        "/label/{}",
        "select label_id from release_labels join collection_items using (release_id) where label_id is not null"
        " group by label_id order by count(*) desc, label_id limit 20",
    ),
    "series": (
        "/series/{}",
        "select series_id from release_series join collection_items using (release_id) where series_id is not null"
        " group by series_id order by count(*) desc, series_id limit 20",
    ),
    "company": (
        "/company/{}",
        "select company_id from release_companies join collection_items using (release_id)"
        " where company_id is not null group by company_id order by count(*) desc, company_id limit 20",
    ),
    "collection: credit": (
        "/collection?credit={}",
        "with credited as (select a.identity_id, c.role, count(distinct c.release_id) as times"
        " from release_credits as c join artist as a using (artist_id) join collection_items using (release_id)"
        " where regexp_matches(c.role, '^[A-Za-z-]+$') group by all)"
        " select identity_id || ':' || role || '&any-credit=:any:percussion&any-credit=' || identity_id"
        " from credited order by times desc, identity_id, role limit 20",
    ),
    "community": (
        "/network?community={}",
        "select community_id from artist_community order by qty_collected desc, community_id limit 20",
    ),
    "path": (
        "/path?from={}",
        "select one.artist_id || '&to=' || other.artist_id from artist_vertex one, artist_vertex other"
        " where one.in_collection and other.in_collection and one.artist_id < other.artist_id"
        " order by hash(one.artist_id * 7 + other.artist_id), 1 limit 30",
    ),
}


def main() -> bool:
    """Print a table: server time and round trip by kind of page; of the collection beside a sync and builds, too."""
    print(
        "| pages | beside them | requests | server ms p50 | p95 | max | round trip ms p95 | builds meanwhile |"
    )
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        home = Path(folder)
        land_synthetic(home, COPIES)
        land_strangers(home, ARTISTS)
        subprocess.run(command(home, "build"), check=True, stdout=subprocess.DEVNULL)
        ADDRESSES.update(addresses_of_each(home))
        client = stack.enter_context(serving(home))
        kept = [alone(client, kind, home) < PROMISED_OF.get(kind, PROMISED) for kind in ADDRESSES]
        settings = stack.enter_context(sandbox())
        sync = stack.enter_context(running([*command(home, "sync"), "--refresh-after", "0"], settings))
        builds = stack.enter_context(running([sys.executable, "-c", BUILD_ON, str(home)]))
        server, trips, seen = look(client, "collection", REQUESTS, home, builds=BUILDS)
        assert sync.poll() is None, "the sync ended before it was measured"
        assert builds.poll() is None, "no build was running"
        kept.append(show("collection", "a sync and builds", server, trips, seen) < PROMISED)
        return all(kept)


def addresses_of_each(home: Path) -> dict[str, tuple[str, ...]]:
    """The pages of EACH, by kind."""
    build = current_build(home)
    assert build is not None
    with DBStorage.open(build.path) as storage:
        return {
            kind: tuple(address.format(what) for what in storage.values(object, select))
            for kind, (address, select) in EACH.items()
        }


def alone(client: http.client.HTTPConnection, kind: str, home: Path) -> float:
    """Measure one kind of page while nothing else runs; its 95th percentile."""
    look(client, kind, len(ADDRESSES[kind]), home)  # warm
    return show(kind, "nothing", *look(client, kind, REQUESTS // 4, home))


BUILD_ON = """
import subprocess, sys
while True:
    subprocess.run([sys.executable, "-m", "linernotes", "--home", sys.argv[1], "build"])
"""


def look(
    client: http.client.HTTPConnection, kind: str, requests: int, home: Path, *, builds: int = 0
) -> tuple[list[float], list[float], int]:
    """Ask for pages of a kind one after the other, until there were so many, and as many builds published meanwhile.

    Server times and round trips in milliseconds, and how many builds were published.
    """
    client.close()  # it may have waited for longer than the server does
    server, trips, seen = [], [], set()
    deadline = time.monotonic() + PATIENCE
    for number, address in enumerate(itertools.cycle(ADDRESSES[kind])):
        seen.add(current_build(home))
        if number >= requests and len(seen) > builds:
            break
        assert time.monotonic() < deadline, f"only {len(seen) - 1} builds were published"
        asked = time.perf_counter()
        client.request("GET", address)
        answer = client.getresponse()
        body = answer.read()
        trips.append((time.perf_counter() - asked) * 1000)
        assert answer.status == 200, (address, answer.status)
        assert body, address
        timing = re.search(r"dur=([\d.]+)", answer.headers["Server-Timing"])
        assert timing is not None
        server.append(float(timing[1]))
    return server, trips, len(seen) - 1


def show(kind: str, beside: str, server: list[float], trips: list[float], builds: int) -> float:
    """Print a line; the 95th percentile of the server times."""
    p95 = statistics.quantiles(server, n=20)[18]
    print(
        f"| {kind} | {beside} | {len(server)} | {statistics.median(server):.1f} | {p95:.1f} | {max(server):.1f} "
        f"| {statistics.quantiles(trips, n=20)[18]:.1f} | {builds} |"
    )
    return p95


def command(home: Path, *words: str) -> list[str]:
    """linernotes on a home."""
    return [sys.executable, "-m", "linernotes", "--home", str(home), *words]


@contextmanager
def serving(home: Path) -> Iterator[http.client.HTTPConnection]:
    """A client that is connected to the app, which runs in a process of its own."""
    with running([*command(home, "serve"), "--port", "0"], stderr=subprocess.PIPE) as app:
        assert app.stderr is not None
        address = re.search(r"http://\S+", app.stderr.readline())
        assert address is not None
        connection = http.client.HTTPConnection(urlsplit(address[0]).netloc, timeout=60)
        try:
            yield connection
        finally:
            connection.close()


@contextmanager
def sandbox() -> Iterator[dict[str, str]]:
    """A Discogs with the same shelf; yields the settings that lead to it."""
    words = ["--catalogue", "synthetic", "--items", str(COPIES), "--limit", str(LIMIT)]
    with running([sys.executable, "-m", "linernotes", "sandbox", *words], stdout=subprocess.PIPE) as discogs:
        assert discogs.stdout is not None
        info = json.loads(discogs.stdout.readline())
        yield {"LINERNOTES_API_URL": info["url"], "LINERNOTES_TOKEN": info["token"]}


@contextmanager
def running(
    words: list[str],
    settings: dict[str, str] | None = None,
    *,
    stdout: int = subprocess.DEVNULL,
    stderr: int = subprocess.DEVNULL,
) -> Iterator[subprocess.Popen[str]]:
    """A process that is ended with the context, and what it started with it."""
    process = subprocess.Popen(
        words,
        env=os.environ | (settings or {}),
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, 15)
        process.communicate()


if __name__ == "__main__":
    main()
