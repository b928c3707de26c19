"""What is not known is said to be unknown, on every page, after every way of coming in."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.homes import Home
from tests.web.conftest import Open, app_on

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.discogs import Discogs
from linernotes.etl.csv_collection import land_export
from linernotes.settings import load_settings
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.landing import Landing

EXPORT = """Catalog#,Artist,Title,Label,Format,Rating,Released,release_id,CollectionFolder,Date Added
BLP 1,Art Blakey,Moanin',Blue Note,"LP, Album, RE, 180, Gat",,2011,1,Jazz,2020-09-15 17:31:59
BLP 1,Art Blakey,Moanin',Blue Note,"LP, Album, RE, 180, Gat",,2011,1,Jazz,2020-09-16 17:31:59
SD 3,Yes,Fragile,Atlantic,"2xLP, Album, Ltd, Red + CD",,1971,3,Rock,2020-09-17 17:31:59
"""
PAGES = (
    "/",
    "/numbers",
    "/numbers/duplicates",
    "/collection",
    "/network",
    "/gaps",
    "/wantlist",
    "/spin",
    "/own?q=Fragile",
    "/release/1",
)
#: What nobody may say of a number that is not known.
NOTHING = re.compile(
    r"\b(people and groups who made them|artists|albums) 0\b|\b0 (people|artists|albums|in several pressings)\b"
)


def text(page: str) -> str:
    """The words of a page, without what is no text."""
    page = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", page, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def land(home: Path, csv: str) -> None:
    home.mkdir()
    with Landing.open(home / LANDING_DB) as landing:
        land_export(landing, csv.encode(), name="shelf.csv")
    Discogs(load_settings(home=home)).build()


@pytest.fixture(scope="module")
def exported_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("exported") / "home"
    land(home, EXPORT)
    return home


@pytest.fixture(scope="module")
def exported(exported_home: Path) -> Iterator[TestClient]:
    """The app on what an export alone says, to look at."""
    with app_on(exported_home) as client:
        yield client


@pytest.mark.parametrize("path", PAGES)
def test_no_page_of_an_export_gives_a_number_for_what_nobody_knows(exported: TestClient, path: str):
    answer = exported.get(path, follow_redirects=True)
    assert answer.status_code == 200
    assert not NOTHING.findall(text(answer.text))


def test_the_first_page_and_the_numbers_say_what_is_not_known_yet(exported: TestClient):
    for path in ("/", "/numbers"):
        words = text(exported.get(path).text)
        for what in ("albums", "artists", "people and groups who made them"):
            assert f"{what} not known yet" in words
        assert "in several pressings is not known yet" in words
        assert "In which year an album first came out is not known yet." in words
        assert "By decade of the pressing" in words
        assert "original decade" not in words
    assert "Not known yet of any record: genre, style, country." in text(exported.get("/numbers").text)


def test_an_export_names_its_years_by_the_pressing_everywhere(exported: TestClient):
    for path in (
        "/collection",
        "/collection?decade=2010",
        "/collection/facet/decade",
        "/spin",
        "/numbers/decade",
    ):
        answer = exported.get(path, follow_redirects=True)
        words = text(answer.text)
        assert re.search("[Dd]ecade of the pressing", words), path
        assert not re.search(
            "[Oo]riginal (decade|year)", words.replace("albums with their original year", "")
        ), path
    chips = re.search(r'class="chip".*?</a>', exported.get("/collection?decade=2010").text, re.S)
    assert chips
    assert "Decade of the pressing" in chips[0]
    assert "the year of this pressing: that of the album is not known" in text(
        exported.get("/release/1").text
    )


def test_an_export_has_no_sentence_that_a_sync_or_a_person_would_have(exported: TestClient):
    assert "since it was first listed" not in exported.get("/").text
    assert "nothing but a CSV export was read" in text(exported.get("/release/1").text)
    assert "You follow nobody yet" not in exported.get("/gaps").text
    assert "Who made these records, and who played together, is not known yet." in text(
        exported.get("/network").text
    )
    assert "is known to be on a record here" in exported.get("/artist/1").text
    way = text(exported.get("/path?from=Nobody+Here&to=Nor+Here").text)
    assert "Who made your records is not known yet" in way


@pytest.mark.parametrize("path", PAGES)
def test_no_page_of_an_export_shows_signs_of_a_template(exported: TestClient, path: str):
    words = text(exported.get(path, follow_redirects=True).text)
    assert not re.search(r"\{\{|\}\}|\{%|%\}|\bNone\b", words)


def test_a_shelf_without_doubles_says_what_that_rests_on(tmp_path: Path, open_app: Open):
    land(tmp_path / "home", "\n".join(EXPORT.splitlines()[::2] + [""]))
    client = open_app()
    for path in ("/numbers", "/numbers/duplicates"):
        words = text(client.get(path).text)
        assert "No album is there twice" not in words
        assert (
            "No pressing is there twice. Which albums are there in several pressings is not known yet."
            in words
        )


def test_the_network_of_an_export_is_null_and_not_0(exported: TestClient, exported_home: Path):
    sizes = ("artists", "collected", "edges", "components", "largest_component")
    for answer in (exported.get("/api/network").json(), Home(exported_home).json("network")):
        assert [answer[name] for name in sizes] == [None] * 5
        assert answer["knowledge"]["linked"] == 0


def test_status_counts_the_problems_of_an_export(tmp_path: Path, open_app: Open):
    land(tmp_path / "home", EXPORT + "X 1,No id,Nothing,L,LP,,1999,none,Jazz,2020-09-17 17:31:59\n")
    home = Home(tmp_path / "home")
    rows = home.rows("select count(*) from problem")
    assert rows != [(0,)]
    assert home.json("status")["problems"] == open_app().get("/api/status").json()["problems"] == rows[0][0]


def test_the_site_of_an_export_says_what_is_not_known(exported_home: Path, tmp_path: Path):
    out = tmp_path / "site"
    Home(exported_home).json("export", "site", "--out", str(out))
    pages = {path.name: text(path.read_text("utf-8")) for path in out.rglob("*.html")}
    for name, words in pages.items():
        assert not NOTHING.findall(words), name
        assert not re.search(r"\{\{|\}\}|\bNone\b", words), name
    assert "2 pressings. Who is on them is not known yet." in pages["index.html"]
    assert "Who made these records is not known yet." in pages["artists.html"]
    assert "Who made these records, and who played together, is not known yet." in pages["communities.html"]
    assert "2011 (this pressing)" in pages["1.html"]


def test_json_has_null_for_what_is_not_known(exported: TestClient):
    home = exported.get("/api/home").json()
    assert (home["records"], home["albums"], home["artists"], home["people"]) == (3, None, None, None)
    assert (home["duplicates"]["same_pressing"], home["duplicates"]["other_pressings"]) == (1, None)
    (folder, _) = exported.get("/api/numbers").json()["folders"]
    assert folder["folder"]["albums"] is None
    assert home["dated"] == {"by_album": 0, "by_pressing": 3, "undated": 0}


def test_words_of_formats_are_no_carriers(exported: TestClient):
    formats = exported.get("/api/numbers").json()["format"]["values"]
    assert {one["value"]: one["records"] for one in formats} == {"Vinyl": 3, "CD": 1}
    facet = {one["value"] for one in exported.get("/api/collection/facet/format").json()["values"]}
    assert facet == {"Vinyl", "CD", "LP", "Album", "Reissue", "Limited Edition"}


@pytest.fixture
def listed(tmp_path: Path, open_app: Open) -> TestClient:
    """A sync of which nothing but the listing came: every document fails."""
    with Sandbox(
        load_catalogue("synthetic", items=8, seed=2),
        limit=100_000,
        faults="404:/releases/*,404:/masters/*,404:/artists/*",
    ) as sandbox:
        assert Home(tmp_path / "home", sandbox).sync() > 0
    return open_app()


def test_a_listing_alone_knows_albums_and_artists_but_no_credits(listed: TestClient, tmp_path: Path):
    rows = Home(tmp_path / "home").rows
    select = "select count(distinct {}) from collection_items join {} using (release_id) where true {}"
    ((artists,),) = rows(
        select.format("artist_id", "release_artists", "and artist_id not in (194, 355, 118760)")
    )
    ((albums,),) = rows(select.format("coalesce(release.master_id, -release_id)", "release", ""))
    home = listed.get("/api/home").json()
    assert (home["artists"], home["people"], home["albums"]) == (artists, None, albums)
    for path in ("/", "/numbers"):
        words = text(listed.get(path).text)
        assert "people and groups who made them not known yet" in words
        assert f"artists {artists} " in words


def test_commands_say_so_too(exported_home: Path):
    home = Home(exported_home)
    assert "not known yet" in home.run("network").stdout
    assert "not known yet" in home.run("artist", "Art Blakey").stderr


def test_a_release_that_is_known_in_full_is_counted_as_such(tmp_path: Path, open_app: Open):
    with Sandbox(load_catalogue("synthetic", items=5, seed=2), limit=100_000) as sandbox:
        home = Home(tmp_path / "home", sandbox)
        home.sync()
    answer = open_app().get("/api/home").json()
    people = """select count(distinct identity_id) from collection_items join (
        from release_artists select release_id, artist_id union from release_credits select release_id, artist_id
        union from release_track_artists select release_id, artist_id) using (release_id)
        join artist using (artist_id) where artist_id not in (194, 355, 118760)"""
    assert [(answer["people"],)] == home.rows(people)


@pytest.mark.parametrize("kind", ["master", "label", "artist", "release"])
def test_no_link_is_answered_with_no_where_an_export_names_no_ids(exported: TestClient, kind: str):
    """An export has ids of releases alone; of a pressing that is not here the album may be here all the same."""
    answer = exported.get("/api/own", params={"q": f"https://www.discogs.com/{kind}/31415926"}).json()
    assert answer["verdict"] == "unknown"
    page = text(exported.get("/own", params={"q": f"https://www.discogs.com/{kind}/31415926"}).text)
    assert "Not known" in page
    assert "You own nothing of" not in page


@pytest.mark.parametrize(
    "path",
    ["/collection", "/numbers", "/own", "/gaps", "/spin", "/network", "/path", "/release/1", "/artist/1"],
)
def test_secrets_that_do_not_read_hide_no_page_before_the_first_build(
    open_app: Open, tmp_path: Path, path: str
) -> None:
    """Only the first page and the settings have to say what is wrong with them."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "secrets.yml").write_text("{broken")
    assert open_app().get(path).status_code == 200
