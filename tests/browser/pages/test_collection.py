"""Looking through the collection, and asking in the shop, as people do it in a browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.app import WebApp
from tests.browser.conftest import OpenPage
from tests.browser.steps import notice, press, sleeves

COUNT = re.compile(r"(\d+) of (\d+) records")


def count(page: Page) -> int:
    """How many records the view has."""
    text = page.locator(".shelf-count").inner_text()
    return int(re.search(r"\d+", text)[0])


def facet(page: Page, title: str):
    return page.locator("details.facet").filter(
        has=page.locator("summary", has_text=re.compile(f"^{title}$"))
    )


def choose(page: Page, title: str, value: str) -> None:
    """Open a facet and choose a value."""
    found = facet(page, title)
    if found.get_attribute("open") is None:
        found.locator("summary").click()
    found.get_by_role("link", name=value, exact=True).click()


def test_search_and_facets_narrow_the_shelf_without_a_reload(page: Page, demo_app: WebApp):
    page.goto(f"{demo_app.url}/collection")
    page.evaluate("window.untouched = true")
    everything = sleeves(page).count()
    page.get_by_label("Search", exact=True).press_sequentially("carter")
    expect(page.get_by_role("heading", name="People")).to_be_visible()
    expect(page.get_by_role("link", name="Ron Carter").first).to_be_visible()
    expect(page).to_have_url(f"{demo_app.url}/collection?q=carter")
    expect(page.get_by_text("credit: Ron Carter").first).to_be_visible()
    found = count(page)
    assert 0 < found < everything
    choose(page, "Genre", "Jazz")
    expect(page.get_by_role("list", name="Filters that are on")).to_contain_text("Genre Jazz")
    assert 0 < count(page) <= found
    page.get_by_label("Search", exact=True).fill("")
    expect(page).to_have_url(re.compile("genre=Jazz"))  # the form knows what was chosen beside it
    page.get_by_label("Shown as").select_option("Table")
    expect(page.get_by_role("table")).to_be_visible()
    expect(page).to_have_url(re.compile("genre=Jazz.*view=table"))
    assert page.evaluate("window.untouched")
    page.go_back()
    expect(page.get_by_role("table")).to_be_hidden()
    page.get_by_label("Search", exact=True).fill("miles")
    expect(page).to_have_url(re.compile("q=miles&genre=Jazz"))
    page.get_by_role("link", name="Clear all").click()
    expect(page).to_have_url(f"{demo_app.url}/collection")
    expect(page.get_by_label("Search", exact=True)).to_have_value("")


def test_credits_are_asked_for_with_names_as_one_types(page: Page, demo_app: WebApp):
    page.goto(f"{demo_app.url}/collection")
    choose(page, "Genre", "Jazz")  # the panel comes anew, and suggests names nevertheless
    expect(page.get_by_role("list", name="Filters that are on")).to_contain_text("Genre Jazz")
    jazz = count(page)
    credits = facet(page, "Credits")
    credits.locator("summary").click()
    credits.get_by_label("Who").press_sequentially("hanco")
    credits.get_by_role("option", name=re.compile("^Herbie Hancock")).click()
    expect(credits.get_by_label("Who")).to_have_value("Herbie Hancock")
    credits.get_by_label("In which role").fill("any keyboards")
    press(page, "Add the credit")
    expect(page).to_have_url(re.compile(r"\?genre=Jazz&credit=\d+:any:keyboards$"))
    expect(page.get_by_role("list", name="Filters that are on")).to_contain_text(
        "Herbie Hancock: any keyboards"
    )
    herbie = count(page)
    assert 0 < herbie < jazz
    facet(page, "Credits").get_by_role("link", name="none of these instead").click()
    expect(page).to_have_url(re.compile(r"\?genre=Jazz&not-credit=\d+:any:keyboards$"))
    expect(page.locator(".shelf-count")).to_have_text(re.compile(rf"^{jazz - herbie} of "))
    page.get_by_role("link", name="Remove: Credit not Herbie Hancock: any keyboards").click()
    expect(page).to_have_url(re.compile(r"\?genre=Jazz$"))


@pytest.mark.soak  # without a browser: tests/web/pages/shelf/test_credits.py
def test_on_a_phone_without_javascript_a_credit_is_asked_for(open_page: OpenPage, demo_app: WebApp):
    page = open_page(java_script_enabled=False, viewport={"width": 360, "height": 720})
    page.goto(f"{demo_app.url}/collection")
    page.get_by_text("Filters and saved views").click()
    credits = facet(page, "Credits")
    credits.locator("summary").click()
    credits.get_by_label("Who").fill("davis")
    credits.get_by_label("In which role").fill("trumpet")
    credits.get_by_label("A record has").select_option("any of these")
    press(page, "Add the credit")
    expect(page.get_by_role("heading", name="Which davis?")).to_be_visible()
    page.get_by_role("link", name="Miles Davis", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?any-credit=\d+:Trumpet$"))
    expect(page.locator(".shelf-count")).to_have_text(COUNT)


@pytest.mark.soak  # without a browser: tests/web/pages/shelf
def test_a_view_is_saved_opened_deleted_and_brought_back(page: Page, demo_app: WebApp):
    page.goto(f"{demo_app.url}/collection?genre=Jazz&not-decade=1970")
    jazz = count(page)
    page.get_by_label("Save this view as").fill("Early and late jazz")
    press(page, "Save")
    expect(notice(page).first).to_contain_text("Early and late jazz")
    page.goto(f"{demo_app.url}/collection")
    page.get_by_role("link", name="Early and late jazz").click()
    expect(page.locator(".shelf-count")).to_have_text(COUNT)
    assert count(page) == jazz
    press(page, "Delete the view Early and late jazz")
    expect(page.get_by_role("link", name="Early and late jazz")).to_have_count(0)
    page.get_by_role("button", name="Undo: save “Early and late jazz” again").click()
    expect(page.get_by_role("link", name="Early and late jazz")).to_be_visible()


def test_a_view_is_downloaded(page: Page, demo_app: WebApp):
    page.goto(f"{demo_app.url}/collection?genre=Latin")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == "collection.csv"
    assert len(download.value.path().read_text(encoding="utf-8").splitlines()) == count(page) + 1


def test_on_a_phone_without_javascript_the_filters_are_there(open_page: OpenPage, demo_app: WebApp):
    page = open_page(java_script_enabled=False, viewport={"width": 360, "height": 720})
    page.goto(f"{demo_app.url}/collection")
    value = page.locator("#v-genre-1")
    expect(value).to_be_hidden()
    page.get_by_text("Filters and saved views").click()
    expect(value).to_be_visible()
    value.click()
    expect(page.locator(".shelf-count")).to_have_text(COUNT)
    page.get_by_label("Search", exact=True).fill("miles")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("q=miles.*genre=|genre=.*q=miles"))
    page.get_by_role("link", name=re.compile("^Remove: Genre")).click()
    expect(page).to_have_url(re.compile(r"\?q=miles$"))


def test_the_shop_is_answered_as_one_types(page: Page, demo_app: WebApp):
    page.goto(f"{demo_app.url}/own")
    question = page.get_by_label(re.compile("^Title, artist"))
    question.press_sequentially("kind of blue")
    verdict = page.locator("[data-verdict]")
    expect(verdict).to_have_attribute("data-verdict", "owned")
    expect(verdict).to_contain_text("Yes")
    question.fill("here come the warm jets")
    expect(verdict).to_have_attribute("data-verdict", "wanted")
    question.fill("thriller")
    expect(verdict).to_contain_text("No")
    expect(page).to_have_url(f"{demo_app.url}/own?q=thriller")


@pytest.mark.soak  # without a browser: tests/web/pages/records/test_own.py
def test_the_shop_needs_no_javascript(open_page: OpenPage, demo_app: WebApp):
    page = open_page(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page.goto(f"{demo_app.url}/own")
    page.get_by_label(re.compile("^Title, artist")).fill("kind of blue")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("[data-verdict]")).to_contain_text("Yes")


@pytest.mark.soak  # without a browser: tests/web/pages/shelf/test_own_fields.py
def test_a_field_of_ones_own_is_chosen_left_out_and_sorted_by(page: Page, demo_app: WebApp):
    page.goto(f"{demo_app.url}/collection?view=table")
    everything = count(page)
    choose(page, "Bought at", "Estate sale")
    expect(page.get_by_role("list", name="Filters that are on")).to_contain_text("Bought at Estate sale")
    expect(page).to_have_url(re.compile("field=4:Estate%20sale"))
    found = count(page)
    assert 0 < found < everything
    facet(page, "Bought at").get_by_role("link", name="Leave out Estate sale").click()
    expect(page).to_have_url(re.compile("not-field=4:Estate%20sale"))
    assert count(page) == everything - found
    page.get_by_label("Sorted by").select_option(label="Bought at")
    expect(page).to_have_url(re.compile("sort=field-4"))
    cells = page.locator("tbody tr td:last-child")
    expect(cells.first).to_have_text("Flea market")
    page.get_by_role("columnheader", name="Bought at").get_by_role("link").click()
    expect(cells.first).to_have_text("Lisbon")


@pytest.mark.soak  # without a browser: tests/web/pages/records/test_wantlist.py
def test_the_wantlist_is_filtered_sorted_and_leads_to_who_is_on_the_shelf(page: Page, demo_app: WebApp):
    page.goto(f"{demo_app.url}/wantlist")
    wants = page.locator(".want")
    everything = wants.count()
    choose(page, "Genre", "Jazz")
    expect(page).to_have_url(re.compile("genre=Jazz"))
    jazz = wants.count()
    assert 0 < jazz < everything
    facet(page, "Genre").get_by_role("link", name="Leave out Jazz").click()
    expect(page).to_have_url(re.compile("not-genre=Jazz"))
    expect(wants).to_have_count(everything - jazz)
    page.get_by_label("Sorted by").select_option("title")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("not-genre=Jazz.*sort=title"))
    titles = wants.get_by_role("heading").all_inner_texts()
    assert len(titles) == everything - jazz
    assert titles == sorted(titles)
    page.get_by_label("Search", exact=True).fill("fragile")
    page.get_by_role("button", name="Show").click()
    expect(wants).to_have_count(1)
    wants.get_by_role("link", name="Rick Wakeman").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rick Wakeman")
