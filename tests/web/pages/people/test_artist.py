"""An artist's page and its JSON, and following."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree

import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.web.conftest import Open
from tests.web.pages.records.test_release import texts
from tests.web.shelves import artist, item, publish


@pytest.fixture
def demo(open_app: Open, demo_home: Path, tmp_path: Path) -> TestClient:
    """The demo in a home of the test's own, for follows are written."""
    return open_app(home=copytree(demo_home, tmp_path / "demo"))


def artist_id(client: TestClient, name: str) -> int:
    with client.app.state.linernotes.builds.reading() as build:
        return build.storage.scalar("select artist_id from artist where name = ?", [name])


def send(client: TestClient, path: str):
    token = re.search(r'name="csrf" value="([^"]+)"', client.get(path.rpartition("/")[0]).text)
    return client.post(path, data={"csrf": token[1]})


def test_before_the_first_build_an_artist_says_what_to_do(empty: TestClient):
    assert "Nothing is here yet" in empty.get("/artist/1").text
    assert empty.get("/api/artist/1").status_code == 404
    assert empty.get("/api/artist/1").json() == {
        "error": "Nothing is published yet. Start a sync at /config."
    }


@pytest.mark.parametrize("path", ["/artist/194", "/api/artist/194", "/artist/5", "/api/artist/5"])
def test_nobody_is_not_found(demo: TestClient, path: str):
    answer = demo.get(path)
    assert answer.status_code == 404
    assert "Nobody of that number" in answer.text


def test_a_group_with_its_family_its_records_and_what_is_missing(demo: TestClient):
    page = demo.get(f"/artist/{artist_id(demo, 'King Crimson')}").text
    assert texts(page, "//h1") == ["King Crimson"]
    assert {"Discipline", "Larks' Tongues In Aspic"} <= set(texts(page, "//*[@class='sleeve-title']"))
    tree = html.fromstring(page).xpath("//*[@class='columns']//ul/li/ul/li/a/text()")
    assert {"U.K.", "Yes"} <= set(tree), "lists within lists"
    assert "3 of 3 albums on your shelf; 7 more entries are albums or singles" in " ".join(
        texts(page, "//label[@for='owned-albums']")
    )
    rows = texts(page, "//table[@class='discography']/tbody/tr")
    assert "1970 Lizard missing album or single" in rows
    assert "1981 Discipline owned" in rows
    assert f'<a href="/artist/{artist_id(demo, "Robert Fripp")}">Robert Fripp</a>' in page


def test_profiles_link_to_those_who_are_here(demo: TestClient):
    page = demo.get(f"/artist/{artist_id(demo, 'Mahavishnu Orchestra')}").text
    profile = html.fromstring(page).xpath("//*[@class='prose']")[0]
    assert profile.xpath("./a/@href") == [f"/artist/{artist_id(demo, 'John McLaughlin')}"]


def test_a_sideman_is_shown_with_roles_and_tracks(demo: TestClient):
    page = demo.get(f"/artist/{artist_id(demo, 'Ron Carter')}").text
    assert "On your shelf, on other people’s records" in page
    guest = texts(page, "//section[@aria-labelledby='guest']//dd")
    assert "Spectrum Billy CobhamAcoustic Bass on Spectrum, Le Lis" in guest
    assert "Discographies are read for main artists of your records; Ron Carter is none." in page


def test_tracks_that_cannot_be_resolved_are_not_the_whole_record(open_app: Open, tmp_path: Path):
    home = tmp_path / "home"
    whole = {
        "tracklist": [{"position": "A1", "type_": "track", "title": "One"}],
        "extraartists": [
            artist("Sam", 20) | {"role": "Piano", "tracks": "Z9"},
            artist("Tom", 21) | {"role": "Bass", "tracks": "A1"},
            artist("Una", 22) | {"role": "Drums"},
        ],
    }
    publish(home, [item(1, "Solo", [artist("Berta", 14)])], releases={1: whole})
    client = open_app(home=home)
    assert [
        texts(client.get(f"/artist/{id}").text, "//section[@aria-labelledby='guest']//dd")
        for id in (20, 21, 22)
    ] == [["Solo BertaPiano on some tracks"], ["Solo BertaBass on One"], ["Solo BertaDrums"]]


def test_other_kinds_of_the_discography_are_shown_on_demand(demo: TestClient):
    id = artist_id(demo, "Brian Eno")
    titles = set(texts(demo.get(f"/artist/{id}").text, "//table[@class='discography']//td[2]"))
    credits = set(texts(demo.get(f"/artist/{id}?show=credit").text, "//table[@class='discography']//td[2]"))
    assert titles
    assert credits
    assert not titles & credits
    assert demo.get(f"/artist/{id}?show=nonsense").status_code == 422


def test_the_json_is_the_same_insight(demo: TestClient):
    found = demo.get(f"/api/artist/{artist_id(demo, 'Ron Carter')}").json()
    assert [one["title"] for one in found["artist"]["as_guest"]] == [
        "Maiden Voyage",
        "Speak No Evil",
        "Stone Flower",
        "Spectrum",
    ]
    assert found["is_followed"] is False
    schema = demo.get("/api/openapi.json").json()["components"]["schemas"]
    assert {"family", "as_guest", "partners"} <= set(schema["Portrait"]["properties"])


def test_an_artist_that_one_follows_is_among_the_gaps(demo: TestClient):
    id = artist_id(demo, "King Crimson")
    assert "You follow nobody yet" in demo.get("/gaps").text
    assert send(demo, f"/artist/{id}/follow").headers["location"] == f"/artist/{id}"
    page = demo.get(f"/artist/{id}").text
    assert "You follow King Crimson now." in page
    assert demo.get(f"/api/artist/{id}").json()["is_followed"] is True
    gaps = demo.get("/gaps").text
    assert "Of the 1 artist you follow" in " ".join(texts(gaps, "//p"))
    assert texts(gaps, "//*[@class='gap']/h3") == ["King Crimson"]
    assert "Lizard 1970" in texts(gaps, "//*[@class='missing']/li")
    send(demo, f"/artist/{id}/unfollow")
    assert "You follow nobody yet" in demo.get("/gaps").text


def test_only_somebody_can_be_followed_and_only_from_the_page(demo: TestClient):
    id = artist_id(demo, "Can")
    assert demo.post(f"/artist/{id}/follow").status_code == 403
    token = re.search(r'name="csrf" value="([^"]+)"', demo.get(f"/artist/{id}").text)
    demo.post("/artist/194/follow", data={"csrf": token[1]})
    with demo.app.state.linernotes.user() as user:
        assert user.listening.follows() == {}


def test_hostile_names_show_as_words(open_app: Open, tmp_path: Path):
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    publish(tmp_path / "home", [item(1, evil, [artist(evil, 7)])])
    page = open_app().get("/artist/7").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert texts(page, "//h1") == [evil]


def test_an_artist_known_by_name_alone_says_so(shelf: TestClient):
    page = shelf.get("/artist/4").text
    assert "Of this artist only the name is known" in page
    assert "The discography was not read yet" in page


def test_a_drawing_stands_in_for_a_picture_that_cannot_be_had(demo: TestClient):
    answer = demo.get(f"/portrait/{artist_id(demo, 'Ron Carter')}.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "Ron Carter" in answer.text
    assert demo.get("/portrait/5.svg").status_code == 404
