"""What another pressing credits: apart on the record's page, in its JSON and on the command line; or counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.etl.dumps.pressings import borrowing_home
from tests.homes import Home
from tests.web.conftest import app_on

#: Those who wrote the song as only the other pressing says.
LENT = ["Artist 3", "Artist 4", "Artist 5", "Artist 6"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return borrowing_home(tmp_path_factory.mktemp("apart") / "home")


@pytest.fixture(scope="module")
def counting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return borrowing_home(tmp_path_factory.mktemp("counted") / "home", counts_borrowed=True)


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient]:
    with app_on(home) as client:
        yield client


@pytest.fixture(scope="module")
def counting_client(counting: Path) -> Iterator[TestClient]:
    with app_on(counting) as client:
        yield client


def section(page: str) -> str:
    (found,) = html.fromstring(page).xpath("//section[@aria-labelledby='borrowed']")
    return " ".join(found.text_content().split())


def test_the_page_shows_them_apart_with_the_pressing(client: TestClient) -> None:
    page = client.get("/release/10").text
    said = section(page)
    assert said.startswith("On another pressing")
    assert "another pressing of the album (1971, UK & <Ireland>), not on this one" in said
    assert [name for name in LENT if name in said] == LENT
    assert "Artist 2" not in said  # the record says so itself
    assert "4 artists are credited there" in said
    assert "They count on no other page" in said
    assert 'href="https://www.discogs.com/release/11"' in page
    assert "release with borrowed credits" in page


def test_the_json_twin_has_them(client: TestClient) -> None:
    borrowed = client.get("/api/release/10").json()["record"]["borrowed"]
    assert (borrowed["release_id"], borrowed["year"], borrowed["country"]) == (11, 1971, "UK & <Ireland>")
    assert (borrowed["source"], borrowed["counts"]) == ("dump:20261101", False)
    assert [one["name"] for part in borrowed["line_up"] for one in part["players"]] == LENT


def test_the_command_shows_them_and_has_the_same_json(home: Path, client: TestClient) -> None:
    command = Home(home)
    said = command.run("release", "r10").stdout
    assert "On another pressing, r11 (1971, UK & <Ireland>): 4 artists." in said
    assert "They count in nothing else." in said
    assert command.json("release", "10") == client.get("/api/release/10").json()
    wrong = command.run("release", "m10")
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)
    assert "no release" in wrong.stderr


@pytest.mark.parametrize("path", ["/artist/3", "/role/Written-By", "/collection?role=Written-By"])
def test_a_page_that_a_borrowed_credit_links_to_is_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_apart_they_count_in_nothing(home: Path, client: TestClient) -> None:
    assert client.get("/api/collection?credit=3:Written-By").json()["total"] == 0
    rows = Home(home).rows("select artist_id from artist_release_roles where relation = 'credit'")
    assert rows == [(2,), (8,)]
    assert Home(home).rows(
        "select known, total from coverage where subject = 'releases with borrowed credits'"
    ) == [(1, 1)]


def test_counted_they_are_the_record_s_own_and_pages_say_so(
    counting: Path, counting_client: TestClient
) -> None:
    rows = Home(counting).rows(
        "select artist_id, roles, tracks from artist_release_roles where relation = 'credit' and artist_id <> 8"
    )
    assert rows == [(id, ["Written-By"], None) for id in (2, 3, 4, 5, 6)]  # Artist 2 on a track alone before
    assert counting_client.get("/api/collection?credit=3:Written-By").json()["total"] == 1
    assert "They count as if this record credited them" in section(counting_client.get("/release/10").text)
    for path in ("/collection", "/network", "/role/Written-By"):
        assert "Credits of other pressings count, too" in counting_client.get(path).text
    assert "1 album" in Home(counting).run("role", "Written-By").stdout
