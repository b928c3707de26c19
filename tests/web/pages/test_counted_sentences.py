"""Albums with somebody, days, what is missing of discographies, and what an export leaves open: on both whole
catalogues, computed anew."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.web.catalogues import Known, opened
from tests.web.facts import discography
from tests.web.facts.shelf import Document
from tests.web.pages.test_sentences import main_text, some
from tests.web.pages.test_unknown import NOTHING, PAGES
from typer.testing import CliRunner

from linernotes.cli import app, load_commands
from linernotes.discogs import Discogs
from linernotes.etl.csv_collection import land_export
from linernotes.insights.questions import read_questions
from linernotes.settings import load_settings
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.landing import Landing

# Albums, and not weights


def test_the_panel_counts_the_albums_with_somebody(known: Known) -> None:
    """By who is on which record: two who are named by family alone are on none together."""
    together: dict[int, dict[int, set[tuple[str, int]]]] = defaultdict(lambda: defaultdict(set))
    relations = "select artist_id_from, artist_id_to, releases from artist_relations"
    for one, other, releases in known.rows(relations):
        for release_id in releases or ():
            assert {one, other} <= known.shelf.people(release_id)
            together[one][other].add(known.shelf.album(release_id))
            together[other][one].add(known.shelf.album(release_id))
    on_map = {id for (id,) in known.rows("select artist_id from artist_vertex")}
    busiest = sorted(together, key=lambda id: (-sum(map(len, together[id].values())), id))
    for id in {*busiest[:3], *some(together, 3)} & on_map:
        albums = {other: len(on) for other, on in together[id].items()}
        found = _numbers(known, f"/network/artist/{id}", "together")
        assert found == {other: albums[other] for other in found}


def _numbers(known: Known, path: str, name: str) -> dict[int, int]:
    """The numbers of that name on a page, by artist."""
    shown = known.tree(path).xpath(f"//*[starts-with(@data-fact, '{name}:')]")
    return {int(one.get("data-fact").partition(":")[2]): int(one.get("value")) for one in shown}


def test_command_and_page_count_the_albums_with_each_co_player(known: Known) -> None:
    """Every name of a person counts, and the person once."""
    rows = known.rows("select artist_id, identity_id, display_name from artist")
    identity = {id: identity for id, identity, _ in rows}
    names = {id: name for id, _, name in rows}
    together: dict[int, dict[int, set[tuple[str, int]]]] = defaultdict(lambda: defaultdict(set))
    relations = "select artist_id_from, artist_id_to, releases from artist_relations where relation_type = 'co_player'"
    for one, other, releases in known.rows(relations):
        for release_id in releases:
            assert {one, other} <= known.shelf.people(release_id)
            together[one][identity[other]].add(known.shelf.album(release_id))
            together[other][identity[one]].add(known.shelf.album(release_id))
    load_commands()
    busiest = sorted(together, key=lambda id: (-sum(map(len, together[id].values())), id))
    for id in (*busiest[:2], *some(together, 2)):
        albums = {other: len(on) for other, on in together[id].items()}
        best = sorted(albums.values(), reverse=True)
        found = _numbers(known, f"/artist/{id}", "played-with")
        assert list(found.values()) == best[:60]
        assert {identity[other]: count for other, count in found.items()}.items() <= albums.items()
        said = CliRunner().invoke(app, ["--home", str(known.home), "artist", str(id)]).output
        heading, _, *lines = said[said.index("\nPlayed with ") :].strip().splitlines()
        assert re.search(r"[\d,]+", heading)[0].replace(",", "") == str(len(best))
        printed = [
            re.match(r"(.+?)(?: \(also .+\))? {2,}(\d+) ", line).groups()
            for line in lines[: min(12, len(best))]
        ]
        assert printed == [(names[other], str(count)) for other, count in list(found.items())[:12]]


# Days


def test_pages_and_questions_have_the_day_that_discogs_writes(known: Known) -> None:
    """The first ten letters of what the listing has, which carries the offset of Discogs' clock."""
    items = known.shelf.items
    days = {
        item["instance_id"]: date.fromisoformat(item["date_added"][:10])
        for item in items
        if "date_added" in item
    }
    single = [
        item
        for item in items
        if item["instance_id"] in days and sum(one["id"] == item["id"] for one in items) == 1
    ]
    for item in random.Random(3).sample(single, 10):
        day = days[item["instance_id"]]
        assert f"since {day.day} {day:%B %Y}" in main_text(known, f"/release/{item['id']}")
    per_year = Counter(day.year for day in days.values())
    (growth,) = [question for question in read_questions() if "collection grow" in question.text]
    assert {year: added for year, added, *_ in known.rows(growth.sql) if year} == per_year
    earlier = sorted(on for on in days.values() if on.year < date.today().year)
    for day in random.Random(3).sample(earlier, 4):
        listed = known.json("/api/home", day=f"{day:%m-%d}")["on_this_day"]["added"]
        same = {
            id
            for id, on in days.items()
            if (on.month, on.day) == (day.month, day.day) and on.year < date.today().year
        }
        titles = Counter(
            known.shelf.releases[item["id"]]["title"].strip() for item in items if item["instance_id"] in same
        )
        past = [one for one in listed if one["added_on"][:4] < f"{date.today().year}"]
        assert titles
        assert Counter(one["title"] for one in past) == titles
    table = known.tree("/collection?view=table").xpath("//td/time/text()")
    newest = sorted((on.isoformat() for on in days.values()), reverse=True)
    assert table == newest[: len(table)]


