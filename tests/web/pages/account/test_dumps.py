"""/config's section for dumps: a month is fetched, files are imported, and the progress page tells of both."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from starlette.testclient import TestClient
from tests.etl.dumps.test_dump_damage import archives, documents, landing_of
from tests.web.conftest import Open
from tests.web.pages.account.test_access import message, post

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.dumps.archives import write_dump
from discogs_sandbox.dumps.site import DumpOptions
from discogs_sandbox.server import Sandbox
from linernotes.storage.home.dump_activity import DumpWork
from linernotes.storage.home.locks import SyncLock
from linernotes.web.background.running import Jobs

JSON = {"accept": "application/json"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue("synthetic", items=15, seed=2)


@pytest.fixture
def sandbox(catalogue: Catalogue) -> Iterator[Sandbox]:
    with Sandbox(catalogue, dumps=DumpOptions(limit=100)) as sandbox:
        yield sandbox


@pytest.fixture
def client(open_app: Open, tmp_path: Path, catalogue: Catalogue, sandbox: Sandbox) -> TestClient:
    """The app on a home that knows a collection's listing and has no account."""
    (tmp_path / "home").mkdir()
    landing_of(catalogue, tmp_path / "home" / "landing.db")
    return open_app(dump_url=sandbox.dump_url)


def wait_until_done(client: TestClient) -> list[str]:
    """The phases that were seen on the way."""
    phases: list[str] = []
    deadline = monotonic() + 120
    while (seen := client.get("/api/progress").json())["running"]:
        phases.append(seen["phase"])
        assert monotonic() < deadline, "it never ended"
        sleep(0.05)
    return phases


@pytest.mark.usefixtures("real_processes")  # a fork is through before the page is asked for
def test_a_month_is_fetched_and_published(client: TestClient, tmp_path: Path, catalogue: Catalogue) -> None:
    jobs = Jobs(client.app.state.linernotes.settings)  # type: ignore[attr-defined]
    client.app.state.linernotes.jobs = jobs  # type: ignore[attr-defined]  # a process: it takes time to start
    answer = post(client, "/dump-fetch", month="2026-10", keep="yes")
    assert (answer.status_code, answer.headers["location"]) == (303, "/progress")
    assert "Downloading dumps" in client.get("/progress").text
    assert "dumps" in wait_until_done(client)
    found = documents(tmp_path / "home" / "landing.db")
    assert {id for kind, id, _ in found if kind == "release"} >= {item["id"] for item in catalogue.items}
    assert {source for _, _, source in found} == {"dump:20261001"}
    assert (tmp_path / "home" / "dumps" / "discogs_20261001_releases.xml.gz").exists()
    assert client.get("/api/progress").json()["build_id"]


def test_files_of_this_machine_are_imported(client: TestClient, tmp_path: Path, catalogue: Catalogue) -> None:
    files = archives(write_dump(catalogue, tmp_path / "my dumps"))
    answer = post(client, "/dump-import", paths="\n".join(map(str, files)))
    assert answer.headers["location"] == "/progress"
    wait_until_done(client)
    assert {kind for kind, _, _ in documents(tmp_path / "home" / "landing.db")} == {
        "artist",
        "master",
        "release",
    }


NOT_POSSIBLE: tuple[tuple[str, dict[str, str], str], ...] = (
    ("/dump-fetch", {"month": "October"}, "The month is written YYYY-MM"),
    ("/dump-import", {"paths": " \n"}, "Name a file"),
    ("/dump-import", {"paths": "/etc/passwd"}, "/etc/passwd is not named as Discogs names its dumps"),
    ("/dump-import", {"paths": "/none/discogs_20261101_releases.xml.gz"}, "there is no such file"),
    ("/dump-import", {"paths": "discogs_20261101_releases.xml.gz"}, "Give its whole path"),
    ("/dump-stop", {}, "Nothing was stopped"),
)


def test_what_cannot_be_done_is_said_and_nothing_starts(client: TestClient) -> None:
    for path, fields, said in NOT_POSSIBLE:
        assert said in message(client, post(client, path, **fields))
        assert not client.get("/api/progress").json()["running"]


