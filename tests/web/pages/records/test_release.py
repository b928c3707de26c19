"""A record's page and its JSON: what is there, what is not, and the log of plays."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import duckdb
import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.web.conftest import Open
from tests.web.shelves import artist, item, publish

from linernotes.insights.collection.copies import read_collection
from linernotes.storage.builds.publish import current_build


@pytest.fixture
def own_demo(open_app: Open, demo_home: Path, tmp_path: Path) -> TestClient:
    """The demo in a home of the test's own, for plays are written."""
    return open_app(home=copytree(demo_home, tmp_path / "demo"))


def release_id(client: TestClient, title: str) -> int:
    with client.app.state.linernotes.builds.reading() as build:
        return next(copy.release_id for copy in build.cached(read_collection).copies if copy.title == title)


def texts(page: str, path: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in html.fromstring(page).xpath(path)]


def send(client: TestClient, path: str, **fields: object):
    token = re.search(r'name="csrf" value="([^"]+)"', client.get(path.rpartition("/")[0]).text)
    return client.post(path, data={"csrf": token[1], **fields})


def test_before_the_first_build_a_record_says_what_to_do(empty: TestClient):
    page = empty.get("/release/1")
    assert page.status_code == 200
    assert "Nothing is here yet" in page.text
    assert 'href="/config"' in page.text
    answer = empty.get("/api/release/1")
    assert (answer.status_code, answer.json()) == (
        404,
        {"error": "Nothing is published yet. Start a sync at /config."},
    )


@pytest.mark.parametrize("path", ["/release/1", "/api/release/1"])
def test_a_record_that_nothing_names_is_not_found(demo: TestClient, path: str):
    answer = demo.get(path)
    assert answer.status_code == 404
    assert "Nothing here names that record" in answer.text


@pytest.mark.parametrize("wrong", ["0", "-1", "x", "9" * 30])
def test_an_id_that_is_none_is_refused(demo: TestClient, wrong: str):
    assert demo.get(f"/release/{wrong}").status_code == 422


def test_the_page_tells_who_does_what_and_links_to_everybody(demo: TestClient):
    page = demo.get(f"/release/{release_id(demo, 'Maiden Voyage')}").text
    line_up = texts(page, "//*[@class='line-up']/div")
    assert "Bass Ron Carter Bass" in line_up
    assert "Drums and percussion Tony Williams Drums as Anthony Williams" in line_up
    people = html.fromstring(page).xpath("//*[@class='line-up']//dd/a/@href")
    assert all(re.fullmatch(r"/artist/\d+", one) for one in people)
    assert len(set(people)) == 8
    assert "Speak No Evil" in texts(page, "//*[@class='kindred']//h3")
    assert "Van Gelder Studio, Englewood Cliffs, New Jersey" in texts(page, "//*[@class='details']//dd")


def test_the_json_is_the_same_insight(demo: TestClient):
    found = demo.get(f"/api/release/{release_id(demo, 'Maiden Voyage')}").json()
    bass = next(one for one in found["record"]["line_up"] if one["category"] == "bass")
    assert [one["name"] for one in bass["players"]] == ["Ron Carter"]
    assert found["kindred"][0]["people"][0]["name"] == "Freddie Hubbard"
    assert {"Ron Carter", "Tony Williams"} <= {one["name"] for one in found["elsewhere"]}
    schema = demo.get("/api/openapi.json").json()["components"]["schemas"]
    assert {"line_up", "tracks", "demand", "copies"} <= set(schema["Record"]["properties"])


def test_works_and_headings_are_shown_as_they_are_nested(demo: TestClient):
    page = demo.get(f"/release/{release_id(demo, 'Close To The Edge')}").text
    assert [line.split()[0] for line in texts(page, "//tr[@class='sub-track']")][:2] == ["A.I", "A.II"]


def test_prices_older_than_six_hours_are_withheld(open_app: Open, demo_home: Path, tmp_path: Path):
    home = copytree(demo_home, tmp_path / "old")
    with duckdb.connect(str(current_build(home).path)) as connection:
        connection.execute("update release_stats set loaded_at = ?", [datetime.now(UTC) - timedelta(hours=7)])
    client = open_app(home=home)
    path = f"/release/{release_id(client, 'Maiden Voyage')}"
    page = client.get(path).text
    assert "Prices are only shown for six hours" in page
    assert "lowest price asked" not in page
    assert "members have it" in page
    demand = client.get(f"/api{path}").json()["record"]["demand"]
    assert (demand["is_withheld"], demand["lowest_price"], demand["for_sale"]) == (True, None, None)


