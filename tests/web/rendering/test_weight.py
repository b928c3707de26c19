"""No page loads more than 300 kB of script, style and fonts, as they travel: the map is apart.

Counted is what a page's HTML names, and of the fonts those that hold a letter of the page: the sum of a first visit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lxml import html
from starlette.testclient import TestClient
from tests.web.catalogues import Known
from tests.web.pages.test_twins import TWINS

from linernotes.web.rendering.assets import FOLDER

MOST = 300_000

#: Pages beside those with a twin. The map and what loads on a tap are apart.
OTHERS = (
    "/numbers/label",
    "/collection?view=table",
    "/collection/facet/person",
    "/path",
    "/sql",
    "/config",
    "/progress",
    "/no-such-page",
)

FACE = re.compile(r"@font-face\s*\{(.*?)\}", re.DOTALL)
#: Where the serif letters are. Sans letters are everywhere.
SERIF = "//h1 | //h2 | //h3 | //dd | //*[contains(@class, 'artist') or contains(@class, 'own-word')]"
MONO = "//code | //pre | //kbd | //textarea"


@cache
def size(client: TestClient, address: str) -> int:
    """Bytes of an answer's body as they travel."""
    with client.stream("GET", address, headers={"accept-encoding": "gzip"}) as answer:
        assert answer.status_code == 200, address
        return sum(map(len, answer.iter_raw()))


@cache
def faces() -> list[tuple[str, str, list[range]]]:
    """The faces of the sheet: (name and slope, address, the letters that each holds)."""
    found = []
    for block in FACE.findall((FOLDER / "vendor/fonts.css").read_text("utf-8")):
        fields = {
            name.strip(): value.strip()
            for name, _, value in (line.partition(":") for line in block.split(";"))
        }
        letters = [
            range(int(first, 16), int(last or first, 16) + 1)
            for first, last in re.findall(r"U\+([0-9a-fA-F]+)(?:-([0-9a-fA-F]+))?", fields["unicode-range"])
        ]
        address = re.search(r"url\(([^)]+)\)", block)
        assert address is not None
        found.append((f"{fields['font-family']} {fields['font-style']}", address[1], letters))
    return found


def fonts(page: html.HtmlElement) -> Iterator[str]:
    """The addresses of the fonts that hold a letter of the page."""
    written = {
        "Sans 3 Variable' normal": set(map(ord, page.text_content())),
        "Serif 4 Variable' normal": {ord(one) for part in page.xpath(SERIF) for one in part.text_content()},
        "Code Pro Variable' normal": {ord(one) for part in page.xpath(MONO) for one in part.text_content()},
    }
    for name, address, letters in faces():
        used = next((used for end, used in written.items() if name.endswith(end)), set())
        if any(one in span for span in letters for one in used):
            yield f"/static/vendor/{address}"


def loaded(page: html.HtmlElement) -> set[str]:
    """What a page loads of ours and of the libraries: scripts, sheets, fonts."""
    named = page.xpath(
        "//script/@src | //link[@rel='stylesheet' or @rel='preload' or @rel='icon']/@href | //use/@href"
    )
    return {one.partition("#")[0] for one in named if one.startswith("/static/")} | set(fonts(page))


def test_no_page_loads_more_than_300_kilobytes(known: Known):
    copy = known.json("/api/collection")["items"][0]
    artist = next(one["artist_id"] for one in copy["artists"])
    ids = {"release": copy["release_id"], "artist": artist, "community": 1}
    heavy = {}
    for address in [one.format(**ids) for one in TWINS if not one.startswith("/network")] + list(OTHERS):
        answer = known.client.get(address)
        if answer.status_code == 404 and address != "/no-such-page":
            continue  # this catalogue has no such label
        files = loaded(html.fromstring(answer.text))
        assert len(files) > 5, address
        heavy[address] = sum(size(known.client, file) for file in files)
    assert len(heavy) > 20
    assert not {address: bytes for address, bytes in heavy.items() if bytes > MOST}


def test_the_fonts_of_a_page_are_those_of_its_letters():
    page = html.fromstring("<h1>Plain</h1><p>Łódź, Жук</p><pre>select</pre>")
    names = {
        Path(address).name.partition("?")[0].removesuffix("-wght-normal.woff2") for address in fonts(page)
    }
    assert names == {
        *("source-sans-3-latin", "source-sans-3-latin-ext", "source-sans-3-cyrillic"),
        *("source-serif-4-latin", "source-code-pro-latin"),
    }


def test_no_sheet_and_no_script_loads_another():
    """The count of the test above is whole: nothing is imported that a page does not name.

    *Do I own it?* imports what it needs on a tap or without a network: `test_shop.py` counts that.
    """
    ours = [
        path
        for path in FOLDER.rglob("*")
        if path.suffix in (".css", ".js") and not {"vendor", "own"}.intersection(path.parts)
    ]
    for path in ours:
        text = path.read_text("utf-8")
        assert not re.search(r"@import|url\(|\bimport\(|^import ", text, re.MULTILINE), path
