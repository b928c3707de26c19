"""The people you love, everywhere: the page and its twin, with a catalogue and without one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from starlette.testclient import TestClient

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
