"""What pages and commands say of a small shelf, where the tables are right and a sentence could be wrong."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.web.conftest import Open
from tests.web.shelves import artist, document, item, publish

from linernotes.discogs import Discogs
from linernotes.insights.release.similar_releases import read_kinship
from linernotes.insights.snapshot import Snapshot
from linernotes.settings import load_settings
from linernotes.storage.builds.publish import current_build
from linernotes.storage.home.layout import LANDING_DB, disk_use
from linernotes.storage.landing import Landing

PETER, DAVID, ORCHESTRA, NEPHEW, TRIO = 2001, 2002, 2003, 2004, 2006
#: Four albums of one name by one artist; of the last two no year is known.
NAMESAKES = [
    item(number, "Peter Gabriel", [artist("Peter Gabriel", PETER)], year=year)
    for number, year in ((1, 1977), (2, 1978), (3, 0), (4, 0))
]
TWICE = item(5, "The Beginning", [artist("The Big Orchestra", ORCHESTRA)], year=1990)
AGAIN = TWICE | {"instance_id": 51}
OTHER = item(6, "An End", [artist("Abacus", 2005)], year=1991)
REGGAE = {"genres": ["Reggae"], "styles": ["Reggae"]}
TRACKS = [
    {"position": "1", "type_": "track", "title": "One", "duration": "10:00"},
    {"position": "2", "type_": "track", "title": "Two", "duration": ""},
]
WHOLE: dict[int, dict[str, Any]] = {
    5: REGGAE
    | {
        "released": "1999-00-00",
        "tracklist": TRACKS,
        "extraartists": [artist("David", DAVID) | {"role": "Guitar"}],
    },
    6: REGGAE | {"tracklist": TRACKS[:1]},
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("claims")
    publish(home, [*NAMESAKES, TWICE, AGAIN, OTHER], releases=WHOLE)
    family = {
        "id": DAVID,
        "name": "David",
        "aliases": [{"id": NEPHEW, "name": "Dave"}],
        "groups": [{"id": TRIO, "name": "The Trio"}],
    }
    orchestra = {"id": ORCHESTRA, "name": "The Big Orchestra", "profile": "An orchestra."}
    with Landing.open(home / LANDING_DB) as landing:
        landing.save(document("artist", family, DAVID))
        landing.save(document("artist", orchestra, ORCHESTRA))
    Discogs(load_settings(home=home)).build()
    return home


@pytest.fixture
def client(open_app: Open, home: Path) -> TestClient:
    return open_app(home=home)


def text(client: TestClient, path: str) -> str:
    return " ".join(html.fromstring(client.get(path).text).text_content().split())


def test_the_panel_counts_copies_and_names_no_record_for_family(client: TestClient):
    guest = text(client, f"/network/artist/{DAVID}")
    assert "On records here, and main artist of none" in guest
    assert "On 2 records here" in guest
    assert "2 copies" in guest
    assert "1 album why" in guest
    # Connected by no album: as another name, and as the group of somebody.
    for id, connected in ((NEPHEW, "David is the same person."), (TRIO, "David member why")):
        family = text(client, f"/network/artist/{id}")
        assert "On no record here: family of others" in family
        assert "On records here" not in family
        assert connected in family
        assert "album" not in family


def test_an_artist_without_known_members_is_called_no_person(client: TestClient):
    assert client.get(f"/api/artist/{ORCHESTRA}").json()["artist"]["is_group"] is False
    facts = html.fromstring(client.get(f"/artist/{ORCHESTRA}").text).xpath("//p[@class='record-facts']")[0]
    assert facts.text_content().split()[:1] in ([], ["in"])
    assert "Person" not in facts.text_content()
    assert "Known by name only" in text(client, f"/artist/{NEPHEW}")


def test_a_word_that_is_genre_and_style_counts_once(home: Path):
    found = current_build(home)
    assert found is not None
    with Snapshot.open(found) as snapshot:
        kinship = read_kinship(snapshot)
    assert sorted(kinship.albums_of_word["Reggae"]) == [-6, -5]
    # Two records of one word each, the same: all that styles can add, and no more.
    (like,) = [one for one in kinship.kindred(5) if one.release_id == 6]
    assert like.likeness == pytest.approx(0.6)
    assert like.words == ("Reggae",)


def test_albums_of_one_name_by_one_artist_are_so_many_in_the_path_finder(client: TestClient):
    found = client.get("/api/path/find?q=peter gabriel").json()
    records = [one for one in found if one["kind"] == "release"]
    assert {one["id"] for one in records} == {1, 2, 3, 4}
    assert len({one["about"] for one in records}) == 4  # each can be told from the others
    assert len({one["typed"] for one in records}) == 4


def test_a_release_date_is_shown_as_far_as_it_is_known(client: TestClient):
    page = client.get("/release/5").text
    assert "<dt>Released</dt><dd>1999</dd>" in page
    assert "1999-00" not in page


def test_playing_time_is_the_least_where_a_duration_is_missing(client: TestClient):
    assert "At least 10 minutes: not every track has a duration" in text(client, "/release/5")
    assert "10 minutes." in text(client, "/release/6")
    assert "At least" not in text(client, "/release/6")
    assert "Playing all of them once takes at least" in text(client, "/numbers")


def test_titles_sort_as_names_do(client: TestClient):
    titles = [one["title"] for one in client.get("/api/collection?sort=title").json()["items"]]
    assert titles == ["An End", "The Beginning", "The Beginning", *["Peter Gabriel"] * 4]
    artists = [one["artist"] for one in client.get("/api/collection?sort=artist").json()["items"]]
    assert artists == ["Abacus", "The Big Orchestra", "The Big Orchestra", *["Peter Gabriel"] * 4]


@pytest.mark.parametrize("path", ["/collection", "/collection/facet/person", "/collection/facet/role"])
def test_person_and_role_are_said_to_be_two_filters(client: TestClient, path: str):
    assert "Person and role are two filters" in text(client, path)


def test_both_filters_together_say_so_beside_the_result(client: TestClient):
    both = html.fromstring(client.get(f"/collection?person={DAVID}&role=Guitar").text)
    assert "two filters" in both.xpath("string(//div[@class='results'])")
    alone = html.fromstring(client.get(f"/collection?person={DAVID}").text)
    assert "two filters" not in alone.xpath("string(//div[@class='results'])")
    parameters = client.get("/api/openapi.json").json()["paths"]["/api/collection"]["get"]["parameters"]
    (person,) = [one for one in parameters if one["name"] == "person"]
    assert "two conditions" in str(person)


def test_the_size_of_linked_data_is_that_of_the_data(tmp_path: Path):
    elsewhere, home = tmp_path / "disk", tmp_path / "home"
    (elsewhere / "covers").mkdir(parents=True)
    home.mkdir()
    (elsewhere / "covers" / "a.jpg").write_bytes(b"x" * 5_000)
    (elsewhere / "landing.db").write_bytes(b"x" * 70_000)
    (home / "covers").symlink_to(elsewhere / "covers")
    (home / "landing.db").symlink_to(elsewhere / "landing.db")
    (home / "lost").symlink_to(tmp_path / "nowhere")
    (home / "round").symlink_to(home)
    (elsewhere / "covers" / "back").symlink_to(elsewhere / "covers")
    use = disk_use(home)
    assert (use["covers"], use["landing"], use["other"]) == (5_000, 70_000, 0)


def test_no_number_of_artists_is_called_a_number_of_people(open_app: Open, demo_home: Path, demo_site: Path):
    """Bands and orchestras are among those who are credited, who are on the map, and who make a community."""
    client = open_app(home=demo_home)
    community = client.get("/api/network").json()["communities"][0]["community_id"]
    release = client.get("/api/collection?q=Kind+Of+Blue").json()["items"][0]["release_id"]
    said = {path: text(client, path) for path in ("/", "/numbers", "/network", f"/network?community={community}",
                                                  f"/release/{release}")}  # fmt: skip
    said["site"] = " ".join(
        html.fromstring((demo_site / "index.html").read_text("utf-8")).text_content().split()
    )
    counted = re.compile(r"[\d,]+ (?:people|persons?)(?! (?:and|or) groups?)\b|people who made them")
    assert {path: found for path, words in said.items() if (found := counted.findall(words))} == {}
    assert "people and groups" in said["/"]
