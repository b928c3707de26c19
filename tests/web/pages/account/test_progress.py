"""/progress: the page and the stream of events, of a sync that any process runs."""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.homes import Home
from tests.web.conftest import Open
from tests.web.pages.account.test_access import browser, post

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.processes.progress import Step, Wait
from linernotes.settings import load_settings
from linernotes.storage.builds.build_activity import BuildWork
from linernotes.storage.builds.publish import current_build
from linernotes.storage.home.covers import Cover
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.home.locks import BuildLock, SyncLock
from linernotes.storage.landing import Estimate, Landing
from linernotes.web.background.app_state import AppState
from linernotes.web.pages.account.progress import look, view

STREAM = {"accept": "text/event-stream"}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """Slow enough to be watched: no release comes before the faults are cleared."""
    shelf = load_catalogue("synthetic", items=20, seed=5)
    with Sandbox(shelf, limit=100_000, faults="stall:/releases/*", stall_seconds=600) as sandbox:
        yield sandbox


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@contextmanager
def releases_come(sandbox: Sandbox) -> Iterator[None]:
    """Within the block they come, a second after the first was asked for: long enough to be looked at."""

    def let_them_come() -> None:
        while not any(path.startswith("/releases/") for path in sandbox.requests.paths()):
            sleep(0.02)
        sleep(1)
        sandbox.hooks.clear_faults()

    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(let_them_come)
        yield
        coming.result()


def events(client: TestClient) -> list[tuple[str, dict[str, Any]]]:
    """Read the stream to its end, which the server makes."""
    answer = client.get("/progress", headers=STREAM)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/event-stream")
    blocks = [block for block in answer.text.split("\n\n") if block and not block.startswith(":")]
    parsed = [dict(line.split(": ", 1) for line in block.splitlines()) for block in blocks]
    return [(one["event"], json.loads(one["data"])) for one in parsed]


def test_with_nothing_to_tell_the_stream_says_so_and_ends(open_app: Open) -> None:
    (first, shown), (last, same) = events(open_app())
    assert (first, last) == ("progress", "finished")
    assert shown == same
    assert (shown["status"], shown["running"], shown["finished"]) == ("never", False, True)


def test_the_stream_follows_a_sync_from_start_to_end(open_app: Open, home: Path, sandbox: Sandbox) -> None:
    client = browser(open_app, sandbox, token=sandbox.token)
    post(client, "/start-etl")
    with releases_come(sandbox):
        shown = events(client)
    names = [name for name, _ in shown]
    assert names == ["progress"] * (len(shown) - 1) + ["finished"]
    states = [state for _, state in shown]
    assert all(state["running"] for state in states[:-2])
    stages = list(dict.fromkeys(state["stage"] for state in states if state["stage"]))
    order = [
        "collection",
        "releases",
        "masters",
        "artists",
        "artist_masters",
        "credited",
        "neighbours",
        "wanted",
        "build",
    ]
    assert [stage for stage in order if stage in stages] == stages
    assert {"releases", "build"} <= set(stages)
    extracting = [
        state for state in states if state["phase"] == "extracting" and state["stage"] == "releases"
    ]
    assert all(state["eta_seconds"] >= 0 and state["seconds_per_request"] > 0 for state in extracting)
    assert [state["done"] for state in extracting] == sorted(state["done"] for state in extracting)
    end = states[-1]
    assert (end["status"], end["problems"], end["finished"]) == ("done", 0, True)
    assert end["done"] == end["total"]
    build = current_build(home)
    assert build is not None
    assert end["build_id"] == build.build_id


