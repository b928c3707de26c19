"""Every setting can be set in each way that `docs/settings.md` lists, and that page lists every setting."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from tests.cli.commands import commands, options

from linernotes.settings import CreditsOptions, Settings, SyncOptions, load_settings

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = dict(commands())
#: A value of each setting that is not its default: as the environment has it, as TOML has it, as it is read.
VALUES: dict[str, tuple[str, str, Any]] = {
    "token": ("aToken", '"aToken"', "aToken"),
    "consumer_key": ("aKey", '"aKey"', "aKey"),
    "consumer_secret": ("aSecret", '"aSecret"', "aSecret"),
    "password": ("a long one", '"a long one"', "a long one"),
    "public_url": ("https://records.example", '"https://records.example"', "https://records.example"),
    "send_plays": ("true", "true", True),
    "listenbrainz_url": ("http://d", '"http://d"', "http://d"),
    "zone": ("Asia/Tokyo", '"Asia/Tokyo"', "Asia/Tokyo"),
    "image_hosts": ("http://a http://b", '["http://a", "http://b"]', ("http://a", "http://b")),
    "api_url": ("http://a", '"http://a"', "http://a"),
    "www_url": ("http://b", '"http://b"', "http://b"),
    "dump_url": ("http://c", '"http://c"', "http://c"),
    "roles": ('{"Kazoo": {"as_edge": true}}', "{Kazoo = {as_edge = true}}", {"Kazoo": {"as_edge": True}}),
    "credits": ('{"borrowed": true}', "{borrowed = true}", CreditsOptions(borrowed=True)),
    "sync": ('{"credited_min": 5}', "{credited_min = 5}", SyncOptions(credited_min=5)),
}
SYNC: dict[str, tuple[str, Any]] = {
    "refresh_after": ('"60d"', timedelta(days=60)),
    "credited_min": ("4", 4),
    "neighbours": ("false", False),
    "wants": ("false", False),
    "max_artist_pages": ("2", 2),
    "discographies": ('"full"', "full"),
}


def tables() -> list[dict[str, list[str]]]:
    """Each table of the page: setting -> the other cells of its row."""
    parts = (ROOT / "docs" / "settings.md").read_text("utf-8").split("\n## ")
    rows = [re.findall(r"^\| `(\w+)` \|(.*)\|$", part, re.MULTILINE) for part in parts]
    return [{name: [cell.strip() for cell in rest.split("|")] for name, rest in table} for table in rows]


def plain(value: Any) -> Any:
    return value.get_secret_value() if isinstance(value, SecretStr) else value


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_is_reachable_in_every_way(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name == "home":
        monkeypatch.setenv("LINERNOTES_HOME", str(tmp_path))
        assert load_settings().home == tmp_path
        return
    in_environment, in_toml, expected = VALUES[name]
    assert plain(getattr(load_settings(home=tmp_path), name)) != expected
    (tmp_path / "config.toml").write_text(f"{name} = {in_toml}\n")
    assert plain(getattr(load_settings(home=tmp_path), name)) == expected
    (tmp_path / "config.toml").unlink()
    monkeypatch.setenv(f"LINERNOTES_{name.upper()}", in_environment)
    assert plain(getattr(load_settings(home=tmp_path), name)) == expected


@pytest.mark.parametrize("name", SyncOptions.model_fields)
def test_an_option_of_a_sync_is_a_setting(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_toml, expected = SYNC[name]
    assert getattr(SyncOptions(), name) != expected
    (tmp_path / "config.toml").write_text(f"[sync]\n{name} = {in_toml}\n")
    assert getattr(load_settings(home=tmp_path).sync, name) == expected
    (tmp_path / "config.toml").unlink()
    monkeypatch.setenv("LINERNOTES_SYNC", json.dumps({name: json.loads(in_toml)}))
    assert getattr(load_settings(home=tmp_path).sync, name) == expected


def test_the_page_lists_every_setting_with_its_variable_and_its_key() -> None:
    listed, _ = tables()
    assert listed.keys() == Settings.model_fields.keys()
    for name, (variable, key, *_) in listed.items():
        assert variable.split()[0] == f"`LINERNOTES_{name.upper()}`"
        assert name == "home" or re.search(rf"`\[?{name}\b", key), name


def test_the_page_lists_every_option_of_a_sync_with_its_default() -> None:
    _, listed = tables()
    assert listed.keys() == SyncOptions.model_fields.keys()
    flags = {name: cells[1].strip("`") for name, cells in listed.items()}
    assert set(flags.values()) <= set(options(COMMANDS["sync"])) & set(options(COMMANDS["plan"]))
    for name, field in SyncOptions.model_fields.items():
        said = listed[name][2].strip("`")
        wanted = {True: "yes", None: "30 days, artists 90"}.get(field.default, str(field.default))
        assert said == wanted, name


def test_the_page_has_the_defaults_of_addresses() -> None:
    listed, _ = tables()
    for name in ("api_url", "www_url", "dump_url"):
        assert listed[name][3] == f"`{Settings.model_fields[name].default}`"