# Discographies


def test_what_is_said_to_be_missing_of_a_discography_is_what_landed_and_is_not_owned(known: Known) -> None:
    with Landing.open(known.home / LANDING_DB, read_only=True) as landing:
        pages: dict[int, list[Document]] = defaultdict(list)
        for one in landing.documents("artist_releases"):
            pages[one.key.id].append(json.loads(one.body))
    read = known.shelf.collected_artists & pages.keys()
    assert read
    for id in (*some(read, 15), *some(known.shelf.collected_artists - read, 5)):
        text = main_text(known, f"/artist/{id}")
        landed = {(row["type"], row["id"]) for page in pages[id] for row in page["releases"]}
        rows = sum(len(page["releases"]) for page in pages[id])
        left = max((page["pagination"]["items"] for page in pages[id]), default=0) - rows
        is_cut = len(pages[id]) < max((page["pagination"]["pages"] for page in pages[id]), default=0)
        assert ("list at Discogs" in text) == (is_cut and left > 0), id
        is_absent = (
            "The discography could not be read (gone: Discogs answered 404)." in text
        )  # the recordings lack most lists
        assert ("The discography was not read yet" in text or is_absent) == (id not in read), id
        assert is_absent == (id not in known.shelf.catalogue.artist_releases), id
        assert ("Discogs lists nothing for" in text) == (id in read and not landed), id
        entries = discography.entries(known.shelf, id)
        kinds = [owned for key, (kind, owned) in entries.items() if key in landed and kind == "album"]
        if kinds:
            assert f"{sum(kinds)} of {len(kinds)} album" in text, id


def test_nothing_is_missing_only_where_all_is_owned(known: Known) -> None:
    for gap in known.tree("/gaps").xpath("//article[@class='gap']"):
        (link,) = gap.xpath(".//h3//a/@href")
        entries = discography.entries(known.shelf, int(link.rpartition("/")[2]))
        missing = [
            key
            for key, (kind, owned) in entries.items()
            if not owned and (kind == "album" or (kind == "unknown" and key[0] == "master"))
        ]
        text = gap.text_content()
        assert ("Nothing is missing" in text) == (not missing)
        assert len(gap.xpath(".//ul[@class='missing']/li")) == len(missing)


# The shelf as a whole