def test_a_page_that_is_opened_late_shows_the_true_state(
    open_app: Open, home: Path, sandbox: Sandbox
) -> None:
    """The sync was started on the command line, and the app after it."""
    process = Home(home, sandbox).start("sync")
    try:
        landed = re.compile(r"/releases/\d+$")
        while not any(landed.search(path) for path in sandbox.requests.paths()):
            assert process.poll() is None
            sleep(0.02)
        client = browser(open_app, sandbox, token=sandbox.token)
        with releases_come(sandbox):
            name, first = events(client)[0]
        assert (name, first["phase"], first["status"]) == ("progress", "extracting", "running")
        assert first["done"] > 0
        process.communicate(timeout=90)
        page = client.get("/progress").text
        assert "Done " in page
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def test_the_page_says_all_of_it_without_a_script(open_app: Open, home: Path) -> None:
    now = datetime.now(UTC)
    with SyncLock(home), Landing.open(home / LANDING_DB) as landing:
        run = landing.start_run(os.getpid(), now - timedelta(minutes=5))
        landing.report(
            run,
            [
                Step("collection", 5, 5),
                Step("releases", 30, 1200, problems=2),
                Step("masters", 0, 960, begun=False, exact=False),
                Step("album_masters", 0, 0, begun=False, skipped=True),
            ],
            estimate=Estimate(40, 7200.0, 1.0),
            now=datetime.now(UTC),
        )
        client = open_app()
        page = client.get("/progress").text
        assert "Reading: releases" in page
        assert "About 2 h 00 min left" in page
        assert "60 requests a minute" in page
        assert "2 problems" in page
        assert re.search(r'max="1200" value="30"', page)
        assert "0 of about 960" in page
        assert re.search(r'data-stage="album_masters" hidden', page)
        assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
        assert ">Pause<" in page
        landing.set_control("pause")
        page = client.get("/progress").text
        assert ">Paused<" in page
        assert "requests a minute" not in page


def test_the_page_says_until_when_a_sync_waits(open_app: Open, home: Path) -> None:
    """By the clock of the viewer; the JSON has the moment in UTC."""
    now = datetime.now(UTC)
    until = now.replace(hour=12, minute=30, second=5) + timedelta(days=1)
    with SyncLock(home), Landing.open(home / LANDING_DB) as landing:
        run = landing.start_run(os.getpid(), now)
        landing.report(run, [], waiting=Wait("Discogs answers 429: waits 12 s", until), now=now)
        client = open_app(zone="Asia/Kolkata")
        said = "Discogs answers 429: waits 12 s, until 18:00:05"
        assert f'data-text="waiting_text" role="status">{said}</div>' in client.get("/progress").text
        waiting = client.get("/api/progress").json()["waiting"]
        assert waiting["sentence"] == "Discogs answers 429: waits 12 s"
        assert datetime.fromisoformat(waiting["until"]) == until
        landing.report(run, [], now=now)
        page = client.get("/progress").text
        assert "waits 12 s" not in page
        assert not re.search(r"<p[^>]*>\s*</p>", page), "an empty paragraph where nothing waits"
        assert client.get("/api/progress").json()["waiting"] is None


@pytest.mark.usefixtures("real_waits")
def test_a_sync_that_is_refused_says_so_while_it_waits_and_not_after(open_app: Open) -> None:
    """The sandbox names one second, and other requests of the same moment come through meanwhile."""
    shelf = load_catalogue("synthetic", items=20, seed=5)
    with Sandbox(shelf, limit=100_000, faults="429retry:/releases/*#1") as sandbox:
        client = browser(open_app, sandbox, token=sandbox.token)
        post(client, "/start-etl")
        states, asked, answered = [], [], []
        while not states or states[-1]["running"]:
            asked.append(monotonic())
            states.append(client.get("/api/progress").json())
            answered.append(monotonic())
            sleep(0.05)
    waits = [state["waiting"] is not None for state in states]
    texts = {state["waiting"]["sentence"] for state in states if state["waiting"]}
    assert all(re.fullmatch(r"Discogs answers 429 \(/releases/\d+\): waits 1 s", text) for text in texts)
    # However few looks a busy machine has time for: the wait began after the last look without it.
    first = waits.index(True)
    within = [time < asked[first - 1] + 0.9 for time in answered]
    assert all(waits[first : sum(within)]), "the sentence is gone before the second is over"
    assert {state["phase"] for state in states if state["waiting"]} == {"extracting"}
    assert waits[-1] is False
    after = states[len(waits) - waits[::-1].index(True) :]
    assert [state["done"] for state in after if state["phase"] == "extracting"], "it went on after the wait"
    assert (states[-1]["status"], states[-1]["problems"]) == ("done", 0)


