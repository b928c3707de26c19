"""A record with all its pressings, and *Do I own it?* of what is not on the shelf, with a catalogue and without one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.insights.world.worlds import World, opened_world
from tests.web.world.conftest import HOSTILE

from linernotes.insights.world.standing import read_shelf_standing


@pytest.fixture(scope="module")
def missing(demo_world: Path) -> tuple[int, str]:
    """A release that the shelf does not know, with its catalogue number."""
    with opened_world(demo_world) as world:
        return _missing(world)


def _missing(world: World) -> tuple[int, str]:
    shelf = world.snapshot.cached(read_shelf_standing)
    rows = world.table("catalog_numbers")
    numbers = [str(row["catalog_number"]) for row in rows]
    for row in rows:
        id, number = int(str(row["release_id"])), str(row["catalog_number"])
        if id not in shelf.releases | shelf.wanted and numbers.count(number) == 1 and len(number) > 5:
            return id, number
    raise AssertionError("the shelf knows all of them")


def test_all_pressings_are_a_page_and_a_twin(world_app: TestClient, missing: tuple[int, str]):
    owned = world_app.get("/api/collection?q=Kind+Of+Blue").json()["items"][0]["release_id"]
    assert f"/release/{owned}?world=1" in world_app.get(f"/release/{owned}").text
    for id, path in ((owned, f"/release/{owned}?world=1"), (missing[0], f"/release/{missing[0]}")):
        page, twin = world_app.get(path), world_app.get(f"/api/release/{id}/world").json()
        assert page.status_code == 200
        assert f'data-fact="versions" value="{twin["all_versions"]}"' in page.text
        assert page.text.count("<tr>") == 1 + len(twin["versions"])
        assert ("What your shelf knows of it" in page.text) == (id == owned)
    assert world_app.get("/release/1").status_code == 404


def test_a_number_of_anything_is_known(world_app: TestClient, missing: tuple[int, str]):
    id, number = missing
    page, twin = (
        world_app.get("/own", params={"q": number}).text,
        world_app.get("/api/own", params={"q": number}),
    )
    assert [one["release"]["release_id"] for one in twin.json()["world"]["matches"]] == [id]
    assert f'href="/release/{id}"' in page
    for one in twin.json()["world"]["matches"][0]["mine"]:
        assert f'data-fact="mine:{id}:{one["artist_id"]}" value="{one["mine"]}"' in page


def test_without_a_catalogue_one_line_says_what_it_would_add(demo: TestClient):
    owned = demo.get("/api/collection?q=Kind+Of+Blue").json()["items"][0]["release_id"]
    for path in (f"/release/{owned}", f"/release/{owned}?world=1", "/own?q=XYZQ99887"):
        assert demo.get(path).text.count('href="/config#catalogue"') == 1, path
    assert demo.get("/api/own?q=XYZQ99887").json()["world"] is None
    assert demo.get(f"/api/release/{owned}/world").status_code == 404


def test_texts_of_the_catalogue_are_escaped(hostile_app: TestClient, missing: tuple[int, str]):
    id, number = missing
    for page in (hostile_app.get(f"/release/{id}").text, hostile_app.get("/own", params={"q": number}).text):
        assert HOSTILE[2:9] in page
        assert not re.search(r"<b onload", page)
