"""`linernotes key`: made, listed and revoked on the command line, for the app that serves the same home."""

from __future__ import annotations

import json
from pathlib import Path

from tests.homes import Home

from linernotes.storage.keys.store import KEY
from linernotes.web.security.program_keys import ProgramKeys


def test_a_key_is_printed_once_listed_and_revoked(tmp_path: Path) -> None:
    home, app = Home(tmp_path / "home"), ProgramKeys(tmp_path / "home")
    made = home.run("key", "add", "phone", "--read-only")
    assert KEY.fullmatch(made.stdout.strip())
    assert made.stdout.strip() not in made.stderr
    found = app.find(made.stdout.strip())
    assert found is not None
    assert found.is_read_only
    (listed,) = json.loads(home.run("key", "list", "--json").stdout)
    assert (listed["name"], listed["is_read_only"]) == ("phone", True)
    assert listed["last_used_at"] is not None
    again = home.run("key", "add", "phone")
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr.count("\n") == 1
    assert home.run("key", "revoke", "phone").returncode == 0
    assert app.find(made.stdout.strip()) is None
    assert home.run("key", "revoke", "phone").returncode == 2
