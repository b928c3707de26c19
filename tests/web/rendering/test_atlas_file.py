"""The map as a file to share: it needs nothing beside it, and has what the page's map has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree, html

from linernotes.insights.network.atlas import read_atlas
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.builds.publish import current_build
from linernotes.web.rendering.atlas import draw_atlas
from linernotes.web.rendering.atlas_file import map_file
from linernotes.web.rendering.atlas_view import View


@pytest.fixture(scope="module")
def drawn(demo_home: Path) -> tuple[str, str]:
    """The file, and the element of the page."""
    build = current_build(demo_home)
    assert build is not None
    with Snapshot.open(build) as snapshot:
        atlas = read_atlas(snapshot)
    return map_file(atlas), draw_atlas(atlas, View())


def test_the_file_needs_nothing_beside_it(drawn: tuple[str, str]) -> None:
    root = etree.fromstring(drawn[0].encode())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert {etree.QName(one).localname for one in root.iter()} <= {
        "svg", "title", "desc", "style", "rect", "g", "path", "text",
    }  # fmt: skip
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on") or "href" in name]
    assert re.findall(r"url\((?!data:font/woff2;)", drawn[0]) == []
    assert "var(" not in drawn[0]
    assert "@import" not in drawn[0]


def test_the_file_has_the_texts_of_the_page_and_a_colour_for_each_class(drawn: tuple[str, str]) -> None:
    root = etree.fromstring(drawn[0].encode())
    texts = [one.text for one in root.iter("{*}text")]
    assert texts == [one.text_content() for one in html.fromstring(drawn[1]).iter("text")]
    style = root.find("{*}style").text
    light, dark = style.split("@media")
    classes = {tuple(one.get("class").split()) for one in root.iter("{*}path") if one.get("class")}
    for kind, *_, hue in (one for one in classes if one[-1].startswith("hue-")):
        for rules in (light, dark):
            assert re.search(rf"\.atlas \.{kind}\.{hue}[,{{]", rules)
