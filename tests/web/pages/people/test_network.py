"""The map of the shelf: the page, one community, one person, the drawing's data, and the states without them."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from shutil import copytree

import duckdb
import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.rows import tuples
from tests.web.conftest import Open
from tests.web.shelves import artist, item, publish

from linernotes.storage.builds.publish import current_build
from linernotes.storage.duckdb.database import DBStorage

HOSTILE = "<script>alert(1)</script>\" onload='x' & {{ 7 * 7 }}"


@pytest.fixture(scope="module")
def tables(demo_home: Path):
    build = current_build(demo_home)
    assert build is not None
    with DBStorage.open(build.path) as storage:
        yield storage


def links(text: str, to: str) -> list[str]:
    """What the links to addresses that begin so say."""
    return [
        " ".join(element.text_content().split())
        for element in html.fromstring(text).iter("a")
        if (element.get("href") or "").startswith(to)
    ]


def community(tables: DBStorage, name: str) -> int:
    """The top community of an artist."""
    return tables.scalar(
        "select community_id from artist_community_members join artist_community using (community_id) "
        "join artist using (artist_id) where level = 0 and display_name = ?",
        [name],
    )


def test_before_the_first_build_there_is_no_map_and_it_says_why(empty: TestClient):
    answer = empty.get("/network")
    assert answer.status_code == 200
    assert "Nothing is here yet" in answer.text
    for path in ("/api/network", "/api/network/graph", "/api/network/find?q=a", "/api/network/community/1"):
        answer = empty.get(path)
        assert (answer.status_code, list(answer.json())) == (404, ["error"])


def test_the_map_lists_the_communities_that_are_drawn_as_areas(demo: TestClient):
    found = demo.get("/api/network").json()
    page = demo.get("/network").text
    said = links(page, "/network?community=")
    for top in found["communities"]:
        assert top["label"] in said
        for part in top["parts"]:
            assert part["label"] in said


def test_communities_of_one_artist_are_nowhere(demo: TestClient, open_app: Open, tmp_path: Path):
    home = tmp_path / "pair"
    publish(
        home,
        [item(1, "Together", [artist("A", 1, join="&"), artist("B", 2)]), item(2, "Alone", [artist("C", 3)])],
    )
    client = open_app(home=home)
    assert [one["qty_artists"] for one in client.get("/api/network").json()["communities"]] == [2]
    assert links(client.get("/network").text, "/network?community=") == ["A · B"]
    assert client.get("/network?community=3").status_code == 404


def test_a_shelf_whose_people_never_play_together_says_so(open_app: Open, tmp_path: Path):
    home = tmp_path / "alone"
    publish(home, [item(1, "One", [artist("A", 1)])])
    page = open_app(home=home).get("/network").text
    assert "Nobody here plays with anybody else" in page


def test_a_shelf_without_anybody_says_so(open_app: Open, tmp_path: Path):
    home = tmp_path / "nobody"
    publish(home, [item(1, "Mix", [artist("Various", 194)])])
    page = open_app(home=home).get("/network").text
    assert "Nobody is on it yet" in page
    assert 'id="map"' not in page


def test_the_map_has_everybody_with_a_place_and_the_lines_within_places(demo: TestClient, tables: DBStorage):
    drawn = demo.get("/api/network/graph").json()
    assert {one["artist_id"]: (one["x"], one["y"]) for one in drawn["people"]} == {
        id: (x, y)
        for id, x, y in tuples(tables, "select artist_id, x, y from artist_vertex where artist_id > 0")
    }
    home = {one["artist_id"]: one["area_id"] for one in drawn["people"]}
    edges = tuples(
        tables, "select artist_id_from, artist_id_to, weight from artist_edge where artist_id_from > 0"
    )
    assert {tuple(line) for line in drawn["lines"]} == {
        (one, other, weight)
        for one, other, weight in edges
        if home[one] is not None and home[one] == home[other]
    }


def test_the_page_draws_each_place_with_its_title_and_each_person(demo: TestClient):
    drawn = demo.get("/api/network/graph").json()
    (svg,) = html.fromstring(demo.get("/network").text).xpath("//*[local-name()='svg'][@class='atlas']")
    assert len(svg.xpath(".//*[@class and starts-with(@class, 'area ')]")) == len(drawn["areas"])
    titles = {
        link.get("data-area"): " ".join(line.text for line in link.xpath("./*[contains(@class, 'title ')]"))
        for link in svg.xpath(".//*[@data-area]")
    }
    assert titles == {str(one["area_id"]): " ".join(one["title"]) for one in drawn["areas"]}
    dots = "".join(one.get("d") for one in svg.xpath(".//*[starts-with(@class, 'dot ')]"))
    assert dots.count("M") == len(drawn["people"])
    named = {int(one.get("data-artist")) for one in svg.xpath(".//*[@data-artist]")}
    assert named == {one["artist_id"] for one in drawn["people"] if one["label_zoom"] == 1}
    assert "17 places; the largest are Herbie Hancock (" in svg.xpath("./*[local-name()='desc']")[0].text


def test_a_place_and_its_community_have_one_name(demo: TestClient):
    places = demo.get("/api/network/graph").json()["areas"]
    labels = {one["community_id"]: one["label"] for one in demo.get("/api/network").json()["communities"]}
    titles = {labels[one["area_id"]].split(" · ")[0] for one in places}
    assert titles == {one["name"] for one in places}
    for bridge in demo.get("/api/network").json()["bridges"]:
        assert {side["label"] for side in bridge["sides"]} <= set(labels.values())


def test_near_names_have_instruments_beside_them(demo: TestClient):
    def played(zoom: int) -> dict[str, str]:
        view = demo.get(
            "/network/map", params={"x": 400, "y": 50, "zoom": zoom, "width": 1000, "height": 700}
        ).text
        texts = html.fromstring(view).xpath(
            "//*[local-name()='text'][starts-with(@class, 'name') or starts-with(@class, 'played')]"
        )
        at = {(one.get("x"), one.get("class").split()[0]): one.text for one in texts}
        return {at[x, "name"]: text for (x, kind), text in at.items() if kind == "played"}

    assert played(1) == {}
    near = played(4)
    assert len(near) > 10
    assert near.get("Charles Mingus", near.get("Keith Jarrett")) in {"Bass", "Piano"}


def test_nearer_more_names_are_read_and_none_twice(demo: TestClient):
    seen: list[int] = []
    for zoom in (1, 4, 16):
        names = html.fromstring(demo.get(f"/network/map?x=300&y=200&zoom={zoom}").text).xpath(
            "//@data-artist"
        )
        assert len(names) == len(set(names)) > 0
        seen.append(len(names))
    whole = demo.get("/network/map?zoom=1&width=1200&height=800").text
    assert 'viewBox="0.0 0.0 1200.0 800.0"' in whole


def test_who_stands_at_a_point_has_the_panel_and_nobody_has_none(demo: TestClient):
    somebody = demo.get("/api/network/graph").json()["people"][5]
    asked = f"/network/at?x={somebody['x'] + 0.2}&y={somebody['y']}&reach=3"
    answer = demo.get(asked, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/network/artist/{somebody['artist_id']}",
    )
    assert demo.get("/network/at?x=-500&y=-500&reach=3").status_code == 404


def test_somebody_chosen_stands_out_with_everybody_they_are_connected_with(
    demo: TestClient, tables: DBStorage
):
    ((id,),) = tuples(tables, "select artist_id from artist where name = 'Ron Carter'")
    near = {
        other
        for one in tuples(
            tables, "select artist_id_from, artist_id_to from artist_edge where artist_id_from > 0"
        )
        for other in one
        if id in one
    }
    svg = html.fromstring(demo.get(f"/network/map?artist={id}").text)
    assert len(svg.xpath("//*[starts-with(@class, 'lit ')]")) == len(near)
    assert len(svg.xpath("//*[starts-with(@class, 'lit chosen')]")) == 1
    (lines,) = svg.xpath("//*[@class='lit-line']")
    assert lines.get("d").count("L") == len(near) - 1


def test_a_way_is_lit_up_on_the_map(demo: TestClient):
    ids = demo.get("/api/path?from=Miles+Davis&to=Brian+Eno").json()["journey"]["path"]["ids"]
    way = "-".join(map(str, ids))
    assert f"/network?way={way}" in demo.get("/path?from=Miles+Davis&to=Brian+Eno").text
    svg = html.fromstring(demo.get(f"/network?way={way}").text)
    (line,) = svg.xpath("//*[@class='lit-line']")
    assert line.get("d").count("L") == len(ids) - 1
    assert len(svg.xpath("//*[starts-with(@class, 'lit chosen')]")) == len(ids)
    assert demo.get("/network?way=1-x").status_code == 422


def test_one_community_shows_its_people_by_centrality_and_its_records(demo: TestClient, tables: DBStorage):
    id = community(tables, "Miles Davis")
    answer = demo.get(f"/api/network/community/{id}").json()
    central = [one["centrality"] for one in answer["members"]]
    assert central == sorted(central, reverse=True)
    page = demo.get(f"/network?community={id}").text
    shown = [unescape(name) for name in re.findall(r'<th scope="row"><a href="/artist/\d+">([^<]*)<', page)]
    assert shown[:3] == [one["name"] for one in answer["members"][:3]]
    owned = tuples(
        tables,
        "select distinct release_id from collection_items join release_artists using (release_id) "
        "join artist_community_members using (artist_id) where community_id = ?",
        [id],
    )
    assert set(answer["release_ids"]) == {release for (release,) in owned}
    assert page.count('class="sleeve"') == answer["community"]["qty_items"]
    (svg,) = html.fromstring(page).xpath("//*[local-name()='svg'][@class='atlas']")
    assert float(svg.get("data-zoom")) > 1  # as near as the place allows


def test_the_people_of_a_large_community_come_a_page_at_a_time(demo: TestClient, tables: DBStorage):
    id = tables.scalar("select community_id from artist_community order by qty_artists desc limit 1")
    members = [one["name"] for one in demo.get(f"/api/network/community/{id}").json()["members"]]
    shown: list[str] = []
    for number in (1, 2):
        page = demo.get(f"/network?community={id}&people={number}").text
        shown += re.findall(r'<th scope="row"><a href="/artist/\d+">([^<]*)<', page)
    assert [unescape(name) for name in shown] == members
    assert demo.get(f"/network?community={id}&people=999&records=999").text == page


def test_a_part_leads_back_to_what_it_is_a_part_of(demo: TestClient, tables: DBStorage):
    part, parent = tuples(
        tables, "select community_id, parent_id from artist_community where level = 1 limit 1"
    )[0]
    page = demo.get(f"/network?community={part}").text
    assert f'href="/network?community={parent}"' in page


def test_a_person_on_the_map_leads_to_the_records_the_community_and_the_neighbours(
    demo: TestClient, tables: DBStorage
):
    ((id,),) = tuples(tables, "select artist_id from artist where name = 'Ron Carter'")
    panel = demo.get(f"/network/artist/{id}").text
    assert set(links(panel, "/release/")) == {"Maiden Voyage", "Speak No Evil", "Stone Flower", "Spectrum"}
    # On two albums with each of three, as sidemen of others, too; on one with all others.
    near = links(panel, "/network?artist=")
    assert set(near[:3]) == {"Herbie Hancock", "Freddie Hubbard", "Joe Farrell"}
    assert {"Tony Williams", "Wayne Shorter"} <= set(near)
    heading, *others, more = links(panel, "/artist/")
    company = demo.get(f"/api/artist/{id}").json()["artist"]["played_with"]
    assert heading == "Ron Carter"
    assert others == [one["name"] for one in company["people"][:6]]
    assert {"Herbie Hancock", "Freddie Hubbard", "Joe Farrell"} <= set(others)
    assert more == f"{company['qty'] - 6} more"
    page = demo.get(f"/network?artist={id}").text
    assert "Maiden Voyage" in page
    assert f'data-artist="{id}"' in page


def test_who_has_several_names_is_no_other_to_himself(demo: TestClient, tables: DBStorage):
    """His discs are joined on the map, but the panel counts nobody beside him."""
    ((id,),) = tuples(tables, "select artist_id from artist where name = 'Aphex Twin'")
    panel = " ".join(html.fromstring(demo.get(f"/network/artist/{id}").text).text_content().split())
    assert "Polygon Window, AFX, The Dice Man are the same person." in panel
    assert "Next to" not in panel


def test_a_member_on_the_panel_of_a_group_is_called_so(demo: TestClient, tables: DBStorage):
    def near(name: str) -> dict[str, str]:
        ((id,),) = tuples(tables, "select artist_id from artist where name = ?", [name])
        lines = html.fromstring(demo.get(f"/network/artist/{id}").text).xpath("//ul[@class='near']/li")
        found = [(one.findtext("a"), " ".join(one.find("span").text_content().split())) for one in lines]
        return dict(found)

    assert near("Blur") == {"Damon Albarn": "member"}  # on no record together
    assert near("King Crimson")["Robert Fripp"] == "3 albums, member"
    assert near("Ron Carter")["Tony Williams"] == "1 album"


def test_no_page_of_the_network_shows_more_than_two_decimals(demo: TestClient, tables: DBStorage):
    ids = [id for (id,) in tuples(tables, "select community_id from artist_community where qty_artists > 1")]
    for address in ("/network", *(f"/network?community={id}" for id in ids)):
        shown = html.fromstring(demo.get(address).text).text_content()
        assert not re.findall(r"\d\.\d{3,}", shown)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/network?community=999", 404),
        ("/network?artist=999", 404),
        ("/network/artist/999", 404),
        ("/api/network/community/999", 404),
        ("/network/map?zoom=0.1", 422),
        ("/network/map?artist=999", 200),
        ("/network?community=x", 422),
        ("/network?people=0", 422),
    ],
)
def test_what_there_is_not_is_said_to_be_not_there(demo: TestClient, path: str, status: int):
    assert demo.get(path).status_code == status


def test_names_are_found_by_any_part_of_them_whatever_case_and_accents(demo: TestClient):
    def find(text: str) -> list[str]:
        return [one["name"] for one in demo.get("/api/network/find", params={"q": text}).json()]

    assert find("miles")[0] == "Miles Davis"
    assert find("LO BORGES") == ["Lô Borges"]
    assert "Miles Davis" in find("davis")
    assert find("nobody is called so") == []
    assert find("") == find("   ") == []


def test_the_sidemen_and_bridges_come_with_their_evidence(demo: TestClient):
    found = demo.get("/api/network").json()
    fripp = next(one for one in found["sidemen"] if one["name"] == "Robert Fripp")
    assert len(fripp["on"]) == fripp["albums"]
    assert all(album["roles"] for album in fripp["on"])
    assert {album["title"] for album in fripp["on"]} == {"Another Green World", '"Heroes"', "Peter Gabriel"}
    assert found["engineers"][0]["name"] == "Rudy Van Gelder"
    assert found["engineers"][0]["on"][0]["roles"] == ["Recorded By"]
    assert "Manfred Eicher" in {one["name"] for one in found["producers"]}
    eno = next(one for one in found["bridges"] if one["name"] == "Brian Eno")
    assert len({side["community_id"] for side in eno["sides"]}) == len(eno["sides"]) > 1


def test_the_page_says_what_it_rests_on(demo: TestClient):
    assert "releases with credits" in demo.get("/network").text


@pytest.mark.soak  # every page of a hostile shelf is read in tests/browser/test_hostile.py
def test_hostile_names_are_text(open_app: Open, tmp_path: Path):
    home = tmp_path / "hostile"
    publish(home, [item(1, HOSTILE, [artist(HOSTILE, 1, join="&"), artist("B", 2)])])
    client = open_app(home=home)
    for path in ("/network", "/network?community=1", "/network/artist/2", f"/path?from=1&to={HOSTILE}"):
        text = client.get(path).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text
        assert "49" not in re.sub(r'"[^"]*"', "", text.split("<main")[-1])


def test_bridges_say_when_their_order_is_an_estimate(
    open_app: Open, demo: TestClient, demo_home: Path, tmp_path: Path
):
    assert "estimated" not in demo.get("/network").text
    assert demo.get("/api/network").json()["betweenness"] == "exact"
    home = copytree(demo_home, tmp_path / "large", symlinks=True)
    build = current_build(home)
    assert build is not None
    with duckdb.connect(str(build.path)) as connection:
        connection.execute(
            "update meta set value = 'estimated from 500 of 20,000 artists' where key = 'network_betweenness'"
        )
    large = open_app(home=home)
    assert "is estimated from 500 of 20,000 artists" in " ".join(large.get("/network").text.split())
    assert large.get("/api/network").json()["betweenness"] == "estimated from 500 of 20,000 artists"
