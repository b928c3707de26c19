"""`linernotes dump import`, run as users run it, on dumps that the sandbox wrote of the demo's collection."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.etl.dumps.test_dump_damage import archives, documents, landing_of
from tests.homes import Home

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.dumps.archives import write_dump


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue("demo")


@pytest.fixture(scope="module")
def files(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    written = write_dump(catalogue, tmp_path_factory.mktemp("dump"), date="20261101")
    return list(map(str, archives(written)))


@pytest.fixture
def home(catalogue: Catalogue, tmp_path: Path) -> Home:
    """It knows the listing, and has no token."""
    path = tmp_path / "home"
    path.mkdir()
    landing_of(catalogue, path / "landing.db")
    return Home(path)


def test_what_is_needed_lands_and_is_published_with_all_pages_of_it(
    home: Home, catalogue: Catalogue, files: list[str]
) -> None:
    done = home.run("dump", "import", *files)
    assert done.returncode == 0, done.stderr
    shown = done.stdout.splitlines()
    assert shown[0].startswith("discogs_20261101_masters.xml.gz: ")
    assert any(line.startswith("discogs_20261101_artists.xml.gz: ") for line in shown)
    owned = {item["id"] for item in catalogue.items} & set(catalogue.releases)
    read = home.rows("select release_id from release where source = 'dump:20261101'")
    assert owned <= {id for (id,) in read}
    assert home.rows("select count(*) from artist_masters where role <> 'Main'") == [(0,)]
    assert home.rows("select count(*) > 50 from artist_masters") == [(True,)]


def test_an_import_that_was_stopped_before_it_built_is_built_by_the_next(
    home: Home, files: list[str]
) -> None:
    first = home.json("dump", "import", *files, "--no-build")
    assert first["landed"] > 100
    assert first["build_id"] is None
    landed = documents(home.path / "landing.db")
    second = home.json("dump", "import", *files)
    assert (second["files"], second["landed"]) == ([], 0)
    assert second["build_id"] is not None
    assert documents(home.path / "landing.db") == landed


def test_again_reads_the_files_again_and_changes_nothing(home: Home, files: list[str]) -> None:
    first = home.json("dump", "import", *files, "--no-build")
    landed = documents(home.path / "landing.db")
    again = home.json("dump", "import", "--again", *files, "--no-build")
    assert again["landed"] >= first["landed"] > 0
    assert documents(home.path / "landing.db") == landed


def test_what_cannot_be_imported_is_one_line_and_a_status(
    home: Home, files: list[str], tmp_path: Path
) -> None:
    cut = tmp_path / "discogs_20261101_releases.xml.gz"
    cut.write_bytes(Path(next(one for one in files if "releases" in one)).read_bytes()[:-5])
    for wrong, reason in ((cut, "is cut off"), (tmp_path / "dump.gz", "is not named as Discogs names")):
        done = home.run("dump", "import", str(wrong))
        assert (done.returncode, done.stdout) == (1, "")
        assert reason in done.stderr.splitlines()[-1]
        assert "Traceback" not in done.stderr
    assert not [one for one in documents(home.path / "landing.db") if one[0] == "release"]


def test_without_a_collection_no_home_is_made(files: list[str], tmp_path: Path) -> None:
    done = Home(tmp_path / "empty").run("dump", "import", *files)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "there is no collection to look for" in done.stderr
    assert not (tmp_path / "empty").exists()
