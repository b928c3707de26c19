"""The description of the JSON is valid OpenAPI, and a client generated from it reads the demo and its catalogue."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.testclient import TestClient
from tests.homes import Home
from tests.web.pages.test_serving import serving

#: In an environment of its own: it wants an older typer than ours.
GENERATOR = "openapi-python-client==0.29.1"
UV = Path(sys.executable).with_name("uv")

#: Reads with every generated operation that needs no argument, and with some that do. Run where the client is.
READING = """
import importlib, inspect, json, pkgutil, sys
from pathlib import Path
import reader.api, reader.models
from reader import Client

for module in pkgutil.walk_packages(reader.api.__path__, "reader.api."):
    importlib.import_module(module.name)
client, read = Client(base_url=sys.argv[1], raise_on_unexpected_status=True), {}
asked = {"read_release": {"release_id": int(sys.argv[2])}, "read_facet": {"name": "genre"}}
for name, module in sorted(sys.modules.items()):
    operation = name.rpartition(".")[2]
    if not name.startswith("reader.api.") or not hasattr(module, "sync"):
        continue
    needed = [one for one in inspect.signature(module.sync).parameters.values() if one.default is one.empty]
    given = asked.get(operation, {})
    if len(needed) - 1 > len(given):
        continue
    if module._get_kwargs(**given)["method"] == "get":
        answer = module.sync_detailed(client=client, **given)
        read[operation] = [int(answer.status_code), type(answer.parsed).__name__]
print(json.dumps(read))
"""


def run(*command: object, cwd: Path) -> str:
    """The output of a command that works, within two minutes."""
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.soak  # a validator looks at each of 200 schemas for three seconds
def test_the_description_is_valid(empty: TestClient) -> None:
    OpenAPIV31SpecValidator(empty.get("/api/openapi.json").json()).validate()


@pytest.mark.soak  # fetches the generator
def test_a_generated_client_compiles_and_reads_the_demo(demo_world: Path, tmp_path: Path) -> None:
    with serving(Home(demo_world)) as (_, address):
        made = run(
            *(UV, "tool", "run", "--quiet", "--from", GENERATOR, "openapi-python-client", "generate"),
            *("--url", f"{address}/api/openapi.json", "--output-path", tmp_path / "reader", "--meta", "none"),
            cwd=tmp_path,
        )
        assert "Unable" not in made
        assert "WARNING" not in made.upper()
        (tmp_path / "reading.py").write_text(READING, "utf-8")
        in_its_place = (UV, "tool", "run", "--quiet", "--from", GENERATOR, "python")
        run(*in_its_place, "-W", "error", "-m", "compileall", "-q", "reader", cwd=tmp_path)
        (release, *_) = Home(demo_world).rows("select release_id from collection_items order by 1 limit 1")[0]
        read = json.loads(run(*in_its_place, "reading.py", address, release, cwd=tmp_path))
    assert len(read) > 15
    assert {"read_home", "read_collection", "read_release", "read_facet", "read_status"} <= read.keys()
    assert {name: one for name, one in read.items() if one[0] != 200 or one[1] == "Failure"} == {}
