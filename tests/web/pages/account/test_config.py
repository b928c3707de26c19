"""/config: how it stands, the plan, and what starts, holds and ends a sync, whoever runs it."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.homes import Home
from tests.source.conftest import small_catalogue
from tests.web.conftest import Open
from tests.web.pages.account.test_access import browser, message, post, saved

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.etl.fetching import IN_FLIGHT
from linernotes.insights.status.progress import HomeProgress, read_progress
from linernotes.settings import Settings, load_settings
from linernotes.storage.builds.publish import Build, current_build, publish
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.home.locks import SyncLock
from linernotes.storage.landing import Landing, RunState
from linernotes.web.app import create_app
from linernotes.web.background.running import FailedJob, Job, Jobs, is_made_good

JSON = {"accept": "application/json"}

Serve = Callable[..., Sandbox]

#: No release comes before the faults are cleared. Most of the twenty are asked for at once.
NO_RELEASES = {"faults": "stall:/releases/*", "stall_seconds": 600}


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a Discogs with twenty records, or with `catalogue`."""
    with ExitStack() as stack:

        def start(catalogue: Any = None, **options: Any) -> Sandbox:
            shelf = catalogue or load_catalogue("synthetic", items=20, seed=5)
            return stack.enter_context(Sandbox(shelf, limit=100_000, **options))

        yield start


def until(true: Callable[[], object], seconds: float = 240) -> None:
    deadline = monotonic() + seconds
    while not true():
        assert monotonic() < deadline, "it never came true"
        sleep(0.05)


def progress(client: TestClient) -> dict[str, Any]:
    answer = client.get("/api/progress")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def ended(client: TestClient) -> bool:
    return not progress(client)["running"]


def at_releases(client: TestClient, sandbox: Sandbox) -> bool:
    """Whether it waits for as many releases as it asks for at once."""
    stalled = sum(one.fault == "stall" for one in sandbox.requests)
    return stalled == IN_FLIGHT and progress(client)["stage"] == "releases"


def test_the_plan_costs_two_requests_and_only_when_asked_for(open_app: Open, serve: Serve) -> None:
    sandbox = serve()
    client = browser(open_app, sandbox, token=sandbox.token)
    page = client.get("/config").text
    assert "costs two requests" in page
    assert sandbox.requests.paths() == []
    answer = post(client, "/plan")
    assert answer.headers["location"] == "/config#plan"
    assert len(sandbox.requests.paths()) == 2
    page = client.get("/config").text
    assert re.search(r'<th scope="row">Releases</th>\s*<td class="numbers">about 20</td>', page)
    assert len(sandbox.requests.paths()) == 2  # it is kept
    client.headers.update(JSON)
    assert post(client, "/plan").json()["requests"] > 20


def test_a_plan_that_fails_says_why(open_app: Open, serve: Serve) -> None:
    client = browser(open_app, serve(), token="aTokenOfNobody")
    assert "Discogs refuses the credentials" in message(client, post(client, "/plan"))


def test_nothing_starts_without_credentials(open_app: Open, serve: Serve) -> None:
    client = browser(open_app, serve())
    assert "Connect to Discogs first" in message(client, post(client, "/start-etl"))
    assert progress(client)["status"] == "never"


def test_a_sync_is_started_held_resumed_and_ends(tmp_path: Path, open_app: Open, serve: Serve) -> None:
    sandbox = serve(**NO_RELEASES)
    client = browser(open_app, sandbox, token=sandbox.token)
    assert ">Start<" in client.get("/config").text
    started = post(client, "/start-etl")
    assert (started.status_code, started.headers["location"]) == (303, "/progress")
    assert progress(client)["running"]  # at once, though the child has not come far
    until(lambda: at_releases(client, sandbox))
    again = client.post("/start-etl", data={"csrf": csrf(client)}, headers=JSON)
    assert again.status_code == 409
    assert "is running already" in again.json()["error"]
    page = client.get("/config").text
    assert ">Pause<" in page
    assert ">Start<" not in page
    post(client, "/pause-etl")
    sleep(0.6)  # the sync looks for the pause at most twice a second
    sandbox.hooks.clear_faults()
    until(lambda: all(one.status for one in sandbox.requests))  # those that were under way are answered
    asked = sandbox.requests.paths()
    sleep(1)
    assert sandbox.requests.paths() == asked
    assert 0 < sum(path.startswith("/releases/") for path in asked) < 20
    assert progress(client)["paused"]
    assert ">Resume<" in client.get("/config").text
    post(client, "/resume-etl")
    until(lambda: ended(client))
    seen = progress(client)
    assert (seen["status"], seen["problems"], seen["paused"]) == ("done", 0, False)
    assert seen["done"] == seen["total"] > 20
    assert seen["build_id"] is not None


