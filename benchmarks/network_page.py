"""How soon the map of a large shelf is there: in a browser from the address to the first move, and at the server."""

from __future__ import annotations

import http.client
import random
import re
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright
from tests.browser.conftest import launch
from tests.browser.fonts import Fonts

from benchmarks.pages import command, serving
from benchmarks.shelves import land_synthetic
from linernotes.storage.builds.publish import current_build
from linernotes.storage.duckdb.database import DBStorage

COPIES = 10_000
#: People that the map must have at least.
PEOPLE = 5_000
RUNS = 7
REQUESTS = 200
#: Milliseconds: until the map is drawn and has handled its first move; and of server time at the 95th percentile.
PROMISED, PROMISED_SERVER = 2_000.0, 50.0

MARK = "name => performance.getEntriesByName(name)[0].startTime"
LAST_MARK = "name => performance.getEntriesByName(name).at(-1).startTime"


def main() -> bool:
    """Print two tables: what the browser takes, and what the server takes."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        land_synthetic(home, COPIES)
        subprocess.run(command(home, "build"), check=True, stdout=subprocess.DEVNULL)
        return measure(home)


def measure(home: Path) -> bool:
    """Measure on a home that has a build."""
    names, ids, communities = known(home)
    with serving(home) as client:
        return all([browse(client, names), ask(client, ids, communities)])


def known(home: Path) -> tuple[list[str], list[int], list[int]]:
    """Names of the best connected, ids of anybody, ids of communities."""
    build = current_build(home)
    assert build is not None
    with DBStorage.open(build.path) as storage:
        names = storage.values(
            str, "select name from artist_vertex where artist_id > 0 order by pagerank desc limit 50"
        )
        ids = storage.values(
            int, "select artist_id from artist_vertex where artist_id > 0 order by artist_id"
        )
        communities = storage.values(
            int,
            "select community_id from artist_community where qty_artists > 1 order by qty_items desc limit 100",
        )
    assert len(ids) >= PEOPLE, f"only {len(ids)} people are in the network"
    return names, ids, communities


def browse(client: http.client.HTTPConnection, names: list[str]) -> bool:
    """The browser's table. Every run has a browser context of its own, which has nothing cached."""
    address = f"http://{client.host}:{client.port}/network"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright, Fonts.SHIPPED, Path(folder))
        runs = [visit(browser, address, names[number]) for number in range(RUNS + 1)][
            1:
        ]  # the first one warms
        browser.close()
    drawn, moved, nodes = (list(column) for column in zip(*runs, strict=True))
    together = [one + other for one, other in zip(drawn, moved, strict=True)]
    print("| people drawn | runs | drawn, ms p50 | first move, ms p50 | together p50 | max | promised |")
    print("|---|---|---|---|---|---|---|")
    print(
        f"| {nodes[0]:,} | {RUNS} | {statistics.median(drawn):.0f} | {statistics.median(moved):.0f} "
        f"| {statistics.median(together):.0f} | {max(together):.0f} | {PROMISED:.0f} |\n"
    )
    return statistics.median(together) < PROMISED


def visit(browser: Browser, address: str, name: str) -> tuple[float, float, int]:
    """Milliseconds from the navigation to a map that is drawn, from a name typed to a map that has moved there, and
    how many people are on it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address, wait_until="commit")
    page.wait_for_selector("#map[data-state=ready]", timeout=60_000)
    drawn = page.evaluate(MARK, "map ready")
    page.get_by_label("Find somebody on the map").fill(name)
    page.wait_for_selector("#map-found [role=option]")
    asked = page.evaluate("performance.now()")
    page.keyboard.press("Enter")
    page.wait_for_selector("#map[data-at]")
    page.wait_for_selector("#map[data-state=ready]")
    moved = page.evaluate(LAST_MARK, "map drawn") - asked
    nodes = page.evaluate(
        "fetch('/api/network/graph').then(a => a.json()).then(found => found.people.length)"
    )
    context.close()
    return drawn, moved, nodes


def ask(client: http.client.HTTPConnection, ids: list[int], communities: list[int]) -> bool:
    """The server's table: one warm client, every request another path, community or person."""
    chance = random.Random(1)  # noqa: S311
    kinds: dict[str, Callable[[], str]] = {
        "/network": lambda: "/network",
        "/network?community=": lambda: f"/network?community={chance.choice(communities)}",
        "/network?artist=": lambda: f"/network?artist={chance.choice(ids)}",
        "/api/network/graph": lambda: "/api/network/graph",
        "/api/network/find": lambda: f"/api/network/find?q={quote(chance.choice('abdegiklmnorstvw'))}",
        "/path": lambda: f"/path?from={chance.choice(ids)}&to={chance.choice(ids)}",
        "/api/path/find": lambda: f"/api/path/find?q={quote(chance.choice('abdegiklmnorstvw'))}",
    }
    print("| address | requests | server ms p50 | p95 | max |")
    print("|---|---|---|---|---|")
    slowest = 0.0
    for kind, address in kinds.items():
        look(client, address())  # warm
        times = [look(client, address()) for _ in range(REQUESTS)]
        p95 = statistics.quantiles(times, n=20)[18]
        slowest = max(slowest, p95)
        print(
            f"| {kind} | {REQUESTS} | {statistics.median(times):.1f} | {p95:.1f} | {max(times):.1f} |",
            flush=True,
        )
    return slowest < PROMISED_SERVER


def look(client: http.client.HTTPConnection, address: str) -> float:
    """Ask for a page: its server time in milliseconds."""
    client.request("GET", address)
    answer = client.getresponse()
    answer.read()
    assert answer.status == 200, (address, answer.status)
    timing = re.search(r"dur=([\d.]+)", answer.headers["Server-Timing"])
    assert timing is not None
    return float(timing[1])


if __name__ == "__main__":
    main()
