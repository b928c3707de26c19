"""Drawings: the same numbers as in the tables beside them, a sentence, and links."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from pathlib import Path
from shutil import copytree
from typing import Any

import duckdb
import pytest
from lxml import html
from tests.web.catalogues import Known, opened

from linernotes.storage.builds.publish import current_build

#: A person, by artist_id or by name, on a row of the table.
Spot = tuple[object, int]


def svgs(page: html.HtmlElement, start: str) -> list[html.HtmlElement]:
    """The wide and the narrow drawing, with the sentence that each is named by."""
    found = [
        one
        for one in page.xpath("//figure//*[name()='svg'][@role='group']")
        if start in one.get("aria-labelledby")
    ]
    assert len(found) == 2
    for one in found:
        names = one.get("aria-labelledby").split()
        title, about = (one.xpath(f"./*[@id='{name}']")[0].text_content() for name in names)
        assert title
        assert about.endswith(".")
        assert not one.xpath("descendant-or-self::*[@style]")
    return found


def drawn(svg: html.HtmlElement) -> tuple[set[Spot], set[Spot]]:
    """What a grid shows as (filled, hollow): person's number and row."""
    filled, hollow = set[Spot](), set[Spot]()
    for line in svg.xpath(".//*[@data-person]"):
        person = int(line.get("data-person"))
        filled |= {(person, int(one)) for one in line.xpath(".//@data-mark")}
        for bar in line.xpath(".//@data-bar"):
            first, last = map(int, bar.split())
            hollow |= {(person, row) for row in range(first, last + 1)}
    return filled, hollow


def tabled(table: dict[str, Any]) -> list[tuple[list[int], list[int]]]:
    """The rows of each person in the table: those that name them, and those that the whole record covers."""
    found: dict[object, tuple[set[int], set[int]]] = {}
    for number, row in enumerate(table["rows"]):
        for mark in row["marks"]:
            named, whole = found.setdefault(mark["artist_id"] or mark["name"], (set(), set()))
            (named if mark["is_named"] or mark["roles"] else whole).add(number)
            if mark["is_whole"]:
                whole.add(number)
    return sorted((sorted(named), sorted(whole)) for named, whole in found.values())


@pytest.fixture(scope="module")
def records(known: Known) -> list[tuple[int, dict[str, Any]]]:
    """Records with a table, by people and by instruments."""
    ids = [id for (id,) in known.rows("select distinct release_id from collection_items order by 1")]
    answers = ((id, known.json(f"/api/release/{id}")["record"]["who_plays"]) for id in ids[::3])
    found = list(islice(((id, table) for id, table in answers if table and table["rows"]), 12))
    assert {table["form"] for _, table in found} == {"people", "instruments"}
    return found


def test_a_record_is_drawn_with_the_numbers_of_its_table(known: Known, records) -> None:
    for id, table in records:
        for svg in svgs(known.tree(f"/release/{id}"), "drawn-"):
            filled, hollow = drawn(svg)
            people = {person for person, _ in filled | hollow}
            shown = [
                tuple(sorted(row for one, row in found if one == person) for found in (filled, hollow))
                for person in people
            ]
            assert sorted(shown) == tabled(table), id
            assert f"{len(people)} " in svg.xpath("./desc")[0].text_content()


def test_sides_are_ruled_off_where_the_sleeve_has_several(known: Known, records) -> None:
    for id, table in records:
        sides = dict.fromkeys(row["side"] for row in table["rows"])
        wide, _ = svgs(known.tree(f"/release/{id}"), "drawn-")
        changes = sum(
            one["side"] != next["side"] for one, next in zip(table["rows"], table["rows"][1:], strict=False)
        )
        assert len(wide.xpath(".//*[@class='side-rule']")) == changes, id
        assert len(sides) == 1 or changes


@pytest.fixture(scope="module")
def artists(known: Known) -> list[int]:
    """Artists of several kinds, those with most records among them."""
    rows = known.rows(
        "select artist_id from artist where qty_collection_credits > 1 "
        "and artist_id not in (194, 355, 118760) order by qty_collection_credits desc, artist_id"
    )
    ids = [id for (id,) in rows]
    return [*ids[:4], *ids[4::40]][:10]


def test_the_years_of_an_artist_have_the_albums_of_their_table(known: Known, artists: list[int]) -> None:
    drawings = 0
    for id in artists:
        years = known.json(f"/api/artist/{id}")["years"]
        page = known.tree(f"/artist/{id}")
        if years is None:
            assert not page.xpath("//*[@id='years']")
            continue
        rows = [
            (
                re.sub(r"\s+former$", "", " ".join(row.xpath("./th")[0].text_content().split())),
                row.xpath("./td[2]//a/@href"),
                row.get("id"),
            )
            for row in page.xpath("//table[@class='years-table']/tbody/tr")
        ]
        assert [name for name, *_ in rows] == [" ".join(line["label"].split()) for line in years["lines"]]
        for svg in svgs(page, "years-"):
            marks = Counter(svg.xpath(".//a[starts-with(@href, '/release/')]/@href"))
            columns = Counter()
            for column in svg.xpath(".//a[@data-column]"):
                columns[column.get("href")] += int(column.get("data-column").split()[1])
            drawn_singly = [hrefs for _, hrefs, row in rows if f"#{row}" not in columns]
            assert marks == Counter(href for hrefs in drawn_singly for href in hrefs)
            assert all(len(hrefs) == columns.get(f"#{row}", len(hrefs)) for _, hrefs, row in rows)
            drawings += 1
    assert drawings > 4


