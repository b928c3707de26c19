"""Folders and files of a home that may not be read: one line that names them, and what to check."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from linernotes.cli import app, load_commands
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.landing import Landing

FOLDERS, FILES = ("builds", "covers", "dumps"), (LANDING_DB, "config.toml")


@pytest.fixture
def home() -> Iterator[Path]:
    """A home that others may read; the folders of pytest may not be entered by others."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    home = folder / "home"
    Landing.open(home / LANDING_DB).close()
    (home / "config.toml").touch()
    for name in FOLDERS:
        (home / name).mkdir()
    for path in (home, *home.iterdir()):
        path.chmod(0o755)
    yield home
    home.chmod(0o755)
    shutil.rmtree(folder)


@contextmanager
def without_privileges() -> Iterator[None]:
    """Root may read everything, so that root is nobody in here."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.mark.parametrize("name", [*FOLDERS, *FILES, "."])
@pytest.mark.parametrize("command", [["status"], ["build"], ["sql", "select 1"]])
def test_what_may_not_be_read_is_named_in_one_line(home: Path, name: str, command: list[str]) -> None:
    load_commands()
    (home / name).chmod(0)
    with without_privileges():
        done = CliRunner().invoke(app, ["--home", str(home), *command])
    (home / name).chmod(0o755)
    assert "Traceback" not in done.output
    assert "mistake" not in done.output
    if done.exit_code and name not in ("covers", "dumps"):
        assert "ermission" in done.output or "nothing" in done.output
        assert str(home) in "".join(done.output.split())
