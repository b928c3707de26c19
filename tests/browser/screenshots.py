"""Makes docs/images anew from the demo: `make screenshots`. All sleeves are generated: the demo has no pictures."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.browser.app import WebApp, WebProcess
from tests.browser.conftest import launch
from tests.browser.fonts import Fonts
from tests.browser.shop.keeping import keep
from tests.browser.steps import (
    ask_discogs,
    decide,
    enter_consumer,
    expect_connected,
    expect_done,
    headline,
    open_config,
    press,
)

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox

Scheme = Literal["light", "dark"]

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
SIZE = {"width": 1120, "height": 760}
PHONE = {"width": 360, "height": 720}

#: What a picture may weigh: bytes. They are in the repository for ever.
HEAVY = 700_000  # the map is a picture of many names


def shoot(
    page: Page,
    name: str,
    *,
    whole: bool = True,
    part: str = "",
    schemes: Sequence[Scheme] = ("light", "dark"),
) -> None:
    """Save the page as it is, in light and in dark; `whole` is all of it, not only what fits the window.

    With `part`, a selector, that alone is saved.
    """
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        page.mouse.move(0, 0)
        path = IMAGES / f"{name}-{scheme}.png"
        if part:
            page.locator(part).screenshot(path=path, animations="disabled")
            in_few_colours(Image.open(path).convert("RGB"), path)
        else:
            page.screenshot(path=path, full_page=whole, animations="disabled")
        size = path.stat().st_size
        sys.stdout.write(f"{path.name:32} {size / 1000:6.1f} kB\n")
        assert size < HEAVY, f"{path.name} is too heavy"


def in_few_colours(picture: Image.Image, to: Path) -> None:
    """Save a picture in 256 colours: drawings have hardly more."""
    few = picture.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(to, optimize=True)


def connect(page: Page, app: WebApp, discogs: Sandbox) -> None:
    """Settings before, and with a consumer; then through Discogs."""
    open_config(page, app)
    shoot(page, "config-new", whole=False)
    enter_consumer(page, discogs.consumer_key, discogs.consumer_secret)
    open_config(page, app)  # without the line that says that it is saved
    shoot(page, "config-before", whole=False)
    ask_discogs(page, discogs)
    decide(page, "Allow")
    expect_connected(page, app, discogs.wiring.owner.username)
    press(page, "Show the plan")
    open_config(page, app)
    page.set_viewport_size(SIZE | {"height": 1090})  # the panels that this is about, and no more
    shoot(page, "config-connected", whole=False)
    page.set_viewport_size(SIZE)


def sync(page: Page, app: WebApp, discogs: Sandbox) -> None:
    """Settings and progress while a sync runs at Discogs' own pace; then quickly on, and after it."""
    press(page, "Start")
    expect(headline(page)).to_have_text(re.compile("^Reading: releases"), timeout=60_000)
    page.get_by_text(re.compile(r"^[3-9]\d of 90$")).wait_for(timeout=120_000)
    page.goto(f"{app.url}/progress")
    shoot(page, "progress")
    open_config(page, app)
    shoot(page, "config-during", whole=False)
    set_limit(discogs, 6000)
    page.goto(f"{app.url}/progress")
    expect_done(page)
    open_config(page, app)
    shoot(page, "config-after", whole=False)


def set_limit(discogs: Sandbox, limit: int) -> None:
    """How many requests a minute are permitted from now on."""
    gate = discogs.wiring.gate
    gate.options = replace(gate.options, limit=limit)


def browse(page: Page, app: WebApp) -> None:
    page.goto(app.url)
    shoot(page, "home", whole=False)
    spend_an_evening(page, app)
    page.goto(f"{app.url}/collection")
    shoot(page, "collection", whole=False)
    look_through(page, app)
    pull_one_out(page, app)
    follow_people(page, app)
    ask_in_sql(page, app)
    page.set_viewport_size(PHONE)
    page.goto(f"{app.url}/collection")
    shoot(page, "collection-phone", whole=False, schemes=("light",))
    page.goto(f"{app.url}/own?q=kind+of+blue")
    shoot(page, "own-phone", whole=False)
    lose_the_network(page, app)


