"""A sync takes from the catalogue what is there, and asks the API for the rest."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.catalogue.dumps import DATE, SOURCE, build_here, dump_files
from tests.homes import Home

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.processes.progress import Step
from linernotes.storage.catalogue.manifest import newest_month
from linernotes.storage.landing import Landing


@pytest.fixture(scope="module")
def small() -> Catalogue:
    """The demo with a small collection."""
    whole = load_catalogue("demo")
    return replace(whole, items=whole.items[:40:8], wants=whole.wants[:2])


@pytest.fixture(scope="module")
def month(small: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue of a dump that lacks the first release of the collection."""
    lacking = {id: one for id, one in small.releases.items() if id != small.items[0]["id"]}
    folder = tmp_path_factory.mktemp("month")
    build_here(folder / "home", dump_files(replace(small, releases=lacking), folder / "dumps"))
    return folder / "home" / "catalogue" / DATE


@pytest.fixture(scope="module")
def sandbox(small: Catalogue) -> Iterator[Sandbox]:
    with Sandbox(small, limit=100_000) as sandbox:
        yield sandbox


@pytest.fixture
def home(sandbox: Sandbox, tmp_path: Path) -> Home:
    sandbox.requests.clear()
    return Home(tmp_path / "home", sandbox)


def keep(home: Home, month: Path) -> None:
    """Give the home the catalogue."""
    (home.path / "catalogue").mkdir(parents=True)
    (home.path / "catalogue" / DATE).symlink_to(month)
    assert newest_month(home.path) is not None


def stages(home: Home) -> dict[str, Step]:
    with Landing.open(home.path / "landing.db") as landing:
        state = landing.run_state()
    assert state is not None
    return {stage.name: stage for stage in state.stages}


def test_the_api_is_asked_for_the_rest_before_pictures(home: Home, month: Path, small: Catalogue) -> None:
    keep(home, month)
    planned = home.run("plan")
    assert f"The catalogue of {DATE} is here" in planned.stdout
    home.sync()
    seen = stages(home)
    assert (seen["catalogue"].unit, seen["catalogue"].problems) == ("records", 0)
    assert seen["catalogue"].done > 20
    asked = {name: seen[name].done for name in ("releases", "masters", "artists", "artist_masters", "wanted")}
    assert asked == {"releases": 1, "masters": 0, "artists": 0, "artist_masters": 0, "wanted": 0}
    assert seen["pictures"].done > 10
    with Landing.open(home.path / "landing.db") as landing:
        owned = {item["id"] for item in small.items} - {small.items[0]["id"]}
        assert owned <= landing.given("release")
    home.sync()
    assert stages(home)["catalogue"].done == 0


def test_what_the_api_has_given_is_not_taken(home: Home, month: Path) -> None:
    home.sync()
    keep(home, month)
    home.sync()
    assert stages(home)["releases"].done == 0
    with Landing.open(home.path / "landing.db") as landing:
        assert {kind for kind, source in landing.counts() if source == SOURCE} <= {"pressing"}


def test_without_a_catalogue_there_is_no_such_stage(home: Home) -> None:
    home.sync()
    assert stages(home)["catalogue"].skipped


def test_where_the_catalogue_is_damaged_the_api_is_asked_for_all(
    home: Home, month: Path, small: Catalogue, tmp_path: Path
) -> None:
    other = tmp_path / "month"
    shutil.copytree(month, other)
    for file in (other / "release_tracks").iterdir():
        file.write_bytes(b"PAR1")
    keep(home, other)
    home.sync()
    seen = stages(home)
    assert seen["catalogue"].problems == 1
    assert seen["releases"].done == len({item["id"] for item in small.items})
