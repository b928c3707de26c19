"""The first page and the numbers: what they say of a shelf in each of its states, and the same as JSON."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import html
from starlette.testclient import TestClient
from tests.web.conftest import Open
from tests.web.shelves import FOLDERS, artist, document, item

from linernotes.discogs import Discogs
from linernotes.settings import load_settings
from linernotes.storage.home.layout import LANDING_DB, USER_DB
from linernotes.storage.landing import CollectionChange, CollectionValue, Landing

NOW = datetime.now(UTC)


def publish(home: Path, items: list[dict[str, Any]], **landed: Any) -> Path:
    """A home with a listing, and with what else came in with it."""
    listing = {"pagination": {"page": 1, "pages": 1, "per_page": 100, "items": len(items), "urls": {}}}
    named = [{"id": id, "name": name, "count": 1} for id, name in FOLDERS.items()]
    home.mkdir(parents=True, exist_ok=True)
    with Landing.open(home / LANDING_DB) as landing:
        landing.claim_account(1, "ella")
        landing.save(document("folders", {"folders": named}))
        landing.save_listing("collection", [document("collection", listing | {"releases": items})], **landed)
    Discogs(load_settings(home=home)).build()
    return home


def worth(age: timedelta) -> CollectionValue:
    return CollectionValue(
        datetime.now(UTC) - age, 6, Decimal("12.50"), Decimal("34.56"), Decimal("99.99"), "EUR"
    )


def text(client: TestClient, path: str) -> str:
    """What a page says, in one line."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    main = html.fromstring(answer.text).find(".//main")
    return " ".join(main.text_content().split())


def test_a_fresh_value_is_shown_with_its_time(open_app: Open, tmp_path: Path):
    home = publish(tmp_path / "home", [item(1, "A", [artist("B")])], history=[worth(timedelta(minutes=5))])
    client = open_app(home=home)
    for path in ("/", "/numbers"):
        assert "€34.56 (the median), somewhere between €12.50 and €99.99 (as of 5 minutes ago)" in text(
            client, path
        )
    assert client.get("/api/home").json()["value"]["median"] == "34.56"
    assert client.get("/api/numbers").json()["value"]["now"]["currency"] == "EUR"


def test_an_old_value_is_history_and_no_value(open_app: Open, tmp_path: Path):
    shown = [worth(timedelta(hours=7)), worth(timedelta(days=3))]
    client = open_app(home=publish(tmp_path / "home", [item(1, "A", [artist("B")])], history=shown))
    page = text(client, "/")
    assert "more than six hours old" in page
    assert "A sync asks again" in page
    assert "34.56" not in page
    assert client.get("/api/home").json()["value"] is None
    numbers = client.get("/api/numbers").json()["value"]
    assert numbers["now"] is None
    assert len(numbers["history"]) == 2
    page = html.fromstring(client.get("/numbers").text)
    assert "€34.56" not in " ".join(page.xpath("//main//p//text()"))
    in_history = page.xpath("//table//data[text() = '€34.56'] | //circle/title[contains(., '€34.56')]")
    assert len(in_history) == 2 + 2 * 2  # in the table and in both pictures, each at its date


def test_what_changed_is_shown_in_words(open_app: Open, tmp_path: Path):
    seen = NOW - timedelta(hours=1)
    changes = [
        CollectionChange(10, seen, "added", None, '{"title":"Alpha"}'),
        CollectionChange(
            20, seen, "moved", '{"folder_id":1,"folder":"Uncategorized"}', '{"folder_id":7,"folder":"Jazz"}'
        ),
        CollectionChange(99, seen, "removed", '{"title":"Sold","release_id":9}', None),
    ]
    items = [item(1, "Alpha", [artist("A")]), item(2, "Beta", [artist("B")], folder=7)]
    client = open_app(home=publish(tmp_path / "home", items, changes=changes))
    page = text(client, "/")
    assert "At the last sync: 1 added, 1 removed, 1 moved" in page
    assert "Moved Beta from Uncategorized to Jazz" in page
    assert "Removed Sold" in page
    shown = client.get("/api/home").json()["changes"]
    assert shown["counts"] == {"added": 1, "removed": 1, "moved": 1}
    assert [one["title"] for one in shown["changes"]] == ["Alpha", "Sold", "Beta"]


def test_a_shelf_of_which_only_the_listing_is_known_says_what_is_not_known(shelf: TestClient):
    page = text(shelf, "/")
    assert "Nothing in the collection has changed since it was first listed." in page
    assert "Discogs has not been asked yet what it is worth" in page
    assert "hours of music" not in page
    assert "No genre" not in page  # nobody knows: that is no part of the shelf
    numbers = text(shelf, "/numbers")
    assert "No track list that has been read says how long anything plays." in numbers
    assert re.search(r"Uncategorized 4 4 not known\s*–", numbers)


def test_years_that_are_only_those_of_the_pressing_are_said_so(open_app: Open, tmp_path: Path):
    of_an_album = item(1, "Reissue", [artist("A")], year=1997)
    of_an_album["basic_information"]["master_id"] = 55
    client = open_app(
        home=publish(tmp_path / "home", [of_an_album, item(2, "Undated", [artist("B")], year=0)])
    )
    page = text(client, "/")
    assert "Of 1 only this pressing’s year is known" in page
    assert "1 has no year at all" in page
    decades = client.get("/api/home").json()["decades"]
    assert decades["values"] == [
        {"value": "1990", "label": "1990s", "records": 1, "at": "/collection?decade=1990"}
    ]
    assert decades["unknown"] == 1


