"""The map of a large shelf: what drawing it up costs, how soon a browser shows it, how it moves, and the server."""

from __future__ import annotations

import http.client
import math
import random
import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright
from tests.browser.conftest import launch
from tests.browser.fonts import Fonts
from tests.derive.network.atlas.again import derive_again

from benchmarks.pages import command, serving
from benchmarks.shelves import land_synthetic
from linernotes.derive.network import derive_network
from linernotes.storage.builds.publish import current_build
from linernotes.storage.duckdb.database import DBStorage

COPIES = 10_000
#: People that the map must have at least.
PEOPLE = 5_000
RUNS = 7
REQUESTS = 200
#: Milliseconds until the first picture, and of server time at the 95th percentile; frames a second while it moves.
PROMISED, PROMISED_SERVER, PROMISED_FRAMES = 1_000.0, 50.0, 20.0
#: Milliseconds that the map is moved in each way.
MOVED_FOR = 3_000

#: Zooms in and out by the wheel in each frame, for so many milliseconds: how many frames, and the longest of them.
ZOOM = """length => new Promise(done => {
  const frame = document.querySelector(".map-frame");
  const box = frame.getBoundingClientRect();
  const [begin, gaps] = [performance.now(), []];
  let last = begin;
  const step = now => {
    gaps.push(now - last);
    last = now;
    if (now - begin > length) {
      done([gaps.length, Math.max(...gaps.slice(1))]);
      return;
    }
    const deltaY = Math.sin((now - begin) / 400) > 0 ? -12 : 12;
    frame.dispatchEvent(new WheelEvent("wheel", {
      deltaY, ctrlKey: true, cancelable: true, bubbles: true,
      clientX: box.left + box.width / 2, clientY: box.top + box.height / 2,
    }));
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""
COUNT = """() => {
  window.frames_seen = 0;
  const step = () => { window.frames_seen += 1; requestAnimationFrame(step); };
  requestAnimationFrame(step);
}"""

MARK = "name => performance.getEntriesByName(name)[0].startTime"
LAST_MARK = "name => performance.getEntriesByName(name).at(-1).startTime"


def main() -> bool:
    """Print four tables: what drawing up the map, the first picture and its movement take, and the server."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        land_synthetic(home, COPIES)
        subprocess.run(command(home, "build"), check=True, stdout=subprocess.DEVNULL)
        return measure(home)


def measure(home: Path) -> bool:
    """Measure on a home that has a build."""
    names, ids, communities = known(home)
    draw_up(home)
    with serving(home) as client:
        return all([browse(client, names), move(client), ask(client, ids, communities)])


def draw_up(home: Path) -> None:
    """The table of what the map takes of a build, from nothing and from the map before: seconds of a processor."""
    derive, seconds = derive_network.derive_atlas, []

    def timed(*arguments: Any) -> Any:
        begin = time.process_time()
        found = derive(*arguments)
        seconds.append(time.process_time() - begin)
        return found

    with tempfile.TemporaryDirectory() as folder, patch.object(derive_network, "derive_atlas", timed):
        before = derive_again(home, Path(folder) / "nothing")
        derive_again(home, Path(folder) / "again", without=0.01, before=before)
    print("| the map is drawn up | CPU s |")
    print("|---|---|")
    print(
        f"| from nothing | {seconds[0]:.1f} |\n| from the map before, 1 % of the copies gone | {seconds[1]:.1f} |\n"
    )


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
    print("| people | runs | first picture, ms p50 | max | promised | found and moved there, ms p50 | max |")
    print("|---|---|---|---|---|---|---|")
    print(
        f"| {nodes[0]:,} | {RUNS} | {statistics.median(drawn):.0f} | {max(drawn):.0f} | {PROMISED:.0f} "
        f"| {statistics.median(moved):.0f} | {max(moved):.0f} |\n"
    )
    return statistics.median(drawn) < PROMISED


def move(client: http.client.HTTPConnection) -> bool:
    """The table of the map as it moves: at the first sight, and among the people of a region."""
    address = f"http://{client.host}:{client.port}/network"
    print("| the map moves | frames a second | longest frame, ms | CPU of a frame, ms | promised |")
    print("|---|---|---|---|---|")
    slowest = float("inf")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright, Fonts.SHIPPED, Path(folder))
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        processes = browser.new_browser_cdp_session()

        def used() -> float:
            found = processes.send("SystemInfo.getProcessInfo")["processInfo"]
            return float(sum(one["cpuTime"] for one in found))

        for name, presses in (("the whole map", 0), ("among people, 6 times nearer", 3)):
            page.goto(address)
            page.wait_for_selector("#map[data-state=ready]", timeout=60_000)
            for _ in range(presses):
                page.get_by_role("button", name="Nearer").click()
                page.wait_for_timeout(400)
                page.wait_for_selector("#map[data-state=ready]")
            for way, act in (("dragged", drag), ("zoomed", zoom)):
                before, begin = used(), time.perf_counter()
                frames, longest = act(page)
                rate = frames / (time.perf_counter() - begin)
                spent = (used() - before) / frames * 1000
                slowest = min(slowest, rate)
                shown = "" if longest is None else f"{longest:.0f}"
                print(f"| {name}, {way} | {rate:.0f} | {shown} | {spent:.0f} | {PROMISED_FRAMES:.0f} |")
                page.wait_for_timeout(500)
        browser.close()
    print()
    return slowest >= PROMISED_FRAMES


def drag(page: Page) -> tuple[int, None]:
    """Drag the map to and fro: how many frames were drawn meanwhile."""
    box = page.locator(".map-frame").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(COUNT)
    begin, number = time.perf_counter(), 0
    while (time.perf_counter() - begin) * 1000 < MOVED_FOR:
        number += 1
        page.mouse.move(x + 200 * math.sin(number / 9), y + 100 * math.cos(number / 9))
    frames = int(page.evaluate("window.frames_seen"))
    page.mouse.up()
    return frames, None


def zoom(page: Page) -> tuple[int, float]:
    """Turn the wheel to and fro: how many frames were drawn, and the longest, in milliseconds."""
    frames, longest = page.evaluate(ZOOM, MOVED_FOR)
    return int(frames), float(longest)


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
