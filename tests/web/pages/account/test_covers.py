"""Covers are fetched once, when somebody looks, and a sleeve stands in wherever they cannot be had."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest
from starlette.testclient import TestClient
from tests.source.pictures import GIF, PictureHost, picture_host
from tests.web.conftest import Open
from tests.web.shelves import artist, item, publish

from linernotes.storage.builds.publish import current_build

RECORDS = 9


@pytest.fixture(scope="module")
def served() -> Iterator[PictureHost]:
    with picture_host() as host:
        yield host


@pytest.fixture(scope="module")
def published(served: PictureHost, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine records with pictures on that host, one with a picture elsewhere, one with none."""
    home = tmp_path_factory.mktemp("pictured") / "home"
    items = [
        item(number, f"Record {number}", [artist("Eve", 6)], thumb=f"{served.url}/{number}.gif")
        for number in range(1, RECORDS + 1)
    ]
    items.append(item(20, "Elsewhere", [artist("Eve", 6)], thumb="https://evil.example/20.gif"))
    items.append(item(21, "Bare", [artist("Eve", 6)]))
    publish(home, items)
    return home


@pytest.fixture
def host(served: PictureHost) -> PictureHost:
    served.reset()
    return served


@pytest.fixture
def pictured(open_app: Open, host: PictureHost, published: Path, tmp_path: Path) -> TestClient:
    shutil.copytree(published, tmp_path / "home", symlinks=True)
    return open_app(image_hosts=host.url)


def post(client: TestClient, path: str, **fields: str):
    token = client.get("/config").text.partition('name="csrf" value="')[2].partition('"')[0]
    return client.post(path, data={"csrf": token} | fields)


def is_sleeve(answer) -> bool:
    return answer.headers["Content-Type"] == "image/svg+xml" and "<svg" in answer.text


def test_a_cover_is_fetched_once_and_then_kept(pictured: TestClient, host: PictureHost):
    for _ in range(3):
        answer = pictured.get("/cover/1/small")
        assert (answer.status_code, answer.content) == (200, GIF)
        assert answer.headers["Content-Type"] == "image/gif"
        assert answer.headers["Cache-Control"] == "private, max-age=604800"
    assert host.asked == ["/1.gif"]
    assert all(agent.startswith("linernotes/") for agent in host.agents)


def test_what_is_kept_is_there_without_a_network(
    open_app: Open, pictured: TestClient, host: PictureHost, tmp_path: Path
):
    pictured.get("/cover/1/small")
    host.answer = (503, "text/plain", b"down")
    again = open_app(home=tmp_path / "home", image_hosts=host.url)
    assert again.get("/cover/1/small").content == GIF


def test_pages_name_our_own_address(pictured: TestClient, host: PictureHost):
    page = pictured.get("/collection").text
    assert 'src="/cover/1/small"' in page
    assert host.url not in page
    assert "evil.example" not in page
    assert host.asked == []


def test_without_a_picture_there_is_a_sleeve(pictured: TestClient, host: PictureHost):
    for number in (20, 21):
        assert is_sleeve(pictured.get(f"/cover/{number}/small"))
    assert host.asked == []


def test_a_record_that_is_not_here_has_none(pictured: TestClient):
    assert pictured.get("/cover/999/small").status_code == 404
    assert pictured.get("/cover/1/huge").status_code == 422
    for wrong in ("0", "-1", "x", "9" * 60):
        assert pictured.get(f"/cover/{wrong}/small").status_code == 422
        assert pictured.get(f"/sleeve/{wrong}.svg").status_code == 422


def test_a_record_that_only_a_discography_names_has_the_picture_that_it_lists(
    open_app: Open, host: PictureHost, demo_home: Path, tmp_path: Path
):
    """Whether nothing else names it, or it is named as the main release of an album, too."""
    home = shutil.copytree(demo_home, tmp_path / "demo", symlinks=True)
    with duckdb.connect(str(current_build(home).path)) as connection:
        connection.execute("update artist_masters set thumb_url = ?", [f"{host.url}/listed.gif"])
        ((named, album),) = connection.execute(
            "select r.release_id, r.title from artist_masters as m inner join release as r "
            "on r.release_id = m.main_release_id where r.source = 'basic' and r.release_id not in "
            "(select release_id from wantlist_items) order by r.release_id limit 1"
        ).fetchall()
        connection.execute(
            "insert into artist_masters (artist_id, type, id, role, title, artist_text, thumb_url) "
            "select artist_id, 'release', 777, 'Main', 'Test Pressing', 'The Testers*', ? from artist limit 1",
            [f"{host.url}/listed.gif"],
        )
    client = open_app(home=home, image_hosts=host.url)
    for id, title in ((777, "Test Pressing"), (named, album)):
        page = client.get(f"/release/{id}").text
        assert f'src="/cover/{id}/large"' in page
        assert f'data-instead="/sleeve/{id}.svg"' in page
        assert client.get(f"/cover/{id}/large").content == GIF
        sleeve = client.get(f"/sleeve/{id}.svg")
        assert is_sleeve(sleeve)
        assert title.split()[0] in sleeve.text
    assert "Testers" in client.get("/sleeve/777.svg").text
    assert "Testers*" not in client.get("/sleeve/777.svg").text
    assert set(host.asked) == {"/listed.gif"}
    assert client.get("/sleeve/999999999.svg").status_code == 404


