"""Every page is printed to PDF, and nothing is cut off."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Page
from tests.browser.addresses import DEMO, pages_of
from tests.browser.app import WebApp
from tests.browser.conftest import OpenApp
from tests.browser.pages.watching import Watch
from tests.browser.paper import cut_off, print_sheets, words_on

from discogs_sandbox.server import Sandbox

#: The sheet is made by a narrow window. Of that the map would draw what fits there, a moment later; a printer is none.
NO_WINDOW_GROWS = "window.ResizeObserver = class { observe() {} unobserve() {} disconnect() {} }"
MAP_STANDS = "() => (document.querySelector('#map.moves')?.dataset.state ?? 'ready') === 'ready'"


def wrong(page: Page, app: WebApp, paths: Iterable[str]) -> list[str]:
    """What is cut off of these pages, or missing in their PDF."""
    found = []
    page.add_init_script(NO_WINDOW_GROWS)
    for path in paths:
        page.emulate_media(media="screen", color_scheme="dark")
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(app.url + path)
        page.wait_for_function(MAP_STANDS)
        found += [f"{path}: {one}" for one in cut_off(page)]
        words, sheets = words_on(page), print_sheets(page)
        found += [f"{path}: {one}" for one in sheets.outside]
        if missing := sorted(word for word in words if not is_printed(word, sheets.text)):
            found.append(f"{path}: {len(missing)} words are not in the PDF: {missing[:10]}")
    return found


def is_printed(word: str, text: str) -> bool:
    """Whether a PDF's text has a word. Where words of a drawing stand side by side, one may part another."""
    halves = ((word[:at], word[at:]) for at in range(2, len(word) - 1))
    return word in text or any(one in text and other in text for one, other in halves)


def some(paths: Iterable[str]) -> list[str]:
    """The last of each kind of page: those with more in them come later."""
    return list({path.partition("?")[0].rstrip("0123456789"): path for path in paths}.values())


def test_every_kind_of_page_of_the_demo_is_printed_whole(demo_app: WebApp, page: Page, watch: Watch):
    watch.allow(404, "/no-such-page")
    assert not (found := wrong(page, demo_app, some(DEMO))), "\n".join(found)


@pytest.mark.soak
def test_every_page_of_the_demo_is_printed_whole(demo_app: WebApp, page: Page, watch: Watch):
    watch.allow(404, "/no-such-page")
    assert not (found := wrong(page, demo_app, DEMO)), "\n".join(found)


def test_the_code_of_each_label_leads_to_its_page(demo_app: WebApp, page: Page):
    labels = page.request.get(f"{demo_app.url}/api/labels?of=folder").json()["labels"]
    page.goto(f"{demo_app.url}/paper/labels?of=folder&start=2")
    codes = print_sheets(page, with_codes=True).codes
    assert sorted(codes) == sorted(demo_app.url + one["path"] for one in labels)
    assert all(page.request.get(code).ok for code in codes)


#: Long words, markup, and scripts that run from right to left, have no blanks, or stand high.
HOSTILE = (
    "A" * 300,
    "<b>&amp;</b> " * 40,
    "كتاب الأغاني " * 30,
    "ภาษาไทยไม่มีช่องว่าง" * 12,
    "長い名前" * 60,
    "Ẑ̃̀" * 90,
)


@pytest.mark.parametrize(
    "sheet", ["letter-30", *(pytest.param(one, marks=pytest.mark.soak) for one in ("a4-24", "cards"))]
)
def test_texts_of_any_script_stay_in_their_label(demo_app: WebApp, page: Page, sheet: str):
    page.goto(f"{demo_app.url}/paper/labels?of=record&sheet={sheet}")
    lines = page.locator(".label p")
    lines.evaluate_all(
        "(lines, texts) => lines.forEach((line, at) => line.textContent = texts[at % texts.length])", HOSTILE
    )
    assert not cut_off(page)
    inside = """labels => labels.every(label => [...label.querySelectorAll("p, svg")].every(part => {
        const outer = label.getBoundingClientRect(), inner = part.getBoundingClientRect();
        return inner.top >= outer.top - 0.5 && inner.bottom <= outer.bottom + 0.5 && inner.right <= outer.right + 0.5;
    }))"""
    assert page.locator(".label").evaluate_all(inside)


@pytest.mark.recorded
@pytest.mark.soak
def test_every_page_of_the_recorded_shelf_is_printed_whole(
    page: Page, open_app: OpenApp, discogs: Sandbox, recorded_home: Path, tmp_path: Path
):
    copytree(recorded_home, tmp_path / "home", symlinks=True)
    app = open_app(discogs)
    assert not (found := wrong(page, app, pages_of(page, app))), "\n".join(found)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param("<p style='white-space: nowrap'>" + "long " * 80, "beside the sheet", id="too-wide"),
        pytest.param("<div style='height: 1em; overflow: hidden'>one<br>two<br>three", "by DIV", id="hidden"),
        pytest.param("<svg width=90 height=1400><rect width=9 height=1400 />", "taller", id="too-tall"),
        pytest.param("<svg width=90 height=20><text x=60 y=12>beyond its edge", "by svg", id="drawing"),
    ],
)
def test_what_is_cut_off_is_found(page: Page, body: str, said: str):
    page.set_content(f"<!doctype html><html lang=en><title>t</title><main>{body}</main>")
    assert any(said in one for one in cut_off(page))
