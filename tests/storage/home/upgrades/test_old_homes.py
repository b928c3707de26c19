"""Homes of earlier versions: nothing in them is lost, and a build of another version is made again."""

from __future__ import annotations

import json
import threading
import time
from http import HTTPStatus
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.storage.home.upgrades.old_homes import (
    COMMITS,
    FOLLOWED,
    PLAYED,
    VIEW,
    make_home,
    read_again,
    read_rows,
    unpack,
)
from tests.web.inside import InsideJobs
from typer.testing import CliRunner

from linernotes.cli import app as cli
from linernotes.cli import load_commands
from linernotes.settings import load_settings
from linernotes.storage.duckdb.tables import SCHEMA_VERSION
from linernotes.storage.user.store import UserStore
from linernotes.web.app import create_app
from linernotes.web.background.open_build import Builds


@pytest.mark.parametrize("name", COMMITS)
def test_a_home_that_an_earlier_version_made_opens_with_all_that_it_has(name: str, tmp_path: Path) -> None:
    check(unpack(name, tmp_path / "home"), copies=2)


@pytest.mark.soak
@pytest.mark.parametrize("name", COMMITS)
def test_a_home_that_an_earlier_version_makes_now_opens_too(name: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    make_home(name, home, items=60)
    check(home, copies=60)


def check(home: Path, *, copies: int) -> None:
    """Open a home with this version, on the command line and as pages: it has all rows that it had."""
    before = read_rows(home)
    assert {rows.table for rows in before if rows.rows} >= {
        "document",
        "follows",
        "plays",
        "views",
        "settings",
    }

    def has_all() -> bool:
        return all(rows.rows == read_again(home, rows) for rows in before)

    load_commands()
    status = CliRunner().invoke(cli, ["--home", str(home), "status", "--json"])
    assert status.exit_code == 0, status.output
    troubles = json.loads(status.stdout)["troubles"]
    assert [SCHEMA_VERSION in one and "linernotes build" in one for one in troubles] in ([], [True])
    assert has_all()
    assert load_settings(home=home).sync.credited_min == 2
    with UserStore.open(home / "user.db") as user:
        assert len(user.listening.follows()) == FOLLOWED
        assert len(user.listening.plays()) == PLAYED
        assert [(view.name, view.query) for view in user.listening.views()] == [VIEW]

    app = create_app(load_settings(home=home))
    app.state.linernotes.jobs = InsideJobs(app.state.linernotes.settings)
    with TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as client:
        shelf = wait_for_build(client, is_another_version=bool(troubles))
        assert len(shelf) == copies
        played = [
            one for one in shelf if client.get(f"/release/{one['release_id']}").status_code == HTTPStatus.OK
        ]
        assert len(played) == copies
    assert has_all()


def wait_for_build(client: TestClient, *, is_another_version: bool) -> list[dict[str, object]]:
    """The copies of the shelf; until they are built again, pages say so and programs get a 503."""
    deadline = time.monotonic() + 60
    while True:
        page, answer = client.get("/"), client.get("/api/collection?per_page=100")
        if answer.status_code == HTTPStatus.OK:
            items: list[dict[str, object]] = answer.json()["items"]
            return items
        assert is_another_version
        assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        assert page.status_code == HTTPStatus.OK or "is being built anew" in page.text
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_page_that_comes_before_the_build_is_begun_waits_for_it_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(load_settings(home=unpack("before-who-played-with-whom", tmp_path / "home")))
    app.state.linernotes.jobs = InsideJobs(app.state.linernotes.settings)
    may_begin = threading.Event()
    wait = Builds.wait

    def wait_longer(builds: Builds) -> None:
        wait(builds)
        may_begin.wait(30)

    with monkeypatch.context() as slowly:
        slowly.setattr(Builds, "wait", wait_longer)
        with TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as client:
            assert "is being built anew" in client.get("/").text
            assert client.get("/no-such-page").status_code == HTTPStatus.NOT_FOUND
            assert "Authorization" in client.get("/?access_token=x").text
            may_begin.set()
            wait_for_build(client, is_another_version=True)
