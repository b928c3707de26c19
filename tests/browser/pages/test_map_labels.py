"""The first sight of the map, 1200 x 800, as a browser draws it: every name can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from shutil import copytree
from typing import Any

import numpy as np
import pytest
from benchmarks.shelves import land_synthetic
from playwright.sync_api import Page
from tests.browser.app import WebApp

from discogs_sandbox.server import Sandbox
from linernotes.derive.network.atlas.geometry import area
from linernotes.insights.network.atlas import HEIGHT, WIDTH, Atlas, read_atlas
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.builds.publish import current_build

#: Puts the first sight onto the page, and gives the ink of each text: left, top, right, bottom, and its size.
DRAWN = """async () => {
  const answer = await fetch("/network/map?x=0&y=0&zoom=1&width=1200&height=800");
  const sheet = document.createElement("div");
  sheet.className = document.querySelector(".map-sheet").className;
  sheet.innerHTML = await answer.text();
  Object.assign(sheet.style, {position: "fixed", left: 0, top: 0, width: "1200px", height: "800px", transform: "none"});
  document.querySelector("#map").append(sheet);
  await document.fonts.ready;
  const ruler = document.createElement("canvas").getContext("2d");
  const svg = sheet.querySelector("svg");
  const origin = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll("text")].map((text) => {
    const [style, box] = [getComputedStyle(text), text.getBoundingClientRect()];
    ruler.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const ink = ruler.measureText(text.textContent);
    const line = Number(text.getAttribute("y"));
    return {
      name: text.textContent, kind: text.classList[0], size: parseFloat(style.fontSize),
      box: [box.left - origin.left, line - ink.actualBoundingBoxAscent,
            box.right - origin.left, line + ink.actualBoundingBoxDescent],
    };
  });
  const lines = [...svg.querySelectorAll(".bridge")].map((line) =>
    Array.from({length: 40}, (_, at) => {
      const point = line.getPointAtLength(line.getTotalLength() * at / 39);
      return [point.x, point.y];
    }));
  return {width: origin.width, height: origin.height, texts, lines};
}"""


@dataclass(frozen=True)
class Shelf:
    """A home of which the map shows at least so many names at the first sight, places and regions included."""

    home: Path
    names: int


@pytest.fixture(
    params=[
        "demo",
        pytest.param("recorded", marks=[pytest.mark.recorded, pytest.mark.soak]),
        pytest.param("large", marks=pytest.mark.soak),
    ]
)
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    if request.param == "demo":
        return Shelf(copytree(request.getfixturevalue("demo_home"), tmp_path / "home", symlinks=True), 120)
    if request.param == "recorded":
        found = request.getfixturevalue("recorded_home")
        return Shelf(copytree(found, tmp_path / "home", symlinks=True), 184)
    home = tmp_path / "home"
    land_synthetic(home, 10_000)
    return Shelf(home, 147)


@pytest.fixture
def app(shelf: Shelf, discogs: Sandbox) -> Iterator[WebApp]:
    with WebApp(shelf.home, discogs) as app:
        if current_build(shelf.home) is None:
            assert app.home.run_process("build").returncode == 0
        yield app


@pytest.fixture
def drawn(page: Page, app: WebApp) -> Any:
    page.set_viewport_size({"width": 1300, "height": 900})
    page.goto(f"{app.url}/network")
    return page.evaluate(DRAWN)


def atlas_of(shelf: Shelf) -> Atlas:
    build = current_build(shelf.home)
    assert build is not None
    with Snapshot.open(build) as snapshot:
        return read_atlas(snapshot)


def test_the_first_sight_can_be_read(drawn: Any, shelf: Shelf) -> None:
    assert (drawn["width"], drawn["height"]) == (WIDTH, HEIGHT)
    texts = drawn["texts"]
    assert min(text["size"] for text in texts) >= 10
    assert [
        (one["name"], other["name"])
        for one, other in combinations(texts, 2)
        if one["box"][0] < other["box"][2]
        and other["box"][0] < one["box"][2]
        and one["box"][1] < other["box"][3]
        and other["box"][1] < one["box"][3]
    ] == []
    boxes = np.array([text["box"] for text in texts])
    for points in drawn["lines"]:
        for x, y in points:
            on = (boxes[:, 0] < x) & (x < boxes[:, 2]) & (boxes[:, 1] < y) & (y < boxes[:, 3])
            assert [texts[at]["name"] for at in np.flatnonzero(on)] == []
    atlas = atlas_of(shelf)
    assert [one.name for one in atlas.countries if one.title is None] == []
    titled = {one.artist_id for one in atlas.areas if one.title is not None}
    titles = sum(one.title is not None for one in atlas.areas)
    assert sum(text["kind"] == "name" for text in texts) + titles >= shelf.names
    best = sorted(atlas.people, key=lambda one: (-one.copies, one.artist_id))[:25]
    assert [
        one.name for one in best if one.copies > 1 and one.label_zoom != 1 and one.artist_id not in titled
    ] == []
    land = sum(area(np.array(one.outline).reshape(-1, 2)) for one in atlas.countries)
    strip = [one.y for one in atlas.people if one.piece_no is not None]
    assert land + WIDTH * (HEIGHT - min(strip, default=HEIGHT) + 30) >= 0.9 * WIDTH * HEIGHT
