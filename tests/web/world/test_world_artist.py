"""An artist's page in all of Discogs, with a catalogue and without one."""

from __future__ import annotations

import html
import re

import pytest
from starlette.testclient import TestClient
from tests.web.world.conftest import HOSTILE

from linernotes.insights.world.standing import Standing
from linernotes.web.query import world_query


def facts(page: str) -> dict[str, str]:
    return dict(re.findall(r'data-fact="([^"]*)" value="([^"]*)"', page))


def an_artist(client: TestClient) -> int:
    copy = client.get("/api/collection?q=Kind+Of+Blue").json()["items"][0]
    return int(copy["artists"][0]["artist_id"])


def test_the_page_shows_what_its_twin_says(world_app: TestClient):
    id = an_artist(world_app)
    shelf, page = world_app.get(f"/artist/{id}").text, world_app.get(f"/artist/{id}?world=1").text
    twin = world_app.get(f"/api/artist/{id}/world").json()
    assert f"/artist/{id}?world=1" in shelf
    assert 'href="/config#catalogue"' not in shelf
    known = facts(page)
    assert (known["releases"], known["albums"]) == (str(twin["releases"]), str(twin["all_albums"]))
    for one in Standing:
        assert known[f"standing:{one}"] == str(twin["standings"][one])
    assert [f"/release/{one['release_id']}" for one in twin["albums"]] == re.findall(
        r'<td><a href="(/release/\d+)"', page
    )
    assert twin["build_id"] == world_app.get("/api/home").json()["build_id"]


def test_filters_and_pages_are_in_the_address(world_app: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("linernotes.web.pages.people.world_artist.PER_PAGE", 1)
    id = an_artist(world_app)
    page = world_app.get(f"/artist/{id}?world=1&role=main+artist&standing=owned&page=1").text
    twin = world_app.get(f"/api/artist/{id}/world?role=main artist&standing=owned").json()
    assert len(twin["albums"]) == 1
    assert {one["standing"] for one in twin["albums"]} == {"owned"}
    assert facts(page)["fitting"] == str(twin["fitting"])
    assert ("page=2" in page) == (twin["fitting"] > 1)
    assert world_app.get(f"/artist/{id}?world=1&role=&standing=").status_code == 200
    assert world_app.get(f"/api/artist/{id}/world?standing=mine").status_code == 422
    assert world_query.PER_PAGE == 100


def test_without_a_catalogue_one_line_says_what_it_would_add(demo: TestClient):
    id = an_artist(demo)
    for path in (f"/artist/{id}", f"/artist/{id}?world=1"):
        page = demo.get(path)
        assert page.status_code == 200
        assert page.text.count('href="/config#catalogue"') == 1
        assert "12 GB" in page.text
    assert demo.get(f"/api/artist/{id}/world").status_code == 404


def test_an_artist_that_only_the_catalogue_knows_has_a_page(world_app: TestClient):
    assert world_app.get("/artist/1").status_code == 404
    assert world_app.get("/api/artist/1/world").status_code == 404


def test_texts_of_the_catalogue_are_escaped(hostile_app: TestClient):
    page = hostile_app.get(f"/artist/{an_artist(hostile_app)}?world=1").text
    assert HOSTILE not in page
    assert "<b onload" not in page
    assert html.escape(HOSTILE, quote=False)[:12] in page
