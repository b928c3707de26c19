"""The people you love, everywhere: the page and its twin, with a catalogue and without one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import feedparser
import pytest
from starlette.testclient import TestClient
from tests.insights.world.worlds import newer_home
from tests.web.conftest import app_on
from tests.web.pages.account.test_access import post

from linernotes.errors import CatalogueError
from linernotes.web.background.world_answers import WorldAnswer


def test_the_page_shows_what_its_twin_says(world_app: TestClient):
    twin = world_app.get("/api/gaps/world").json()
    page = world_app.get("/gaps/world").text
    assert twin["records"]
    for one in twin["records"][:50]:
        assert f'href="/release/{one["release"]["release_id"]}"' in page
        assert one["release"]["standing"] in ("wanted", "missing")
    role = twin["records"][0]["people"][0]["roles"][0]
    part = world_app.get("/api/gaps/world", params={"role": role, "since": "", "until": 2100}).json()[
        "records"
    ]
    assert part
    assert all(any(role in who["roles"] for who in one["people"]) for one in part)
    assert 'href="/gaps/world"' in world_app.get("/gaps").text


def test_without_a_catalogue_one_line_says_what_it_would_add(demo: TestClient):
    for path in ("/gaps", "/gaps/world", "/gaps/new"):
        assert demo.get(path).text.count('href="/config#catalogue"') == 1, path
    assert demo.get("/api/gaps/world").status_code == 404
    assert demo.get("/api/gaps/new").status_code == 404


def test_without_a_month_before_the_page_says_so(world_app: TestClient):
    assert world_app.get("/api/gaps/new").json()["all_new"] == 0
    assert "no month to compare with" in world_app.get("/gaps/new").text


def test_records_of_those_who_are_followed_come_first(demo_world: Path, tmp_path: Path):
    newer_home(demo_world, tmp_path / "home")
    with app_on(tmp_path / "home") as client:
        before = client.get("/api/gaps/new").json()["records"]
        assert before
        assert new_in_feed(client) == set()
        assert "followed by you" not in client.get("/gaps/new").text
        # Somebody of the record that comes last.
        last = before[-1]
        artist_id = last["people"][0]["artist_id"]
        post(client, f"/artist/{artist_id}/follow")
        twin = client.get("/api/gaps/new").json()["records"]
        of_them = [one for one in twin if one["followed"]]
        assert twin[: len(of_them)] == of_them
        assert last["release"]["release_id"] in [one["release"]["release_id"] for one in of_them]
        assert {who["artist_id"] for one in of_them for who in one["followed"]} == {artist_id}
        assert new_in_feed(client) == {one["release"]["release_id"] for one in of_them}
        page = client.get("/gaps/new").text
        assert page.count("followed by you") == len(of_them)
        listed = re.search(r'<ol class="suggestions">(.*)</ol>', page, re.DOTALL)
        assert listed is not None
        first = listed[1].index("followed by you")
        assert listed[1].index(f'href="/release/{of_them[0]["release"]["release_id"]}"') < first
        post(client, f"/artist/{artist_id}/unfollow")
        assert "followed by you" not in client.get("/gaps/new").text


def new_in_feed(client: TestClient) -> set[int]:
    """The records of followed artists in the feed."""
    entries = feedparser.parse(client.get("/feed.atom").content).entries
    new = [one for one in entries if one.title.startswith("New at Discogs: ")]
    assert all("You follow: " in one.summary for one in new)
    return {int(one.link.rpartition("/")[2]) for one in new}


class Broken:
    """A catalogue of which a file is gone."""

    @contextmanager
    def reading(self) -> Iterator[None]:
        raise CatalogueError("a file of the month is gone")
        yield


def test_a_page_says_why_all_of_discogs_cannot_be_asked(
    world_app: TestClient, monkeypatch: pytest.MonkeyPatch
):
    state = world_app.app.state.linernotes
    monkeypatch.setattr(state, "new_records", WorldAnswer(state.builds, Broken()))
    assert world_app.get("/api/gaps/new").status_code == 503
    page = world_app.get("/gaps/new").text
    assert "a file of the month is gone" in page
    assert 'http-equiv="refresh"' not in page


def test_texts_of_the_catalogue_are_escaped(hostile_app: TestClient):
    assert hostile_app.get("/api/gaps/world").json()["records"]
    page = hostile_app.get("/gaps/world").text
    assert "&lt;b onload" in page
    assert "<b onload" not in page
