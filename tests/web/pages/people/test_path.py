"""The way from one artist or record to another: who is meant, the way drawn, its evidence, and when there is none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.web.conftest import Open, app_on, without_cookies
from tests.web.shelves import artist, item, publish


@pytest.fixture(scope="module")
def opened_namesakes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Two Johns, one of them together with Anna; Anna has a record called John, and there are two called Again."""
    home = tmp_path_factory.mktemp("namesakes")
    publish(
        home,
        [
            item(1, "Duets", [artist("John", 11, join="&"), artist("Anna", 12)]),
            item(2, "Solo", [artist("John (2)", 13)]),
            item(3, "Anna", [artist("Berta", 14)]),
            item(4, "Again", [artist("Berta", 14)]),
            item(5, "Again", [artist("Anna", 12)]),
            item(6, "308", [artist("Carla", 15)], year=0),
            item(7, "Number", [artist("4", 16)]),
        ],
    )
    with app_on(home) as client:
        yield client


@pytest.fixture
def namesakes(opened_namesakes: TestClient) -> TestClient:
    """The app on that home, to look at."""
    return without_cookies(opened_namesakes)


def way(client: TestClient, start: str, end: str) -> dict:
    answer = client.get("/api/path", params={"from": start, "to": end})
    assert answer.status_code == 200
    return answer.json()


def page(client: TestClient, start: str, end: str = "") -> html.HtmlElement:
    answer = client.get("/path", params={"from": start, "to": end})
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_before_the_first_build_there_is_no_way(empty: TestClient):
    assert "Nothing is here yet" in empty.get("/path").text
    assert empty.get("/path").status_code == 200
    assert empty.get("/api/path?from=a&to=b").status_code == 404
    assert empty.get("/api/path/find?q=a").status_code == 404


def test_without_ends_it_offers_some_to_try_which_lead_somewhere(demo: TestClient):
    examples = [
        link.get("href")
        for link in html.fromstring(demo.get("/path").text).find_class("examples")[0].iter("a")
    ]
    assert examples
    for address in examples:
        assert "way-drawn" in demo.get(address).text


def test_each_step_is_shown_with_record_role_and_track(demo: TestClient):
    steps = page(demo, "Miles Davis", "Brian Eno").find_class("steps")[0].findall("li")
    assert len(steps) == 3
    last = text(steps[-1])
    record = "My Life In The Bush Of Ghosts"
    assert f"together on America Is Waiting, on {record}: Bill Laswell (Bass), Brian Eno (main artist" in last
    links = {text(link): link.get("href") for link in steps[-1].iter("a")}
    assert links["Brian Eno"].startswith("/artist/")
    assert links["My Life In The Bush Of Ghosts"].startswith("/release/")


def test_two_sidemen_of_one_record_are_one_step_apart_on_it(demo: TestClient):
    """The sleeve of Maiden Voyage does not say on which tracks: so no track is named."""
    found = page(demo, "Ron Carter", "Tony Williams")
    (step,) = found.find_class("steps")[0].findall("li")
    assert "on Maiden Voyage: Ron Carter (Bass), Tony Williams (Drums)" in text(step)
    assert "together" not in text(step)
    assert [text(one) for one in found.find_class("way-label")] == ["on Maiden Voyage"]
    assert not found.find_class("way-family")


def test_a_membership_is_a_step_of_its_own_kind_and_called_so(demo: TestClient):
    found = page(demo, "Blur", "Massive Attack")
    first, *music = found.find_class("steps")[0].findall("li")
    assert text(first) == "Blur and Damon Albarn Damon Albarn is a member of Blur"
    assert [one.get("data-kind") for one in (first, *music)] == ["member", "music", "music"]
    assert text(found.find_class("way-label")[0]) == "has the member"
    assert len(found.find_class("way-family")) == 1
    assert "1 of them is no music and drawn with dashes" in text(found)
    assert "does not say that the two played together" in text(found)


def test_two_names_of_one_person_are_a_step_of_its_own_kind_and_called_so(demo: TestClient):
    found = page(demo, "AFX", "Aphex Twin")
    (step,) = found.find_class("steps")[0].findall("li")
    assert text(step) == "AFX and Aphex Twin AFX is the same person as Aphex Twin"
    assert (step.get("data-kind"), len(found.find_class("way-family"))) == ("alias", 1)
    assert "It is no music and drawn with dashes" in text(found)


