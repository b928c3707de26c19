"""The way through all of Discogs, with a catalogue and without one."""

from __future__ import annotations

import html

from starlette.testclient import TestClient
from tests.web.world.conftest import HOSTILE


def ends(client: TestClient) -> tuple[str, str]:
    """Two artists who are connected, by their ids."""
    ids = [client.get(f"/api/path/find?q={name}").json()[0]["id"] for name in ("miles davis", "brian eno")]
    return str(ids[0]), str(ids[1])


def test_the_page_shows_the_steps_of_its_twin(world_app: TestClient):
    one, other = ends(world_app)
    twin = world_app.get(f"/api/path/world?from={one}&to={other}").json()
    assert twin["state"] == "found"
    page = world_app.get(f"/path?world=1&from={one}&to={other}").text
    assert f'data-fact="steps" value="{len(twin["steps"])}"' in page
    for step in twin["steps"]:
        assert f'data-fact="albums:{step["from_id"]}-{step["to_id"]}" value="{step["albums"]}"' in page
        assert step["evidence"]
        for album in step["evidence"]:
            assert f'href="/release/{album["release_id"]}"' in page
    shelf = world_app.get(f"/path?from={one}&to={other}").text
    assert html.escape(f"/path?world=1&from={one}&to={other}") in shelf
    names = world_app.get("/api/world/artists", params={"q": twin["steps"][0]["from_name"]}).json()
    assert twin["steps"][0]["from_id"] in [found["artist_id"] for found in names]


def test_what_is_not_found_is_said(world_app: TestClient):
    one, _ = ends(world_app)
    assert (
        "No artist of Discogs is called &lt;i&gt;" in world_app.get("/path?world=1&from=<i>&to=" + one).text
    )
    assert "one and the same" in world_app.get(f"/path?world=1&from={one}&to={one}").text
    assert world_app.get("/path?world=1").status_code == 200


def test_without_a_catalogue_the_page_is_that_of_the_shelf(demo: TestClient):
    one, other = ends(demo)
    page = demo.get(f"/path?world=1&from={one}&to={other}").text
    assert page.count('href="/config#catalogue"') == 1
    assert demo.get(f"/api/path/world?from={one}&to={other}").status_code == 404


def test_names_and_titles_are_escaped(hostile_app: TestClient):
    one, other = ends(hostile_app)
    page = hostile_app.get(f"/path?world=1&from={one}&to={other}").text
    assert 'data-fact="steps"' in page
    assert "<b onload" not in page
    assert html.escape(HOSTILE, quote=False)[:12] in page