def test_before_the_first_build_there_are_none(empty: TestClient):
    assert empty.get("/cover/1/small").status_code == 404


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param((404, "text/plain", b"gone"), id="gone"),
        pytest.param((403, "text/html", b"<html>"), id="expired", marks=pytest.mark.soak),
        pytest.param((429, "text/plain", b"slowly"), id="too-many", marks=pytest.mark.soak),
        pytest.param((500, "text/plain", b"oops"), id="broken", marks=pytest.mark.soak),
        pytest.param((302, "text/plain", b""), id="leads-elsewhere"),
        pytest.param((200, "text/html", b"<script>alert(1)</script>"), id="a-page", marks=pytest.mark.soak),
        pytest.param((200, "image/svg+xml", b"<svg onload='alert(1)'/>"), id="a-document"),
    ],
)
def test_what_cannot_be_had_is_a_sleeve_and_is_not_asked_for_again(
    pictured: TestClient, host: PictureHost, answer: tuple[int, str, bytes]
):
    host.answer = answer
    for _ in range(3):
        got = pictured.get("/cover/1/small")
        assert is_sleeve(got)
        assert "alert" not in got.text
        assert got.headers["Cache-Control"] == "no-store"
    assert host.asked == ["/1.gif"]


def test_without_a_network_a_sleeve_comes_at_once(open_app: Open, tmp_path: Path):
    nobody = "http://127.0.0.1:9"
    publish(tmp_path / "home", [item(1, "One", [artist("Eve", 6)], thumb=f"{nobody}/1.gif")])
    client = open_app(image_hosts=nobody)
    assert is_sleeve(client.get("/cover/1/small"))
    began = time.monotonic()
    assert is_sleeve(client.get("/cover/1/small"))
    assert time.monotonic() - began < 5


def test_many_looks_at_once_wait_for_few_and_block_nothing(pictured: TestClient, host: PictureHost):
    """Six connections is what a browser has: pages must come while pictures are slow."""
    host.delay = 2.0
    with ThreadPoolExecutor(RECORDS) as pool:
        looks = [pool.submit(pictured.get, f"/cover/{number}/small") for number in range(1, RECORDS + 1)]
        time.sleep(0.2)
        assert pictured.get("/healthz").status_code == 200
        assert not all(look.done() for look in looks)
        host.delay = 0.0
        answers = [look.result() for look in looks]
    at_once = [answer for answer in answers if is_sleeve(answer)]
    assert at_once
    assert all('width="299"' in answer.text for answer in at_once)
    deadline = time.monotonic() + 60
    while len(host.asked) < RECORDS and time.monotonic() < deadline:
        time.sleep(0.1)
    assert sorted(host.asked) == [f"/{number}.gif" for number in range(1, RECORDS + 1)]


def test_who_does_not_want_them_kept_is_led_to_discogs(pictured: TestClient, host: PictureHost):
    assert post(pictured, "/covers").status_code == 303
    answer = pictured.get("/cover/1/small")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{host.url}/1.gif")
    assert is_sleeve(pictured.get("/cover/20/small"))
    assert host.asked == []
    post(pictured, "/covers", keep="yes")
    assert pictured.get("/cover/1/small").content == GIF


def test_the_choice_outlives_the_app(open_app: Open, pictured: TestClient, host: PictureHost, tmp_path: Path):
    post(pictured, "/covers")
    again = open_app(home=tmp_path / "home", image_hosts=host.url)
    assert again.get("/cover/1/small").status_code == 302


def test_covers_can_be_deleted(pictured: TestClient, host: PictureHost, tmp_path: Path):
    pictured.get("/cover/1/small")
    page = pictured.get("/config").text
    assert '<data data-fact="covers" value="1">1</data> cover is kept here' in page
    assert post(pictured, "/covers/clear").status_code == 303
    assert "1 cover is deleted" in pictured.get("/config").text
    assert not (tmp_path / "home" / "covers").exists()
    pictured.get("/cover/1/small")
    assert host.asked == ["/1.gif", "/1.gif"]


def test_nobody_else_can_change_it(pictured: TestClient):
    for path in ("/covers", "/covers/clear"):
        assert pictured.post(path).status_code == 403