def edited(open_app: Open, demo_home: Path, tmp_path: Path, *queries: str) -> tuple[TestClient, str]:
    """The demo with a build that was changed, and the page of Maiden Voyage (`{id}` in queries)."""
    home = copytree(demo_home, tmp_path / "edited")
    with duckdb.connect(str(current_build(home).path)) as connection:
        ((id,),) = connection.execute(
            "select release_id from collection_items where title = 'Maiden Voyage'"
        ).fetchall()
        for query in queries:
            connection.execute(query.format(id=id))
    return open_app(home=home), f"/release/{id}"


@pytest.mark.parametrize("word", ["none", "None"])
def test_discogs_word_for_no_catalogue_number_is_no_number(
    open_app: Open, demo_home: Path, tmp_path: Path, word: str
):
    client, path = edited(
        open_app,
        demo_home,
        tmp_path,
        f"update release_labels set catalog_number = '{word}' where release_id = {{id}}",
    )
    page = client.get(path).text
    assert "LabelBlue Note" in texts(page, "//*[@class='details']/div")
    assert "Blue Note" in texts(page, "//*[@class='record-facts']/span")
    (label,) = client.get(f"/api{path}").json()["record"]["labels"]
    assert (label["name"], label["value"]) == ("Blue Note", None)


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        pytest.param("Jazz", ", in Jazz.", id="both-in-one-folder"),
        pytest.param("Attic", ".", id="each-in-another-folder"),
    ],
)
def test_a_folder_is_named_if_all_copies_are_in_it(
    open_app: Open, demo_home: Path, tmp_path: Path, folder: str, said: str
):
    client, path = edited(
        open_app,
        demo_home,
        tmp_path,
        "insert into collection_items select * replace (99 as instance_id, "
        f"'{folder}' as folder, case when folder = '{folder}' then folder_id else 98 end as folder_id) "
        "from collection_items where release_id = {id}",
    )
    page = client.get(path).text
    (line,) = [one for one in texts(page, "//article//p") if one.startswith("On your shelf")]
    assert re.fullmatch(r"On your shelf, in 2 copies since \d+ \w+ \d{4}" + re.escape(said), line)


def test_a_record_that_only_lists_name_says_so(demo: TestClient):
    with demo.app.state.linernotes.builds.reading() as build:
        lizard = build.storage.scalar(
            "select max(main_release_id) from artist_masters where title = 'Lizard'"
        )
    page = demo.get(f"/release/{lizard}").text
    assert "Only lists name this record" in page
    assert "King Crimson" in texts(page, "//*[@class='plain']/li")
    assert "Played it" not in page


def test_a_wanted_record_has_its_line_up(demo: TestClient):
    with demo.app.state.linernotes.builds.reading() as build:
        fragile = build.storage.scalar("select release_id from wantlist_items where title = 'Fragile'")
    page = demo.get(f"/release/{fragile}").text
    assert "On your wantlist." in page
    assert "Only lists name this record" not in page
    assert "Bill Bruford" in page


def test_another_pressing_that_is_owned_is_named(demo: TestClient):
    with demo.app.state.linernotes.builds.reading() as build:
        both = sorted(
            {c.release_id for c in build.cached(read_collection).copies if c.title == "Kind Of Blue"}
        )
    page = demo.get(f"/release/{both[0]}").text
    assert "Other pressings, owned or wanted" in page
    assert f'href="/release/{both[1]}"' in page


def test_a_play_is_logged_shown_and_taken_back(own_demo: TestClient):
    path = f"/release/{release_id(own_demo, 'Maiden Voyage')}"
    assert "Not played yet" in own_demo.get(path).text
    answer = send(own_demo, f"{path}/play")
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    page = own_demo.get(path).text
    assert "Played just now." in page
    assert "Played 1 time, last just now" in texts(page, "//summary")
    play_id = html.fromstring(page).xpath("//input[@name='play_id']/@value")[0]
    assert send(own_demo, f"{path}/unplay", play_id=play_id).status_code == 303
    page = own_demo.get(path).text
    assert "Taken back." in page
    assert "Not played yet" in page


