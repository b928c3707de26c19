"""Faults: how they are written down, when they strike, what they look like on the wire."""

from __future__ import annotations

import json
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import httpx2
import pytest

from discogs_sandbox.catalogues.synthetic import USERNAME
from discogs_sandbox.faults import Faults, parse_fault

ITEMS = f"/users/{USERNAME}/collection/folders/0/releases"


@pytest.mark.parametrize(
    "text",
    [
        "500",
        "nonsense:0.1",
        "500:1.5",
        "500:often",
        "399:0.1",
        "600:/x",
        "404:/x#many",
        "add:0",
        "remove:0.5",
    ],
)
def test_what_cannot_be_read_is_refused_by_name(text):
    with pytest.raises(ValueError, match=text.replace(".", r"\.")):
        parse_fault(text)


def test_chances_come_from_a_seeded_generator():
    def sequence(seed: int) -> list[str]:
        faults = Faults.parse("429:0.05,500:0.02,reset:0.01", seed=seed)
        return [faults.next("/releases/1", "") for _ in range(2000)]

    assert sequence(1) == sequence(1) != sequence(2)
    counts = {kind: sequence(1).count(kind) for kind in ("429", "500", "reset")}
    assert 60 < counts["429"] < 140
    assert 15 < counts["500"] < 65
    assert 5 < counts["reset"] < 40


def test_aimed_faults_know_paths_queries_wildcards_and_times():
    faults = Faults.parse("404:/releases/5,500:*/releases?page=3#2, malformed:/artists/*")
    assert faults.next("/releases/5", "") == "404"
    assert faults.next("/releases/55", "") == ""
    assert faults.next("/artists/9", "") == "malformed"
    path = "/users/me/collection/folders/0/releases"
    assert [faults.next(path, "page=3&per_page=100") for _ in range(3)] == ["500", "500", ""]
    assert faults.next(path, "page=33") == ""


def test_token_endpoints_are_spared_by_chance_but_not_by_aim():
    faults = Faults.parse("500:1")
    assert faults.next("/oauth/access_token", "") == ""
    assert faults.next("/oauth/identity", "") == "500"
    assert Faults.parse("500:/oauth/access_token").next("/oauth/access_token", "") == "500"


def test_statuses_take_the_place_of_an_answer(serve):
    ask = serve(
        faults="429:/artists/1000,429retry:/artists/1007,500:/artists/1014,403:/users/*,404:/releases/*"
    )
    assert ask.message("/artists/1000") == (429, "You are making requests too quickly.")
    assert "Retry-After" not in ask("/artists/1000").headers
    assert ask("/artists/1007").headers["Retry-After"] == "1"
    assert ask.message("/artists/1014")[0] == 500
    assert ask.message(f"/users/{USERNAME}/wants")[0] == 403
    assert ask.message("/releases/20000") == (404, "That release does not exist or may have been deleted.")
    assert ask("/artists/1021").status_code == 200


def test_the_edges_answers_are_html_or_empty_and_lack_rate_headers(serve):
    ask = serve(faults="html502:/artists/1000,html403:/artists/1007,429empty:/artists/1014")
    for id_, status in ((1000, 502), (1007, 403)):
        response = ask(f"/artists/{id_}")
        assert response.status_code == status
        assert response.headers["Content-Type"].startswith("text/html")
        assert "<html>" in response.text
        assert "X-Discogs-Ratelimit" not in response.headers
    empty = ask("/artists/1014")
    assert (empty.status_code, empty.content) == (429, b"")
    assert "X-Discogs-Ratelimit" not in empty.headers


def test_truncated_and_malformed_bodies_are_whole_http_but_no_json(serve, catalogue):
    path = f"/releases/{catalogue.items[0]['id']}"
    ask = serve(faults=f"truncated:{path}#1,malformed:{path}#1")
    good = None
    bodies = []
    for _ in range(2):
        response = ask(path)
        assert response.status_code == 200
        bodies.append(response.content)
        with pytest.raises(ValueError):  # noqa: PT011 - any decoding error
            response.json()
    good = ask(path)
    assert good.json()["id"] == catalogue.items[0]["id"]
    assert good.content.startswith(bodies[0])
    assert len(bodies[0]) == len(good.content) // 2
    assert len(bodies[1]) == len(good.content)
    assert [entry.fault for entry in ask.sandbox.requests] == ["truncated", "malformed", ""]


def test_a_reset_breaks_the_connection_in_the_body(serve, catalogue):
    path = f"/releases/{catalogue.items[0]['id']}"
    ask = serve(faults=f"reset:{path}#1")
    with pytest.raises((httpx2.ReadError, httpx2.RemoteProtocolError)):
        ask(path)
    assert ask(path).status_code == 200
    assert [entry.status for entry in ask.sandbox.requests] == [-1, 200]