def csrf(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/config").text)
    assert found is not None
    return found[1]


def test_a_sync_of_the_command_line_shows_and_is_not_started_twice(
    tmp_path: Path, open_app: Open, serve: Serve
) -> None:
    sandbox = serve(**NO_RELEASES)
    client = browser(open_app, sandbox, token=sandbox.token)
    process = Home(tmp_path / "home", sandbox).start("sync")
    try:
        until(lambda: at_releases(client, sandbox))
        assert ">Pause<" in client.get("/config").text
        assert "is running already" in message(client, post(client, "/start-etl"))
        assert "token comes from" in message(client, post(client, "/disconnect"))
        post(client, "/pause-etl")
        sandbox.hooks.clear_faults()
        until(lambda: progress(client)["paused"])
        post(client, "/resume-etl")
        _, said = process.communicate(timeout=240)
        assert process.returncode == 0, said
        assert ended(client)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def test_the_app_ends_its_sync_gracefully_and_the_next_one_goes_on(tmp_path: Path, serve: Serve) -> None:
    sandbox = serve(faults="stall:/masters/*", stall_seconds=600)
    app = create_app(load_settings(home=tmp_path / "home", api_url=sandbox.url, token=sandbox.token))
    with TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False) as client:
        post(client, "/start-etl")
        until(lambda: progress(client)["stage"] == "masters")
        pid = read_progress(tmp_path / "home").run.pid  # type: ignore[union-attr]
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not SyncLock(tmp_path / "home").is_held()
    with Landing.open(tmp_path / "home" / "landing.db", read_only=True) as landing:
        state = landing.run_state()
        assert state is not None
        assert state.status == "interrupted"
        landed = len(landing.fetched_at("release"))
    assert landed > 15
    sandbox.hooks.clear_faults()
    sandbox.requests.clear()
    done = Home(tmp_path / "home", sandbox).run("sync")
    assert done.returncode == 0, done.stderr
    again = [path for path in sandbox.requests.paths() if path.startswith("/releases/")]
    assert len(again) <= 20 - landed


def test_how_a_sync_failed_is_shown(open_app: Open, serve: Serve) -> None:
    sandbox = serve(faults="403:/users/*/collection/folders/0/releases")
    client = browser(open_app, sandbox, token=sandbox.token)
    post(client, "/start-etl")
    until(lambda: ended(client))
    seen = progress(client)
    assert seen["status"] == "failed"
    assert "may not see this" in seen["reason"]
    for path in ("/config", "/progress"):
        page = client.get(path).text
        assert "may not see this" in page
        assert "(exit status 1)" in page


def test_a_failure_is_forgotten_once_it_is_made_good_elsewhere(
    tmp_path: Path, open_app: Open, serve: Serve
) -> None:
    """A sync fails in the app, and the next one, on the command line, does not."""
    failing = serve(small_catalogue(), faults="403:/users/*/collection/folders/0/releases")
    client = browser(open_app, failing, token=failing.token)
    post(client, "/start-etl")
    until(lambda: ended(client))
    assert "(exit status 1)" in client.get("/config").text
    done = Home(tmp_path / "home", serve(small_catalogue())).run("sync")
    assert done.returncode == 0, done.stderr
    for path, said in (("/config", "Last synced"), ("/progress", "Done ")):
        page = client.get(path).text
        assert said in page
        assert "exit status" not in page


def ran(status: str, run_id: int) -> RunState:
    """A run whose clock was a year ahead or behind: its times say nothing."""
    at = datetime.now(UTC) + timedelta(days=365 if run_id % 2 else -365)
    return RunState(run_id, 1, at, at, at, status, 0, 0, 0, ())


