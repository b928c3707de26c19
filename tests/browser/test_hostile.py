"""Text that means harm stays text, wherever Discogs' users can write it and wherever we show it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from lxml import html
from playwright.sync_api import Page
from tests.browser.accessibility import too_wide
from tests.browser.app import WebApp
from tests.browser.conftest import LaunchBrowser, OpenPage
from tests.browser.fonts import Fonts
from tests.browser.hostile import FLAG, LONG, TEXTS, hostile_catalogue
from tests.browser.pages.watching import Watch
from tests.synced import synced_home

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.settings import load_settings
from linernotes.storage.builds.publish import current_build
from linernotes.storage.home.layout import USER_DB
from linernotes.storage.user.store import UserStore
from linernotes.web.site import export_site

#: What would be there if a text had become part of a page.
INJECTED = """() => [...document.querySelectorAll(
    "img[src='x'], [onerror], [onload], [onmouseover], [onfocus], [onclick], script:not([src]):not([type$='json']), u")]
    .map(one => one.outerHTML.slice(0, 200))"""

#: Links that lead where no link of ours should.
MISLEADING = """() => [...document.links].filter(({href, rel}) => !/^(https?|file):/i.test(href)
    || (/^[a-z]+:..[^/]*(evil|hacked)/i.test(href) && !/noopener/.test(rel))).map(one => one.outerHTML)"""


@dataclass(frozen=True)
class Shelf:
    """The app on a shelf of hostile records, and what of it is looked at."""

    app: WebApp
    catalogue: Catalogue
    site: Path

    @cached_property
    def places(self) -> dict[str, str]:
        """What stands for itself in the paths below -> its value."""
        releases, artists = self.catalogue.releases, self.catalogue.artists
        item = self.catalogue.items[0]["id"]
        long_release = next(id for id, one in releases.items() if one["title"] == LONG)
        long_artist = next(id for id, one in artists.items() if one["name"] == LONG)
        first, second = (self.catalogue.items[at]["basic_information"]["artists"][0]["id"] for at in (0, 30))
        return {
            "{release}": str(item),
            "{long_release}": str(long_release),
            "{artist}": str(first),
            "{other}": str(second),
            "{long_artist}": str(long_artist),
            "{text}": quote(TEXTS[1]),
            "{site}": self.site.as_uri(),
            "{community}": str(self.largest_community),
            "{folder}": str(self.catalogue.folders[2]["id"]),
        }

    @property
    def largest_community(self) -> int:
        """The community whose music fills most of the shelf."""
        ((found,),) = self.app.home.rows(
            "select community_id from artist_community where level = 0 order by qty_items desc limit 1"
        )
        return int(found)

    def address(self, path: str) -> str:
        """A path below, with what stands for something put in its place."""
        for name, value in self.places.items():
            path = path.replace(name, value)
        return path if path.startswith("file:") else f"{self.app.url}{path}"


#: Every page, and some of them as an attacker would link to them.
PAGES = (
    "/",
    "/collection",
    "/collection?q={text}",
    "/collection?view=table",
    "/collection?folder={folder}&sort=artist",
    "/collection?credit={artist}&any-credit={artist}:{text}&not-credit=:{text}",
    "/collection/credit?name=script",
    "/collection/credit?name={text}&role={text}&query={text}",
    "/release/{release}",
    "/release/{long_release}",
    "/artist/{artist}",
    "/artist/{long_artist}",
    "/network",
    "/path?from={artist}&to={other}",
    "/path?from={text}&to={text}",
    "/spin",
    "/own?q={text}",
    "/own?q=script",
    "/gaps",
    "/wantlist",
    "/sql?q=select%20*%20from%20release_artists%20limit%20200",
    "/sql?q=select%20*%20from%20artist%20limit%2050",
    "/sql?q={text}",
    "/numbers",
    "/numbers/duplicates",
    "/numbers/label",
    "/year",
    "/year/2020",
    "/collection/facet/person?find=script",
    "/network?artist={artist}",
    "/network?community={community}",
    "/config",
    "/progress",
    "{site}/index.html",
    "{site}/artists.html",
    "{site}/communities.html",
    "{site}/record/{release}.html",
    "{site}/record/{long_release}.html",
    "{site}/artist/{artist}.html",
)

#: A page of each kind, and each with scripts of its own: whether they fit is looked at in a browser.
EACH_KIND = (
    "/",
    "/collection",
    "/collection?view=table",
    "/release/{release}",
    "/release/{long_release}",
    "/artist/{long_artist}",
    "/network",
    "/network?artist={artist}",
    "/path?from={text}&to={text}",
    "/spin",
    "/own?q=script",
    "/gaps",
    "/wantlist",
    "/sql?q=select%20*%20from%20release_artists%20limit%20200",
    "/sql?q={text}",
    "/numbers",
    "/collection/facet/person?find=script",
    "/collection/credit?name=script",
    "{site}/index.html",
    "{site}/record/{release}.html",
    "{site}/artist/{artist}.html",
)

#: Those whose scripts put text into the page, and the longest: in a browser they are tried one by one. Of the others
#: what is sent is read, which is all that there is; in a browser they are long trials.
WITH_SCRIPTS = (
    "/release/{long_release}",
    "/network?artist={artist}",
    "{site}/index.html",
)
IN_A_BROWSER = [pytest.param(path, marks=() if path in WITH_SCRIPTS else pytest.mark.soak) for path in PAGES]

#: The same as INJECTED and MISLEADING, in a page as it is sent.
SENT = (
    "//img[@src='x'] | //*[@onerror or @onload or @onmouseover or @onfocus or @onclick] | //u"
    " | //script[not(@src) and not(contains(@type, 'json'))]"
)
LED_ASTRAY = re.compile(r"^\s*(?!https?:)[a-z]+\s*:|^(https?:)?//[^/]*(evil|hacked)", re.IGNORECASE)

#: Pages that show no text of Discogs' users.
WITHOUT_TEXT = ("/sql?q={text}", "/config", "/progress")

#: A page of each kind of search.
WITH_SEARCH = ("/collection", "/network", "/own?q=script", "{site}/index.html")

#: Milliseconds for what scripts do after a page has come, and after somebody has typed.
SETTLE = 400


def half(catalogue: Catalogue) -> Catalogue:
    """Every second record, and the one that is to have a long title."""
    long_release = list(catalogue.releases)[3]
    items = [item for at, item in enumerate(catalogue.items) if at % 2 == 0 or item["id"] == long_release]
    return replace(catalogue, items=items)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    catalogue = hostile_catalogue(half(load_catalogue("demo")))
    home = synced_home(tmp_path_factory, "hostile", lambda: catalogue)
    folder = home.parent
    with Sandbox(catalogue, limit=100_000) as sandbox, WebApp(home, sandbox) as app:
        app.connect(sandbox)
        build = current_build(home)
        assert build is not None
        export_site(load_settings(home=home), build, folder / "site", title=TEXTS[4])
        with UserStore.open(folder / "home" / USER_DB) as user:
            for number, text in enumerate(TEXTS):
                user.listening.save_view(f"{text} {number}", f"q={quote(text)}")
            for item in catalogue.items[:5]:
                user.listening.follow(item["basic_information"]["artists"][0]["id"])
                user.listening.play(item["id"])
        yield Shelf(app, catalogue, folder / "site")
        assert "Traceback" not in app.log()


def harm(page: Page) -> list[str]:
    """What hostile text has done to a page."""
    ran = page.evaluate(f"window.{FLAG}")
    found = [f"script {ran} ran"] if ran is not None else []
    found += [f"injected: {one}" for one in page.evaluate(INJECTED)]
    found += [f"misleading: {one}" for one in page.evaluate(MISLEADING)]
    if "49" in page.title() or "49${" in page.inner_text("body"):
        found.append("a template was filled in")
    return found


def type_into_searches(page: Page) -> None:
    """What is found while one types is put in by scripts."""
    for field in page.locator("input[type=search]:visible").all():
        field.fill("script")
        page.wait_for_timeout(SETTLE)


def test_no_page_is_sent_with_hostile_text_as_markup(shelf: Shelf):
    """Every page, without a browser: what it would be given to run, load or follow."""
    found = []
    for path in PAGES:
        with urlopen_any(shelf.address(path)) as answer:
            tree = html.fromstring(answer.read())
        found += [f"{path}: {html.tostring(one)[:200]!r}" for one in tree.xpath(SENT)]
        found += [
            f"{path}: {one.get('href')}"
            for one in tree.iter("a")
            if LED_ASTRAY.match(one.get("href") or "") and "noopener" not in (one.get("rel") or "")
        ]
        found += [f"{path}: {one}" for one in tree.xpath("//title[contains(., '49')]/text()")]
    assert found == []


def test_markup_that_is_sent_would_be_found():
    body = "<a href='javascript:1'>x</a><img alt='' src='data:,' onload='1'><u>u</u><script>1</script>"
    tree = html.fromstring(f"<body>{body}<a href='//evil.example'>y</a><a href='/own'>z</a></body>")
    assert [one.tag for one in tree.xpath(SENT)] == ["img", "u", "script"]
    assert [bool(LED_ASTRAY.match(one.get("href"))) for one in tree.iter("a")] == [True, True, False]


def urlopen_any(address: str) -> Any:
    """The answer at an address, whatever its status."""
    try:
        return urlopen(address)
    except HTTPError as error:
        return error


@pytest.mark.parametrize("path", IN_A_BROWSER)
def test_hostile_text_stays_text(shelf: Shelf, open_page: OpenPage, watch: Watch, path: str):
    page = open_page()
    if path == "/sql?q={text}":
        watch.allow(422, "/sql")
    answer = page.goto(shelf.address(path))
    assert answer is not None
    assert answer.ok or path == "/sql?q={text}"
    page.wait_for_timeout(SETTLE)
    assert harm(page) == []
    if path not in WITHOUT_TEXT:
        shown = page.inner_text("body")
        assert any(text[:20] in shown for text in TEXTS) or LONG[:100] in shown, "it is not shown at all"
    type_into_searches(page)
    assert harm(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert not too_wide(page)


@pytest.mark.parametrize(
    ("fonts", "paths"),
    [
        pytest.param(Fonts.DEJAVU, PAGES, id="dejavu-all", marks=pytest.mark.soak),
        pytest.param(Fonts.WIDE, PAGES, id="wide-all", marks=pytest.mark.soak),
        pytest.param(Fonts.WIDE, EACH_KIND, id="wide-each-kind", marks=pytest.mark.soak),
        pytest.param(Fonts.WIDE, WITH_SCRIPTS, id="wide"),
    ],
)
def test_every_page_fits_the_narrowest_window_in_other_fonts(
    shelf: Shelf, launch_browser: LaunchBrowser, fonts: Fonts, paths: tuple[str, ...]
):
    page = launch_browser(fonts).new_page(viewport={"width": 320, "height": 800})
    found = []
    for path in paths:
        page.goto(shelf.address(path))
        if path in WITH_SEARCH:
            type_into_searches(page)
        found += [f"{path}: {fault}" for fault in too_wide(page)]
    assert found == []


def test_harm_would_be_found(open_page: OpenPage):
    page = open_page()
    page.set_content(
        "<title>t</title><a href='javascript:1'>x</a><img alt='' src='data:,' onload='1'><u>u</u>"
    )
    page.evaluate(f"window.{FLAG} = 3")
    found = harm(page)
    assert [one.partition(" ")[0] for one in found] == ["script", "injected:", "injected:", "misleading:"]


def test_the_catalogue_is_hostile_everywhere():
    """Each text stands in each kind of field of some document."""
    before, after = load_catalogue("demo"), hostile_catalogue(load_catalogue("demo"))
    release_id = before.items[0]["id"]
    old, new = before.releases[release_id], after.releases[release_id]
    assert old["title"] != new["title"]
    assert all(a["name"] != b["name"] for a, b in zip(old["artists"], new["artists"], strict=True))
    assert all(a["role"] != b["role"] for a, b in zip(old["extraartists"], new["extraartists"], strict=True))
    assert all(a["title"] != b["title"] for a, b in zip(old["tracklist"], new["tracklist"], strict=True))
    everything = "\n".join(str(one["title"]) for one in after.releases.values())
    assert sum(text[:15] in everything for text in TEXTS) >= len(TEXTS) - 2
