"""An artist's page and its JSON, and following."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.web.conftest import Open
from tests.web.pages.records.test_release import texts
from tests.web.shelves import artist, document, item, land, publish

from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.landing import Landing


@pytest.fixture
def own_demo(open_app: Open, demo_home: Path, tmp_path: Path) -> TestClient:
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
    assert {"family", "as_guest", "played_with", "made_by", "made_for"} <= set(
        schema["Portrait"]["properties"]
    )


def test_an_artist_that_one_follows_is_among_the_gaps(own_demo: TestClient):
    id = artist_id(own_demo, "King Crimson")
    assert "You follow nobody yet" in own_demo.get("/gaps").text
    assert send(own_demo, f"/artist/{id}/follow").headers["location"] == f"/artist/{id}"
    page = own_demo.get(f"/artist/{id}").text
    assert "You follow King Crimson now." in page
    assert own_demo.get(f"/api/artist/{id}").json()["is_followed"] is True
    gaps = own_demo.get("/gaps").text
    assert "Of the 1 artist you follow" in " ".join(texts(gaps, "//p"))
    assert texts(gaps, "//*[@class='gap']/h3") == ["King Crimson"]
    assert "Lizard 1970" in texts(gaps, "//*[@class='missing']/li")
    send(own_demo, f"/artist/{id}/unfollow")
    assert "You follow nobody yet" in own_demo.get("/gaps").text


def test_only_somebody_can_be_followed_and_only_from_the_page(own_demo: TestClient):
    id = artist_id(own_demo, "Can")
    assert own_demo.post(f"/artist/{id}/follow").status_code == 403
    token = re.search(r'name="csrf" value="([^"]+)"', own_demo.get(f"/artist/{id}").text)
    own_demo.post("/artist/194/follow", data={"csrf": token[1]})
    with own_demo.app.state.linernotes.user() as user:
        assert user.listening.follows() == {}


@pytest.mark.soak  # every page of a hostile shelf is read in tests/browser/test_hostile.py
def test_hostile_names_show_as_words(open_app: Open, tmp_path: Path):
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    publish(tmp_path / "home", [item(1, evil, [artist(evil, 7)])])
    page = open_app().get("/artist/7").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert texts(page, "//h1") == [evil]


def part(page: str, name: str) -> list[str]:
    """The lines of one list of people on an artist's page: who, and what of them."""
    return [
        " | ".join(" ".join(half.text_content().split()) for half in line.xpath("./dt|./dd"))
        for line in html.fromstring(page).xpath(f"//section[@aria-labelledby='{name}']//dl/div")
    ]


def test_a_sidemans_page_names_who_played_with_them(demo: TestClient):
    page = demo.get(f"/artist/{artist_id(demo, 'Ron Carter')}").text
    lines = part(page, "played-with")
    # Hancock comes before Hubbard, who is not on "Infant Eyes": a quartet.
    assert lines[0] == "Herbie Hancock2 albums | Piano beside Bass Maiden Voyage 1965, Speak No Evil 1966"
    assert lines[1] == "Freddie Hubbard2 albums | Trumpet beside Bass Maiden Voyage 1965, Speak No Evil 1966"
    assert "Tony Williams1 album | Drums beside Bass Maiden Voyage 1965" in lines
    assert (
        "Billy Cobham1 album, 2 tracks | Drums beside Acoustic Bass Spectrum 1973 (on Spectrum, Le Lis)"
        in lines
    )
    assert texts(page, "//details[@class='others']/summary") == ["and 8 more"]
    assert len(lines) == 20
    assert "20 others on the same tracks, as far as the sleeves say" in " ".join(texts(page, "//p"))


def test_producers_and_engineers_stand_apart_on_both_pages(demo: TestClient):
    coltrane = demo.get(f"/artist/{artist_id(demo, 'John Coltrane')}").text
    assert "Rudy Van Gelder2 albums | Engineer, Recorded By Blue Train 1958, A Love Supreme 1965" in part(
        coltrane, "made-by"
    )
    assert not [line for line in part(coltrane, "played-with") if line.startswith("Rudy Van Gelder")]
    engineer = demo.get(f"/artist/{artist_id(demo, 'Rudy Van Gelder')}").text
    assert part(engineer, "made-for")[0].startswith("John Coltrane2 albums | Engineer, Recorded By")
    assert part(engineer, "made-by") == part(engineer, "played-with") == []
    (said,) = texts(engineer, "//section[@aria-labelledby='played-with']/p")
    assert (
        said
        == "No sleeve that is known here names Rudy Van Gelder and somebody else as playing on the same track."
    )


def crowd(records: int, each: int) -> tuple[list[dict[str, Any]], dict[int, dict[str, Any]]]:
    """Records of one artist, with other guests on each."""
    items = [item(number, f"Night {number}", [artist("Berta", 14)]) for number in range(1, records + 1)]
    guests = {
        number: {
            "extraartists": [
                artist(f"Guest {number}-{guest:02}", 1000 * number + guest) | {"role": "Violin"}
                for guest in range(each)
            ]
        }
        for number in range(1, records + 1)
    }
    return items, guests


