"""A build by itself: what it needs, and what its process takes from where it was started."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from linernotes.building import BuildProcess, build
from linernotes.errors import LandingError
from linernotes.settings import load_settings
from linernotes.storage.home import LANDING_DB
from linernotes.storage.landing import Landing


def test_a_home_without_landing_is_not_made_to_look_like_an_empty_collection(tmp_path: Path) -> None:
    home = tmp_path / "mistyped"
    with pytest.raises(LandingError, match="linernotes sync"):
        build(load_settings(home=home))
    assert not home.exists()


def test_a_module_in_the_working_directory_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    Landing.open(home / LANDING_DB).close()
    (tmp_path / "duckdb.py").write_text("raise SystemExit('mine')")
    monkeypatch.chdir(tmp_path)
    published = asyncio.run(BuildProcess(load_settings(home=home)).build())
    assert (home / "builds" / f"{published.build_id}.duckdb").is_file()