#: The newest sync and build when something failed. The build is dated ahead, as each one after it is.
FAILED_AT = (7, "29991231T235959000000Z-ffff")
BEFORE, SAME, NEXT = "20261124T120000000000Z-0001", FAILED_AT[1], "29991231T235959000001Z-0000"


@pytest.mark.parametrize(
    ("job", "run", "build_id", "is_forgotten"),
    [
        pytest.param("sync", ("done", 8), NEXT, True, id="a-newer-sync"),
        pytest.param("sync", ("done", 8), SAME, True, id="a-newer-sync-without-a-build"),
        pytest.param("sync", ("failed", 8), SAME, False, id="a-newer-sync-that-failed-too"),
        pytest.param("sync", ("failed", 7), NEXT, False, id="a-newer-build-of-what-a-failed-sync-fetched"),
        pytest.param("sync", ("done", 7), SAME, False, id="a-sync-whose-build-failed"),
        pytest.param("sync", ("done", 7), NEXT, True, id="the-build-that-it-lacked"),
        pytest.param("sync", None, None, False, id="nothing-ever"),
        pytest.param("build", ("done", 7), NEXT, True, id="a-newer-build"),
        pytest.param("build", ("done", 8), SAME, False, id="no-newer-build"),
        pytest.param("build", ("done", 8), BEFORE, False, id="the-build-before-it-stands-in"),
        pytest.param("dump", ("done", 8), NEXT, False, id="what-nobody-tells-of"),
    ],
)
def test_what_makes_a_failure_good(
    job: Job, run: tuple[str, int] | None, build_id: str | None, is_forgotten: bool
) -> None:
    seen = HomeProgress(
        run=ran(*run) if run else None,
        build_id=build_id,
    )
    assert is_made_good(FailedJob(job, 1, "no", *FAILED_AT), seen) == is_forgotten


def test_a_build_that_is_dated_ahead_hides_no_failure(tmp_path: Path) -> None:
    """The build was published while the clock was centuries ahead; the build after it fails."""
    ahead = Build(tmp_path, "29991231T235959000000Z-ffff", is_draft=True)
    ahead.path.parent.mkdir()
    with ahead, DBStorage.create(ahead.path):
        pass
    publish(ahead)
    (tmp_path / LANDING_DB).write_text("no database")
    jobs = Jobs(Settings(home=tmp_path))

    async def build() -> None:
        await jobs.start("build")
        while jobs.has_child("build"):
            await asyncio.sleep(0.05)

    asyncio.run(build())
    assert [failure.job for failure in jobs.failures(read_progress(tmp_path))] == ["build"]


def test_a_child_that_is_killed_is_a_failure_too(tmp_path: Path, open_app: Open, serve: Serve) -> None:
    sandbox = serve(**NO_RELEASES)
    client = browser(open_app, sandbox, token=sandbox.token, jobs=Jobs)
    post(client, "/start-etl")
    until(lambda: at_releases(client, sandbox))
    os.kill(read_progress(tmp_path / "home").run.pid, signal.SIGKILL)  # type: ignore[union-attr]
    until(lambda: ended(client))
    assert progress(client)["status"] == "interrupted"
    assert "(exit status -9)" in client.get("/config").text


def test_a_build_alone_makes_no_request(tmp_path: Path, open_app: Open, serve: Serve) -> None:
    sandbox = serve(small_catalogue())
    home = Home(tmp_path / "home", sandbox)
    home.sync()
    sandbox.requests.clear()
    before = current_build(tmp_path / "home")
    client = browser(open_app, sandbox, token=sandbox.token)
    assert ">Build<" in client.get("/config").text
    post(client, "/start-build")
    until(lambda: current_build(tmp_path / "home") != before)
    until(lambda: ended(client))
    assert sandbox.requests.paths() == []


def test_a_copy_for_other_programs_that_cannot_be_replaced_is_noted_on_the_page(
    tmp_path: Path, open_app: Open, serve: Serve
) -> None:
    sandbox = serve(small_catalogue())
    Home(tmp_path / "home", sandbox).sync()
    link = tmp_path / "home" / "collection.duckdb"
    link.unlink()
    link.mkdir()
    (link / "mine.txt").write_text("keep me")
    client = browser(open_app, sandbox, token=sandbox.token)
    post(client, "/start-build")
    until(lambda: f"{link} still shows an older build" in client.get("/progress").text)