def test_a_step_tells_what_is_done_for_the_one_and_not_what_is_done_for_others(
    open_app: Open, tmp_path: Path
):
    """On a compilation Sam plays drums on Anna's track and bass on Berta's; on which of a solo nobody can tell."""
    tracks = [
        {"position": f"A{no}", "type_": "track", "title": title, "artists": [of], "extraartists": [sam]}
        for no, title, of, sam in (
            (1, "One", artist("Anna", 12), artist("Sam", 20) | {"role": "Drums, Written-By"}),
            (2, "Two", artist("Berta", 14), artist("Sam", 20) | {"role": "Bass"}),
        )
    ]
    home = tmp_path / "compilation"
    publish(
        home,
        [item(1, "Moods", [artist("Various", 194)]), item(2, "Solo", [artist("Berta", 14)])],
        releases={
            1: {"tracklist": tracks},
            2: {"extraartists": [artist("Sam", 20) | {"role": "Piano", "tracks": "Z9"}]},
        },
    )
    client = open_app(home=home)
    anna = text(page(client, "Sam", "Anna").find_class("steps")[0])
    assert "together on One, on Moods: Sam (Drums), Anna (track artist)" in anna
    berta = text(page(client, "Sam", "Berta").find_class("steps")[0])
    assert "together on Two, on Moods: Sam (Bass), Berta (track artist)" in berta
    assert "Sam: Piano on Berta’s Solo, on some tracks" in berta


def test_the_drawing_has_a_stop_for_everybody_on_the_way(demo: TestClient):
    (drawn,) = page(demo, "Miles Davis", "Brian Eno").find_class("way-drawn")
    assert [text(one) for one in drawn.find_class("way-name")] == [
        "Miles Davis",
        "Herbie Hancock",
        "Bill Laswell",
        "Brian Eno",
    ]
    assert len(list(drawn.iter("circle"))) == 4
    assert len(list(drawn.iter("line"))) == 3
    assert drawn.get("aria-label") == "The way: Miles Davis, Herbie Hancock, Bill Laswell, Brian Eno."


def test_a_record_is_drawn_as_a_square_with_what_is_done_on_it(demo: TestClient):
    found = page(demo, "Maiden Voyage", "Remain In Light")
    assert len(list(found.find_class("way-drawn")[0].iter("rect"))) == 2
    first, *_, last = (text(one) for one in found.find_class("steps")[0].findall("li"))
    assert "Herbie Hancock: main artist, Piano, Written-By on Maiden Voyage" in first
    assert "on Remain In Light" in last


def test_two_records_with_people_in_common_name_them_all(demo: TestClient):
    found = way(demo, "Maiden Voyage", "Speak No Evil")
    assert found["journey"]["path"]["steps"] == []
    shared = {one["name"]: (one["roles_from"], one["roles_to"]) for one in found["journey"]["shared"]}
    assert shared["Ron Carter"] == (["Bass"], ["Bass"])
    assert {"Herbie Hancock", "Freddie Hubbard"} <= shared.keys()
    assert "artists make music on both" in text(page(demo, "Maiden Voyage", "Speak No Evil"))


def test_an_artist_and_a_record_may_be_the_ends(demo: TestClient):
    found = way(demo, "Herbie Hancock", "Maiden Voyage")
    assert (found["state"], found["journey"]["path"]["steps"]) == ("found", [])
    assert found["journey"]["roles_to"][0] == "main artist"
    assert "Herbie Hancock makes music on it" in text(page(demo, "Herbie Hancock", "Maiden Voyage"))


def test_nothing_connects_those_of_two_pieces_and_it_says_how_large_they_are(demo: TestClient):
    assert way(demo, "Portishead", "Miles Davis")["state"] == "none"
    said = text(page(demo, "Portishead", "Miles Davis"))
    assert "Nothing that is known of this shelf connects Portishead and Miles Davis" in said
    assert "Portishead hangs together with 6 others" in said
    assert "Miles Davis hangs together with 518 others" in said


def test_somebody_known_who_is_not_in_the_network_is_kept_apart_from_nobody(demo: TestClient):
    """Two tracks on a compilation: no credit joins Autechre to a main artist."""
    found = page(demo, "Autechre", "Miles Davis")
    assert "Autechre is not in the network" in text(found)
    assert way(demo, "Autechre", "Miles Davis")["start"]["stranger"][1] == "Autechre"


def test_from_somebody_to_themselves_there_is_nothing_to_tell(demo: TestClient):
    assert way(demo, "can", "Can")["state"] == "same"
    assert "That is one and the same: Can" in text(page(demo, "can", "Can"))