def lose_the_network(page: Page, app: WebApp) -> None:
    """The page that a browser keeps: it answers what it does not have to ask."""
    keep(page, app)
    page.context.set_offline(True)
    page.goto(f"{app.url}/own?q=kind+of+blue+japan")
    expect(page.locator("[data-verdict=other]")).to_be_visible()
    shoot(page, "shop-phone", whole=False)
    page.context.set_offline(False)


def look_through(page: Page, app: WebApp) -> None:
    """The collection searched and filtered, and as a table."""
    page.goto(f"{app.url}/collection?q=carter&genre=Jazz")
    shoot(page, "collection-found", whole=False)
    page.goto(f"{app.url}/collection?view=table&genre=Jazz&sort=year")
    shoot(page, "collection-table", whole=False, schemes=("light",))


def pull_one_out(page: Page, app: WebApp) -> None:
    """A record, one of the people on it, and what is missing."""
    found = page.request.get(f"{app.url}/api/collection", params={"q": "Maiden Voyage"}).json()
    page.goto(f"{app.url}/release/{found['items'][0]['release_id']}")
    shoot(page, "record", whole=False)
    page.get_by_role("heading", name="Records like it").scroll_into_view_if_needed()
    page.get_by_role("link", name="Ron Carter").first.click()
    shoot(page, "artist", whole=False)
    page.goto(f"{app.url}/gaps#suggestions")
    shoot(page, "gaps", whole=False, schemes=("light",))


def follow_people(page: Page, app: WebApp) -> None:
    """The map, and with somebody chosen on it, and the way from one to another."""
    see_the_map(page, app)
    page.goto(f"{app.url}/network")
    page.get_by_label("Find somebody on the map").fill("Herbie Hancock")
    page.get_by_role("option").first.click()
    page.locator("#map[data-at]").wait_for()
    page.locator(".map-tools").scroll_into_view_if_needed()
    shoot(page, "network", whole=False)
    page.goto(f"{app.url}/path?from=miles+davis&to=brian+eno")
    shoot(page, "path", whole=False)


def see_the_map(page: Page, app: WebApp) -> None:
    """The whole map: the file that people share."""
    page.set_viewport_size({"width": 1240, "height": 840})  # as large as it is drawn
    show_file(page, f"{app.url}/network/map.svg")
    shoot(page, "map", part="svg")
    page.set_viewport_size(SIZE)


def show_file(page: Page, url: str) -> None:
    """Show a picture as a file, in the browser's own page: what is shared."""
    picture = page.request.get(url).text()
    page.goto("about:blank")
    page.set_content(f"<style>body {{ margin: 0 }} svg {{ width: 100%; height: auto }}</style>{picture}")
    page.evaluate("document.fonts.ready")


def ask_in_sql(page: Page, app: WebApp) -> None:
    """One of the questions that are worth asking."""
    page.goto(f"{app.url}/sql")
    page.get_by_role(
        "link", name="Who helps others most: who plays on most albums of somebody else, and as what?"
    ).click()
    page.get_by_role("heading", name="Answer").wait_for()
    shoot(page, "sql", whole=False)


def spend_an_evening(page: Page, app: WebApp) -> None:
    """The numbers, and tonight's record: one that was drawn for another."""
    page.goto(f"{app.url}/numbers")
    # what is shown to others carries no prices, be they invented: the picture begins below them
    page.get_by_role("heading", name="By original decade").evaluate("heading => heading.scrollIntoView()")
    shoot(page, "numbers", whole=False)
    titles = ("Bitches Brew", "In A Silent Way")
    found = [page.request.get(f"{app.url}/api/collection", params={"q": title}).json() for title in titles]
    shown, origin = (one["items"][0]["release_id"] for one in found)
    page.goto(f"{app.url}/spin?release={shown}&way=like&origin={origin}")
    shoot(page, "spin", whole=False)
    page.set_viewport_size(PHONE)
    shoot(page, "spin-phone", whole=False)
    page.set_viewport_size(SIZE)


@contextmanager
def opened(folder: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright, Fonts.SHIPPED, folder)
        yield browser
        browser.close()


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        opened(Path(folder) / "fonts") as browser,
        Sandbox(load_catalogue("demo")) as discogs,
        WebProcess(Path(folder) / "home", discogs, port=8000) as app,
        browser.new_context(viewport=SIZE, locale="en-GB") as context,
    ):
        page = context.new_page()
        connect(page, app, discogs)
        sync(page, app, discogs)
        browse(page, app)


if __name__ == "__main__":
    main()