def test_without_a_collection_nothing_is_downloaded(open_app: Open, sandbox: Sandbox) -> None:
    client = open_app(dump_url=sandbox.dump_url)
    assert "there is no collection to look for" in message(client, post(client, "/dump-fetch"))
    assert not sandbox.dump_requests


def test_a_download_that_fails_is_shown_on_the_page(
    open_app: Open, tmp_path: Path, catalogue: Catalogue
) -> None:
    (tmp_path / "home").mkdir()
    landing_of(catalogue, tmp_path / "home" / "landing.db")
    with Sandbox(catalogue, dumps=DumpOptions(faults="403:*")) as sandbox:
        client = open_app(dump_url=sandbox.dump_url)
        post(client, "/dump-fetch")
        wait_until_done(client)
    assert "The last dump failed" in client.get("/config").text
    assert "refuses us (403)" in client.get("/progress").text


def test_an_import_that_waits_for_a_sync_says_so(client: TestClient, tmp_path: Path) -> None:
    """So does a file that is not the one that it should be."""
    spoilt = tmp_path / "home" / "dumps" / "discogs_20261101_artists.xml.gz"
    spoilt.parent.mkdir()
    spoilt.write_bytes(b"no dump")
    remark = f"{spoilt.name} is there, but its checksum is not right: it is fetched again."
    with SyncLock(tmp_path / "home"):
        post(client, "/dump-fetch", month="2026-11")
        while not (seen := client.get("/api/progress").json())["waiting"]:
            assert seen["running"], client.get("/progress").text
            sleep(0.05)
        sentence = f"Process {os.getpid()} is syncing: the import of dumps begins when it is done"
        assert (seen["phase"], seen["waiting"]) == ("dumps", {"sentence": sentence, "until": None})
        assert seen["dump"]["remarks"] == [remark]
        page = client.get("/progress").text
        assert f">{sentence}</div>" in page
        assert remark in page
    wait_until_done(client)
    assert client.get("/api/progress").json()["build_id"]


def test_work_that_was_started_elsewhere_is_seen_and_not_started_twice(
    client: TestClient, tmp_path: Path
) -> None:
    with DumpWork(tmp_path / "home", lambda _: None) as work:
        work.note("import", "discogs_20261101_releases.xml.gz", 5_000_000, 20_000_000)
        seen = client.get("/api/progress").json()
        assert (seen["phase"], seen["dump"]["done"]) == ("dumps", 5_000_000)
        assert "discogs_20261101_releases.xml.gz: 5.0 of 20.0 MB" in client.get("/progress").text
        assert "Reading dumps" in client.get("/progress").text
        assert "Dumps are being downloaded or read" in client.get("/config").text
        assert "Work with dumps is running already" in message(client, post(client, "/dump-fetch"))
    assert not client.get("/api/progress").json()["running"]


def test_a_download_can_be_stopped(open_app: Open, tmp_path: Path, catalogue: Catalogue) -> None:
    (tmp_path / "home").mkdir()
    landing_of(catalogue, tmp_path / "home" / "landing.db")
    with Sandbox(catalogue, dumps=DumpOptions(limit=1, retry_after=60)) as sandbox:
        client = open_app(dump_url=sandbox.dump_url, jobs=Jobs)
        post(client, "/dump-fetch")
        while not (waits := client.get("/api/progress").json()["waiting"]):  # for a minute
            sleep(0.05)
        assert re.fullmatch(
            r"The dump site 127\.0\.0\.1:\d+ answers 429 \(\S+\): waits 60 s", waits["sentence"]
        )
        until = datetime.fromisoformat(waits["until"])
        assert timedelta(seconds=50) < until - datetime.now(UTC) <= timedelta(seconds=60)
        assert f">{waits['sentence']}, until " in client.get("/progress").text
        assert "Stopped" in message(client, post(client, "/dump-stop"))
    assert not client.get("/api/progress").json()["running"]
    assert "failed" not in client.get("/progress").text