def test_the_first_page_counts_albums_artists_people_and_several_pressings(known: Known) -> None:
    shelf = known.shelf
    people = {shelf.identity(one) for id in shelf.release_ids for one in shelf.people(id)}
    home = known.json("/api/home")
    found = [home[name] for name in ("records", "albums", "artists", "people")]
    assert found == [len(shelf.items), len(shelf.albums), len(shelf.collected_artists), len(people)]
    pressings = Counter(shelf.album(id) for id in shelf.release_ids)
    same = Counter(item["id"] for item in shelf.items)
    assert home["duplicates"]["same_pressing"] == sum(count > 1 for count in same.values())
    assert home["duplicates"]["other_pressings"] == sum(count > 1 for count in pressings.values())


# A CSV export of the same shelf


#: What an export calls a carrier, where it has a short word for it.
SHORT = {"Box Set": "Box", "All Media": "All"}


def export_of(known: Known) -> str:
    """The shelf as Discogs would export it."""
    out = io.StringIO()
    columns = "Catalog#,Artist,Title,Label,Format,Rating,Released,release_id,CollectionFolder,Date Added"
    table = csv.writer(out)
    table.writerow(columns.split(","))
    for item in known.shelf.items:
        release = known.shelf.releases[item["id"]]
        words = [
            ", ".join([f"{one['qty']}x{SHORT.get(one['name'], one['name'])}", *one.get("descriptions", [])])
            for one in release["formats"]
        ]
        label = release["labels"][0] if release["labels"] else {"catno": "", "name": ""}
        table.writerow(
            (
                label["catno"],
                release["artists"][0]["name"],
                release["title"],
                label["name"],
                " + ".join(words),
                "",
            )
            + (
                release.get("year") or 0,
                release["id"],
                "Uncategorized",
                item.get("date_added", "")[:19].replace("T", " "),
            )
        )
    return out.getvalue()


@pytest.fixture(scope="module")
def exported(known: Known, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    home: Path = tmp_path_factory.mktemp("exported")
    with Landing.open(home / LANDING_DB) as landing:
        land_export(landing, export_of(known).encode(), name="shelf.csv")
    Discogs(load_settings(home=home)).build()
    with opened(home, known.shelf) as of_export:
        yield of_export


def test_of_an_export_nothing_is_said_that_it_does_not_have(exported: Known) -> None:
    shelf = exported.shelf
    title, release_id = shelf.releases[shelf.release_ids[0]]["title"], shelf.release_ids[0]
    for page in PAGES:
        path = page.replace("Fragile", title).replace("/release/1", f"/release/{release_id}")
        path = f"/spin?release={release_id}" if path == "/spin" else path
        text = main_text(exported, path)
        assert not NOTHING.findall(text), path
        assert "original decade" not in text, path
        assert not re.search(r"\bYears are those in which an album first came out", text), path
    home = exported.json("/api/home")
    assert (home["records"], home["albums"], home["artists"], home["people"]) == (
        len(shelf.items),
        None,
        None,
        None,
    )
    same = Counter(item["id"] for item in shelf.items)
    assert home["duplicates"]["same_pressing"] == sum(count > 1 for count in same.values())
    assert home["duplicates"]["other_pressings"] is None
    dated = sum(bool(shelf.releases[item["id"]].get("year")) for item in shelf.items)
    assert home["dated"] == {"by_album": 0, "by_pressing": dated, "undated": len(shelf.items) - dated}


def test_no_barcode_is_said_not_to_be_owned_of_an_export_which_has_none(exported: Known) -> None:
    for code in ("4006381333931", "0 74646 49352 6"):
        answer = exported.json("/api/own", q=code)
        assert (answer["verdict"], answer["known"], answer["owned"]) == (
            "unknown",
            0,
            len(exported.shelf.release_ids),
        )
        assert "but barcodes are not known of all" in answer["sentence"]


def test_carriers_of_an_export_are_those_of_the_documents(exported: Known) -> None:
    carriers = Counter(
        name
        for item in exported.shelf.items
        for name in {one["name"] for one in exported.shelf.releases[item["id"]]["formats"]} - {"All Media"}
    )
    found = {one["value"]: one["records"] for one in exported.json("/api/numbers")["format"]["values"]}
    assert {name: count for name, count in found.items() if name != "All Media"} == carriers