def test_an_empty_collection_has_a_page(open_app: Open, tmp_path: Path):
    client = open_app(home=publish(tmp_path / "home", []))
    page = html.fromstring(client.get("/").text)
    assert "Your collection at Discogs is empty." in page.xpath("string(//main)")
    assert page.xpath("//main//*[self::h1 or self::h2]/@id") == [
        "shelf-title"
    ]  # and no part without anything in it
    assert "Your collection at Discogs is empty" in text(client, "/numbers")
    assert client.get("/api/home").json()["records"] == 0
    assert client.get("/api/numbers").json()["growth"]["years"] == []


def test_every_bar_leads_to_its_records(open_app: Open, demo_home: Path):
    client = open_app(home=demo_home)
    page = html.fromstring(client.get("/numbers").text)
    rows = page.xpath("//table[@class='bars']/tbody/tr")
    assert len(rows) > 30
    for row in rows[::5]:
        (link,) = row.xpath(".//a/@href[starts-with(., '/collection')]")  # a label's name leads to its page
        count = int(row.find(".//data").get("value"))
        assert client.get(f"/api{link}").json()["total"] == count, link
    folders = page.xpath("//tbody/tr[contains(th/a/@href, 'folder=')]")
    assert len(folders) == 6
    for row in folders:
        count = int(row.find(".//data").get("value"))
        assert client.get(f"/api{row.find('.//a').get('href')}").json()["total"] == count


def test_what_is_long_has_pages(open_app: Open, demo_home: Path):
    client = open_app(home=demo_home)
    whole = html.fromstring(client.get("/numbers/label").text).xpath("//table[@class='bars']/tbody/tr")
    assert len(whole) == len(client.get("/api/numbers").json()["label"]["values"]) > 40
    assert client.get("/numbers/label?page=9").status_code == 200
    assert "More than once" in client.get("/numbers/duplicates").text
    assert client.get("/numbers/moods").status_code == 422
    assert client.get("/numbers/label?page=0").status_code == 422


def test_duplicates_are_kept_apart(open_app: Open, demo_home: Path):
    client = open_app(home=demo_home)
    shown = client.get("/api/numbers").json()["duplicates"]
    assert len(shown) == 5
    assert sorted(len(one["pressings"]) for one in shown) == [1, 2, 2, 2, 2]
    assert "2 times" in text(client, "/numbers/duplicates")


def test_another_day_can_be_asked_for(open_app: Open, tmp_path: Path):
    client = open_app(
        home=publish(tmp_path / "home", [item(24, "Alpha", [artist("A")])])
    )  # on 24 January 2020
    page = text(client, "/?day=01-24")
    years = NOW.year - 2020
    assert "On 24 January" in page or "On this day, 24 January" in page
    assert f"{years} years ago you added Alpha by A" in page
    assert client.get("/api/home?day=01-24").json()["on_this_day"]["added"][0]["years"] == years
    assert "you added" not in text(client, "/?day=01-25")
    for wrong in ("02-30", "13-01", "x", "1-1"):
        assert client.get("/", params={"day": wrong}).status_code == 422


def test_what_was_played_lately_need_not_be_rediscovered(open_app: Open, tmp_path: Path):
    home = publish(tmp_path / "home", [item(1, "Alpha", [artist("A")]), item(2, "Beta", [artist("B")])])
    client = open_app(home=home)
    found = [one["title"] for one in client.get("/api/home").json()["rediscover"]]
    assert sorted(found) == ["Alpha", "Beta"]
    assert not (home / USER_DB).exists()  # nothing is made by looking
    with client.app.state.linernotes.user() as user:
        user.listening.play(1)
    assert [one["title"] for one in client.get("/api/home").json()["rediscover"]] == ["Beta"]


def test_hostile_text_shows_as_text(open_app: Open, tmp_path: Path):
    bad = "<script>alert(1)</script>\"'"
    seen = NOW - timedelta(hours=1)
    columns = json.dumps({"folder": bad, "title": bad, f"field: {bad}": bad})
    changes = [
        CollectionChange(10, seen, kind, columns, columns) for kind in ("added", "moved", "edited", "removed")
    ]
    items = [item(1, bad, [artist(bad)]), item(1, bad, [artist(bad)])]
    items[1]["instance_id"] = 11
    for one in items:
        one["folder_id"] = 666
        one["basic_information"] |= {
            "genres": [bad],
            "styles": [bad],
            "labels": [{"name": bad, "catno": bad, "id": 5}],
            "formats": [{"name": bad, "qty": "1", "descriptions": [bad]}],
        }
    home = publish(tmp_path / "home", items, changes=changes)
    client = open_app(home=home)
    parts = [f"/numbers/{part}" for part in ("genre", "style", "format", "label", "duplicates")]
    for path in ("/", "/?day=01-01", "/numbers", *parts):
        page = client.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text, path
        assert "&lt;script&gt;" in page.text, path


def test_before_the_first_build(empty: TestClient):
    for path in ("/numbers", "/numbers/genre", "/numbers/duplicates"):
        assert "There is nothing to count yet" in text(empty, path)
    for path in ("/api/home", "/api/numbers"):
        assert empty.get(path).status_code == 404
        assert "/config" in empty.get(path).json()["error"]
