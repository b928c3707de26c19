"""What a phone keeps of 10,000 copies, and how soon it answers without a network on a slow processor."""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.pages import COPIES, command, serving
from benchmarks.shelves import land_synthetic

#: Bytes that the index may have as it travels.
MOST_BYTES = 1_000_000
#: How many times slower than this machine's a phone's processor is, by Chromium's throttling.
SLOWER = 4
#: Seconds that a phone may take for its first answer, and for one while somebody types.
FIRST, TYPED = 4.0, 0.5
RUNS = 5
#: A title of the synthetic shelf, and what it does not have: for a No all of the shelf is looked at.
TEXTS = ("glass river", "nothing is called so at all")

#: Waits until the browser keeps the index.
KEPT = """async () => {
  await navigator.serviceWorker.ready;
  const held = async () => {
    const name = (await caches.keys()).find((name) => name.startsWith("linernotes shelf "));
    return name === undefined ? 0 : (await (await caches.open(name)).keys()).length;
  };
  while (await held() === 0) await new Promise((resolve) => setTimeout(resolve, 50));
}"""
#: Milliseconds from the last letter to the answer, without the pause that the page waits for more letters.
TYPE = """async (text) => {
  const field = document.querySelector("#q"), before = document.querySelector("#answer");
  const began = performance.now();
  field.value = text;
  field.dispatchEvent(new Event("input"));
  while (document.querySelector("#answer") === before) await new Promise((resolve) => setTimeout(resolve, 1));
  return performance.now() - began - 120;
}"""


def main() -> bool:
    """Print a table: the index, and answers in Chromium at a quarter of this machine's speed."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        land_synthetic(home, COPIES)
        subprocess.run(command(home, "build"), check=True, stdout=subprocess.DEVNULL)
        return measure(home)


def measure(home: Path) -> bool:
    """The same of a home that is built already."""
    print("| what | measured | at most |\n|---|---|---|")
    with serving(home) as client, sync_playwright() as playwright:
        client.request("GET", "/own/index.json", headers={"Accept-Encoding": "gzip"})
        answer = client.getresponse()
        size = len(answer.read())
        timing = re.search(r"dur=([\d.]+)", answer.headers["Server-Timing"])
        assert timing is not None
        kept = [show("the index, bytes compressed", size, MOST_BYTES)]
        print(f"| the index is made once for a build, s | {float(timing[1]) / 1000:.1f} | |")
        path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--disable-dev-shm-usage"])
        page = browser.new_context().new_page()
        address = f"http://{client.host}:{client.port}/own"
        page.goto(address)
        page.evaluate(KEPT)
        page.context.set_offline(True)
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        for text in TEXTS:
            firsts = [first(page, address, text) for _ in range(RUNS)]
            kept.append(show(f"first answer to “{text}”, s", statistics.median(firsts), FIRST))
            typed = [page.evaluate(TYPE, text[:-1] if run % 2 else text) / 1000 for run in range(RUNS)]
            kept.append(show(f"“{text}” typed, s", statistics.median(typed), TYPED))
        browser.close()
    return all(kept)


def first(page: Page, address: str, text: str) -> float:
    """Seconds from going to the page, without a network, to its answer."""
    began = time.perf_counter()
    page.goto(f"{address}?q={text.replace(' ', '+')}")
    page.wait_for_selector("[data-verdict]")
    return time.perf_counter() - began


def show(what: str, value: float, most: float) -> bool:
    """Print a line; whether the bound is kept."""
    print(f"| {what} | {value:,.2f} | {most:,} |" if value < 100 else f"| {what} | {value:,} | {most:,} |")
    return value <= most


if __name__ == "__main__":
    main()
