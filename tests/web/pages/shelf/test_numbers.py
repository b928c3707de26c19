"""The drawings of the numbers page: each has a table with its numbers, a sentence, and links that lead to them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.web.conftest import Open

from linernotes.storage.home.layout import USER_DB
from linernotes.storage.user.store import UserStore

CHARTS = ("growth", "genres", "decades", "came-in", "calendar")


def tree(client: TestClient, path: str) -> html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return html.fromstring(answer.text)


def facts(page: html.HtmlElement, kind: str) -> dict[str, float]:
    """The numbers of a page of one kind, by what stands after the colon."""
    found = page.xpath(f"//data[starts-with(@data-fact, '{kind}:')]")
    return {one.get("data-fact").partition(":")[2]: float(one.get("value")) for one in found}


def picture(page: html.HtmlElement, key: str) -> html.HtmlElement:
    (found,) = page.xpath(f"//*[local-name()='svg'][starts-with(@aria-labelledby, '{key}-wide-title')]")
    return found


def compare_with_tables(client: TestClient) -> None:
    """Every number that is drawn stands in a table, and the reverse."""
    page = tree(client, "/numbers")
    drawings = client.get("/api/numbers").json()["drawings"]
    growth = drawings["growth"]
    totals = facts(page, "total")
    for title in picture(page, "growth").xpath(".//circle/title/text()"):
        month, _, said = title.partition(": ")
        assert float(said.split()[0].replace(",", "")) == totals[month.split()[1]]
    for at, month in enumerate(growth["months"]):
        if month["month"] == 12:
            assert growth["totals"][at] == totals[str(month["year"])]
    by_genre = facts(page, "genre-total")
    last = growth["months"][-1]
    for one in growth["genres"]:
        name = f"{last['year']}-{last['month']:02d}={one['genre']}"
        assert by_genre[name] == pytest.approx(one["totals"][-1])
    drawn = (("by_decade", "decades", "cell", "genre"), ("by_added", "came-in", "came", "style"))
    for name, key, kind, part in drawn:
        crossed = drawings[name][part]
        cells = {
            f"{part}={row['key']},{column['key']}": (f"{row['label']}, {column['label']}: ", count)
            for row in crossed["rows"]
            for column, count in zip(crossed["columns"], row["cells"], strict=True)
            if count
        }
        assert facts(page, kind) == {name: count for name, (_, count) in cells.items()}
        said = picture(page, key).xpath(".//rect/title/text()")
        assert [title.rpartition(" record")[0] for title in said] == [
            f"{words}{count:,}" for words, count in cells.values()
        ]
    days = drawings["calendar"]["days"]
    assert facts(page, "came-in") == {one["day"]: one["added"] for one in days if one["added"]}
    assert len(picture(page, "calendar").xpath("./g/title")) == len(days)


def test_every_drawing_has_the_numbers_of_its_table(demo: TestClient):
    compare_with_tables(demo)


@pytest.mark.recorded
def test_every_drawing_of_a_recorded_shelf_has_the_numbers_of_its_table(open_app: Open, recorded_home: Path):
    compare_with_tables(open_app(home=recorded_home))


@pytest.mark.parametrize("by", ["genre", "style", "label", "country"])
def test_a_cell_leads_to_as_many_records_as_it_says(demo: TestClient, by: str):
    page = tree(demo, f"/numbers?by={by}")
    links = picture(page, "decades").xpath("./a[@aria-label]")
    assert len(links) > 5
    for link in links[::4]:
        count = int(link.get("aria-label").rpartition(": ")[2].split()[0].replace(",", ""))
        assert demo.get(f"/api{link.get('href')}").json()["total"] == count
    assert demo.get("/numbers?by=mood").status_code == 422


def test_every_drawing_has_a_sentence_and_its_page_says_it_too(demo: TestClient):
    page = tree(demo, "/numbers")
    words = " ".join(page.find(".//main").text_content().split())
    for key in CHARTS:
        shown = picture(page, key)
        (sentence,) = shown.xpath("./desc/text()")
        assert sentence.endswith(".")
        assert words.count(sentence) >= 2  # in the pictures, and beside them
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_plays_are_on_the_days_of_the_collectors_zone(open_app: Open, shelf_home: Path, tmp_path: Path):
    home = copytree(shelf_home, tmp_path / "played")
    evening = datetime(2020, 1, 2, 23, 30, tzinfo=UTC)
    with UserStore.open(home / USER_DB) as user:
        for moment in (evening, evening, evening + timedelta(days=400)):
            user.listening.play(1, moment)
    client = open_app(home=home, zone="Europe/Berlin")
    page = tree(client, "/numbers?year=2020")
    assert facts(page, "plays") == {"2020-01-03": 2}
    assert facts(page, "came-in") == {f"2020-01-0{day}": 1 for day in range(1, 7)}
    both = "3 January 2020: 1 record came in, 2 plays"
    assert both in picture(page, "calendar").xpath("./g/title/text()")
    assert page.xpath("//ul[@aria-label='Year']//a/text()") == ["2020", "2021"]
    assert facts(tree(client, "/numbers"), "plays") == {"2021-02-06": 1}
    calendar = client.get("/api/numbers?year=2020").json()["drawings"]["calendar"]
    assert [one["played"] for one in calendar["days"] if one["played"]] == [2]


def test_nothing_empty_is_drawn(shelf: TestClient):
    page = tree(shelf, "/numbers")
    drawn = {one.partition("-wide")[0] for one in page.xpath("//*[local-name()='svg']/@aria-labelledby")}
    assert "genres" not in drawn  # no genre is known
    assert "value" not in drawn
    assert "growth" not in drawn  # all came in within a month
