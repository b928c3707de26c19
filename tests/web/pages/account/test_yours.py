"""What the user makes is the user's: it is told, downloads as a file, and outlives builds, resets and machines."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient
from tests.web.conftest import Open

from linernotes.discogs import Discogs
from linernotes.settings import load_settings
from linernotes.storage.backup.backup import backup
from linernotes.storage.backup.restore import restore
from linernotes.storage.home.layout import USER_DB, reset
from linernotes.storage.user.store import UserData, UserStore

NOON = datetime(2025, 11, 24, 12, tzinfo=UTC)


def make(home: Path) -> UserData:
    """A view, a follow, two plays and a spin; what `user.db` holds then."""
    with UserStore.open(home / USER_DB) as user:
        user.listening.save_view("Blue <b>Notes</b>", "label=Blue+Note")
        user.listening.follow(23755)
        user.listening.play(1, NOON)
        user.listening.play(2)
        user.listening.spin(3)
        user.save_setting("page_size", 60)
        return user.export()


def held(home: Path) -> UserData:
    with UserStore.open(home / USER_DB) as user:
        return user.export()


@pytest.fixture
def home(shelf_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(shelf_home, tmp_path / "home", symlinks=True))


def test_everything_downloads_as_json(open_app: Open, home: Path):
    made = make(home)
    shown = open_app().get("/api/user").json()
    assert msgspec.convert(shown, UserData) == made
    assert shown["views"][0]["name"] == "Blue <b>Notes</b>"
    assert shown["plays"][1]["played_at"] == "2025-11-24T12:00:00Z"
    assert set(shown) == {"settings", "views", "follows", "plays", "spins"}


def test_it_is_shown_how_much_there_is(open_app: Open, home: Path):
    make(home)
    page = open_app().get("/config").text
    for name, value in {"views": 1, "follows": 1, "plays": 2}.items():
        assert f'<data data-fact="{name}" value="{value}">' in page
    assert 'href="/api/user"' in page


def test_where_nothing_was_made_nothing_is_made(empty: TestClient, tmp_path: Path):
    assert empty.get("/api/user").json()["plays"] == []
    assert '<data data-fact="plays" value="0">' in empty.get("/config").text
    assert not (tmp_path / "home" / USER_DB).exists()


def test_it_outlives_a_build_and_a_reset(home: Path):
    made = make(home)
    Discogs(load_settings(home=home)).build()
    assert held(home) == made
    reset(home)
    assert held(home) == made


def test_it_moves_to_another_machine_in_a_backup(open_app: Open, home: Path, tmp_path: Path):
    made = make(home)
    archive = backup(home, tmp_path / "backup.zip")
    elsewhere = tmp_path / "elsewhere"
    restore(archive, elsewhere)
    Discogs(load_settings(home=elsewhere)).build()
    assert held(elsewhere) == made
    assert msgspec.convert(open_app(home=elsewhere).get("/api/user").json(), UserData) == made