def test_disconnecting_ends_the_sync_and_keeps_the_data_until_it_is_deleted(
    tmp_path: Path, open_app: Open, serve: Serve
) -> None:
    sandbox = serve(**NO_RELEASES)
    client = browser(open_app, sandbox)
    post(client, "/personal-token", token=sandbox.token)
    post(client, "/start-etl")
    until(lambda: at_releases(client, sandbox))
    client.get("/config")
    assert "still here" in message(client, post(client, "/disconnect"))
    assert saved(tmp_path) == {}
    assert not SyncLock(tmp_path / "home").is_held()
    assert (tmp_path / "home" / "landing.db").exists()
    assert "Nothing was deleted" in message(client, post(client, "/delete-data"))
    assert (tmp_path / "home" / "landing.db").exists()
    assert "The data is deleted" in message(client, post(client, "/delete-data", confirm="delete"))
    assert not (tmp_path / "home" / "landing.db").exists()


def test_the_data_is_not_deleted_under_a_sync_of_another_process(
    tmp_path: Path, open_app: Open, serve: Serve
) -> None:
    sandbox = serve(small_catalogue())
    client = browser(open_app, sandbox)
    post(client, "/personal-token", token=sandbox.token)
    client.get("/config")
    with SyncLock(tmp_path / "home"):
        for path in ("/disconnect", "/delete-data"):
            assert "started elsewhere" in message(client, post(client, path, confirm="delete"))
    assert saved(tmp_path)["user"] == "rodneyfool"
    assert (tmp_path / "home" / "landing.db").exists()


def test_the_hour_of_the_daily_sync_is_kept(open_app: Open, serve: Serve) -> None:
    sandbox = serve()
    client = browser(open_app, sandbox, token=sandbox.token)
    for wrong in ("24", "-1", "noon", "1.5"):
        assert "0 to 23" in message(client, post(client, "/schedule", hour=wrong))
    assert "daily at 05:00" in message(client, post(client, "/schedule", hour="5"))
    page = client.get("/config").text
    assert '<option value="5" selected>05:00</option>' in page
    assert "at 05:00, while" in page
    for wrong in ("-1", "100", "all"):
        assert "0 to 99" in message(client, post(client, "/schedule", hour="5", keep=wrong))
    assert "14 backups are kept" in message(client, post(client, "/schedule", hour="5", keep="14"))
    assert '<option value="14" selected>14</option>' in client.get("/config").text
    assert "No daily sync" in message(client, post(client, "/schedule", hour=""))
    assert '<option value="" selected>never</option>' in client.get("/config").text


def test_secrets_that_cannot_be_read_are_said_and_nothing_breaks(
    tmp_path: Path, open_app: Open, serve: Serve
) -> None:
    client = browser(open_app, serve())
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "secrets.yml").write_text("discogs: [hush-hush")
    page = client.get("/config")
    assert page.status_code == 200
    assert "is not valid YAML" in page.text
    assert "hush-hush" not in page.text


CHANGES = (
    "/start-etl",
    "/start-build",
    "/pause-etl",
    "/resume-etl",
    "/disconnect",
    "/delete-data",
    "/schedule",
    "/plan",
    "/consumer",
    "/personal-token",
    "/enter-code",
)


def test_every_change_is_a_post_with_the_token_of_the_form(
    tmp_path: Path, open_app: Open, serve: Serve
) -> None:
    client = browser(open_app, serve())
    for path in CHANGES:
        assert client.get(path).status_code in (404, 405), path
        client.get("/config")
        assert client.post(path, data={"csrf": "forged"}).status_code == 403, path
        assert client.post(path).status_code == 403, path
    assert not (tmp_path / "home").exists()


def test_no_redirect_leads_elsewhere(open_app: Open, serve: Serve) -> None:
    client = browser(open_app, serve())
    for strange in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        assert post(client, "/pause-etl", next=strange).headers["location"] == "/config"
