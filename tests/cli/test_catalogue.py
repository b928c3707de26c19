"""`linernotes catalogue` and `--world`, run as users run them: fetched from a dump site, asked, dropped."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.catalogue.dumps import dump_files
from tests.homes import Home

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.dumps.site import DumpOptions
from discogs_sandbox.server import Sandbox


@pytest.fixture(scope="module")
def home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """The demo, synced, with the catalogue of the newest dump of its sandbox."""
    path = tmp_path_factory.mktemp("catalogue") / "home"
    shutil.copytree(demo_home, path, symlinks=True)
    with Sandbox(load_catalogue("demo"), dumps=DumpOptions(limit=500)) as sandbox:
        home = Home(path, dump_url=sandbox.dump_url)
        built = home.json("catalogue", "fetch")
        assert built["records"] == 306 + 728 + 97 + 103
        yield home


def test_what_was_fetched_is_listed_and_its_dumps_are_gone(home: Home) -> None:
    status = home.json("catalogue", "status")
    (month,) = status["months"]
    assert status["building"] is None
    assert month["tables"]["release"] == 103
    assert month["bytes"] == home.json("status")["disk"]["catalogue"]
    assert not list((home.path / "dumps").glob("*.gz"))
    assert f"{month['month']}, in use" in home.run("catalogue", "status").stdout


def test_a_path_leads_through_all_of_discogs(home: Home) -> None:
    found = home.json("path", "Ron Carter", "Herbie Hancock", "--world")
    assert found["state"] == "found"
    (step,) = found["steps"]
    titles = [album["title"] for album in step["evidence"]]
    assert "Maiden Voyage" in titles
    assert "Maiden Voyage (1965)" in home.run("path", "Ron Carter", "Herbie Hancock", "--world").stdout


def test_an_artist_is_shown_with_what_is_owned(home: Home) -> None:
    found = home.json("artist", "Ron Carter", "--world")
    assert {album["standing"] for album in found["albums"]} == {"owned"}
    assert home.json("catalogue", "sql", "select count(*) as n from artist_releases where artist_id = 0") == [
        {"n": 0}
    ]
    ((releases,),) = home.rows(
        f"select count(distinct release_id) from artist_release_roles where artist_id = {found['artist_id']}"
    )
    assert found["releases"] >= releases > 0


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "copy release to '/tmp/stolen.parquet'",
        "select * from read_parquet('../../landing.db')",
        "attach '/tmp/other.duckdb'",
        "set enable_external_access = true",
    ],
)
def test_a_query_reads_the_month_and_nothing_else(home: Home, statement: str) -> None:
    refused = home.run("catalogue", "sql", statement)
    assert refused.returncode == 1
    assert len(refused.stderr.strip().splitlines()) == 1
    assert not Path("/tmp/stolen.parquet").exists()


def test_without_a_catalogue_the_way_out_is_named(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for command in (("catalogue", "sql", "select 1"), ("path", "a", "b", "--world")):
        refused = home.run(*command)
        assert refused.returncode == 1
        assert refused.stderr.strip().endswith("Run: linernotes catalogue fetch")
    assert "linernotes catalogue fetch" in home.run("catalogue", "status").stdout
    assert not (tmp_path / "catalogue").exists()


def test_drop_asks_and_leaves_the_collection(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "home"
    shutil.copytree(home.path, path, symlinks=True)
    other = Home(path)
    assert other.run("catalogue", "drop").returncode == 2
    assert other.json("catalogue", "status")["months"]
    refused = other.run("catalogue", "drop", "--month", "20010101", "--yes")
    assert "there is no month 20010101" in refused.stderr
    assert other.json("catalogue", "drop", "--yes")["dropped"]
    assert other.json("catalogue", "status")["months"] == []
    assert other.rows("select count(*) from collection_items")[0][0] > 0


def test_files_of_ones_own_are_built_where_they_lie(tmp_path: Path) -> None:
    files = dump_files(load_catalogue("demo"), tmp_path / "dumps")
    home = Home(tmp_path / "home")
    (tmp_path / "home").mkdir()
    refused = home.run("catalogue", "build", str(files[0]))
    assert refused.returncode == 1
    assert "linernotes catalogue fetch" in refused.stderr
    shown = home.run("catalogue", "build", *map(str, files))
    assert "Catalogue of 20261101: 1,234 records" in shown.stdout
    assert all(file.exists() for file in files)