def test_a_stall_answers_late(serve):
    ask = serve(faults="stall:/artists/1000", stall_seconds=0.3)
    began = time.monotonic()
    assert ask("/artists/1000").status_code == 200
    assert time.monotonic() - began >= 0.3


def test_a_stalled_answer_does_not_hold_up_the_end(serve):
    ask = serve(faults="stall:/artists/1000", stall_seconds=60)

    def wait_for_it() -> None:
        with suppress(httpx2.TransportError):  # the end may come before the answer
            ask("/artists/1000")

    thread = threading.Thread(target=wait_for_it)
    thread.start()
    while not ask.sandbox.requests:
        time.sleep(0.01)
    began = time.monotonic()
    ask.sandbox.stop()
    thread.join(30)
    assert time.monotonic() - began < 30
    assert not thread.is_alive()


def test_stalled_answers_come_when_the_faults_are_cleared(serve):
    ask = serve(faults="stall:/artists/*", stall_seconds=60)
    with ThreadPoolExecutor() as threads:
        asked = [threads.submit(ask, path) for path in ("/artists/1000", "/artists/1000")]
        while [entry.fault for entry in ask.sandbox.requests] != ["stall", "stall"]:
            time.sleep(0.01)
        assert not any(one.done() for one in asked)
        ask.sandbox.hooks.clear_faults()
        assert [one.result(30).status_code for one in asked] == [200, 200]
    assert ask("/artists/1000").status_code == 200
    ask.sandbox.hooks.add_fault("stall:/artists/*")
    with pytest.raises(httpx2.TimeoutException):
        ask("/artists/1000", timeout=0.2)


def test_who_does_not_wait_for_a_stalled_answer_is_let_go_without_a_word(serve, caplog):
    ask = serve(faults="stall:/artists/1000", stall_seconds=3)
    with pytest.raises(httpx2.TimeoutException):
        ask("/artists/1000", timeout=0.2)
    while ask.sandbox.requests[0].status == 0:
        time.sleep(0.02)
    assert ask.sandbox.requests[0].status == -1
    ask.sandbox.stop()
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_a_short_page_lacks_its_last_row(serve):
    whole = serve().json(ITEMS)
    short = serve(faults=f"short:{ITEMS}").json(ITEMS)
    assert short["pagination"]["items"] == whole["pagination"]["items"] == 120
    assert [row["instance_id"] for row in short["releases"]] == [
        row["instance_id"] for row in whole["releases"]
    ][:-1]


def test_a_page_lists_its_last_row_twice(serve):
    rows = serve(faults=f"twice:{ITEMS}").json(ITEMS)["releases"]
    assert rows[-1] == rows[-2]


def test_a_page_lists_a_last_row_that_is_about_nothing(serve):
    ask = serve(faults=f"oddrow:{ITEMS}")
    odd = ask.json(ITEMS)["releases"]
    ask.sandbox.hooks.clear_faults()
    whole = ask.json(ITEMS)["releases"]
    assert odd == [*whole[:-1], whole[-1] | {"basic_information": None}]


def test_a_page_does_not_say_where_it_stands(serve):
    page = serve(faults=f"unpaged:{ITEMS}").json(ITEMS)
    assert page["pagination"] is None
    assert page["releases"]


def test_items_come_and_go_between_pages(serve, catalogue):
    ask = serve(faults="remove:1,add:2")
    pages = [ask.json(f"{ITEMS}?sort=added&per_page=50&page={page}") for page in (1, 2, 3)]
    assert [page["pagination"]["items"] for page in pages] == [120, 119, 120]
    seen = [row["instance_id"] for page in pages for row in page["releases"]]
    owned = {item["instance_id"] for item in catalogue.items}
    missed = owned - set(seen)
    assert missed == {catalogue.items[50]["instance_id"]}, "the removal moved one item across the page border"
    assert len(set(seen) - owned) == 1, "and one is new"


def test_an_injected_429_can_say_that_nothing_is_left(serve):
    headers = serve(faults="429full:/artists/1000")("/artists/1000").headers
    assert headers["X-Discogs-Ratelimit-Remaining"] == "0"
    assert headers["X-Discogs-Ratelimit-Used"] == headers["X-Discogs-Ratelimit"]


def test_a_malformed_body_is_malformed_for_lenient_parsers_too(serve):
    body = serve(faults="malformed:/artists/1000")("/artists/1000").content
    with pytest.raises(ValueError, match="Expecting|Invalid|Extra|delimiter"):
        json.loads(body, strict=False)
