"""A number that rests on a part of the shelf is true of the whole of it: exactly, or as the bound that it is given as.

What the whole shelf comes to is known here, for the same account is synced to its end beside each way of coming in.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.etl.dumps.test_dump_damage import archives
from tests.etl.dumps.test_without_api import OUT_OF_REACH, write_export
from tests.homes import Home
from tests.web.pages.test_unknown import text

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.dumps.archives import write_dump
from discogs_sandbox.server import Sandbox
from linernotes.discogs import Discogs
from linernotes.settings import load_settings
from linernotes.web.app import create_app

#: How a shelf may have come in, and how far: the faults of the Discogs that was asked.
REFUSED = {
    "the listing alone": "404:/releases/*,404:/masters/*,404:/artists/*",
    "half of the releases": "404:/releases/*[02468]",
    "without masters": "404:/masters/*",
    "masters refused": "403:/masters/*",
    "a copy unlisted": "oddrow:/users/*/collection/folders/0/releases*,404:/artists/*",
}
STOPPED = "stopped after the releases"
EXPORTED = "an export, and a dump without two of its records"
#: The others take a minute of a busy machine; these two differ most.
WAYS = (
    "the listing alone",
    EXPORTED,
    pytest.param(STOPPED, marks=pytest.mark.soak),
    *(pytest.param(name, marks=pytest.mark.soak) for name in REFUSED if name != "the listing alone"),
)
PAGES = ("/", "/numbers", "/numbers/duplicates", "/collection", "/network", "/gaps", "/spin", "/path")

#: A number in a sentence, with its bound: "at least 1,234".
NUMBER = r"(?:(?P<bound>[Aa]t least|[Aa]t most|[Aa]bout) )?(?P<number>\d[\d,]*)"
PSEUDO = "(194, 355, 118760)"


@cache
def catalogue() -> Catalogue:
    return load_catalogue("synthetic", items=8, seed=2)


def sync(home: Path, **options: Any) -> None:
    with Sandbox(catalogue(), limit=100_000, **options) as sandbox:
        Home(home, sandbox).sync()


def stop_after_releases(home: Path) -> None:
    """Kill a sync that waits for the first master, then build of what has landed."""
    with Sandbox(catalogue(), limit=100_000, faults="stall:/masters/*", stall_seconds=60) as sandbox:
        process = Home(home, sandbox).start("sync")
        for _ in range(600):
            if any(path.startswith("/masters/") for path in sandbox.requests.paths()):
                break
            time.sleep(0.05)
        process.kill()
        process.communicate()
        assert any(path.startswith("/masters/") for path in sandbox.requests.paths())
    Discogs(load_settings(home=home)).build()


def import_both(home: Path, folder: Path) -> None:
    """An export of eight records, and a dump that lacks two of them."""
    write_export(catalogue(), folder / "shelf.csv")
    lost = sorted({item["id"] for item in catalogue().items})[:2]
    kept = {id: document for id, document in catalogue().releases.items() if id not in lost}
    out = Home(home, api_url=OUT_OF_REACH, www_url=OUT_OF_REACH, dump_url=OUT_OF_REACH)
    out.json("import", str(folder / "shelf.csv"))
    dump = write_dump(replace(catalogue(), releases=kept), folder / "dump", date="20261101")
    out.json("dump", "import", *map(str, archives(dump)))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Home:
    path = tmp_path_factory.mktemp("whole") / "home"
    sync(path)
    return Home(path)


@pytest.fixture(scope="module", params=WAYS)
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("partly")
    if request.param in REFUSED:
        sync(folder / "home", faults=REFUSED[request.param])
    elif request.param == STOPPED:
        stop_after_releases(folder / "home")
    else:
        import_both(folder / "home", folder)
    return Home(folder / "home")


@contextmanager
def opened(home: Home) -> Iterator[TestClient]:
    app = create_app(load_settings(home=home.path), host="127.0.0.1")
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture(scope="module")
def client(home: Home) -> Iterator[TestClient]:
    with opened(home) as client:
        yield client


@cache  # homes of a module do not change
def counts(home: Home) -> dict[str, int]:
    """What the shelf of a home comes to, from its tables."""
    owned = "(select distinct release_id from collection_items)"
    people = f"""select count(distinct artist_id) from (
        from release_artists select release_id, artist_id union from release_credits select release_id, artist_id
        union from release_track_artists select release_id, artist_id)
        where release_id in {owned} and artist_id not in {PSEUDO}"""
    network = "from artist_vertex where artist_id <> 0"
    selects = {
        "records": "select count(*) from collection_items",
        "pressings": "select count(distinct release_id) from collection_items",
        "albums": f"select count(distinct coalesce(master_id, -release_id)) from release where release_id in {owned}",
        "artists": f"select count(distinct artist_id) from release_artists where release_id in {owned}"
        f" and artist_id not in {PSEUDO}",
        "people": people,
        "hours": f"select sum(duration_seconds) // 3600 from release_tracks where release_id in {owned}",
        "network": f"select count(*) {network}",
        "collected": f"select count(*) {network} and in_collection",
        "edges": "select count(*) from artist_edge where artist_id_from <> 0",
        "largest": f"select max(n) from (select count(*) as n {network} group by component_id)",
    }
    return {name: home.rows(sql)[0][0] or 0 for name, sql in selects.items()}


def holds(bound: str | None, number: int, true: int) -> bool:
    """Whether a number that is said with a bound is true."""
    return {"at least": number <= true, "at most": number >= true, "about": True, "": number == true}[
        (bound or "").lower()
    ]


def claim(words: str, pattern: str) -> tuple[str | None, int | None]:
    """The bound and the number of the first place that the pattern has; (None, None) where it is not known yet."""
    found = re.search(pattern, words)
    assert found, (pattern, words[:1500])
    number = found["number"]
    return found["bound"], None if number is None else int(number.replace(",", ""))


@pytest.mark.parametrize("path", ["/", "/numbers"])
def test_the_numbers_of_the_shelf_are_true_of_the_whole_shelf(
    client: TestClient, whole: Home, home: Home, path: str
):
    words, true = text(client.get(path).text), counts(whole)
    names = {"records?": "records", "albums?": "albums", "artists?": "artists"}
    names["(?:people and groups|person or group) who made them"] = "people"
    for noun, name in names.items():
        bound, number = claim(
            words, rf"\b{noun}(?:, (?P<bound>at least|at most|about))? (?:not known yet|(?P<number>\d[\d,]*))"
        )
        assert number is None or holds(bound, number, true[name]), (path, name, bound, number, true[name])
        if number is not None and not bound:
            assert counts(home)[name] == number


def test_the_network_is_true_of_the_whole_shelf(client: TestClient, whole: Home, home: Home):
    words, true = text(client.get("/network").text), counts(whole)
    answer, twin = client.get("/api/network").json(), home.json("network")
    sizes = {"network": "artists", "collected": "collected", "edges": "edges", "largest": "largest_component"}
    patterns = {
        "network": rf"{NUMBER} artists? made your records",
        "collected": rf"{NUMBER} of them ha",
        "edges": rf"{NUMBER} connections? joins?",
        "largest": rf"and {NUMBER} hang together",
    }
    for name, pattern in patterns.items():
        bound, number = claim(words, pattern)
        assert number is not None
        assert holds(bound, number, true[name]), (name, bound, number, true[name])
        assert answer[sizes[name]] == twin[sizes[name]] == number == counts(home)[name]
    assert answer["knowledge"] == twin["knowledge"] == knowledge(home)
    printed = home.run("network").stdout
    bound, number = claim(printed, rf"^{NUMBER} artists?, ")
    assert number is not None
    assert holds(bound, number, true["network"])


@cache
def knowledge(home: Home) -> dict[str, int]:
    """What is known of the shelf, as the landing documents and the tables say one by one."""
    owned = dict(home.rows("select distinct release_id, null from collection_items"))
    rows = {
        id: (source, master, year, album)
        for id, source, master, year, album in home.rows(
            "select r.release_id, r.source, r.master_id, r.year, m.year from release as r left join master as m"
            " using (master_id)"
        )
        if id in owned
    }
    listed = home.rows("select total - known from coverage where subject = 'items'")
    ((unread,),) = home.rows(
        "select count(distinct artist_id) from release_artists join collection_items using (release_id)"
        f" join artist as a using (artist_id) where a.source = 'basic' and artist_id not in {PSEUDO}"
    )
    return {
        "releases": len(owned),
        "linked": sum(source != "csv" for source, *_ in rows.values()),
        "documented": sum(source not in ("csv", "basic") for source, *_ in rows.values()),
        "dated": sum(
            (album if master else year) is not None and source != "csv"
            for source, master, year, album in rows.values()
        ),
        "unlisted": listed[0][0] if listed else 0,
        "unread_artists": unread,
    }


def test_artists_are_on_as_many_records_as_pages_and_commands_say(
    client: TestClient, whole: Home, home: Home
):
    select = """select artist_id, count(distinct instance_id) from collection_items join (
        from release_artists select release_id, artist_id union from release_credits select release_id, artist_id
        union from release_track_artists select release_id, artist_id) using (release_id) group by 1"""
    true, here = dict(whole.rows(select)), dict(home.rows(select))
    here.pop(None, None)
    some = sorted(here, key=lambda id: (-here[id], id))[:12]
    for id in some:
        if id in (194, 355, 118760):
            continue
        words = text(client.get(f"/artist/{id}").text)
        bound, number = claim(words, rf"{NUMBER} records? on your shelf")
        assert number is not None
        assert holds(bound, number, true[id]), (id, bound, number, true[id])
        assert client.get(f"/api/artist/{id}").json()["artist"]["credits"] == number == here[id]
    printed = home.run("artist", str(some[0])).stdout
    bound, number = claim(printed, rf"as main artist, on {NUMBER} in all")
    assert number is not None
    assert holds(bound, number, true[some[0]])


def test_years_are_called_what_they_are(client: TestClient, home: Home):
    has_album_years = knowledge(home)["dated"] > 0
    for path, of_albums, of_pressings in (
        ("/numbers/decade", "By original decade", "By decade of the pressing"),
        ("/numbers", "By original decade", "By decade of the pressing"),
        ("/collection", "Decade 1", "Decade of the pressing"),
        ("/spin", "Decade Any", "Decade of the pressing Any"),
    ):
        words = text(client.get(path).text)
        assert (of_albums in words, of_pressings in words) == (has_album_years, not has_album_years) or (
            "Any" in of_albums and (of_albums in words) == has_album_years
        ), path


def test_every_page_answers_and_shows_no_sign_of_a_template(client: TestClient, home: Home):
    releases = [id for (id,) in home.rows("select distinct release_id from collection_items order by 1")]
    for path in (*PAGES, "/own?q=xyzzy", *(f"/release/{id}" for id in releases)):
        answer = client.get(path)
        assert answer.status_code == 200, path
        words = text(answer.text)
        assert not re.search(r"\{\{|\}\}|\{%|%\}|\bNone\b|\bUndefined\b", words), path


def test_what_is_not_owned_is_not_known_where_it_may_be(client: TestClient, home: Home):
    for query in ("m999999999", "999999999999"):
        answer = client.get("/api/own", params={"q": query}).json()
        known = knowledge(home)
        if query[0] == "m":
            is_partial = known["linked"] < known["releases"]
            assert answer["verdict"] == home.json("own", query)["verdict"]
            assert (answer["verdict"] == "unknown") == is_partial


def test_status_counts_what_the_build_has_too(client: TestClient, home: Home):
    rows = home.rows("select count(*) from problem")
    assert home.json("status")["problems"] == client.get("/api/status").json()["problems"] == rows[0][0]


def test_gaps_say_that_missing_albums_may_be_owned(client: TestClient, home: Home):
    known = knowledge(home)
    words = text(client.get("/gaps").text)
    has_gaps = bool(client.get("/api/gaps").json()["gaps"])
    is_partial = known["linked"] < known["releases"] or known["unlisted"] > 0
    assert ("some of these may stand on your shelf" in words) == (has_gaps and is_partial)


def test_the_site_says_what_its_numbers_are(home: Home, whole: Home, tmp_path: Path):
    home.json("export", "site", "--out", str(tmp_path / "site"))
    words = text((tmp_path / "site" / "index.html").read_text("utf-8"))
    bound, number = claim(words, rf"{NUMBER} pressings?")
    assert number is not None
    assert holds(bound, number, counts(whole)["pressings"])
    if "not known yet" not in words:
        bound, number = claim(words, rf"and {NUMBER} (?:people and groups|person or group) who")
        assert number is not None
        assert holds(bound, number, counts(whole)["people"])
    assert "{{" not in words
