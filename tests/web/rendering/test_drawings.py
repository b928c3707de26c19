"""Drawings of hostile, crowded and lonely things: what they say, and that no name lies on another."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from tests.insights.release.test_lineup import credit, line
from tests.insights.release.test_who_plays import MAIN, laid_out, line_up

from linernotes.insights.artist.pictures.company_map import CompanyMap, MapPerson
from linernotes.insights.artist.pictures.shelf_years import (
    LineKind,
    ShelfYears,
    YearLine,
    YearMark,
    years_in_words,
)
from linernotes.insights.release.instrument_families import InstrumentFamily
from linernotes.insights.release.people_lines import (
    people_lines,
    person_in_words,
    spot_in_words,
    who_plays_in_words,
)
from linernotes.insights.release.sides import side_of
from linernotes.web.rendering.drawings import company_map
from linernotes.web.rendering.drawings.company_map import draw_company_map
from linernotes.web.rendering.drawings.pieces import shortened, text_width
from linernotes.web.rendering.drawings.shelf_years import draw_shelf_years
from linernotes.web.rendering.drawings.who_plays import draw_who_plays

EVIL = "<script>alert(1)</script>\"'&"


@pytest.mark.parametrize(
    ("position", "side"),
    [
        ("A1", "Side A"),
        ("b", "Side B"),
        ("AA2", "Side AA"),
        ("B1.II", "Side B"),
        ("1-12", "Disc 1"),
        ("CD2-3", "CD2"),
        ("LP1-A3", "LP1"),
        ("7", None),
        ("Video 1", None),
        ("", None),
        (None, None),
    ],
)
def test_sides_and_discs_are_read_from_positions(position: str | None, side: str | None) -> None:
    assert side_of(position) == side


def quartet(name: str = "Hubert"):
    credits = [
        MAIN,
        credit("Bass", "bass", id=1, name="Ron"),
        credit("Flute", "woodwind", id=2, name=name, track=2),
    ]
    line_ups = [line_up([0, 1], 1, 9, leaders=(9,)), line_up([2], 1, 2, 9, leaders=(9,), named=(2,))]
    table = laid_out(line_ups, credits)
    assert table is not None
    return table


def test_a_record_says_in_a_sentence_who_plays_on_one_side_only() -> None:
    table = quartet()
    assert who_plays_in_words(table) == (
        "3 artists on 3 tracks: Quartet, Ron on every track; Hubert on Side B only."
    )
    hubert = next(one for one in people_lines(table) if one.name == "Hubert")
    assert person_in_words(hubert, table) == "Hubert: on 1 of 3 tracks (B1)"
    assert spot_in_words("Hubert", hubert.spots[0], table).startswith("Hubert: Flute on B1")


def test_what_is_said_of_the_whole_record_is_a_hollow_bar_alone() -> None:
    svg = html.fromstring(draw_who_plays(quartet(), lambda id: f"/artist/{id}")).xpath("./*[name()='svg']")[0]
    lines = {
        one.get("data-person"): (one.xpath(".//@data-bar"), one.xpath(".//@data-mark"))
        for one in svg.xpath(".//*[@data-person]")
    }
    assert sorted(lines.values()) == [([], ["2"]), (["0 2"], []), (["0 2"], [])]


def test_names_are_escaped_in_every_drawing() -> None:
    mark = YearMark(1, EVIL, 1970, False, True)
    line = YearLine(LineKind.MEMBER, EVIL, 5, InstrumentFamily.KEYS, None, (mark,), 0)
    years = ShelfYears(EVIL, 1970, 1970, (line,), 0, 0)
    people = tuple(MapPerson(id, EVIL, id, InstrumentFamily.VOICE) for id in (1, 2))
    drawings = [
        draw_who_plays(quartet(EVIL), lambda id: None),
        draw_shelf_years(years, lambda id: f"/release/{id}", lambda id: None),
        draw_company_map(CompanyMap(9, EVIL, 2, people), lambda id: None),
    ]
    for one in drawings:
        assert "<script" not in one
        assert "alert(1)" in html.fromstring(one).text_content()


def test_sixty_tracks_and_fifty_people_fit_both_ways() -> None:
    """A set of discs: every drawing is as wide as it says, and each person is on their tracks."""
    lines = [line(no, f"{no // 15 + 1}-{no % 15 + 1}") for no in range(60)]
    credits = [
        MAIN,
        *(credit("Violin", "strings", id=100 + no, name=f"Violinist {no}", track=no) for no in range(48)),
    ]
    line_ups = [
        line_up([no], *((100 + no, 9) if no < 48 else (9,)), leaders=(9,), named=(100 + no,))
        for no in range(60)
    ]
    table = laid_out(line_ups, credits, lines)
    assert table is not None
    assert table.rows
    for svg, most in zip(
        html.fromstring(draw_who_plays(table, lambda id: None)).xpath("./*[name()='svg']"),
        (1080, 360),
        strict=True,
    ):
        assert float(svg.get("width")) <= most
        assert len(svg.xpath(".//@data-mark")) == 48


@given(
    st.lists(
        st.tuples(st.text("abcdefghilmW 漢", min_size=1, max_size=30), st.integers(1, 40)),
        min_size=2,
        max_size=40,
    ),
    st.booleans(),
)
def test_no_name_of_the_map_lies_on_another(people: list[tuple[str, int]], is_wide: bool) -> None:
    ring = tuple(
        MapPerson(id, name, albums, InstrumentFamily.OTHER) for id, (name, albums) in enumerate(people, 1)
    )
    format = company_map._WIDE if is_wide else company_map._NARROW
    drawn = company_map._Map(CompanyMap(99, "Somebody", len(ring), ring), lambda id: None, format)
    boxes = [one.box for one in drawn.places]
    assert boxes
    assert not any(company_map._overlap(one, other) for one, other in combinations(boxes, 2))
    assert all(
        left >= 0 and right <= format.width and top >= 0 and bottom <= format.height
        for left, top, right, bottom in boxes
    )


@given(st.text(max_size=60), st.floats(20, 200))
def test_a_shortened_text_fits(text: str, width: float) -> None:
    assert text_width(shortened(text, width, 13), 13) <= width


def test_years_say_in_a_sentence_who_came_and_went() -> None:
    def member(name: str, *years: int) -> YearLine:
        marks = tuple(YearMark(year, f"Album {year}", year, False, True) for year in years)
        return YearLine(LineKind.MEMBER, name, 1, InstrumentFamily.DRUMS, None, marks, 0)

    own = YearLine(
        LineKind.RECORDS, "Records", None, InstrumentFamily.OTHER, None, member("", 1969, 1974).marks, 0
    )
    years = ShelfYears(
        "Crimson", 1969, 1974, (own, member("Michael", 1969), member("Bill", 1972, 1974)), 0, 0
    )
    assert years_in_words(years) == (
        "Crimson on your shelf, 1969 to 1974: 2 albums as main artist; "
        "members on them Michael (1969), Bill (1972 to 1974)."
    )


@pytest.mark.parametrize("last", [1962, 2026])
def test_no_mark_makes_room_for_one_of_another_year(last: int) -> None:
    """On a narrow screen neighbours of a long line would lie on each other: they are columns there, and marks else."""
    line = YearLine(
        LineKind.RECORDS,
        "Records",
        None,
        InstrumentFamily.KEYS,
        None,
        tuple(YearMark(year, "Album", year, False, True) for year in (1960, 1961, last)),
        0,
    )
    years = ShelfYears("Hubert", 1960, last, (line,), 0, 0)
    wide, narrow = html.fromstring(
        draw_shelf_years(years, lambda id: f"/release/{id}", lambda id: None)
    ).xpath("./*[name()='svg']")
    for drawing, has_columns in ((wide, False), (narrow, last == 2026)):
        columns = drawing.xpath(".//a[@data-column]")
        assert len(columns) == 3 * has_columns
        shapes = drawing.xpath(".//a[starts-with(@href, '/release/')]//*[name()='path']/@d")
        assert len({d.split()[1] for d in shapes}) <= 1  # all stand on the line


def test_all_that_somebody_plays_on_a_track_is_drawn_on_a_narrow_screen_too() -> None:
    roles = [("Vocals", "vocals"), ("Bass", "bass"), ("Flute", "woodwind")]
    on = {no: [id for id in range(100, 112) if id % 9 != no] for no in range(9)}
    credits = [
        MAIN,
        *(
            credit(role, kind, id=id, name=f"Artist {id}", track=no)
            for no in on
            for id in on[no]
            for role, kind in roles
        ),
    ]
    line_ups = [line_up([no], *on[no], 9, leaders=(9,), named=tuple(on[no])) for no in on]
    table = laid_out(line_ups, credits, [line(no, f"A{no + 1}") for no in on])
    assert table is not None
    for svg in html.fromstring(draw_who_plays(table, lambda id: None)).xpath("./*[name()='svg']"):
        marks = svg.xpath(".//*[@data-mark]")
        assert len(marks) == sum(map(len, on.values()))
        assert {len(mark.xpath("./*[name()='g']")) for mark in marks} == {len(roles)}


def test_a_line_with_many_albums_in_a_year_has_columns() -> None:
    """Nine of a year are a column each year, of their number; eight stand above each other."""

    def drawn(most: int) -> html.HtmlElement:
        marks = tuple(
            YearMark(year * 100 + no, f"Album {no}", year, False, no > 0)
            for year, albums in ((1959, most), (1965, 2))
            for no in range(albums)
        )
        line = YearLine(LineKind.BAND, "Quintet", 5, InstrumentFamily.WINDS, None, marks, 0)
        years = ShelfYears("Hubert", 1959, 1965, (line,), 0, 0)
        drawing = draw_shelf_years(years, lambda id: f"/release/{id}", lambda id: None)
        return html.fromstring(drawing).xpath("./*[name()='svg']")[0]

    assert len(drawn(8).xpath(".//a[starts-with(@href, '/release/')]")) == 10
    columns = drawn(9).xpath(".//a[@data-column]")
    assert [one.get("data-column") for one in columns] == ["1959 9", "1965 2"]
    assert [one.xpath("./title")[0].text for one in columns] == [
        "Quintet, 1959: 9 albums: Album 0, Album 1, Album 2 and 6 more",
        "Quintet, 1965: 2 albums: Album 0, Album 1",
    ]
    assert [len(one.xpath(".//*[@class='hollow']")) for one in columns] == [1, 1]
    assert not drawn(9).xpath(".//a[starts-with(@href, '/release/')]")
