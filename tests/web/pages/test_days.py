"""Days: a copy's is the day that Discogs sends, everywhere; a play's is the collector's own, by setting or browser."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.web.conftest import Open
from tests.web.shelves import artist, item, publish

from linernotes.errors import ConfigError
from linernotes.insights.questions import read_questions
from linernotes.settings import load_settings
from linernotes.storage.home.layout import LANDING_DB, USER_DB
from linernotes.storage.landing import Landing
from linernotes.storage.user.store import UserStore

#: New Year's Eve at Discogs, New Year's Day in UTC; and the reverse.
LATE = "2020-12-31T23:30:00-08:00"
EARLY = "2021-01-01T00:30:00+09:00"


def text(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(html.fromstring(answer.text).find(".//main").text_content().split())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("days") / "home"
    items = [
        item(1, "Late", [artist("Ella", 1)], added=LATE),
        item(2, "Early", [artist("Ella", 1)], added=EARLY),
    ]
    publish(home, items)
    return home


def test_every_place_shows_the_day_that_discogs_sends(open_app: Open, home: Path):
    client = open_app(home=home)
    assert "since 31 December 2020" in text(client, "/release/1")
    assert "Added31 December 2020" in text(client, "/release/1").replace("Added ", "Added")
    assert "since 1 January 2021" in text(client, "/release/2")
    table = html.fromstring(client.get("/collection?view=table").text)
    assert {time.text for time in table.iterfind(".//td/time")} == {"2020-12-31", "2021-01-01"}
    for release, month in ((1, "December 2020"), (2, "January 2021")):
        assert month in text(client, f"/spin?release={release}")
    assert "Late" in text(client, "/?day=12-31")
    on_new_year = client.get("/api/home?day=01-01").json()["on_this_day"]["added"]
    assert [(one["title"], one["added_on"]) for one in on_new_year] == [("Early", "2021-01-01")]
    grown = client.get("/api/numbers").json()["growth"]["years"]
    assert [(year["year"], year["added"]) for year in grown] == [(2020, 1), (2021, 1)]
    items = client.get("/api/collection").json()["items"]
    assert {one["title"]: one["added_on"] for one in items} == {"Late": "2020-12-31", "Early": "2021-01-01"}


def test_sql_and_downloads_have_the_same_days(open_app: Open, home: Path):
    client = open_app(home=home)
    growth = next(question for question in read_questions() if "collection grow" in question.text)
    rows = client.get("/api/sql", params={"q": growth.sql}).json()["rows"]
    assert [row[:2] for row in rows] == [[2020, 1], [2021, 1]]
    lines = csv.DictReader(io.StringIO(client.get("/collection.csv").content.decode("utf-8-sig")))
    assert {line["title"]: line["added_on"] for line in lines} == {
        "Late": "2020-12-31",
        "Early": "2021-01-01",
    }


@pytest.fixture
def played(tmp_path: Path) -> Path:
    """A home with one record, which was played at noon in UTC on New Year's Eve."""
    home = tmp_path / "home"
    publish(home, [item(1, "Late", [artist("Ella", 1)])])
    with UserStore.open(home / USER_DB) as user:
        user.listening.play(1, datetime(2021, 12, 31, 12, 0, tzinfo=UTC))
    return home


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Etc/GMT-14", "1 January 2022, 02:00"),
        ("Etc/GMT+12", "31 December 2021, 00:00"),
        ("Europe/Berlin", "31 December 2021, 13:00"),
    ],
)
def test_a_play_is_shown_by_the_clock_of_the_browser(open_app: Open, played: Path, zone: str, shown: str):
    client = open_app(home=played)
    client.cookies.set("zone", zone.replace("/", "%2F"))
    assert shown in text(client, "/release/1")


def test_the_setting_comes_before_the_browser_and_nonsense_of_a_browser_counts_as_none(
    open_app: Open, played: Path
):
    client = open_app(home=played, zone="Asia/Tokyo")
    client.cookies.set("zone", "Europe%2FBerlin")
    assert "31 December 2021, 21:00" in text(client, "/release/1")
    machine = datetime(2021, 12, 31, 12, 0, tzinfo=UTC).astimezone()
    for nonsense in ("Mars/Olympus", "../../etc/passwd", "%00", "x" * 3000, ""):
        client = open_app(home=played)
        client.cookies.set("zone", nonsense)
        assert f"{machine.day} {machine:%B %Y, %H:%M}" in text(client, "/release/1")


def test_days_since_a_play_are_counted_by_the_collectors_calendar(open_app: Open, tmp_path: Path):
    home = tmp_path / "home"
    publish(home, [item(1, "Late", [artist("Ella", 1)])])
    now = datetime.now(UTC)
    with UserStore.open(home / USER_DB) as user:
        user.listening.play(1, now)
    for zone in ("Etc/GMT-14", "Etc/GMT+12", "Asia/Kolkata"):
        why = open_app(home=home, zone=zone).get("/api/spin?release=1").json()["why"]
        assert why["days_unplayed"] == 0


def test_a_zone_that_does_not_exist_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LINERNOTES_ZONE", "Mars/Olympus")
    with pytest.raises(ConfigError, match=r"LINERNOTES_ZONE.*Mars/Olympus.*Europe/Berlin"):
        load_settings()


@pytest.mark.parametrize(
    "catalogue", ["demo_home", pytest.param("recorded_home", marks=pytest.mark.recorded)]
)
def test_each_copy_of_a_catalogue_has_the_day_that_its_listing_has(
    open_app: Open, request: pytest.FixtureRequest, catalogue: str
):
    """The days straight from the listing as it landed, by cutting texts."""
    home: Path = request.getfixturevalue(catalogue)
    with Landing.open(home / LANDING_DB, read_only=True) as landing:
        pages = [json.loads(page.body) for page in landing.documents("collection")]
    sent = {one["instance_id"]: one.get("date_added") for page in pages for one in page["releases"]}
    days = {id: date[:10] for id, date in sent.items() if date}
    client = open_app(home=home)
    shown = {
        one["instance_id"]: one["added_on"]
        for number in range(1, len(days) // 1000 + 2)
        for one in client.get(f"/api/collection?per_page=1000&page={number}").json()["items"]
    }
    assert {id: day for id, day in shown.items() if day} == days
    grown = client.get("/api/numbers").json()["growth"]
    by_month = Counter(day[:7] for day in days.values())
    for year in grown["years"]:
        assert year["months"] == [by_month[f"{year['year']}-{month:02d}"] for month in range(1, 13)]
    assert grown["undated"] == len(shown) - len(days)
