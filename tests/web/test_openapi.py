"""Every answer in JSON has a schema without holes, an operation id that reads well, and a tag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient
from tests.web.fitting import Schemas

from linernotes.settings import load_settings
from linernotes.web.app import create_app
from linernotes.web.openapi import Tag

JSON = "application/json"
#: An operation is called by a verb and what it is done to.
VERBS = (
    "read", "find", "run", "download", "make", "start", "pause", "resume", "stop", "fetch", "import", "set", "save",
    "enter", "log", "delete", "follow", "unfollow", "disconnect",
)  # fmt: skip
#: The values that a user typed or asked a table for: any JSON value.
ANY_VALUE = {"QueryAnswer.rows", "UserData.settings"}
#: Addresses of the demo whose answers are held against their schemas, beside those without a parameter.
ASKED = {
    "/api/own": "/api/own?q=blue",
    "/api/role": "/api/role?name=Bass",
    "/api/path": "/api/path?from=Miles+Davis&to=Brian+Eno",
    "/api/path/find": "/api/path/find?q=davis",
    "/api/network/find": "/api/network/find?q=davis",
    "/api/collection": "/api/collection?q=bass&any-credit=:Bass&any-credit=:any:percussion",
    "/api/collection/people": "/api/collection/people?q=davis",
    "/api/collection/facet/{name}": "/api/collection/facet/genre",
    "/api/sql": "/api/sql?q=select+*+from+release+limit+3",
    "/collection.{kind}": "/collection.json",
    "/api/path/world": "/api/path/world?from=miles davis&to=brian eno",
    "/api/world/artists": "/api/world/artists?q=miles davis",
}


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return create_app(load_settings(home=tmp_path_factory.mktemp("home"))).openapi()


def operations(document: Any) -> Iterator[tuple[str, str, Any]]:
    """Each operation with its method and path."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def holes(schema: Any, place: str, open_values: set[str]) -> Iterator[str]:
    """The places of a schema where any value would do."""
    if not {"$ref", "type", "anyOf", "const", "enum"} & schema.keys():
        if place.partition("[")[0] not in open_values:
            yield place
    elif schema.get("type") == "array":
        for one in schema.get("prefixItems") or [schema["items"]]:
            yield from holes(one, f"{place}[]", open_values)
    elif schema.get("type") == "object":
        yield from (
            hole
            for name, one in schema.get("properties", {}).items()
            for hole in holes(one, f"{place}.{name}", open_values)
        )
        if "properties" not in schema:
            values = schema.get("additionalProperties")
            yield from holes(values if isinstance(values, dict) else {}, place + "[]", open_values)
    for one in schema.get("anyOf", ()):
        yield from holes(one, place, open_values)


def test_every_answer_in_json_has_a_schema(document: Any) -> None:
    for method, path, operation in operations(document):
        content = operation["responses"]["200"]["content"]
        assert list(holes(content[JSON]["schema"], f"{method} {path}", set())) == []
        assert operation["responses"]["default"]["content"][JSON]["schema"] == {
            "$ref": "#/components/schemas/Failure"
        }


def test_no_schema_has_a_hole(document: Any) -> None:
    found = [
        hole
        for name, schema in document["components"]["schemas"].items()
        if not name.startswith("Body_")
        for hole in holes(schema, name, ANY_VALUE)
    ]
    assert found == []


def test_every_reference_leads_to_a_schema(document: Any) -> None:
    names = set(re.findall(r"#/components/schemas/(\w+)", str(document)))
    assert names <= document["components"]["schemas"].keys()


def test_no_two_schemas_have_one_name(document: Any) -> None:
    """FastAPI tells classes of one name apart by their modules, and generators of clients give up on the titles."""
    schemas = document["components"]["schemas"]
    assert [name for name in schemas if "__" in name] == []
    titles = [schema["title"] for schema in schemas.values() if "title" in schema]
    assert len(titles) == len(set(titles))


def test_the_description_says_where_a_key_goes(document: Any) -> None:
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    assert document["security"] == [{"key": []}, {}]


def test_operations_have_ids_that_read_well_and_a_tag(document: Any) -> None:
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(ids) == len(set(ids))
    assert [id for id in ids if not re.fullmatch(rf"({'|'.join(VERBS)})(_[a-z]+)*", id)] == []
    tags = [tag["name"] for tag in document["tags"]]
    assert tags == list(Tag)
    assert {tag for _, _, one in operations(document) for tag in one["tags"]} == set(tags)
    assert all(len(operation["tags"]) == 1 for _, _, operation in operations(document))


def test_no_route_of_the_api_is_left_out(empty: TestClient, document: Any) -> None:
    routes = [route for route in empty.app.routes if isinstance(route, APIRoute)]  # type: ignore[attr-defined]
    assert {route.path for route in routes if route.path.startswith("/api/")} <= document["paths"].keys()


def test_the_answers_of_the_demo_fit_their_schemas(world_app: TestClient, document: Any) -> None:
    schemas = Schemas(document["components"]["schemas"])
    copy = world_app.get("/api/collection?q=Kind+Of+Blue").json()["items"][0]
    community = world_app.get("/api/network").json()["communities"][0]["community_id"]
    ids = {
        "release_id": copy["release_id"],
        "artist_id": copy["artists"][0]["artist_id"],
        "community_id": community,
        "label_id": 917134494,
        "series_id": 959093012,
        "company_id": 966672445,
        "year": 2020,
    }
    for method, path, operation in operations(document):
        if method != "get":
            continue
        answer = world_app.get(ASKED.get(path) or path.format(**ids))
        assert answer.status_code == 200, path
        schema = operation["responses"]["200"]["content"][JSON]["schema"]
        assert list(schemas.misfits(answer.json(), schema, path)) == []


@pytest.mark.parametrize("path", ["/api/home", "/api/collection?page=none", "/api/nowhere"])
def test_an_error_fits_its_schema(empty: TestClient, document: Any, path: str) -> None:
    answer = empty.get(path)
    assert answer.status_code in (404, 422)
    schemas = Schemas(document["components"]["schemas"])
    assert list(schemas.misfits(answer.json(), {"$ref": "#/components/schemas/Failure"}, path)) == []


@pytest.mark.parametrize("path", ["/collection.json", "/sql/result.json?q=select+1", "/nowhere"])
def test_an_error_of_an_address_outside_the_api_is_json_for_a_program(
    empty: TestClient, document: Any, path: str
) -> None:
    answer = empty.get(path, headers={"Accept": "application/json"})
    assert (answer.status_code, sorted(answer.json())) == (404, ["error"])
    assert empty.get(path, headers={"Accept": "text/html"}).text.startswith("<!doctype html>")


def test_a_post_that_is_refused_says_so_in_json_to_a_program(empty: TestClient) -> None:
    answer = empty.post("/start-etl", headers={"Accept": "application/json", "Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, sorted(answer.json())) == (403, ["error"])
