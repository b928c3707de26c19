"""The feed and the calendar: what readers of both understand, whatever the records are called."""

from __future__ import annotations

import base64
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import feedparser
import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from starlette.testclient import TestClient
from tests.web.conftest import Open
from tests.web.security.test_program_keys import STRANGE, bearer, make

from linernotes.web.feeds.atom import Entry, atom_feed
from linernotes.web.feeds.icalendar import DayEvent, calendar
from linernotes.web.pages.shelf.feeds import NAMED

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
#: Letters that end a value, a line, a tag or a document somewhere, or that no document may hold.
HOSTILE = st.text(
    st.sampled_from(list("aé語🎺 \t\r\n\\;:,\"'<>&]\x00\x07\x1b\x85\u2028\ufffe\ud800/=-")), max_size=60
)


def read(text: str) -> feedparser.FeedParserDict:
    found = feedparser.parse(text.encode("utf-8", "replace"))
    assert not found.bozo, found.get("bozo_exception")
    return found


@given(title=HOSTILE, summary=HOSTILE, owner=HOSTILE)
def test_a_feed_is_valid_whatever_the_text(title: str, summary: str, owner: str) -> None:
    link = "https://nas.example/linernotes/release/1?a=1&b=2"
    text = atom_feed(title, owner, "https://nas.example", [Entry("copy 1", title, summary, link, NOON)])
    (entry,) = read(text).entries
    assert entry.link == link
    root = etree.fromstring(text.encode("utf-8", "replace"))
    atom = "{http://www.w3.org/2005/Atom}"
    assert [one.tag for one in root.find(f"{atom}entry")] == [
        f"{atom}{name}" for name in ("id", "title", "updated", "link", "summary")
    ]
    assert set(root.findtext(f"{atom}entry/{atom}title")) <= set(title) | {
        "\N{REPLACEMENT CHARACTER}",
        "?",
        "\n",
    }


@given(summary=HOSTILE, details=st.lists(HOSTILE, max_size=4), owner=HOSTILE)
def test_a_calendar_is_valid_whatever_the_text(summary: str, details: list[str], owner: str) -> None:
    event = DayEvent(date(2026, 2, 28), summary, tuple(details), "https://nas.example/?day=02-28")
    content = calendar(summary, owner, [event]).encode("utf-8", "replace")
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    (found,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert not found.errors
    names = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "TRANSP"}
    assert set(found) <= names
    assert (
        str(found["SUMMARY"]).split()
        == [
            "".join(
                one if one.isprintable() else "\N{REPLACEMENT CHARACTER}"
                for one in word.encode("utf-8", "replace").decode()
            )
            for word in summary.split()
        ]
        or "\ud800" in summary
    )
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (date(2026, 2, 28), date(2026, 3, 1))


def test_the_feed_has_what_came_in_last(demo: TestClient) -> None:
    answer = demo.get("/feed.atom")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = read(answer.text)
    copies = demo.get("/api/collection?per_page=100").json()["items"][:50]
    assert [one.link.rpartition("/")[2] for one in found.entries] == [
        str(one["release_id"]) for one in copies
    ]
    assert found.entries[0].title == f"{copies[0]['artist']}: {copies[0]['title']}"
    assert len({one.id for one in found.entries}) == 50
    assert found.entries[0].link.startswith("http://127.0.0.1:8000/release/")
    assert found.feed.updated == found.entries[0].updated


def test_the_calendar_has_a_day_for_each_that_had_something(demo: TestClient) -> None:
    answer = demo.get("/calendar.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    days = [one["DTSTART"].dt for one in events]
    assert len(days) == len(set(days)) > 20
    today = date.today()
    assert today - timedelta(days=32) <= min(days) <= max(days) <= today + timedelta(days=367)
    assert not any(one.errors for one in events)
    this_year = [one for one in events if one["DTSTART"].dt.year == today.year]
    assert this_year
    for one in this_year[:5]:
        listed = demo.get(f"/api/home?day={one['DTSTART'].dt:%m-%d}").json()["on_this_day"]
        things = len(listed["added"]) + len(listed["released"])
        assert len(str(one["DESCRIPTION"]).splitlines()) == min(things, NAMED + 1)


def test_ids_stay_the_same_wherever_the_app_is(open_app: Open, demo: TestClient, demo_home: Path) -> None:
    public = open_app(home=demo_home, public_url="https://nas.example/linernotes")
    here, there = demo.get("/feed.atom").text, public.get("/feed.atom").text
    assert re.findall("<id>.*</id>", here) == re.findall("<id>.*</id>", there)
    assert "https://nas.example/linernotes/release/" in there
    assert "127.0.0.1" not in there
    here, there = demo.get("/calendar.ics").text, public.get("/calendar.ics").text
    assert re.findall("UID:.*", here) == re.findall("UID:.*", there)


@pytest.mark.parametrize("path", ["/feed.atom", "/calendar.ics"])
def test_a_reader_asks_with_a_tag_and_a_key(
    open_app: Open, demo: TestClient, tmp_path: Path, path: str
) -> None:
    tag = demo.get(path).headers["ETag"]
    for given_tag in (tag, f'"x", W/{tag}'):
        again = demo.get(path, headers={"If-None-Match": given_tag})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert demo.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    assert f'href="{path}"' in demo.get("/").text

    locked = open_app(password="pass word")
    asked = locked.get(path)
    assert asked.status_code == 401
    assert asked.headers["WWW-Authenticate"].startswith("Basic ")
    key = make(tmp_path / "home", is_read_only=True)

    def basic(password: str) -> dict[str, str]:
        return {"Authorization": "Basic " + base64.b64encode(f"any:{password}".encode()).decode()}

    assert locked.get(path, headers=bearer(key)).status_code == 200
    assert locked.get(path, headers=basic(key)).status_code == 200
    assert locked.get(path, headers=basic(STRANGE)).status_code == 401
    assert locked.get(path, headers=basic("pass word")).status_code == 401
    assert locked.get("/api/status", headers=basic(key)).status_code == 401
    assert locked.post("/schedule", headers=basic(key)).status_code in (303, 403)
    assert locked.get(path, params={"key": key}).status_code == 400


def test_before_the_first_build_both_are_empty_and_valid(empty: TestClient) -> None:
    assert read(empty.get("/feed.atom").text).entries == []
    assert icalendar.Calendar.from_ical(empty.get("/calendar.ics").content).walk("VEVENT") == []