def test_years_are_those_of_the_artists_albums(known: Known, artists: list[int]) -> None:
    for id in artists:
        answer = known.json(f"/api/artist/{id}")
        on = answer["artist"]["as_main"] + answer["artist"]["as_guest"]
        albums = {one["master_id"] or -one["release_id"]: one["year"] for one in reversed(on)}
        if answer["years"] is None:
            assert sum(year is not None for year in albums.values()) < 2
            continue
        lines = [line for line in answer["years"]["lines"] if line["kind"] in ("records", "guest")]
        assert sorted(mark["year"] for line in lines for mark in line["marks"]) == sorted(
            filter(None, albums.values())
        )
        assert answer["years"]["undated"] == sum(year is None for year in albums.values())


def test_members_come_and_go_with_the_records_that_name_them(known: Known, artists: list[int]) -> None:
    for id in artists:
        answer = known.json(f"/api/artist/{id}")
        here = {one["artist_id"]: one for one in answer["artist"]["members_here"]["people"]}
        for line in answer["years"]["lines"] if answer["years"] else ():
            if line["kind"] == "member":
                dated = [at["year"] for at in here[line["artist_id"]]["evidence"] if at["year"]]
                assert [mark["year"] for mark in line["marks"]] == sorted(dated)


def test_the_map_of_the_company_has_the_albums_of_the_list(known: Known, artists: list[int]) -> None:
    named = 0
    for id in artists:
        page = known.tree(f"/artist/{id}")
        albums = {
            int(one.get("data-fact").partition(":")[2]): int(one.get("value"))
            for one in page.xpath("//*[starts-with(@data-fact, 'played-with:')]")
        }
        if len(albums) < 2:
            continue
        for svg in svgs(page, "company-"):
            for link in svg.xpath(".//a"):
                who = int(link.get("href").rpartition("/")[2])
                words = link.getparent().xpath("./title")[0].text_content()
                assert re.search(rf": {albums[who]} albums? together$", words)
                named += 1
    assert named > 20


def test_the_map_has_everybody_that_the_page_counts(known: Known) -> None:
    drawn, page = known.json("/api/network/graph"), known.tree("/network")
    lived = Counter(one["area_id"] for one in drawn["people"])
    assert len(drawn["areas"]) > 10
    for one in drawn["areas"]:
        parts = [other["area_id"] for other in drawn["areas"] if other["region_id"] == one["area_id"]]
        assert one["qty_people"] == sum(lived[id] for id in parts or [one["area_id"]])
    assert len(drawn["people"]) == known.json("/api/network")["artists"]
    (about,) = page.xpath("//*[@id='atlas-about']/text()")
    places = sum(one["area_id"] in lived for one in drawn["areas"])
    assert f"{places} places" in about
    assert known.text("/network").count(about) == 2  # in the picture, and below it


#: Every drawing: the page that has it, and the beginning of what its SVG element is named by.
DRAWINGS = {
    "map": ("/network", "atlas"),
    "record": ("record", "drawn-"),
    "years": ("artist", "years-"),
    "company": ("artist", "company-"),
    "growth": ("/numbers", "growth-"),
    "genres": ("/numbers", "genres-"),
    "decades": ("/numbers", "decades-"),
    "came in": ("/numbers", "came-in-"),
    "calendar": ("/numbers", "calendar-"),
    "year": ("year", "year-picture"),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_drawing_says_in_a_sentence_what_it_shows(
    known: Known, records: list[tuple[int, dict[str, Any]]], artists: list[int], name: str
) -> None:
    where, start = DRAWINGS[name]
    if where == "year":
        where = f"/year/{known.json('/api/year')['years'][0]['year']}"
    else:
        where = {"record": f"/release/{records[0][0]}", "artist": f"/artist/{artists[0]}"}.get(where, where)
    page = known.tree(where)
    found = [
        one
        for one in page.xpath("//*[local-name()='svg'][@aria-labelledby]")
        if one.get("aria-labelledby").startswith(start)
    ]
    assert found
    for svg in found:
        assert svg.get("role") in ("img", "group")
        title, *about = f"{svg.get('aria-labelledby')} {svg.get('aria-describedby', '')}".split()
        named, sentence = (
            " ".join(one.text_content() for id in ids for one in page.xpath(f"//*[@id='{id}']"))
            for ids in ([title], about)
        )
        assert named
        assert sentence.endswith(".")
        assert re.search(r"\d", sentence), sentence
        assert sentence != named


def test_the_line_of_the_value_has_the_amounts_of_its_table(known: Known, tmp_path: Path) -> None:
    home = copytree(known.home, tmp_path / "valued", symlinks=True)
    build = current_build(home)
    assert build is not None
    with duckdb.connect(str(build.path)) as tables:
        tables.execute("delete from collection_value")
        for year, median in ((2022, 1000), (2023, 1250), (2024, 999)):
            values = [f"{year}-05-01 12:00:00+00", 90, median / 2, median, median * 2, "EUR"]
            tables.execute("insert into collection_value values (?, ?, ?, ?, ?, ?)", values)
    with opened(home, known.shelf) as valued:
        page = valued.tree("/numbers")
        table = {
            one.get("data-fact"): one.text_content()
            for one in page.xpath("//data[starts-with(@data-fact, 'value-m')]")
        }
        for width in ("wide", "narrow"):
            (svg,) = page.xpath(f"//*[starts-with(@aria-labelledby, 'value-{width}-title')]")
            said = svg.xpath(".//circle/title/text()")
            assert len(said) == 3
            for number, words in enumerate(reversed(said), 1):
                amounts = [table[f"value-{kind}:{number}"] for kind in ("median", "minimum", "maximum")]
                assert words.endswith("{}, between {} and {}".format(*amounts))
            assert svg.xpath("./*[local-name()='desc']/text()")[0].endswith(".")
