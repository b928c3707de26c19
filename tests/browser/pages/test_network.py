"""The map of the shelf and the way from one to another, as people use them: by mouse, by keyboard, without a script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.accessibility import too_wide, violations
from tests.browser.app import WebApp
from tests.browser.conftest import OpenPage


def open_map(page: Page, app: WebApp, query: str = "") -> Locator:
    page.goto(f"{app.url}/network{query}")
    expect(page.locator("#map")).to_have_attribute("data-state", "ready")
    return page.locator(".map-frame")


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Chosen on the map")


def next_to(page: Page) -> Locator:
    """The part of the panel whose names are on the map; those that played with somebody are named a second time."""
    return panel(page).get_by_role("region", name=re.compile("^Next to"))


def find(page: Page, text: str) -> Locator:
    """Type into the map's search; what it finds."""
    page.get_by_label("Find somebody on the map").press_sequentially(text)
    return page.get_by_role("listbox", name="Found").get_by_role("option")


def picture(canvas: Locator) -> bytes:
    return canvas.screenshot(animations="disabled")


def changes(page: Page, canvas: Locator, before: bytes) -> bytes:
    """Wait until the map looks different, and has come to rest."""
    last = before
    for _ in range(100):
        now = picture(canvas)
        if now == last != before:
            return now
        last = now
        page.wait_for_timeout(50)
    pytest.fail("the map still looks the same, or never rests")


def test_somebody_is_found_on_the_map_and_leads_to_records(open_page: OpenPage, demo_app: WebApp):
    page = open_page(reduced_motion="reduce")
    canvas = open_map(page, demo_app)
    before = picture(canvas)
    expect(find(page, "ron ca")).to_have_text(re.compile("^Ron Carter"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("heading", name="Ron Carter")).to_be_visible()
    changes(page, canvas, before)
    expect(page).to_have_url(re.compile(r"artist=\d+"))
    page.reload()  # the address is the view
    expect(panel(page).get_by_role("heading", name="Ron Carter")).to_be_visible()
    next_to(page).get_by_role("link", name="Herbie Hancock", exact=True).click()
    expect(panel(page).get_by_role("heading", name="Herbie Hancock")).to_be_visible()
    records = panel(page).get_by_role("region", name=re.compile(r"^On \d+ records here"))
    records.get_by_role("link", name="Maiden Voyage").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Maiden Voyage")


def test_a_click_on_a_dot_opens_the_panel_and_one_beside_lets_go(open_page: OpenPage, demo_app: WebApp):
    page = open_page(reduced_motion="reduce")
    canvas = open_map(page, demo_app)
    find(page, "miles").first.click()
    expect(panel(page).get_by_role("heading", name="Miles Davis")).to_be_visible()
    expect(page.locator("#map")).to_have_attribute("data-state", "ready")
    page.get_by_role("button", name="Close").click()
    expect(panel(page)).to_be_hidden()
    # Who was found stands in the middle after that: a click there is a click on him.
    box = canvas.bounding_box()
    assert box is not None
    canvas.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    expect(panel(page).get_by_role("heading", name="Miles Davis")).to_be_visible()
    next_to(page).get_by_role("link", name="Joe Zawinul", exact=True).click()
    expect(panel(page).get_by_role("heading", name="Joe Zawinul")).to_be_visible()
    canvas.focus()
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    expect(page).not_to_have_url(re.compile("artist="))


@pytest.mark.soak  # keys and buttons move it, too
def test_a_title_leads_nearer_and_a_drag_moves_the_map(open_page: OpenPage, demo_app: WebApp):
    page = open_page(reduced_motion="reduce")
    canvas = open_map(page, demo_app)
    zoom = page.locator("#map svg.atlas")
    before = float(zoom.get_attribute("data-zoom") or 0)
    canvas.locator("[data-area]").first.click()
    expect(zoom).not_to_have_attribute("data-zoom", f"{before:.3f}")
    assert float(zoom.get_attribute("data-zoom") or 0) > 2 * before
    seen = picture(canvas)
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 600, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 450, box["y"] + 250, steps=4)
    page.mouse.up()
    changes(page, canvas, seen)
    expect(panel(page)).to_be_hidden()  # the end of a move is no click


