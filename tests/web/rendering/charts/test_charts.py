"""Charts: the picture has the numbers that it was given, in words and in lengths, and no name lies over another."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup

from linernotes.web.rendering.charts.areas import Areas, Layer, apart, areas_chart
from linernotes.web.rendering.charts.calendar import Calendar, CalendarDay, calendar_chart, shades
from linernotes.web.rendering.charts.canvas import NARROW, WIDE, Caption, Frame, wide_of
from linernotes.web.rendering.charts.heat_map import Cell, HeatMap, HeatRow, heat_map, level
from linernotes.web.rendering.charts.line import Line, Point, line_chart
from linernotes.web.rendering.charts.scales import Scale, Tick, round_numbers, that_fit

CAPTION = Caption("key", "A <title>", 'A "sentence" & more')
HOSTILE = '</text><script>alert(1)</script>"&'


def pictures(chart: Markup) -> list[etree._Element]:
    """The wide and the narrow one. What is no XML fails."""
    found = etree.fromstring(str(chart))
    assert [one.get("class") for one in found] == ["chart-wide", "chart-narrow"]
    return list(found)


def numbers(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]


def line(values: list[int]) -> Line:
    points = tuple(Point(x, y, f"{x}: {y}") for x, y in enumerate(values))
    return Line(
        points, tuple(Tick(x, str(2000 + x)) for x in range(len(values))), lambda height: f"{height:,.0f}"
    )


@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=60))
def test_a_line_is_as_high_as_its_numbers(values: list[int]) -> None:
    for picture in pictures(line_chart(CAPTION, line(values))):
        (course,) = picture.xpath("path[@class='chart-line']/@d")
        drawn = numbers(course)
        grid = picture.xpath("text[@text-anchor='end']")
        marks = [(float(one.get("y")), int(one.text.replace(",", ""))) for one in grid]
        (low_y, low), (high_y, high) = marks[0], marks[-1]
        lift = (low_y - high_y) / (high - low)
        base = float(picture.xpath("line/@y1")[0])
        assert len(drawn) == len(values)
        for (_, y), value in zip(drawn, values, strict=True):
            assert base - y == pytest.approx((value - low) * lift, abs=0.11)
        assert picture.xpath("circle/title/text()") == [f"{x}: {y}" for x, y in enumerate(values)]


@given(st.floats(0, 1e6), st.floats(1, 1e6), st.booleans())
def test_few_round_numbers_hold_all_that_is_drawn(low: float, more: float, whole: bool) -> None:
    found = round_numbers(low, low + more, whole=whole)
    assert found[0] <= low + 1e-6
    assert found[-1] >= low + more - 1e-6
    assert 2 <= len(found) <= 7
    steps = {round(after - before, 6) for before, after in zip(found, found[1:], strict=False)}
    assert len(steps) == 1
    assert re.match(r"[125]0*(e|$|\.0)", f"{next(iter(steps)):.0f}") or not whole


def test_round_numbers_of_nothing_are_0_and_1() -> None:
    assert round_numbers(0, 0) == (0, 1)
    assert round_numbers(0, 53) == (0, 20, 40, 60)


@pytest.mark.parametrize("frame", [WIDE, NARROW], ids=lambda frame: frame.name)
@given(count=st.integers(1, 80))
def test_names_below_an_axis_are_apart_and_the_last_one_is_there(frame: Frame, count: int) -> None:
    ticks = tuple(Tick(at, str(1950 + at)) for at in range(count))
    scale = Scale(0, max(count - 1, 1), 40, frame.width - 20)
    kept = that_fit(ticks, scale, frame)
    assert kept[-1] == ticks[-1]
    for before, after in zip(kept, kept[1:], strict=False):
        assert scale(after.at) - scale(before.at) > wide_of(before.label, frame)


@given(st.lists(st.floats(20, 230), max_size=8).map(lambda places: sorted(places, reverse=True)))
def test_names_of_areas_are_apart_and_in_the_frame(places: list[float]) -> None:
    moved = apart(places, 15, NARROW)
    assert all(before - after >= 14.9 for before, after in zip(moved, moved[1:], strict=False))
    assert all(10 <= place <= NARROW.height for place in moved)


def test_areas_lie_on_each_other_and_are_named_at_their_end() -> None:
    layers = (Layer("Jazz", (1, 2, 4), "Jazz: 4"), Layer(HOSTILE, (0, 3, 6), "other: 6"))
    for picture in pictures(
        areas_chart(CAPTION, Areas((0, 1, 2), layers, (Tick(0, "2000"), Tick(2, "2002"))))
    ):
        lower, upper = (numbers(one.get("d")) for one in picture.xpath("path[title]"))
        assert upper[3:][::-1] == lower[:3]  # where the upper one begins the lower one ends
        heights = [upper[3 + at][1] - upper[2 - at][1] for at in range(3)]
        assert heights[0] / heights[1] == pytest.approx(6 / 3, abs=0.02)
        assert heights[2] == 0
        names = picture.xpath("text[@class='chart-name']")
        assert names[0].text == "Jazz"
        assert not picture.xpath(".//script")


def test_a_heat_map_shows_its_numbers_and_leads_to_them() -> None:
    rows = (
        HeatRow("Jazz", (Cell(4, "Jazz, 1950s: 4", "/collection?a=1"), Cell(0, "none", "/no"))),
        HeatRow(HOSTILE, (Cell(1, "one", None), Cell(16, "most", "/b"))),
    )
    for picture in pictures(heat_map(CAPTION, HeatMap(("1950s", "1960s"), rows))):
        assert picture.get("role") == "group"
        links = picture.xpath("a")
        assert [(one.get("href"), one.get("aria-label")) for one in links] == [
            ("/collection?a=1", "Jazz, 1950s: 4"),
            ("/b", "most"),
        ]
        assert picture.xpath(".//text[starts-with(@class, 'chart-on')]/text()") == ["4", "1", "16"]
        assert picture.xpath(".//rect/@class") == [
            "chart-heat-2",
            "chart-heat-0",
            "chart-heat-1",
            "chart-heat-5",
        ]
        assert picture.xpath(".//rect/title/text()") == ["Jazz, 1950s: 4", "one", "most"]
    assert [level(count, 25) for count in (0, 1, 2, 25)] == [0, 1, 1, 5]


def test_a_calendar_has_every_day_of_its_year_once() -> None:
    days = {
        date(2024, 2, 29): CalendarDay(3, False, "29 February: 3"),
        date(2024, 12, 31): CalendarDay(0, True, "31 December: a play"),
    }
    shown = Calendar(2024, days, tuple(f"M{n}" for n in range(1, 13)), "came in", "played")
    for picture in pictures(calendar_chart(CAPTION, shown)):
        assert sum(one.count("M") for one in picture.xpath("path/@d")) == 365
        assert picture.xpath("g/title/text()") == ["29 February: 3", "31 December: a play"]
        assert picture.xpath("g/rect[starts-with(@class, 'chart-heat')]/@class") == [
            "chart-heat-5",
            "chart-heat-0",
        ]
        assert picture.xpath("g[rect[@class='chart-bar']]/text/text()") == ["31"]
        assert picture.xpath("g/text/text()") == ["29", "31"]
        assert min(map(float, picture.xpath(".//text/@font-size"))) >= 12  # 10 px on a phone of 320
        legend = ["3 came in", "played", "weeks begin on Monday"]
        assert [one.text for one in picture.xpath("text")][-3:] == legend
        assert float(picture.get("viewBox").split()[3]) > max(float(y) for y in picture.xpath("text/@y"))


def test_the_days_with_most_have_a_frame_where_the_darkest_shade_does_not_say_which_they_are() -> None:
    for counts, framed, said in (((3, 1, 3), [], []), ((7, 6, 7), ["1", "3"], ["7, most"])):
        days = {date(2024, 3, at): CalendarDay(count, False, "") for at, count in enumerate(counts, 1)}
        shown = Calendar(2024, days, tuple(f"M{n}" for n in range(1, 13)), "came in", "played")
        for picture in pictures(calendar_chart(CAPTION, shown)):
            assert picture.xpath("g[rect[@class='chart-most']]/text/text()") == framed
            assert [one.text for one in picture.xpath("text") if "most" in (one.text or "")] == said


def test_a_legend_has_each_shade_with_its_counts() -> None:
    assert shades([0, 1, 1, 2, 3, 9]) == [(1, "1"), (2, "2–3"), (5, "9")]
    assert shades([]) == []


def test_every_picture_has_a_title_and_a_sentence_by_ids_of_its_own() -> None:
    charts = [line_chart(CAPTION, line([1, 2]))]
    for picture in pictures(charts[0]):
        title, words = picture.find("title"), picture.find("desc")
        assert (title.text, words.text) == (CAPTION.title, CAPTION.sentence)
        assert picture.get("aria-labelledby") == f"{title.get('id')} {words.get('id')}"
        assert picture.get("role") == "img"
        assert not picture.xpath(".//@style")
        left, top, width, height = map(float, picture.get("viewBox").split())
        assert (left, top) == (0, 0)
        assert all(float(one.get("font-size")) >= 12 for one in picture.iter("text"))
        assert width in (WIDE.width, NARROW.width)
        assert height > 100
