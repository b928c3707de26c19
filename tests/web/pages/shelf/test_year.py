"""The pages of the years and the picture to share."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from shutil import copytree

import pytest
from lxml import etree, html
from starlette.testclient import TestClient
from tests.web.conftest import Open
from tests.web.shelves import artist, item, publish
from typer.testing import CliRunner

from linernotes.cli import app as cli
from linernotes.cli import load_commands
from linernotes.insights.home.first_page import Picture, picture_of

SVG = "{http://www.w3.org/2000/svg}"


def text(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(html.fromstring(answer.text).find(".//main").text_content().split())


def years(client: TestClient) -> list[int]:
    return [one["year"] for one in client.get("/api/year").json()["years"]]


def test_before_the_first_build(empty: TestClient) -> None:
    for path in ("/year", "/year/2020"):
        assert "Nothing is here yet" in text(empty, path)
    for path in ("/api/year", "/api/year/2020", "/year/2020.svg"):
        assert empty.get(path).status_code == 404


def test_a_year_without_anything_leads_to_the_nearest(demo: TestClient) -> None:
    newest, oldest = max(years(demo)), min(years(demo))
    for year, nearest in ((1950, oldest), (9999, newest)):
        page = html.fromstring(demo.get(f"/year/{year}").text)
        assert f"Nothing came in and nothing was played in {year}." in text(demo, f"/year/{year}")
        assert page.xpath("//main//a/@href")[0] == f"/year/{nearest}"
        assert not page.xpath("//main//*[local-name()='svg']")
    for wrong in ("0", "10000", "x"):
        assert demo.get(f"/year/{wrong}").status_code == 422


@pytest.mark.parametrize("shelf_of", ["demo", pytest.param("recorded", marks=pytest.mark.recorded)])
def test_picture_and_table_have_the_same_numbers(
    request: pytest.FixtureRequest, open_app: Open, shelf_of: str
) -> None:
    client = open_app(home=request.getfixturevalue(f"{shelf_of}_home"))
    for year in years(client):
        page, reported = (
            html.fromstring(client.get(f"/year/{year}").text),
            client.get(f"/api/year/{year}").json(),
        )
        came = {f"in-month:{one['month']}": one["came_in"] for one in reported["months"]}
        plays = {f"plays-in-month:{one['month']}": one["plays"] for one in reported["months"]}
        shown = {one.get("data-fact"): int(one.get("value")) for one in page.xpath("//table//data")}
        assert shown == came | plays
        picture = etree.fromstring(client.get(f"/year/{year}.svg").content)
        wedges = picture.findall(f"{SVG}path")
        assert len(wedges) == sum(count > 0 for count in shown.values())
        assert picture.findtext(f"{SVG}desc") == reported["sentence"]
        assert picture.get("aria-labelledby") == "year-picture-title year-picture-about"


def test_the_picture_holds_no_notes_prices_and_pictures(demo: TestClient) -> None:
    answer = demo.get(f"/year/{years(demo)[0]}.svg")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.headers["content-disposition"].startswith("attachment")
    picture = etree.fromstring(answer.content)
    assert (picture.get("width"), picture.get("height")) == ("1200", "630")
    kinds = {one.tag.removeprefix(SVG) for one in picture.iter()}
    assert kinds == {"svg", "title", "desc", "rect", "circle", "path", "text"}
    assert not [name for one in picture.iter() for name in one.attrib if "href" in name or name == "style"]
    assert "discogs" not in answer.text.lower()
    sizes = [float(one.get("font-size")) for one in picture.iter(f"{SVG}text")]
    assert min(sizes) * 320 / 1200 >= 10, "letters on a phone"


def test_hostile_names_are_text_and_stay_within(open_app: Open, tmp_path: Path) -> None:
    bad = "<script>alert(1)</script>\"'& \x00\u202e" + "W" * 300
    publish(tmp_path / "home", [item(1, bad, [artist(bad, 5)])])
    client = open_app()
    for path in ("/year/2020", "/year"):
        assert "<script>alert" not in client.get(path).text
    picture = etree.fromstring(client.get("/year/2020.svg").content)
    assert picture.findall(f"{SVG}text")
    assert max(len(one.text or "") for one in picture.iter(f"{SVG}text")) < 50


def test_copies_without_a_date_are_counted(open_app: Open, tmp_path: Path) -> None:
    undated = item(2, "Beta", [artist("B", 2)])
    undated["date_added"] = ""
    publish(tmp_path / "home", [item(1, "Alpha", [artist("A", 1)]), undated])
    client = open_app()
    for path in ("/year", "/year/2020", "/year/1999"):
        assert "1 record has no date, and is in no year." in text(client, path)


def test_plays_are_in_the_year_of_the_collector(open_app: Open, demo_home: Path, tmp_path: Path) -> None:
    client = open_app(home=copytree(demo_home, tmp_path / "played"), zone="Asia/Tokyo")
    copy = client.get("/api/collection").json()["items"][0]
    with client.app.state.linernotes.user() as user:
        for hour in (10, 23):
            user.listening.play(copy["release_id"], datetime.fromisoformat(f"2031-12-31T{hour}:30:00+00:00"))
    assert client.get("/api/year/2031").json()["plays"] == client.get("/api/year/2032").json()["plays"] == 1
    page = text(client, "/year/2032")
    assert f"{copy['title']} by {copy['artist']} 1 play" in page
    assert years(client)[:2] == [2032, 2031]


def test_the_command_writes_the_picture_that_the_page_shows(
    open_app: Open, demo_home: Path, tmp_path: Path
) -> None:
    client, file = open_app(home=demo_home), tmp_path / "year.svg"
    load_commands()
    year = years(client)[0]
    result = CliRunner().invoke(cli, ["--home", str(demo_home), "year", str(year), "--svg", str(file)])
    assert result.exit_code == 0, result.output
    assert file.read_text("utf-8") == client.get(f"/year/{year}.svg").text
    assert "Whose year it was" in result.stdout
    missing = tmp_path / "nowhere" / "year.svg"
    result = CliRunner().invoke(cli, ["--home", str(demo_home), "year", str(year), "--svg", str(missing)])
    assert result.exit_code == 2
    assert f"{missing} cannot be written" in result.output


def test_pictures_of_the_day_take_turns() -> None:
    days = [date.fromordinal(738_000 + number) for number in range(4)]
    every = [picture_of(day, lambda _: True) for day in days]
    assert set(every) == set(Picture)
    assert all(one != other for one, other in zip(every, every[1:], strict=False))
    assert {picture_of(day, lambda one: one == Picture.RECORD) for day in days} == {Picture.RECORD}
    assert picture_of(days[0], lambda _: False) is None


def test_the_first_page_shows_the_picture_of_the_day(demo: TestClient) -> None:
    reported = demo.get("/api/home").json()
    page = html.fromstring(demo.get("/").text)
    (section,) = page.xpath("//section[contains(@class, 'today')]")
    if reported["picture"] == "map":
        assert section.xpath(".//*[contains(@class, 'atlas')]//*[local-name()='desc']")
        assert "/network" in section.xpath(".//@href")
    elif reported["picture"] == "year":
        assert section.xpath(".//*[local-name()='desc']/text()") == [reported["year"]["sentence"]]
    else:
        assert section.xpath(".//h2/a/@href") == [f"/release/{reported['rediscover'][0]['release_id']}"]
    assert not page.xpath("//main//form")
