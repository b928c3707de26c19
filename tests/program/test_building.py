"""A build by itself: what it needs, and what its process takes from where it was started."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from linernotes import building
from linernotes.building import BuildProcess
from linernotes.discogs import Discogs
from linernotes.errors import LandingError
from linernotes.processes.progress import Progress
from linernotes.settings import load_settings
from linernotes.storage.builds.build_activity import STEPS, read_build_activity
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.landing import Landing


def test_a_home_without_landing_is_not_made_to_look_like_an_empty_collection(tmp_path: Path) -> None:
    home = tmp_path / "mistyped"
    with pytest.raises(LandingError, match="linernotes sync"):
        Discogs(load_settings(home=home)).build()
    assert not home.exists()


@pytest.mark.usefixtures("real_processes")
def test_a_module_in_the_working_directory_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    Landing.open(home / LANDING_DB).close()
    (tmp_path / "duckdb.py").write_text("raise SystemExit('mine')")
    monkeypatch.chdir(tmp_path)
    published = asyncio.run(BuildProcess(load_settings(home=home)).build())
    assert (home / "builds" / f"{published.build_id}.duckdb").is_file()


@pytest.mark.parametrize(("every", "is_due"), [(0.0, True), (3600.0, False)])
def test_a_long_sync_of_a_home_that_has_a_build_publishes_between_stages_when_it_is_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, every: float, is_due: bool
) -> None:
    """The first sync may take days and be stopped often: going on, it publishes what comes in, too."""
    Landing.open(tmp_path / LANDING_DB).close()
    settings = load_settings(home=tmp_path)
    Discogs(settings).build()
    monkeypatch.setattr(building, "BUILD_EVERY", every)

    async def at_a_boundary() -> bool:
        builds = BuildProcess(settings)
        builds.start_if_due()
        started = builds.is_running
        await builds.stop()
        return started

    assert asyncio.run(at_a_boundary()) is is_due


@pytest.mark.usefixtures("builds_meanwhile")
def test_the_first_boundary_of_a_home_without_a_build_publishes_at_once(tmp_path: Path) -> None:
    Landing.open(tmp_path / LANDING_DB).close()

    async def at_the_first_boundaries() -> Path | None:
        builds = BuildProcess(load_settings(home=tmp_path))
        builds.start_if_due()
        await builds.settle()
        builds.start_if_due()
        assert not builds.is_running
        return next((tmp_path / "builds").glob("*.duckdb"), None)

    assert asyncio.run(at_the_first_boundaries()) is not None


def test_a_build_tells_each_of_its_steps_once_in_their_order(tmp_path: Path) -> None:
    Landing.open(tmp_path / LANDING_DB).close()
    seen: list[Progress] = []
    Discogs(load_settings(home=tmp_path)).build(seen.append)
    assert [one.step for one in seen] == list(STEPS)
    assert [one.share for one in seen] == sorted(one.share for one in seen)
    assert read_build_activity(tmp_path) is None
    assert not (tmp_path / "builds/progress.json").exists()


def test_who_waits_for_a_build_in_a_child_hears_how_far_it_is(tmp_path: Path) -> None:
    Landing.open(tmp_path / LANDING_DB).close()
    seen: list[Progress] = []
    asyncio.run(BuildProcess(load_settings(home=tmp_path)).build(seen.append))
    assert [one.step for one in seen] == list(STEPS)
    assert [one.share for one in seen] == sorted(one.share for one in seen)
