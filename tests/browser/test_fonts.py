"""Pages are set in the fonts that the project ships, on any machine, and hold in any other."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.accessibility import too_wide
from tests.browser.app import WebApp
from tests.browser.conftest import LaunchBrowser, OpenApp
from tests.browser.fonts import Fonts
from tests.browser.test_accessibility import DEMO, ONE_OF_A_KIND

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.web.rendering.sleeves import sleeve_svg
from linernotes.web.rendering.sleeves.words import SIDE

#: Names in every script that the fonts are to cover. Old Greek is in the sans-serif one only.
NAMES = "Łódź Şükrü Þórr Čechomor · Μίκης Θεοδωράκης · Виктор Цой Ђорђе Қазақ · Trịnh Công Sơn"
OLD_GREEK = "ᾠδὴ τῆς Ἀφροδίτης"

WIDTHS = """() => ["1111111", "0000000", "8484848"].map(text => {
    const cell = document.querySelector("td.numbers, .facet-count");
    const place = document.createElement("span");
    place.style.whiteSpace = "pre";
    cell.replaceChildren(place);
    place.textContent = text;
    return place.getBoundingClientRect().width;
})"""


def fonts_used(page: Page, selector: str) -> dict[str, bool]:
    """The fonts that an element's own text is drawn in: name -> whether the page brought it."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    session.detach()
    return {font["familyName"]: font["isCustomFont"] for font in fonts}


def set_text(page: Page, selector: str, text: str) -> None:
    """Put a text in place of an element's own, and wait for the fonts that it needs."""
    page.locator(selector).first.evaluate("(element, text) => { element.textContent = text; }", text)
    page.evaluate(
        "new Promise(done => requestAnimationFrame(() => done(document.fonts.ready.then(() => 1))))"
    )


def is_ours(page: Page, selector: str) -> bool:
    """Whether an element's own text is drawn in fonts that the page brought, and no others."""
    used = fonts_used(page, selector)
    return bool(used) and all(used.values())


def test_every_script_that_is_promised_is_set_in_our_fonts(demo_app: WebApp, page: Page):
    page.goto(demo_app.url)
    for selector in ("h1", ".front p", ".masthead nav a", ".sleeve-title", ".sleeve-art text"):
        set_text(page, selector, NAMES if selector == "h1" else f"{NAMES} · {OLD_GREEK}")
        assert is_ours(page, selector), (selector, fonts_used(page, selector))


@pytest.mark.parametrize(
    ("path", "selector"),
    [
        ("/sql", "#q"),
        pytest.param("/config", "button", marks=pytest.mark.soak),
        pytest.param("/collection", "#q", marks=pytest.mark.soak),
    ],
)
def test_code_and_forms_are_set_in_our_fonts(demo_app: WebApp, page: Page, path: str, selector: str):
    page.goto(demo_app.url + path)
    family = page.locator(selector).first.evaluate(
        "field => getComputedStyle(field).fontFamily.split(',')[0]"
    )
    assert family.strip('"').startswith("Source ")
    loaded = "[...document.fonts].filter(one => one.status == 'loaded').map(one => one.family)"
    page.evaluate("document.fonts.ready.then(() => 1)")
    assert family.strip('"') in {name.strip('"') for name in page.evaluate(loaded)}


@pytest.mark.soak  # it has the style sheet of the others
def test_the_password_page_is_set_in_our_fonts(page: Page, discogs: Sandbox, open_app: OpenApp):
    app = open_app(discogs, password="sesame-sesame")
    page.goto(f"{app.url}/collection")
    page.evaluate("document.fonts.ready.then(() => 1)")
    assert is_ours(page, "h1")
    assert is_ours(page, "label")


@pytest.mark.parametrize(
    "name", ["index.html", pytest.param("artist/984425966.html", marks=pytest.mark.soak)]
)
def test_the_site_brings_them_along(demo_site: Path, browser: Browser, name: str):
    # Not watched: what asks for the fonts reads the page again, which is forbidden to files and complained of.
    page = browser.new_page()
    page.goto((demo_site / name).as_uri())
    for selector in ("h1", ".lead", ".brand", "footer p"):
        set_text(page, selector, NAMES if selector != ".brand" else "Records")
        assert is_ours(page, selector), fonts_used(page, selector)
    page.close()


