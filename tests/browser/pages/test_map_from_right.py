"""Names that are read from right to left on the map: whole, in their order, and none over another."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from tests.web.shelves import artist, item, publish

from linernotes.insights.network.atlas import in_words, read_atlas
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.builds.publish import current_build
from linernotes.web.rendering.atlas_file import map_file

#: Invented: letters that join and letters that do not, digits, and another script in a name.
ARABIC = [
    "سلمى النجار", "مريم القاضي 2", "طارق الحداد", "ليلى البستاني", "رباعي الضفاف", "يوسف المراكشي", "هند العطار",
    "فرقة الميناء (3)", "نبيل الساعاتي", "دنيا الخياط", "كريم الورّاق", "جمال البنّاء & The Lanterns", "أمل الصايغ",
]  # fmt: skip
HEBREW = [
    "תמר אלמוג", "רביעיית הנמל", "יואב שקדי", "נועה כרמלי 2", "אורי גלבוע", "שירה זמיר", "דן אשל (4)", "מיכל סהר",
    "גיל רימון", "הילה עמית", "עומר לביא", "יעל שחם & The Tides", "איתי מורג",
]  # fmt: skip
TRACKS = [{"position": "A1", "type_": "track", "title": "One", "duration": "3:00"}]
#: Each text: its box, its direction, the room that is kept for it, and where its first and its last letter begin.
DRAWN = """() => [...document.querySelectorAll("svg text")].map((text) => {
  const [box, last] = [text.getBBox(), text.getNumberOfChars() - 1];
  return {
    name: text.textContent, kind: text.classList[0], box: [box.x, box.y + 1, box.x + box.width, box.y + box.height - 1],
    direction: getComputedStyle(text).direction, room: Number(text.getAttribute("textLength")),
    first: text.getStartPositionOfChar(0).x, last: text.getStartPositionOfChar(last).x,
  };
})"""


def test_names_from_right_to_left_are_read_whole_and_in_their_order(page: Page, tmp_path: Path) -> None:
    texts, atlas_words, boxes = drawn(page, tmp_path)
    named = [one for one in texts if one["name"] in {*ARABIC, *HEBREW}]
    assert len(named) >= 20  # whole: what is cut short has another text
    for one in named:
        assert one["direction"] == "rtl"
        assert one["first"] > one["last"]
        if one["room"]:
            assert abs(one["box"][2] - one["box"][0] - one["room"]) < 2  # what stands beside it keeps 4 clear
    for title in (one for one in texts if one["kind"] == "title"):
        left, _, right, _ = boxes[title["name"]]
        assert left <= title["box"][0]
        assert title["box"][2] <= right
    assert [
        (one["name"], other["name"])
        for one, other in combinations(texts, 2)
        if one["box"][0] < other["box"][2]
        and other["box"][0] < one["box"][2]
        and one["box"][1] + 2 < other["box"][3]
        and other["box"][1] + 2 < one["box"][3]
        and {one["kind"], other["kind"]} != {"title", "styles"}  # lines of one title
    ] == []
    # In a sentence each name keeps to itself.
    assert (
        atlas_words.count("\N{FIRST STRONG ISOLATE}") == atlas_words.count("\N{POP DIRECTIONAL ISOLATE}") > 0
    )


def drawn(page: Page, home: Path) -> tuple[list[dict[str, Any]], str, dict[str, list[float]]]:
    """The texts of the map as the browser draws them, its sentence, and the boxes of its titles."""
    items, releases = [], {}
    for number, names in enumerate((ARABIC, HEBREW), 1):
        people = [artist(name, 3000 * number + at) for at, name in enumerate(names)]
        items.append(item(number, "Harbour", people[:1], year=1990 + number))
        players = [one | {"role": "Guitar"} for one in people]
        releases[number] = {"tracklist": TRACKS, "extraartists": players}
    publish(home, items, releases=releases)
    build = current_build(home)
    assert build is not None
    with Snapshot.open(build) as snapshot:
        atlas = read_atlas(snapshot)
    page.set_viewport_size({"width": 1240, "height": 840})
    page.set_content(f"<style>body {{ margin: 0 }}</style>{map_file(atlas)}")
    page.evaluate("document.fonts.ready")
    boxes = {line: one.title_box for one in atlas.areas if one.title_box for line in one.title or ()}
    return page.evaluate(DRAWN), in_words(atlas), boxes
