"""The site to share: it stands alone, its links lead somewhere, and it keeps to itself what is nobody's business."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from shutil import copytree
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import pytest
from lxml import html
from tests.homes import Home
from tests.web.conftest import Open
from tests.web.facts.shelf import Shelf
from tests.web.shelves import artist, item, publish

from discogs_sandbox.catalogues import load_catalogue
from linernotes.errors import StoreError, UsageError
from linernotes.insights.network.atlas import in_words, read_atlas
from linernotes.insights.snapshot import Snapshot
from linernotes.settings import load_settings
from linernotes.storage.builds.publish import current_build
from linernotes.storage.duckdb.database import DBStorage
from linernotes.web.rendering.atlas_file import draw_map_file
from linernotes.web.site import SiteReport, export_site
from linernotes.web.site.folder import MANIFEST

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
    " base-uri 'none'; form-action 'none'"
)


def export(home: Path, out: Path, **more: str) -> SiteReport:
    build = current_build(home)
    assert build is not None
    return export_site(load_settings(home=home), build, out, **more)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(load_catalogue("demo"))


@pytest.fixture(scope="module")
def site(demo_site: Path) -> Path:
    return demo_site


def pages(site: Path) -> Iterator[tuple[Path, html.HtmlElement]]:
    for path in sorted(site.rglob("*.html")):
        yield path, html.fromstring(path.read_text("utf-8"))


def test_each_record_and_each_main_artist_has_a_page(site: Path, shelf: Shelf):
    assert {path.stem for path in (site / "record").iterdir()} == set(map(str, shelf.release_ids))
    artists = {int(path.stem) for path in (site / "artist").iterdir()}
    assert shelf.collected_artists <= artists


def test_it_reports_each_page_that_it_writes(shelf_home: Path, tmp_path: Path):
    build = current_build(shelf_home)
    assert build is not None
    heard: list[tuple[str, int, int]] = []
    report = export_site(
        load_settings(home=shelf_home), build, tmp_path / "out", on_page=lambda *one: heard.append(one)
    )
    assert heard == [
        (what, done, total)
        for what, total in (("records", report.records), ("artists", report.artists))
        for done in range(1, total + 1)
    ]


def test_the_numbers_are_so(site: Path, shelf: Shelf):
    index = html.fromstring((site / "index.html").read_text("utf-8"))
    shown = {one.get("data-fact"): int(one.get("value")) for one in index.iter("data")}
    people = {shelf.identity(one) for id in shelf.release_ids for one in shelf.people(id)}
    assert shown == {"records": len(shelf.releases), "albums": len(shelf.albums), "people": len(people)}
    for artist_id in sorted(shelf.collected_artists)[:20]:
        page = html.fromstring((site / "artist" / f"{artist_id}.html").read_text("utf-8"))
        records = sum(artist_id in shelf.people(release_id) for release_id in shelf.release_ids)
        assert page.xpath("//data[@data-fact='records']/@value") == [str(records)]


def test_every_link_leads_to_a_file_and_nothing_comes_from_elsewhere(site: Path):
    for path, page in pages(site):
        for address in page.xpath("//@href | //@src"):
            parts = urlsplit(address)
            if parts.scheme:
                assert parts.scheme == "https"
                assert parts.hostname == "www.discogs.com", f"{path}: {address}"
                continue
            assert not address.startswith("/"), f"{path}: {address} works in no subfolder"
            target = path.parent / unquote(parts.path) if parts.path else path
            assert target.resolve().is_file(), f"{path}: {address}"
        loaded = page.xpath("//img/@src | //script/@src | //link/@href")
        assert not [one for one in loaded if urlsplit(one).scheme], path


def test_it_brings_its_fonts_and_their_licenses(site: Path):
    faces = re.findall(r"url\((fonts/[\w-]+\.woff2)\?v=\w+\)", (site / "site.css").read_text("utf-8"))
    assert len(faces) > 10
    assert {path.name for path in (site / "fonts").glob("*.woff2")} == {Path(face).name for face in faces}
    licenses = [path.read_text("utf-8") for path in (site / "fonts").glob("*.LICENSE.txt")]
    assert len(licenses) == 3
    assert all("SIL Open Font License" in text for text in licenses)


def test_every_page_names_its_source_and_lets_nothing_in(site: Path):
    for path, page in pages(site):
        footer = page.xpath("string(//footer)")
        assert "Data provided by Discogs." in footer, path
        assert "is not affiliated with, sponsored or endorsed by Discogs" in footer
        assert page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [CSP]
        assert not page.xpath("//script[not(@src)] | //style | //*[@style] | //a[contains(@rel, 'nofollow')]")


def test_what_is_private_or_discogs_own_is_not_in_it(site: Path, shelf: Shelf):
    """Every text that the demo's owner has beside the records is looked for in every file."""
    catalogue = shelf.catalogue
    secret = {catalogue.username, catalogue.name, catalogue.value["median"], "i.discogs.com"}
    secret |= {folder["name"] for folder in catalogue.folders if folder["name"] not in ("All", "Jazz")}
    for owned in shelf.items:
        secret |= {note["value"] for note in owned.get("notes", ()) if len(note["value"]) > 2}
        secret.add(owned["date_added"][:10])
    for want in catalogue.wants:
        secret.add(want["notes"])
    secret -= {"", "demo"} | {word for word in secret if len(word) < 5}
    written = [path for path in site.rglob("*") if path.is_file() and path.suffix != ".woff2"]
    text = "\n".join(path.read_text("utf-8") for path in written)
    found = {word for word in secret if word in text and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)}
    assert len(secret) > 20
    assert not found - set(_words_of_records(shelf)), found
    assert not re.search(r"\b(lowest_price|for_sale|media_condition|rating)\b|[€$£]\d", text)


