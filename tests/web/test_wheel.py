"""What a wheel brings: `pip install` of it needs no Node."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from base64 import b64decode
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]
WEB = "linernotes/web"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    """The wheel as it would be published; built without a network."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    with ZipFile(path) as opened:
        yield opened


def test_it_has_the_vendored_libraries_and_their_licenses(wheel: ZipFile):
    names = set(wheel.namelist())
    assert {f"{WEB}/static/vendor/htmx.min.js", f"{WEB}/static/vendor/htmx.LICENSE.txt"} <= names, (
        "run: make vendor"
    )
    assert b"htmx" in wheel.read(f"{WEB}/static/vendor/htmx.min.js")


def test_it_has_every_template_sheet_and_query(wheel: ZipFile):
    names = set(wheel.namelist())
    source = ROOT / "src"
    for ending in ("html", "css", "js", "svg", "sql", "toml", "yaml"):
        for path in source.rglob(f"*.{ending}"):
            assert str(path.relative_to(source)) in names


def test_the_lock_file_says_no_place_to_download_from():
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    locked = {name: package for name, package in packages.items() if name}
    assert locked
    for package in locked.values():
        assert "resolved" not in package
        algorithm, _, digest = package["integrity"].partition("-")
        assert len(b64decode(digest)) == hashlib.new(algorithm).digest_size
    assert "http" not in (ROOT / "package.json").read_text("utf-8")