@pytest.mark.parametrize(
    ("keys", "buttons"),
    [
        pytest.param(("ArrowRight", "0"), ("Nearer",), id="some"),
        pytest.param(
            ("ArrowRight", "ArrowDown", "+", "-", "0"),
            ("Nearer", "Farther"),
            id="all",
            marks=pytest.mark.soak,
        ),
    ],
)
def test_the_map_moves_by_keys_and_buttons_and_follows_the_scheme(
    open_page: OpenPage, demo_app: WebApp, keys: tuple[str, ...], buttons: tuple[str, ...]
):
    page = open_page(reduced_motion="reduce")
    canvas = open_map(page, demo_app)
    canvas.focus()
    seen = picture(canvas)
    for key in keys:
        page.keyboard.press(key)
        seen = changes(page, canvas, seen)
    for name in buttons:
        page.get_by_role("button", name=name).click()
        seen = changes(page, canvas, seen)
    page.emulate_media(color_scheme="dark")
    changes(page, canvas, seen)


def expect_lists(page: Page) -> None:
    """What the drawing shows, as lists."""
    communities = page.get_by_role("region", name="Communities")
    expect(communities.get_by_role("link", name=re.compile("^Brian Eno"))).to_be_visible()
    parts = communities.get_by_text(re.compile(r"^Its \d+ parts$")).first
    parts.click()
    expect(communities.get_by_role("link", name=re.compile("^John Coltrane"))).to_be_visible()
    for title in ("Bridges", "Sidemen", "Producers", "Engineers", "The same line-up"):
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    duo = page.get_by_role("listitem").filter(
        has_text=re.compile(r"^\s*Robert Fripp\s*,\s*Brian Eno\s+on 3 albums")
    )
    expect(duo.get_by_role("link", name="(No Pussyfooting)")).to_be_visible()


def test_without_javascript_map_and_way_are_lists_and_a_form(open_page: OpenPage, demo_app: WebApp):
    page = open_page(java_script_enabled=False)
    page.goto(f"{demo_app.url}/network")
    expect(page.get_by_role("group", name="The map of the shelf")).to_be_visible()
    expect(page.get_by_label("Find somebody on the map")).to_be_hidden()
    expect_lists(page)
    page.get_by_role("link", name=re.compile("^Brian Eno · ")).first.click()
    expect(page.get_by_role("row", name=re.compile("^Brian Eno"))).to_be_visible()
    page.goto(f"{demo_app.url}/path")
    page.get_by_label("From", exact=True).fill("davis")
    page.get_by_label("To", exact=True).fill("brian eno")
    page.get_by_role("button", name="Find the way").click()
    page.get_by_role("link", name="Miles Davis").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("From Miles Davis to Brian Eno")
    expect(page.get_by_role("img", name=re.compile("^The way: Miles Davis"))).to_be_visible()


@pytest.mark.soak  # suggestions are tried on the map
def test_both_ends_of_a_way_are_found_as_one_types(page: Page, demo_app: WebApp):
    page.goto(f"{demo_app.url}/path")
    page.get_by_role("combobox", name="From").press_sequentially("maiden")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options).to_have_text(["Maiden Voyage Herbie Hancock, 1965"])  # at last: "ma" finds more
    options.click()
    page.get_by_role("combobox", name="To").press_sequentially("speak no")
    expect(options).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # and the form is sent
    expect(page.get_by_role("heading", level=1)).to_have_text("From Maiden Voyage to Speak No Evil")
    expect(page.get_by_role("heading", name="On both records")).to_be_visible()
    page.get_by_role("link", name="Show the way on the map").click()
    expect(page.locator("#map circle.lit")).to_have_count(1)  # one person is on both


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.soak)])
def test_the_map_its_panel_and_a_choice_of_names_are_accessible(
    open_page: OpenPage, demo_app: WebApp, scheme: str
):
    page = open_page(reduced_motion="reduce", color_scheme=scheme)
    open_map(page, demo_app)
    expect(find(page, "miles")).not_to_have_count(0)
    assert not violations(page)
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("heading", name="Miles Davis")).to_be_visible()
    assert not violations(page)
    panel(page).get_by_role("paragraph").filter(has_text="In the community").get_by_role("link").click()
    expect(page.locator("#map")).to_have_attribute("data-state", "ready")
    page.set_viewport_size({"width": 320, "height": 700})
    assert not violations(page)
    assert not too_wide(page)
