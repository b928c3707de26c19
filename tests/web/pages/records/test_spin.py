"""Spin: a proposal stays where it is, another one is another one, and what is played is in the log."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree
from urllib.parse import parse_qs, urlsplit

import pytest
from httpx2 import Response
from lxml import html
from starlette.testclient import TestClient
from tests.web.conftest import Open
from tests.web.shelves import artist, item, publish

from linernotes.insights.listening.tonight import SHOWN
from linernotes.storage.home.layout import USER_DB


@pytest.fixture
def home(demo_home: Path, tmp_path: Path) -> Path:
    """The demo, to spin and play."""
    return copytree(demo_home, tmp_path / "spun")


@pytest.fixture
def demo(open_app: Open, home: Path) -> TestClient:
    return open_app(home=home)


def send(client: TestClient, path: str, **fields: object) -> Response:
    """Send a form as the page has it."""
    token = re.search(
        r'name="csrf" value="([^"]+)"', client.get("/spin?release=1", follow_redirects=True).text
    )
    token = token or re.search(
        r'name="csrf" value="([^"]+)"', client.get("/spin", follow_redirects=True).text
    )
    assert token
    return client.post(path, data={"csrf": token[1], **fields})


def led_to(answer: Response) -> dict[str, str]:
    """Where an answer leads: the parameters of the address."""
    assert answer.status_code == 303, answer.text
    parts = urlsplit(answer.headers["location"])
    assert parts.path == "/spin"
    return {name: value for name, (value,) in parse_qs(parts.query).items()}


def listening(client: TestClient):
    with client.app.state.linernotes.user() as user:
        return user.export()


def test_the_address_names_the_record_and_loading_it_again_skips_nothing(demo: TestClient, home: Path):
    first = led_to(demo.get("/spin"))
    assert led_to(demo.get("/spin")) == first
    page = demo.get("/spin", params=first)
    assert page.status_code == 200
    heading = html.fromstring(page.text).findtext(".//h1/a")
    assert demo.get("/api/collection", params={"q": heading}).json()["total"] >= 1
    assert html.fromstring(demo.get("/spin", params=first).text).findtext(".//h1/a") == heading
    assert not (home / USER_DB).exists()  # nothing is made by looking


def test_another_one_is_never_one_of_those_just_shown(demo: TestClient):
    shown = [led_to(demo.get("/spin"))["release"]]
    for _ in range(30):
        shown.append(led_to(send(demo, "/spin/next", release=shown[-1], way="any"))["release"])
    assert len(set(shown)) == len(shown)
    assert [str(one.release_id) for one in listening(demo).spins] == shown[:-1]


def test_with_a_handful_of_records_each_has_its_turn(open_app: Open, shelf_home: Path, tmp_path: Path):
    client = open_app(home=copytree(shelf_home, tmp_path / "few"))
    shown = [led_to(client.get("/spin"))["release"]]
    for _ in range(11):
        shown.append(led_to(send(client, "/spin/next", release=shown[-1], way="any"))["release"])
    assert sorted(shown[:6]) == ["1", "2", "3", "4", "5", "6"]
    assert shown[6:] == shown[:6]
    assert SHOWN > 6


def test_more_like_this_says_what_is_alike(demo: TestClient):
    items = demo.get("/api/collection", params={"q": "Kind Of Blue"}).json()["items"]
    release_id = items[0]["release_id"]
    led = led_to(send(demo, "/spin/next", release=release_id, way="like"))
    assert (led["way"], led["origin"]) == ("like", str(release_id))
    reported = demo.get("/api/spin", params=led).json()
    assert reported["why"]["like"]["people"] or reported["why"]["like"]["words"]
    reasons = (
        html.fromstring(demo.get("/spin", params=led).text).find(".//ul[@class='reasons']").text_content()
    )
    assert "Kind Of Blue" in reasons


def test_something_completely_different_has_nobody_in_common(demo: TestClient):
    release_id = demo.get("/api/collection", params={"q": "Kind Of Blue"}).json()["items"][0]["release_id"]
    led = led_to(send(demo, "/spin/next", release=release_id, way="unlike"))
    reported = demo.get("/api/spin", params=led).json()
    assert reported["why"]["unlike"]
    assert "Jazz" not in reported["genres"]
    assert "Nobody on it is on Kind Of Blue" in " ".join(
        html.fromstring(demo.get("/spin", params=led).text).text_content().split()
    )


def test_where_nothing_is_alike_something_else_comes_and_it_is_said(
    open_app: Open, shelf_home: Path, tmp_path: Path
):
    client = open_app(home=copytree(shelf_home, tmp_path / "few"))
    led = led_to(send(client, "/spin/next", release=6, way="like"))
    assert "way" not in led
    assert led["release"] != "6"
    assert "Nothing that fits is like that; here is something else." in client.get("/spin", params=led).text


def test_filters_hold_and_stay(demo: TestClient):
    wish = {"genre": "Electronic", "decade": "1970", "minutes": "50"}
    led = led_to(
        demo.get("/spin", params=wish | {"style": "", "folder": ""})
    )  # a form sends empty fields, too
    assert led_to(demo.get("/spin?genre=&style=&decade=&format=&folder=&minutes=")).keys() == {"release"}
    assert {name: led[name] for name in wish} == wish
    seen = set()
    for _ in range(12):
        reported = demo.get("/api/spin", params=led).json()
        assert "Electronic" in reported["genres"]
        assert reported["year"] // 10 == 197
        assert 0 < reported["seconds"] <= 50 * 60
        seen.add(led["release"])
        led = led_to(send(demo, "/spin/next", **led | {"way": "any"}))
        assert {name: led[name] for name in wish} == wish
    page = html.fromstring(demo.get("/spin", params=led).text)
    assert page.xpath("//select[@id='genre']/option[@selected]/@value") == ["Electronic"]
    count = int(page.find(".//data[@data-fact='fitting']").get("value"))
    assert len(seen) == min(count, 12)


def test_a_wish_that_nothing_fits_is_said(demo: TestClient):
    page = demo.get("/spin", params={"genre": "Polka"})
    assert page.status_code == 200
    assert "No record on the shelf is like that." in page.text
    assert '<a href="/spin">Any record will do</a>' in page.text
    assert demo.get("/api/spin", params={"genre": "Polka"}).status_code == 404


def test_playing_is_logged_and_can_be_taken_back(demo: TestClient):
    release_id = led_to(demo.get("/spin"))["release"]
    led = led_to(send(demo, "/spin/play", release=release_id, genre="Jazz"))
    assert (led["release"], led["genre"]) == (release_id, "Jazz")
    (play,) = listening(demo).plays
    assert play.release_id == int(release_id)
    page = demo.get("/spin", params=led).text
    assert "In the log: played just now." in page
    assert "Play it" not in page
    assert "In the log" not in demo.get("/spin", params={"release": release_id}).text
    assert "Played today already" in demo.get("/spin", params={"release": release_id}).text
    back = led_to(send(demo, "/spin/unplay", release=release_id, played=play.play_id))
    assert back["release"] == release_id
    assert listening(demo).plays == []
    again = demo.get("/spin", params=back | {"played": play.play_id}).text
    assert "Taken back" in again
    assert "In the log" not in again


def test_only_a_play_of_that_record_is_taken_back(demo: TestClient):
    release_id = led_to(demo.get("/spin"))["release"]
    other = led_to(send(demo, "/spin/next", release=release_id, way="any"))["release"]
    send(demo, "/spin/play", release=release_id)
    (play,) = listening(demo).plays
    led_to(send(demo, "/spin/unplay", release=other, played=play.play_id))
    assert listening(demo).plays == [play]
    assert "not in the log" in demo.get("/spin", params={"release": other}).text


def test_programs_can_draw_with_a_seed(demo: TestClient):
    drawn = [demo.get("/api/spin", params={"seed": f"{number}"}).json()["release_id"] for number in range(40)]
    assert len(set(drawn)) > 20
    assert demo.get("/api/spin", params={"seed": "7"}).json()["release_id"] == drawn[7]
    asked = {"seed": "7", "way": "like", "origin": drawn[0]}
    assert demo.get("/api/spin", params=asked).json()["release_id"] != drawn[0]


def test_what_is_not_on_the_shelf_is_not_proposed(demo: TestClient):
    for path in ("/spin?release=1", "/api/spin?release=1"):
        assert demo.get(path).status_code == 404
        assert "not on the shelf" in demo.get(path).text
    assert send(demo, "/spin/play", release=1).status_code == 404
    assert listening(demo).plays == []
    for wrong in ("release=x", "way=up", "minutes=0", "minutes=many", "release=-1", "origin=x"):
        assert demo.get(f"/spin?{wrong}").status_code == 422, wrong


def test_forms_need_their_token(demo: TestClient):
    release_id = led_to(demo.get("/spin"))["release"]
    for path in ("/spin/next", "/spin/play", "/spin/unplay"):
        assert demo.post(path, data={"release": release_id}).status_code == 403


def test_before_the_first_build_and_on_an_empty_shelf(empty: TestClient, open_app: Open, tmp_path: Path):
    assert "Nothing is here yet" in empty.get("/spin").text
    assert empty.get("/api/spin").status_code == 404
    publish(tmp_path / "none", [])
    page = open_app(home=tmp_path / "none").get("/spin")
    assert page.status_code == 200
    assert "there is nothing to play" in page.text


@pytest.mark.soak  # every page of a hostile shelf is read in tests/browser/test_hostile.py
def test_hostile_text_shows_as_text(open_app: Open, tmp_path: Path):
    bad = "<script>alert(1)</script>\"'"
    publish(tmp_path / "bad", [item(1, bad, [artist(bad)], folder=7)], {7: bad})
    client = open_app(home=tmp_path / "bad")
    page = client.get("/spin?release=1").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    answer = client.get("/spin", params={"genre": bad})
    assert "<script>alert" not in answer.text