def test_of_a_crowd_the_first_are_named_and_all_are_counted(open_app: Open, tmp_path: Path):
    items, guests = crowd(3, 50)
    publish(tmp_path / "home", items, releases=guests)
    client = open_app()
    played_with = client.get("/api/artist/14").json()["artist"]["played_with"]
    assert (played_with["qty"], len(played_with["people"])) == (150, 60)
    page = client.get("/artist/14").text
    assert len(part(page, "played-with")) == 60
    assert texts(page, "//details[@class='others']/summary") == ["and 48 more"]
    assert "90 others, with no more albums than these, are left out here." in texts(page, "//section/p")


def test_all_names_of_a_person_are_one_line(open_app: Open, tmp_path: Path):
    home = tmp_path / "home"
    credits = {
        1: {"extraartists": [artist("Sam", 20) | {"role": "Piano"}]},
        2: {"extraartists": [artist("Sammy", 21) | {"role": "Organ"}]},
        3: {"extraartists": [artist("Sammy", 21) | {"role": "Organ"}, artist("Bee", 15) | {"role": "Flute"}]},
    }
    records = [item(number, f"Night {number}", [artist("Berta", 14)]) for number in (1, 2, 3)]
    land(home, records)
    names = {
        20: {"id": 20, "name": "Sam", "aliases": [{"id": 21, "name": "Sammy"}]},
        14: {"id": 14, "name": "Berta", "aliases": [{"id": 15, "name": "Bee"}]},
    }
    with Landing.open(home / LANDING_DB) as landing:
        for id, about in names.items():
            landing.save(document("artist", about, id))
    publish(home, records, releases=credits)
    client = open_app()
    assert part(client.get("/artist/14").text, "played-with") == [
        "Sammy also as Sam3 albums | Organ, Piano Night 1 1970, Night 2 1970, Night 3 1970"
    ], "and never her own other name"
    for id in (20, 21):
        names_of_others = [
            line.partition(" | ")[0] for line in part(client.get(f"/artist/{id}").text, "played-with")
        ]
        assert names_of_others == [["Berta1 album"], ["Berta also as Bee2 albums"]][id - 20]


def test_who_plays_alone_plays_with_nobody(open_app: Open, tmp_path: Path):
    publish(tmp_path / "home", [item(1, "Solo", [artist("Berta", 14)])], releases={1: {"extraartists": []}})
    page = open_app().get("/artist/14").text
    (said,) = texts(page, "//section[@aria-labelledby='played-with']/p")
    assert said == "No sleeve that is known here names Berta and somebody else as playing on the same track."
    assert not html.fromstring(page).xpath("//section[@aria-labelledby='made-by']")


@pytest.mark.soak  # every page of a hostile shelf is read in tests/browser/test_hostile.py
def test_hostile_company_shows_as_words(open_app: Open, tmp_path: Path):
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    whole = {
        "tracklist": [{"position": "A1", "type_": "track", "title": evil}],
        "extraartists": [
            artist(evil, 20) | {"role": f"Piano, {evil.replace(',', '')} Guitar", "tracks": "A1"},
            artist(evil + "2", 21) | {"role": "Engineer"},
        ],
    }
    publish(tmp_path / "home", [item(1, evil, [artist("Berta", 14)])], releases={1: whole})
    page = open_app().get("/artist/14").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    (player,), (engineer,) = part(page, "played-with"), part(page, "made-by")
    assert player.startswith(evil)
    assert engineer.startswith(evil)


def test_an_artist_known_by_name_alone_says_so(shelf: TestClient):
    page = shelf.get("/artist/4").text
    assert "Of this artist only the name is known" in page
    assert "The discography was not read yet" in page


def test_a_drawing_stands_in_for_a_picture_that_cannot_be_had(demo: TestClient):
    answer = demo.get(f"/portrait/{artist_id(demo, 'Ron Carter')}.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "Ron Carter" in answer.text
    assert demo.get("/portrait/5.svg").status_code == 404


@pytest.mark.parametrize(
    ("hosts", "shown"), [("https://i.discogs.com", ["https://i.discogs.com/7.jpg"]), ("http://[::1]:9", [])]
)
def test_a_page_names_no_picture_that_its_own_policy_forbids(
    open_app: Open, tmp_path: Path, hosts: str, shown: list[str]
):
    home, records = tmp_path / "home", [item(1, "Solo", [artist("Berta", 14)])]
    land(home, records)
    picture = {
        "type": "primary",
        "uri": "https://i.discogs.com/7.jpg",
        "uri150": "https://i.discogs.com/8.jpg",
    }
    with Landing.open(home / LANDING_DB) as landing:
        landing.save(document("artist", {"id": 14, "name": "Berta", "images": [picture]}, 14))
    publish(home, records)
    page = open_app(image_hosts=hosts).get("/artist/14").text
    assert html.fromstring(page).xpath("//article//img/@src") == shown
