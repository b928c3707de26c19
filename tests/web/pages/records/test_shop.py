"""What a browser keeps for the shop: the worker, the page, the index, and what is in none of them."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from tests.web.conftest import Open

from linernotes.insights.ownership.offline.people import MOST_NAMES
from linernotes.insights.ownership.offline.shop_index import VERSION, read_shop_index
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.builds.publish import current_build
from linernotes.web.rendering.assets import FOLDER


def kept(client: TestClient) -> list[str]:
    """The addresses of the files that the worker keeps, from the root of the app."""
    listed = re.search(r"const KEPT = (\[.*?\]);", client.get("/own/worker.js").text, re.DOTALL)
    assert listed is not None
    return [address.removeprefix("..") for address in json.loads(listed[1])]


def test_the_worker_has_the_page_and_what_is_below_it(demo: TestClient):
    """Its addresses are relative, so that the app may stand behind a path."""
    answer = demo.get("/own/worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Service-Worker-Allowed"] == "../own"
    assert not re.search(r"""["'(`]/(static|own)""", answer.text)
    for address in kept(demo):
        assert demo.get(address).status_code == 200, address


def test_the_worker_keeps_all_that_its_page_is_made_of(demo: TestClient):
    """Scripts that are imported, too; and no page loads more than 300 kB of it."""
    page = demo.get("/own/offline").text
    addresses = kept(demo)
    loaded = set(re.findall(r'(?:src|href)="(/static/[^"#]*)', page))
    assert {address for address in loaded if "maskable" not in address and "manifest" not in address} <= set(
        addresses
    )
    scripts = {
        address.partition("?")[0].removeprefix("/static/") for address in addresses if ".js?" in address
    }
    for script in scripts:
        text = (FOLDER / script).read_text("utf-8")
        for name in re.findall(r"""(?:from|import\() ?["']\./([\w/-]+\.js)""", text):
            assert f"{Path(script).parent}/{name}".removeprefix("./") in scripts
    contents = [demo.get(address).content for address in addresses]
    sizes = [len(content if content[:4] == b"wOF2" else gzip.compress(content)) for content in contents]
    assert sum(sizes) < 300_000


def test_the_kept_page_has_nothing_of_a_session(open_app: Open):
    """A browser keeps it for months: no token, no message, no link that needs the app but one."""
    client = open_app(password="pw")
    token = re.search(r'name="csrf" value="([^"]+)"', client.get("/login").text)
    assert token is not None
    client.post("/login", data={"csrf": token[1], "password": "pw"})
    page = client.get("/own/offline")
    assert page.status_code == 200
    assert "csrf" not in page.text
    assert "Sign out" not in page.text
    assert set(re.findall(r'<a [^>]*href="(/[^"]*)"', page.text)) == {"/", "/own", "/paper"}


def test_the_index_has_a_tag_and_is_made_once(demo: TestClient):
    whole = demo.get("/own/index.json")
    assert whole.headers["Content-Encoding"] == "gzip"
    assert whole.headers["Cache-Control"] == "no-store"
    again = demo.get("/own/index.json", headers={"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    plain = demo.get("/own/index.json", headers={"Accept-Encoding": "identity"})
    assert plain.json() == whole.json()
    assert plain.json()["copies"]["title"]


def test_the_tag_names_the_build_and_so_changes_with_it(demo: TestClient, demo_home: Path):
    build = current_build(demo_home)
    assert build is not None
    assert build.build_id in demo.get("/own/index.json").headers["ETag"]


def test_the_scripts_read_the_index_of_this_version():
    script = (FOLDER / "own/offline/answer.js").read_text("utf-8")
    assert re.findall(r"^const VERSION = (\d+);", script, re.MULTILINE) == [str(VERSION)]


def test_before_the_first_build_there_is_no_index(empty: TestClient):
    assert empty.get("/own/index.json").status_code == 404


def test_without_the_password_there_is_none_either(open_app: Open):
    answer = open_app(password="pw").get("/own/index.json")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login?next=%2Fown%2Findex.json")


def test_the_index_has_no_notes_conditions_prices_or_folders(demo: TestClient, demo_home: Path):
    """A phone is lost more easily than a computer."""
    text = demo.get("/own/index.json").text
    build = current_build(demo_home)
    assert build is not None
    with Snapshot.open(build) as snapshot:
        private = [
            snapshot.storage.scalar(f"select max({column}) from collection_items where {column} is not null")
            for column in ("notes", "media_condition")
        ]
        assert read_shop_index(snapshot).releases == 90
    assert all(private)
    assert not [value for value in private if json.dumps(value)[1:-1] in text]


def test_the_manifest_leads_to_the_page_and_to_icons_of_their_sizes(demo: TestClient):
    answer = demo.get("/static/shared/app.webmanifest")
    assert answer.headers["Content-Type"].startswith("application/manifest+json")
    manifest = answer.json()
    assert (manifest["start_url"], manifest["scope"]) == ("../../own", "../../")
    for icon in manifest["icons"]:
        if icon["type"] == "image/png":
            with Image.open(FOLDER / "shared" / icon["src"]) as picture:
                assert "{}x{}".format(*picture.size) == icon["sizes"]
        assert demo.get(f"/static/shared/{icon['src']}").headers["Content-Type"] == icon["type"]


@pytest.mark.parametrize("path", ["/own", "/own/offline"])
def test_the_pages_allow_workers_and_a_manifest_of_ours(demo: TestClient, path: str):
    policy = demo.get(path).headers["Content-Security-Policy"]
    assert "worker-src 'self'; manifest-src 'self'" in policy
    assert "unsafe" not in policy


def test_only_what_reads_barcodes_may_run_webassembly(demo: TestClient):
    """It is a worker, with a policy of its own; its addresses lead to files as WebAssembly has to come."""
    answer = demo.get("/own/reader.js")
    assert "script-src 'self' 'wasm-unsafe-eval'" in answer.headers["Content-Security-Policy"]
    for address in re.findall(r'"\.\.(/static/vendor/[^"]+)"', answer.text):
        file = demo.get(address)
        assert file.status_code == 200
        assert file.headers["Content-Type"].partition(";")[0] in ("text/javascript", "application/wasm")
        assert file.headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("path", ["/", "/own", "/own/offline", "/collection"])
def test_only_this_page_may_use_the_camera(demo: TestClient, path: str):
    allowed = "self" if path.startswith("/own") else ""
    assert f"camera=({allowed})," in demo.get(path).headers["Permissions-Policy"]


def test_an_index_of_ten_thousand_such_records_is_below_a_megabyte(demo: TestClient):
    """Counted from the demo's few, which compress worse; `python -m benchmarks shop` measures 10,000."""
    index = demo.get("/own/index.json").json()
    rules, people = index.pop("rules"), index.pop("people")
    names = sum(1 + len(others) for _, _, others, _ in people)
    each = compressed(index) / len(index["copies"]["release"])
    assert compressed(rules) + 10_000 * each < 1_000_000
    # Up to two thousand records have so many names, and are small otherwise.
    assert compressed(rules) + MOST_NAMES * compressed(people) / names + 2_000 * each < 1_000_000


def compressed(value: object) -> int:
    """Bytes of a part of the index, compressed by itself."""
    return len(gzip.compress(json.dumps(value, separators=(",", ":")).encode()))
