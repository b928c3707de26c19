"""What the user makes is kept, exported, and never mixed with what was fetched."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.errors import HomeVersionError, StoreError
from linernotes.storage.user.store import UserData, UserStore

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)


@given(values=st.dictionaries(TEXT, JSON, max_size=4))
def test_settings_come_back_as_they_were_saved(values, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("home") / "user.db"
    with UserStore.open(path) as user:
        for key, value in values.items():
            user.save_setting(key, value)
    with UserStore.open(path) as user:
        assert user.settings() == values
        assert user.export() == UserData(values)


def test_a_setting_is_replaced_and_deleted(tmp_path: Path) -> None:
    with UserStore.open(tmp_path / "user.db") as user:
        user.save_setting("network.layout", {"zoom": 1})
        user.save_setting("network.layout", {"zoom": 2})
        assert user.settings() == {"network.layout": {"zoom": 2}}
        user.save_setting("network.layout", None)
        assert user.settings() == {}


def test_what_is_not_json_is_refused(tmp_path: Path) -> None:
    with UserStore.open(tmp_path / "user.db") as user:
        with pytest.raises(TypeError):
            user.save_setting("x", {1, 2})
        assert user.settings() == {}


def test_a_damaged_user_db_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "user.db").write_bytes(b"no database" * 100)
    with pytest.raises(StoreError, match="damaged.*restore a backup"):
        UserStore.open(tmp_path / "user.db")


def test_a_damaged_setting_is_one_line(tmp_path: Path) -> None:
    with UserStore.open(tmp_path / "user.db") as user:
        user.save_setting("x", 1)
    with sqlite3.connect(tmp_path / "user.db") as db:
        db.execute("update settings set value = '{'")
    db.close()
    with UserStore.open(tmp_path / "user.db") as user, pytest.raises(StoreError, match="not JSON"):
        user.settings()


def test_a_user_db_from_the_future_is_refused(tmp_path: Path) -> None:
    UserStore.open(tmp_path / "user.db").close()
    with sqlite3.connect(tmp_path / "user.db") as db:
        db.execute("pragma user_version = 1000")
    db.close()
    with pytest.raises(HomeVersionError, match="upgrade linernotes"):
        UserStore.open(tmp_path / "user.db")