@pytest.mark.usefixtures("real_waits")
def test_the_events_say_what_a_sync_waits_for(open_app: Open) -> None:
    shelf = load_catalogue("synthetic", items=5, seed=5)
    with Sandbox(shelf, limit=100_000, faults="429retry:/oauth/identity#2") as sandbox:
        client = browser(open_app, sandbox, token=sandbox.token)
        post(client, "/start-etl")
        states = [state for _, state in events(client)]
    texts = [state["waiting_text"] for state in states]
    said = re.compile(r"Discogs answers 429 \(/oauth/identity\): waits 1 s, until \d\d:\d\d:\d\d")
    assert [text for text in texts if said.fullmatch(text)]
    assert all((state["waiting"] is None) == (state["waiting_text"] == "") for state in states)
    assert (texts[-1], states[-1]["status"]) == ("", "done")


def test_the_page_says_what_the_app_itself_waits_for(home: Path) -> None:
    """The covers pause while no sync runs; the next page says so, and the log has path and status."""
    settings = load_settings(home=home, image_hosts=("http://127.0.0.1:1",))
    state = AppState(settings)

    async def ask_for_a_cover() -> None:
        try:
            assert await state.covers.get(Cover(1, "small", "http://127.0.0.1:1/a.jpeg")) is None
        finally:
            await state.covers.stop()

    asyncio.run(ask_for_a_cover())
    said = view(look(state), state, UTC)["app_waiting_text"]
    assert re.fullmatch(
        r"The cover site 127\.0\.0\.1:1 cannot be reached \(/a\.jpeg\): waits 60 s, until \d\d:\d\d:\d\d",
        said,
    )


def test_a_build_shows_since_when_it_goes_on(open_app: Open, home: Path) -> None:
    home.mkdir()
    client = open_app()
    with BuildLock(home), BuildWork(home) as work:
        work.begin("communities")
        page = client.get("/progress").text
        seen = client.get("/api/progress").json()
    assert "Building the database" in page
    assert re.search(r"Building since \d\d:\d\d:\d\d: communities, 45%", page)
    assert (seen["build"]["step"], seen["build"]["done"]) == ("communities", 0.45)
    assert (seen["stage"], seen["phase"]) == ("build", "building")
    assert datetime.fromisoformat(seen["building_since"]) <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        pytest.param(None, "just now. It", id="without-a-reason"),
        pytest.param("the disk is full", "just now: the disk is full. It", id="with-a-reason"),
        pytest.param("Try again.", "just now: Try again. It", id="with-a-sentence"),
    ],
)
def test_how_the_last_sync_failed_is_said_in_sentences(
    open_app: Open, home: Path, reason: str | None, said: str
) -> None:
    home.mkdir()
    with Landing.open(home / LANDING_DB) as landing:
        now = datetime.now(UTC)
        run = landing.start_run(os.getpid(), now)
        landing.finish_run(run, "failed", requests=1, documents=0, problems=0, now=now, reason=reason)
    page = html.fromstring(open_app(token="t").get("/config").text)
    lines = [" ".join(one.text_content().split()) for one in page.xpath("//section//p")]
    assert f"The last sync failed {said} goes on where it stopped." in lines


def test_the_streams_end_when_the_app_does(open_app: Open, home: Path) -> None:
    """Else the server would wait for whoever has the page open."""
    client = open_app()
    with SyncLock(home), Landing.open(home / LANDING_DB) as landing:
        landing.start_run(os.getpid(), datetime.now(UTC))
        client.app.state.linernotes.stopping()  # type: ignore[attr-defined]
        assert events(client) == []


def test_what_a_problem_says_is_not_taken_for_a_page(open_app: Open, home: Path) -> None:
    with Landing.open(home / LANDING_DB) as landing:
        now = datetime.now(UTC)
        run = landing.start_run(os.getpid(), now)
        reason = "<script>alert(1)</script>\n\nevent: finished"
        landing.finish_run(run, "failed", requests=1, documents=0, problems=0, now=now, reason=reason)
    client = open_app()
    for path in ("/progress", "/config"):
        assert "<script>alert" not in client.get(path).text
    assert [name for name, _ in events(client)] == ["progress", "finished"]
