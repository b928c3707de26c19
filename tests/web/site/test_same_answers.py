"""One thing, one reader: command line, JSON, page, map panel and site say the same of every artist, and of paths."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.examples import examples
from tests.rows import tuples
from tests.synced import exported_site
from typer.testing import CliRunner

from linernotes.cli import app as cli
from linernotes.cli import load_commands
from linernotes.settings import load_settings
from linernotes.storage.builds.publish import current_build
from linernotes.storage.duckdb.database import DBStorage
from linernotes.web.app import create_app

#: The numbers of pages, by name, and where the JSON has them.
KINDS_OF_COMPANY = {"played-with": "played_with", "made-by": "made_by", "made-for": "made_for"}


@dataclass
class Ways:
    """One home, looked at in every way."""

    home: Path
    site: Path
    client: TestClient

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        build = current_build(self.home)
        assert build is not None
        with DBStorage.open(build.path) as storage:
            return tuples(storage, query)

    def json(self, address: str, **asked: object) -> Any:
        answer = self.client.get(address, params=asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def printed(self, *arguments: str) -> Any:
        result = CliRunner().invoke(cli, ["--home", str(self.home), *arguments, "--json"])
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    def page(self, address: str) -> html.HtmlElement:
        return html.fromstring(self.client.get(address).text)

    @cached_property
    def artists(self) -> list[int]:
        """Everybody on the shelf, by id."""
        query = "select artist_id from artist where qty_collection_credits > 0 order by artist_id"
        return [id for (id,) in self.rows(query) if id not in (194, 355, 118760)]


@pytest.fixture(scope="module", params=["demo", pytest.param("recorded", marks=pytest.mark.recorded)])
def ways(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ways]:
    home: Path = request.getfixturevalue(f"{request.param}_home")
    site = exported_site(tmp_path_factory, request.param, home)
    load_commands()
    with TestClient(create_app(load_settings(home=home)), base_url="http://127.0.0.1:8000") as client:
        yield Ways(home, site, client)


def some(ids: list[int], many: int) -> list[int]:
    """Every one of them in `make soak`, else so many, spread over all."""
    return ids[:: max(1, len(ids) // examples(many))] if examples(10_000) < 10_000 else ids


def facts(page: html.HtmlElement) -> dict[str, int]:
    """The numbers of a page that are ours, by their names."""
    return {one.get("data-fact"): int(one.get("value")) for one in page.iter("data")}


def texts(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.xpath(path)]


def test_the_site_says_of_every_artist_what_the_json_does(ways: Ways) -> None:
    written = {int(path.stem): path for path in (ways.site / "artist").iterdir()}
    assert len(written) > 50
    for id in some(sorted(written), 12):
        path = written[id]
        reported = ways.json(f"/api/artist/{id}")["artist"]
        page = html.fromstring(path.read_text("utf-8"))
        assert page.findtext(".//h1") == reported["name"]
        assert facts(page)["records"] == len(reported["as_main"]) + len(reported["as_guest"])
        for section, part in (("own", "as_main"), ("others", "as_guest")):
            titles = texts(page, f"//section[@aria-labelledby='{section}']//h3")
            assert titles == [" ".join(one["title"].split()) for one in reported[part]]
        roles = [" ".join(", ".join(one["roles"]).split()) for one in reported["as_guest"] if one["roles"]]
        assert texts(page, "//section[@aria-labelledby='others']//p[@class='muted']") == roles
        for name, part in KINDS_OF_COMPANY.items():
            company = reported[part]
            assert facts(page).get(name, 0) == company["qty"]
            listed = {f"{name}:{one['artist_id']}": one["albums"] for one in company["people"]}
            shown = {key: albums for key, albums in facts(page).items() if key.startswith(f"{name}:")}
            assert shown.items() <= listed.items()
            assert len(shown) == min(len(listed), 24 if name == "played-with" else 12)
        kin = [
            one["artist_id"] for kind in ("members", "groups", "aliases") for one in reported["family"][kind]
        ]
        links = page.xpath("//main/p/a[starts-with(@href, '../artist/')]/@href")
        assert [int(Path(link).stem) for link in links] == [id for id in kin if id in written]


def test_who_is_on_two_records_or_is_a_main_artist_has_a_page_of_the_site(ways: Ways) -> None:
    written = {int(path.stem) for path in (ways.site / "artist").iterdir()}
    on = ways.rows("select artist_id, count(distinct release_id), bool_or(relation = 'main') "
                   "from artist_release_roles where release_id in (select release_id from collection_items) "
                   "group by artist_id")  # fmt: skip
    assert written == {id for id, records, main in on if records > 1 or main} - {194, 355, 118760}


def test_the_command_prints_of_every_artist_what_the_json_has(ways: Ways) -> None:
    for id in some(ways.artists, 4):
        assert ways.printed("artist", str(id)) == ways.json(f"/api/artist/{id}")


def test_the_command_prints_of_the_wantlist_what_the_json_has(ways: Ways) -> None:
    query = "select genre from release_genres join wantlist_items using (release_id) group by 1 order by count(*), 1"
    genres = [genre for (genre,) in ways.rows(query)][:1]  # the recorded account wants nothing
    asked = ways.json("/api/wantlist", genre=genres, sort="price", per_page=30)
    typed = [word for genre in genres for word in ("--genre", genre.lower())]
    assert ways.printed("wantlist", *typed, "--sort", "price") == asked
    page = ways.page(f"/wantlist?sort=price{''.join(f'&genre={quote(genre)}' for genre in genres)}")
    links = page.xpath("//*[@class='want']//h2/a/@href")
    assert [int(Path(link).name) for link in links] == [one["release_id"] for one in asked["items"]]


def test_the_command_prints_of_the_gaps_what_the_json_has(ways: Ways) -> None:
    reported = ways.json("/api/gaps")
    assert reported["gaps"]
    assert ways.printed("gaps") == reported
    lines = CliRunner().invoke(cli, ["--home", str(ways.home), "gaps"]).stdout.splitlines()
    for gap in reported["gaps"]:
        first = next(number for number, line in enumerate(lines) if f"({gap['artist_id']}): " in line)
        assert lines[first].startswith(gap["name"])
        assert f"{gap['owned']:,} of {gap['albums']:,} album" in lines[first]
        titles = [one["title"] for one in gap["missing"][:8]]
        assert all(lines[first + 1 + n].startswith(f"  {title}") for n, title in enumerate(titles))


@pytest.mark.parametrize("command", [["gaps"], ["wantlist"], ["role", "Bass"], ["artist"]], ids=" ".join)
def test_a_command_says_what_it_rests_on(ways: Ways, command: list[str]) -> None:
    asked = command if command != ["artist"] else ["artist", str(ways.artists[0])]
    if command == ["wantlist"] and not ways.json("/api/wantlist")["wants"]:
        return  # nothing is said, which rests on nothing
    result = CliRunner().invoke(cli, ["--home", str(ways.home), *asked])
    known = {one["subject"]: one for one in ways.json("/api/gaps")["coverage"]}["releases with credits"]
    (basis,) = (line for line in result.stdout.splitlines() if line.startswith("Rests on "))
    assert f"{known['known']:,} of {known['total']:,} releases with credits" in basis


def test_the_command_prints_of_every_year_what_the_json_has(ways: Ways) -> None:
    years = [one["year"] for one in ways.json("/api/year")["years"]]
    assert years
    for year in [*some(years, 4), 1901]:
        reported = ways.json(f"/api/year/{year}")
        assert ways.printed("year", str(year)) == reported
        shown = ways.page(f"/year/{year}")
        assert facts(shown).get("came-in", 0) == reported["came_in"]
        assert bool(texts(shown, "//*[local-name()='desc']")) == bool(reported["came_in"])
        if reported["came_in"]:
            assert texts(shown, "//*[local-name()='desc']") == [" ".join(reported["sentence"].split())]


def test_page_and_panel_show_of_every_artist_what_the_json_has(ways: Ways) -> None:
    in_network = {id for (id,) in ways.rows("select artist_id from artist_vertex")}
    for id in some(ways.artists, 4):
        reported = ways.json(f"/api/artist/{id}")["artist"]
        shown = facts(ways.page(f"/artist/{id}"))
        assert shown["records"] == reported["credits"]
        assert shown.get("records-as-main", reported["items"]) == reported["items"]
        for name, part in KINDS_OF_COMPANY.items():
            assert shown.get(name, 0) == reported[part]["qty"]
            for one in reported[part]["people"]:
                assert shown[f"{name}:{one['artist_id']}"] == one["albums"]
        tracks = {one["artist_id"]: one["tracks"] for one in reported["played_with"]["people"]}
        assert {who: shown.get(f"tracks-with:{who}", 0) for who in tracks} == tracks
        if id in in_network:
            panel = facts(ways.page(f"/network/artist/{id}"))
            copies = sum(one["copies"] for part in ("as_main", "as_guest") for one in reported[part])
            assert panel[f"on-records:artist-{id}"] == copies == reported["credits"]
            assert panel.get(f"played-with:artist-{id}", 0) == reported["played_with"]["qty"]


def test_the_command_prints_the_network_as_the_json_has_it(ways: Ways) -> None:
    assert ways.printed("network") == ways.json("/api/network")


def test_the_command_prints_the_status_as_the_json_has_it(ways: Ways) -> None:
    reported, printed = ways.json("/api/status"), ways.printed("status")
    assert printed == reported


def test_the_commands_print_roles_and_labels_as_the_json_has_them(ways: Ways) -> None:
    roles = [role for (role,) in ways.rows("select role from role order by role")]
    for role in some(roles, 4):
        assert ways.printed("role", role) == ways.json("/api/role", name=role)
    labels = [
        id
        for (id,) in ways.rows("select distinct label_id from release_labels where label_id > 0 order by 1")
    ]
    for id in some(labels, 4):
        assert ways.printed("label", str(id)) == ways.json(f"/api/label/{id}")


@pytest.mark.parametrize("text", ["spectrum", "kind of blue 1959 lp", "miles davis", "nothing of the kind"])
def test_the_command_says_what_is_owned_as_the_json_does(ways: Ways, text: str) -> None:
    assert ways.printed("own", text) == ways.json("/api/own", q=text)


def test_the_command_finds_every_path_that_the_json_has(ways: Ways) -> None:
    known = [id for (id,) in ways.rows("select artist_id from artist_vertex where artist_id > 0 order by 1")]
    releases = [id for (id,) in ways.rows("select distinct release_id from collection_items order by 1")]
    ends = some(known, 6)
    pairs = [(str(one), str(other)) for one, other in zip(ends, reversed(ends), strict=True)]
    pairs += [(f"r{releases[0]}", f"r{releases[-1]}"), (f"r{releases[0]}", str(known[-1]))]
    states = set()
    for one, other in pairs:
        reported = ways.json("/api/path", **{"from": one, "to": other})
        assert ways.printed("path", one, other) == reported
        states.add(reported["state"])
    assert "found" in states


def test_the_command_says_of_each_step_what_the_page_does(ways: Ways) -> None:
    known = [id for (id,) in ways.rows("select artist_id from artist_vertex where artist_id > 0 order by 1")]
    ends = some(known, 6)
    for one, other in zip(ends, reversed(ends), strict=True):
        found = ways.page(f"/path?from={one}&to={other}")
        result = CliRunner().invoke(cli, ["--home", str(ways.home), "path", str(one), str(other)])
        printed = [re.sub(r" \(r\d+\)", "", line.strip()) for line in result.output.splitlines()]
        for sentence in texts(found, "//ol[@class='steps']/li/ul/li[position() <= 5]"):
            assert sentence in [" ".join(line.split()) for line in printed]


def test_the_site_shows_who_plays_on_which_track_as_the_json_has_it(ways: Ways) -> None:
    shown = 0
    for id in some(sorted(int(path.stem) for path in (ways.site / "record").iterdir()), 30):
        table = ways.json(f"/api/release/{id}")["record"]["who_plays"]
        page = html.fromstring((ways.site / f"record/{id}.html").read_text("utf-8"))
        rows = page.xpath("//div[@class='who-plays']//tbody/tr")
        assert len(rows) == len(table["rows"] if table else ())
        for row, expected in zip(rows, table["rows"] if table else (), strict=True):
            filled = [number for number, cell in enumerate(row.iter("td")) if cell.text_content().strip()]
            assert filled == sorted({mark["column"] for mark in expected["marks"]})
            shown += 1
    assert shown
