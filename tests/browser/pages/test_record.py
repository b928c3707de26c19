"""From a record to the people on it, to what is missing of them, as people click through it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.app import WebApp
from tests.browser.conftest import OpenPage
from tests.browser.steps import notice, press, sleeves


def heading(page: Page):
    return page.get_by_role("heading", level=1)


def open_record(page: Page, app: WebApp, title: str) -> None:
    """By the collection's search."""
    page.goto(f"{app.url}/collection?q={title}")
    sleeves(page).get_by_role("link", name=title).first.click()
    expect(heading(page)).to_have_text(title)


def walk(page: Page, app: WebApp) -> None:
    """A record, its bass player, another record of his, one like it; a play and its undo."""
    open_record(page, app, "Maiden Voyage")
    bass = page.locator(".line-up > div").filter(has_text=re.compile(r"^\s*Bass"))
    bass.get_by_role("link", name="Ron Carter").click()
    expect(heading(page)).to_have_text("Ron Carter")
    page.get_by_role("link", name="Stone Flower").first.click()
    expect(heading(page)).to_have_text("Stone Flower")
    page.locator(".kindred").get_by_role("link", name="Getz / Gilberto").last.click()
    expect(heading(page)).to_have_text("Getz / Gilberto")
    press(page, "Played it")
    expect(notice(page)).to_have_text("Played just now.")
    page.get_by_text("Played 1 time").click()
    page.get_by_role("button", name="Take back").click()
    expect(notice(page)).to_have_text("Taken back.")
    expect(page.get_by_text("Not played yet")).to_be_visible()


def test_from_a_record_to_its_people_and_back_to_records(page: Page, demo_app: WebApp):
    walk(page, demo_app)


@pytest.mark.soak  # without a browser: tests/web/pages/records
def test_the_same_without_javascript_on_a_phone(open_page: OpenPage, demo_app: WebApp):
    page = open_page(java_script_enabled=False, viewport={"width": 360, "height": 720})
    walk(page, demo_app)


@pytest.mark.soak  # without a browser: tests/web/pages/people/test_artist.py
def test_follow_somebody_and_see_what_is_missing(page: Page, demo_app: WebApp):
    page.goto(f"{demo_app.url}/gaps")
    page.get_by_role("link", name="David Bowie", exact=True).first.click()
    expect(heading(page)).to_have_text("David Bowie")
    page.get_by_role("link", name="Credits", exact=True).click()
    expect(page.get_by_role("link", name="Credits", exact=True)).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("table")).to_contain_text("Nightclubbing")
    press(page, "Follow")
    expect(notice(page)).to_have_text("You follow David Bowie now.")
    page.get_by_role("link", name="what is missing").click()
    expect(page.locator(".gap")).to_have_count(1)
    expect(page.locator(".gap")).to_contain_text("Diamond Dogs")
    page.get_by_role("link", name="David Bowie", exact=True).first.click()
    press(page, "Do not follow any more")
    expect(page.get_by_role("button", name="Follow", exact=True)).to_be_visible()


def test_a_drawn_record_says_in_words_what_is_pointed_at_and_turns_on_a_phone(page: Page, demo_app: WebApp):
    open_record(page, demo_app, "Kind Of Blue")
    drawing = page.get_by_role("group", name=re.compile("^Who plays on which track"))
    expect(drawing).to_have_count(1)
    said = page.locator("figure .says").first
    drawing.get_by_role("link", name="Wynton Kelly").focus()
    expect(said).to_have_text("Wynton Kelly: on 1 of 5 tracks (A2)")
    drawing.locator("[data-mark='1'] path").first.hover()
    expect(said).to_have_text("Wynton Kelly: Piano on A2 Freddie Freeloader")
    wide = drawing.bounding_box()
    page.set_viewport_size({"width": 360, "height": 800})
    expect(drawing).to_have_count(1)
    narrow = drawing.bounding_box()
    assert wide
    assert narrow
    assert wide["width"] > 400 >= narrow["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    drawing.get_by_role("link", name="Wynton Kelly").click()
    expect(heading(page)).to_have_text("Wynton Kelly")
