"""Keys for programs: what is kept of one, and what a name may be."""

from __future__ import annotations

import sqlite3
import zipfile
from pathlib import Path

import pytest

from linernotes.errors import StoreError, UsageError
from linernotes.storage.backup.backup import backup
from linernotes.storage.home.layout import KEYS_DB, USER_DB
from linernotes.storage.keys.store import KEY, KeyStore
from linernotes.storage.user.store import UserStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / KEYS_DB


def test_a_key_is_found_until_it_is_revoked(path: Path) -> None:
    with KeyStore.open(path) as store:
        key = store.add("  home\tassistant ", is_read_only=True)
        other = store.add("phone")
        found = store.find(key)
        assert found is not None
        assert (found.name, found.is_read_only, found.last_used_at) == ("home assistant", True, None)
        assert [one.name for one in store.read_keys()] == ["home assistant", "phone"]
        assert store.revoke("home assistant")
        assert not store.revoke("home assistant")
        assert store.find(key) is None
        assert store.find(other) is not None


def test_a_key_has_256_random_bits_and_only_its_digest_is_kept(path: Path) -> None:
    with KeyStore.open(path) as store:
        keys = {store.add(f"key {number}") for number in range(5)}
        assert len(keys) == 5
        assert all(KEY.fullmatch(key) for key in keys)
    kept = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert [key for key in keys if key.encode() in kept or key[3:].encode() in kept] == []
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "wrong", ["", "ln_", "ln_" + "A" * 43, "grün", "\udcff", "x" * 100_000, "%", "' or 1=1 --"]
)
def test_a_wrong_key_is_none(path: Path, wrong: str) -> None:
    with KeyStore.open(path) as store:
        store.add("phone")
        assert store.find(wrong) is None


@pytest.mark.parametrize("name", ["", "  \n", "x" * 61, "a\0b", "a\x1b[31mb", "a\u202eb", "a\u200bb"])
def test_a_name_that_cannot_be_seen_or_read_is_refused(path: Path, name: str) -> None:
    with KeyStore.open(path) as store:
        with pytest.raises(UsageError, match="1 to 60 characters"):
            store.add(name)
        assert store.read_keys() == []


def test_a_name_with_a_newline_becomes_one_line(path: Path) -> None:
    with KeyStore.open(path) as store:
        store.add("a\r\nSet-Cookie: b")
        assert [one.name for one in store.read_keys()] == ["a Set-Cookie: b"]


def test_a_name_is_given_once(path: Path) -> None:
    with KeyStore.open(path) as store:
        key = store.add("phone")
        with pytest.raises(UsageError, match="there is a key 'phone' already"):
            store.add("phone", is_read_only=True)
        found = store.find(key)
        assert found is not None
        assert not found.is_read_only


def test_no_backup_has_a_key_in_it(path: Path) -> None:
    with KeyStore.open(path) as store:
        store.add("phone")
    with UserStore.open(path.parent / USER_DB) as user:
        user.save_setting("x", 1)
    with zipfile.ZipFile(backup(path.parent, path.parent / "b.zip")) as packed:
        assert sorted(packed.namelist()) == ["manifest.json", USER_DB]


def test_damage_is_one_line_that_says_what_to_do(path: Path) -> None:
    path.write_bytes(b"no database" * 100)
    with pytest.raises(StoreError, match="damaged.*make new keys") as caught:
        KeyStore.open(path)
    assert "\n" not in str(caught.value)


def test_a_table_of_another_shape_is_damage(path: Path) -> None:
    with KeyStore.open(path) as store:
        store.add("phone")
    with sqlite3.connect(path) as db:
        db.execute("alter table keys rename column digest to d")
    with KeyStore.open(path) as store, pytest.raises(StoreError, match="damaged"):
        store.find("x")