def test_figures_below_each_other_are_of_one_width(demo_app: WebApp, page: Page):
    page.goto(f"{demo_app.url}/collection")
    assert len(set(page.evaluate(WIDTHS))) == 1


def test_fonts_are_fetched_once_for_all_pages(demo_app: WebApp, browser: Browser):
    page = browser.new_page()  # where a page is watched, nothing is cached
    page.goto(demo_app.url)
    page.evaluate("document.fonts.ready.then(() => 1)")
    fonts = "performance.getEntriesByType('resource').filter(one => /woff2/.test(one.name))"
    fetched = f"{fonts}.filter(one => one.transferSize > 0).length"
    assert page.evaluate(fetched) >= 2
    page.goto(f"{demo_app.url}/numbers")
    page.evaluate("document.fonts.ready.then(() => 1)")
    assert page.evaluate(f"{fonts}.length") >= 2
    assert page.evaluate(fetched) == 0
    page.close()


@pytest.mark.parametrize(
    ("fonts", "paths"),
    [
        pytest.param(Fonts.SHIPPED, DEMO, id="shipped-all", marks=pytest.mark.soak),
        pytest.param(Fonts.DEJAVU, DEMO, id="dejavu-all", marks=pytest.mark.soak),
        pytest.param(Fonts.WIDE, DEMO, id="wide-all", marks=pytest.mark.soak),
        # The shipped ones are tried at this width with each kind of page in `test_accessibility`.
        # Hostile names, in other fonts, are tried with each kind of page in `test_hostile`.
        pytest.param(Fonts.WIDE, ONE_OF_A_KIND, id="wide", marks=pytest.mark.soak),
    ],
)
def test_every_page_of_the_demo_fits_the_narrowest_window(
    demo_app: WebApp, launch_browser: LaunchBrowser, fonts: Fonts, paths: tuple[str, ...]
):
    page = launch_browser(fonts).new_page(viewport={"width": 320, "height": 640})
    found = []
    for path in paths:
        page.goto(demo_app.url + path)
        found += [f"{path}: {fault}" for fault in too_wide(page)]
    assert found == []


@pytest.mark.parametrize(
    ("fonts", "family"),
    [
        pytest.param(Fonts.DEJAVU, "DejaVu", marks=pytest.mark.soak),
        pytest.param(Fonts.WIDE, "OpenDyslexic", marks=pytest.mark.soak),
    ],
)
def test_another_font_is_another_font(
    demo_app: WebApp, launch_browser: LaunchBrowser, fonts: Fonts, family: str
):
    """What the widths above rest on: nothing of ours is loaded, and nothing else that the machine has."""
    page = launch_browser(fonts).new_page()
    page.goto(demo_app.url)
    for selector in ("h1", ".front p", ".masthead nav a"):
        used = fonts_used(page, selector)
        assert used, selector
        assert all(name.startswith(family) for name in used), used
        assert not any(used.values())


#: Where each line of each drawing on a page ends, in the drawing's own units, and its text.
ENDS = """() => [...document.querySelectorAll("text")].map(line => {
    const box = line.getBBox();
    return [box.x + box.width, line.textContent];
})"""


@pytest.mark.soak  # pages in a wide font are tried in test_hostile
@pytest.mark.parametrize("fonts", [Fonts.DEJAVU, Fonts.WIDE])
def test_the_words_on_a_sleeve_stay_on_it(launch_browser: LaunchBrowser, fonts: Fonts):
    """A sleeve of the site stands alone, in the sans-serif of the machine that shows it."""
    drawn = [
        sleeve_svg(release_id, release["title"], ", ".join(one["name"] for one in release["artists"]))
        for release_id, release in load_catalogue("demo").releases.items()
    ]
    page = launch_browser(fonts).new_page()
    page.set_content("".join(drawn))
    ends = page.evaluate(ENDS)
    assert len(ends) > 200
    assert [line for line in ends if line[0] > SIDE] == []