def test_among_namesakes_one_has_to_choose_and_each_choice_leads_on(namesakes: TestClient):
    found = way(namesakes, "john", "Anna")
    assert found["state"] == "unclear"
    assert {one["id"] for one in found["start"]["choices"]} == {11, 13}
    links = list(page(namesakes, "john", "Anna").find_class("choice")[0].iter("a"))
    assert len(links) == 2
    states = set()
    for link in links:
        answer = namesakes.get("/api" + link.get("href"))
        assert answer.json()["start"]["end"] is not None
        states.add(answer.json()["state"])
    assert states == {"found", "none"}  # Anna knows only one of them


def test_a_choice_is_kept_in_the_form(namesakes: TestClient):
    """Discogs' own name with its number leads to nobody else."""
    found = page(namesakes, "13", "Anna")
    assert found.get_element_by_id("from").get("value") == "John (2)"
    assert way(namesakes, "John (2)", "Anna")["start"]["end"]["id"] == 13


@pytest.mark.parametrize(
    ("typed", "kind", "id"),
    [
        pytest.param("12", "artist", 12, id="id"),
        pytest.param("a12", "artist", 12, id="a-and-id"),
        pytest.param("https://www.discogs.com/artist/12-Anna", "artist", 12, id="link-to-discogs"),
        pytest.param("/artist/12", "artist", 12, id="our-address"),
        pytest.param("r4", "release", 4, id="r-and-id"),
        pytest.param("https://www.discogs.com/release/5-Anna-Again", "release", 5, id="link-to-a-release"),
        pytest.param("  ANNA ", "artist", 12, id="case-and-blanks"),
        pytest.param("solo", "release", 2, id="title"),
        pytest.param("bert", "artist", 14, id="the-only-beginning"),
        pytest.param("308", "release", 6, id="title-that-is-a-number"),
        pytest.param("4", "artist", 16, id="name-that-is-a-number"),
    ],
)
def test_who_is_meant_is_understood(namesakes: TestClient, typed: str, kind: str, id: int):
    end = way(namesakes, typed, "Anna")["start"]["end"]
    assert (end["kind"], end["id"]) == (kind, id)
    # And what stands in the form then leads there again.
    again = way(namesakes, end["typed"], "Anna")["start"]["end"]
    assert (again["kind"], again["id"]) == (kind, id)


def test_an_artist_comes_before_a_record_of_the_same_name_which_is_named_too(namesakes: TestClient):
    meant = way(namesakes, "Anna", "Berta")["start"]
    assert meant["end"]["kind"] == "artist"
    assert [(one["kind"], one["id"]) for one in meant["others"]] == [("release", 3)]
    assert "Called the same: Anna (Berta, 1970)" in text(page(namesakes, "Anna", "Berta"))


def test_of_records_with_one_title_one_has_to_choose(namesakes: TestClient):
    choices = way(namesakes, "again", "Anna")["start"]["choices"]
    assert [one["typed"] for one in choices] == ["r4", "r5"]


def test_nobody_of_a_name_is_said_to_be_nobody(demo: TestClient):
    assert "Nobody is called Xyzzy Quux" in text(page(demo, "Xyzzy Quux", "Can"))
    assert way(demo, "Xyzzy Quux", "Can")["start"] == {
        "end": None,
        "choices": [],
        "others": [],
        "stranger": None,
    }


def test_a_name_variation_is_understood(demo: TestClient):
    """Discogs lists it on the artist's page; no name contains it."""
    assert way(demo, "Cannonball Adderley", "Can")["start"]["end"]["name"] == 'Julian "Cannonball" Adderley'


def test_only_one_end_leaves_the_form_to_be_filled_in(demo: TestClient):
    found = page(demo, "Can")
    assert found.get_element_by_id("from").get("value") == "Can"
    assert not found.find_class("choice") + found.find_class("way-drawn")


def test_what_is_typed_finds_artists_and_records(demo: TestClient):
    found = demo.get("/api/path/find?q=maiden").json()
    assert [(one["kind"], one["name"], one["about"]) for one in found] == [
        ("release", "Maiden Voyage", "Herbie Hancock, 1965")
    ]
    assert {one["kind"] for one in demo.get("/api/path/find?q=king").json()} >= {"artist", "release"}
    assert demo.get("/api/path/find?q=").json() == []


@pytest.mark.parametrize(
    "typed", ["<b>x</b>", "'; drop table artist; --", "%", "\x00", "r99999999999999999999", "a0"]
)
def test_anything_may_be_typed(demo: TestClient, typed: str):
    answer = demo.get("/path", params={"from": typed, "to": typed})
    assert answer.status_code == 200
    assert "<b>x" not in answer.text
    assert way(demo, typed, typed)["state"] == "unclear"


def test_too_long_a_text_is_refused(demo: TestClient):
    assert demo.get("/path", params={"from": "x" * 201}).status_code == 422
