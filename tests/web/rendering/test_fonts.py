"""The fonts that pages bring along: declared once, kept by browsers, small, with their licenses."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import html
from starlette.testclient import TestClient

from linernotes.web.rendering.assets import FOLDER, asset

VENDOR = FOLDER / "vendor"

#: Bytes of all files together; a page fetches a few of them.
LIGHT = 450_000


def declared() -> list[str]:
    """The addresses in the sheet, as they are written there."""
    return re.findall(r"url\(([^)]*)\)", (VENDOR / "fonts.css").read_text("utf-8"))


def test_each_face_is_a_file_that_browsers_may_keep(empty: TestClient):
    assert len(declared()) > 10
    for address in declared():
        name = address.partition("?")[0]
        assert f"/static/vendor/{address}" == asset(f"vendor/{name}")
        answer = empty.get(f"/static/vendor/{address}")
        assert answer.headers["content-type"] == "font/woff2"
        assert "immutable" in answer.headers["cache-control"]
        assert answer.content.startswith(b"wOF2")


def test_they_are_light_and_bring_their_licenses():
    files = sorted((VENDOR / "fonts").iterdir())
    assert {path.name for path in files} == {Path(one.partition("?")[0]).name for one in declared()}
    assert sum(path.stat().st_size for path in files) < LIGHT
    for package in ("source-sans-3", "source-serif-4", "source-code-pro"):
        assert any(path.name.startswith(package) for path in files)
        assert "SIL Open Font License" in (VENDOR / f"{package}.LICENSE.txt").read_text("utf-8")


def test_every_page_asks_at_once_for_what_it_needs(empty: TestClient):
    for path in ("/", "/login", "/no-such-page"):
        page = html.fromstring(empty.get(path).text)
        preloads = page.xpath("//link[@rel='preload' and @as='font' and @crossorigin]/@href")
        assert [one for one in preloads if f"{one.removeprefix('/static/vendor/')}" in declared()] == preloads
        assert len(preloads) == 2
        assert page.xpath("//link[@rel='stylesheet']/@href")[0] == asset("vendor/fonts.css")


def test_the_policy_lets_no_font_in_from_elsewhere(empty: TestClient):
    policy = empty.get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "font-src" not in policy
    assert all(re.match(r"fonts/[\w-]+\.woff2\?v=[0-9a-f]{8}$", address) for address in declared())


def test_no_sheet_names_a_font_but_by_the_pages_own_names():
    """One that did would show what a machine happens to have."""
    families = re.compile(r"font-family:\s*([^;]+);|\bfont:\s*([^;]+);")
    # The margins of a sheet of paper know no property of the page.
    sheets = [
        path for path in FOLDER.rglob("*.css") if VENDOR not in path.parents and path.name != "print.css"
    ]
    assert sheets
    for sheet in sheets:
        for found in families.finditer(sheet.read_text("utf-8")):
            value = found[1] or found[2]
            assert re.search(r"(var\(--(sans|serif|mono)\)|inherit)$", value.strip()), (
                f"{sheet.name}: {found[0]}"
            )
    stacks = re.findall(
        r"--(sans|serif|mono): \"([^\"]+)\",", (FOLDER / "shared/base.css").read_text("utf-8")
    )
    sheet = (VENDOR / "fonts.css").read_text("utf-8")
    assert len(stacks) == 3
    assert all(f"'{family}'" in sheet for _, family in stacks)
