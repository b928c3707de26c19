"""Every page about the shelf has a twin in JSON, which says which build it is of and how much that build knows."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import Open

from linernotes.storage.home.layout import USER_DB

#: The page, and what its twin answers to; `{release}`, `{artist}` and `{community}` are of the demo.
TWINS = {
    "/": "/api/home",
    "/numbers": "/api/numbers",
    "/collection": "/api/collection",
    "/collection/facet/genre": "/api/collection/facet/genre",
    "/own?q=miles": "/api/own?q=miles",
    "/release/{release}": "/api/release/{release}",
    "/artist/{artist}": "/api/artist/{artist}",
    "/role/Bass": "/api/role?name=Bass",
    "/label/917134494": "/api/label/917134494",
    "/series/959093012": "/api/series/959093012",
    "/company/966672445": "/api/company/966672445",
    "/spin?release={release}": "/api/spin?release={release}",
    "/gaps": "/api/gaps",
    "/wantlist": "/api/wantlist",
    "/paper/shopping": "/api/shopping",
    "/paper/inventory": "/api/inventory",
    "/paper/labels": "/api/labels",
    "/year": "/api/year",
    "/year/2020": "/api/year/2020",
    "/network": "/api/network",
    "/network?community={community}": "/api/network/community/{community}",
    "/path?from={artist}&to=r{release}": "/api/path?from={artist}&to=r{release}",
}


@pytest.mark.parametrize(("page", "twin"), TWINS.items(), ids=TWINS)
def test_a_twin_says_what_it_rests_on(demo: TestClient, page: str, twin: str):
    copy = demo.get("/api/collection?q=Kind+Of+Blue").json()["items"][0]
    ids = {
        "release": copy["release_id"],
        "artist": copy["artists"][0]["artist_id"],
        "community": demo.get("/api/network").json()["communities"][0]["community_id"],
    }
    assert demo.get(page.format(**ids)).status_code == 200
    home, shown = demo.get("/api/home").json(), demo.get(twin.format(**ids)).json()
    assert shown["build_id"] == home["build_id"]
    assert {one["subject"] for one in shown["coverage"]} >= {"items", "releases with credits", "artists"}
    assert shown["coverage"] == home["coverage"]


def test_nothing_is_made_in_a_home_by_looking(open_app: Open, demo_home: Path, tmp_path: Path):
    home = copytree(demo_home, tmp_path / "looked")
    (home / USER_DB).unlink(missing_ok=True)
    client = open_app(home=home)
    copy = client.get("/api/collection").json()["items"][0]
    ids = {"release": copy["release_id"], "artist": copy["artists"][0]["artist_id"], "community": 1}
    for path in [*TWINS, *TWINS.values(), "/api/user", "/config"]:
        client.get(path.format(**ids))
        assert not (home / USER_DB).exists(), path


def test_every_twin_and_its_fields_are_described(empty: TestClient):
    openapi = empty.get("/api/openapi.json").json()
    for twin in {*TWINS.values(), "/api/collection/facets"}:
        path = twin.partition("?")[0].replace("facet/genre", "facet/{name}")
        for id in ("release", "artist", "community"):
            path = path.replace(f"{{{id}}}", f"{{{id}_id}}")
        path = path.replace("/year/2020", "/year/{year}")
        path = re.sub(r"/(label|series|company)/\d+", r"/\1/{\1_id}", path)
        answer = openapi["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        schema = openapi["components"]["schemas"][answer["$ref"].rpartition("/")[2]]
        assert {"build_id", "coverage"} <= set(schema["properties"]), twin


def test_how_far_a_sync_is_is_described_too(empty: TestClient):
    assert "/api/progress" in empty.get("/api/openapi.json").json()["paths"]
