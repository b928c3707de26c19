"""An evening with the shelf: from the first page to a record that is played."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect
from tests.browser.app import WebApp
from tests.browser.conftest import OpenPage
from tests.browser.steps import press, sleeves


def record(page: Page) -> str | None:
    """The address of the record that is proposed: two pressings have one title."""
    return page.get_by_role("heading", level=1).get_by_role("link").get_attribute("href")


@pytest.mark.soak  # every link of it is followed in test_click_through
def test_a_bar_of_the_first_page_leads_to_its_records(page: Page, demo_app: WebApp):
    page.goto(demo_app.url)
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="1950s", exact=True))
    count = int(row.get_by_role("cell").first.inner_text())
    row.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/collection\?decade=1950"))
    expect(sleeves(page)).to_have_count(count)


@pytest.mark.soak  # its numbers without a browser: tests/web/facts
def test_the_numbers_open_up(page: Page, demo_app: WebApp):
    page.goto(demo_app.url)
    page.get_by_role("link", name="All the numbers").click()
    page.get_by_text("Year by year, month by month").click()
    expect(page.get_by_role("region", name="Growth by month")).to_be_visible()
    page.get_by_role("link", name=re.compile(r"^All \d+$")).last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("By label")
    page.go_back()
    page.get_by_role("link", name=re.compile(r"albums are$")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("More than once")


def spin_an_evening(page: Page, app: WebApp) -> None:
    """Spin on, twice; look for something like it, and unlike it; play it, and take it back."""
    page.goto(f"{app.url}/spin")
    shown = [record(page)]
    page.reload()
    assert record(page) == shown[0]
    for name in ("Another", "More like this", "Something completely different"):
        before = page.url
        press(page, name)
        expect(page).not_to_have_url(before)
        shown.append(record(page))
    # What was shown before may come again where nothing else is like the last one; never the last one itself.
    assert all(one != following for one, following in pairwise(shown))
    assert shown[-1] not in shown[:-1]  # of what is unlike a record there is more
    expect(page.locator(".reasons")).to_contain_text(re.compile("Nobody on it is on|Owned for"))
    press(page, "Play it")
    expect(page.get_by_text("In the log: played just now.")).to_be_visible()
    press(page, "Undo")
    expect(page.get_by_text("Taken back: it was not played.")).to_be_visible()
    expect(page.get_by_role("button", name="Play it")).to_be_visible()


@pytest.mark.soak  # the same by touch is tried below
def test_tonights_record_is_found_by_keyboard(page: Page, demo_app: WebApp):
    spin_an_evening(page, demo_app)
    page.wait_for_load_state()  # what its script has not been loaded for, it does not remember
    page.get_by_role("button", name="Another", exact=True).focus()
    before = page.url
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(before)
    expect(page.get_by_role("button", name="Another", exact=True)).to_be_focused()  # Enter spins on


def test_tonights_record_is_found_on_a_phone_without_javascript(open_page: OpenPage, demo_app: WebApp):
    page = open_page(viewport={"width": 360, "height": 640}, java_script_enabled=False, has_touch=True)
    spin_an_evening(page, demo_app)
    another = page.get_by_role("button", name="Another", exact=True)
    page.goto(f"{demo_app.url}/spin")
    expect(another).to_be_in_viewport()  # in reach of a thumb, without scrolling
    page.locator("summary", has_text="or only some of them").click()
    page.get_by_label("Genre").select_option("Electronic")
    page.get_by_label("Length").select_option("Up to 50 minutes")
    page.get_by_role("button", name="Pick one of these").click()
    expect(page).to_have_url(re.compile("release=.*genre=Electronic.*minutes=50"))
    expect(page.get_by_text(re.compile(r"^One of \d+ that fit$"))).to_be_visible()