def _words_of_records(shelf: Shelf) -> Iterator[str]:
    """A folder may be called as a style is."""
    for release in shelf.releases.values():
        yield from release.get("styles", [])
        yield from release.get("genres", [])
        yield release["title"]


def test_it_has_the_map_as_a_picture_and_in_words(site: Path, demo_home: Path):
    build = current_build(demo_home)
    assert build is not None
    with Snapshot.open(build) as snapshot:
        assert (site / "map.svg").read_text("utf-8") == draw_map_file(snapshot)
        words = in_words(read_atlas(snapshot))
    page = html.fromstring((site / "communities.html").read_text("utf-8"))
    (picture,) = page.xpath("//img[@src='map.svg']")
    assert picture.get("alt").endswith(words)
    assert picture.xpath("string(ancestor::figure/figcaption)") == words


def test_the_search_has_every_record_and_artist(site: Path, shelf: Shelf):
    script = (site / "shelf.js").read_text("ascii")
    shown = json.loads(script.removeprefix("window.SHELF = ").rstrip().removesuffix(";"))
    assert {one[0] for one in shown["records"]} == set(shelf.release_ids)
    assert {str(one[0]) for one in shown["artists"]} == {path.stem for path in (site / "artist").iterdir()}


def test_a_folder_with_other_things_is_refused(demo_home: Path, tmp_path: Path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match="holds other files"):
        export(demo_home, tmp_path)
    with pytest.raises(UsageError, match="is a file"):
        export(demo_home, tmp_path / "thesis.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_new_export_replaces_the_old_one_and_nothing_else(shelf_home: Path, site: Path, tmp_path: Path):
    out = copytree(site, tmp_path / "site")
    (out / "CNAME").write_text("records.example")
    report = export(shelf_home, out, title="Ella’s <records>")
    assert {path.stem for path in (out / "record").iterdir()} == set("123456")
    assert (out / "CNAME").read_text() == "records.example"
    assert report.records == 6
    assert "Ella’s &lt;records&gt;" in (out / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "../mine.txt",
        7,
        *(
            pytest.param(name, marks=pytest.mark.soak)
            for name in ("/etc/passwd", "a/../../mine.txt", "..\\mine.txt", "")
        ),
    ],
)
def test_a_forged_list_of_files_deletes_nothing_outside(shelf_home: Path, tmp_path: Path, name: object):
    (tmp_path / "mine.txt").write_text("mine")
    out = tmp_path / "site"
    out.mkdir()
    (out / MANIFEST).write_text(json.dumps({"files": [name]}))
    export(shelf_home, out)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_where_nothing_may_be_written_it_is_said(shelf_home: Path, tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be written"):
        export(shelf_home, tmp_path / "file" / "site")


def test_the_command_reports(shelf_home: Path, tmp_path: Path):
    out = tmp_path / "site"
    report = Home(shelf_home).json("export", "site", "--out", str(out))
    assert report["records"] == 6
    assert report["path"] == str(out)
    assert report["files"] == sum(path.is_file() for path in out.rglob("*")) - 1
    said = Home(shelf_home).run("export", "site", "--out", str(out))
    assert said.stdout.startswith("6 records, ")


def test_before_the_first_build_there_is_nothing_to_share(tmp_path: Path):
    done = Home(tmp_path).run("export", "site", "--out", str(tmp_path / "site"))
    assert done.returncode == 1
    assert "nothing is published" in done.stderr


@pytest.mark.parametrize("zone", ["Etc/GMT-14", "Etc/GMT+12"])
def test_days_are_those_of_the_zone_that_is_set(open_app: Open, tmp_path: Path, zone: str):
    """Of these two zones one has another day than UTC, whenever the test runs. The page says the same day."""
    home = tmp_path / "home"
    publish(home, [item(1, "Late", [artist("Ella", 1)])])
    build = current_build(home)
    assert build is not None
    export_site(load_settings(home=home, zone=zone), build, tmp_path / "site")
    with DBStorage.open(build.path) as storage:
        built = datetime.fromisoformat(storage.scalar("select value from meta where key = 'built_at'"))
    day = built.astimezone(ZoneInfo(zone))
    index = (tmp_path / "site" / "index.html").read_text("utf-8")
    assert f"{day.day} {day:%B %Y}" in index
    assert f"{day.day} {day:%B %Y}" in open_app(home=home, zone=zone).get("/numbers").text