def test_a_play_of_another_day_is_logged_at_noon_of_it(own_demo: TestClient):
    path = f"/release/{release_id(own_demo, 'Maiden Voyage')}"
    own_demo.cookies.set("zone", "Asia%2FTokyo")
    send(own_demo, f"{path}/play", on="2024-02-29")
    page = own_demo.get(path)
    assert "Played on 29 February 2024." in page.text
    (played,) = html.fromstring(page.text).xpath("//*[@class='plays']//time/@datetime")
    assert played == "2024-02-29T03:00:00+00:00"
    for wrong in ("2024-02-30", "9999-01-01", "1969-12-31", "yesterday"):
        send(own_demo, f"{path}/play", on=wrong)
        assert "day" in " ".join(texts(own_demo.get(path).text, "//*[@role='alert']")), wrong
    assert "Played 1 time" in " ".join(texts(own_demo.get(path).text, "//summary"))


def test_only_what_is_owned_can_be_played_and_only_its_own_play_be_taken_back(own_demo: TestClient):
    one, other = release_id(own_demo, "Maiden Voyage"), release_id(own_demo, "Stone Flower")
    send(own_demo, f"/release/{one}/play")
    play_id = own_demo.get(f"/release/{one}").text.partition('name="play_id" value="')[2].partition('"')[0]
    send(own_demo, f"/release/{other}/play")
    send(own_demo, f"/release/{other}/unplay", play_id=play_id)
    assert "That play is not in the log." in own_demo.get(f"/release/{other}").text
    assert "Played 1 time" in " ".join(texts(own_demo.get(f"/release/{one}").text, "//summary"))
    assert own_demo.post(f"/release/{one}/play").status_code == 403, "without the page's token"


@pytest.mark.soak  # every page of a hostile shelf is read in tests/browser/test_hostile.py
def test_hostile_words_of_a_listing_show_as_words(open_app: Open, tmp_path: Path):
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    publish(tmp_path / "home", [item(1, evil, [artist(evil, 7, anv=evil, join=evil)], condition=evil)])
    page = open_app().get("/release/1").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert texts(page, "//h1") == [evil]


def test_a_record_of_which_only_the_listing_is_known_has_a_page(shelf: TestClient):
    page = shelf.get("/release/2").text
    assert texts(page, "//h1") == ["Größe"]
    assert texts(page, "//*[@class='record-artist']") == ["Björk Feat. M. Roach"]
    assert "On your shelf" in page
    assert texts(shelf.get("/release/5").text, "//*[@class='record-artist']") == ["Various"]


def test_who_plays_on_which_track_is_a_table_with_headers(demo: TestClient):
    id = next(
        one["release_id"]
        for one in demo.get("/api/collection?q=Kind+Of+Blue").json()["items"]
        if one["artist"] == "Miles Davis"
    )
    table = demo.get(f"/api/release/{id}").json()["record"]["who_plays"]
    assert table["form"] == "people"
    page = demo.get(f"/release/{id}").text
    box = "//div[@class='who-plays' and @tabindex='0' and @aria-labelledby='who-plays']"
    assert texts(page, f"{box}//thead/tr/th[@scope='col']") == [
        "Track",
        *(" ".join([one["label"], ", ".join(one["roles"])]).strip() for one in table["columns"]),
    ]
    assert texts(page, f"{box}//tbody/tr/th[@scope='row']") == [
        f"{row['position']} {row['title']}" for row in table["rows"]
    ]
    wynton = 1 + [one["label"] for one in table["columns"]].index("Wynton Kelly")
    tune = next(n for n, row in enumerate(table["rows"], 1) if row["title"] == "Freddie Freeloader")
    assert texts(page, f"{box}//tbody/tr/td[{wynton}]") == [
        "Piano" if n == tune else "" for n in range(1, len(table["rows"]) + 1)
    ]
    assert texts(page, f"{box}//tbody/tr[1]/td[1]") == ["whole record"]


def test_where_no_track_is_named_the_line_up_is_a_list_alone(demo: TestClient):
    page = demo.get(f"/release/{release_id(demo, 'Maiden Voyage')}").text
    assert texts(page, "//dl[@class='line-up']//dt")
    assert not texts(page, "//div[@class='who-plays']")
