"""The people you love, everywhere: the page and its twin, with a catalogue and without one."""

from __future__ import annotations

from starlette.testclient import TestClient


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
    for path in ("/gaps", "/gaps/world"):
        assert demo.get(path).text.count('href="/config#catalogue"') == 1, path
    assert demo.get("/api/gaps/world").status_code == 404


def test_texts_of_the_catalogue_are_escaped(hostile_app: TestClient):
    assert hostile_app.get("/api/gaps/world").json()["records"]
    page = hostile_app.get("/gaps/world").text
    assert "&lt;b onload" in page
    assert "<b onload" not in page
