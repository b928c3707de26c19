"""What a wheel brings: `pip install` of it needs no Node."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from base64 import b64decode
from email import message_from_bytes
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[3]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
WEB = "linernotes/web"
VENDOR = ROOT / "src" / WEB / "static" / "vendor"


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


def test_it_has_every_file_of_the_tree_and_no_other(wheel: ZipFile):
    """Modules, templates, sheets, queries, the demo's catalogue: what git has, and what `make vendor` copied."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "src"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    tracked = {name.removeprefix("src/") for name in listed.stdout.splitlines() if (ROOT / name).is_file()}
    vendored = {str(path.relative_to(ROOT / "src")) for path in VENDOR.rglob("*") if path.is_file()}
    held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert held == tracked | vendored
    for ending in ("html", "css", "js", "svg", "sql", "toml", "yaml"):
        assert any(name.endswith(f".{ending}") for name in tracked), ending


def test_its_metadata_says_what_it_is(wheel: ZipFile):
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    said = message_from_bytes(wheel.read(name))
    assert (
        said["Version"] == tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    )
    assert said["License-Expression"] == "MIT"
    assert said["Description-Content-Type"] == "text/markdown"
    assert set(said.get_all("Provides-Extra")) == set(PROJECT["optional-dependencies"])
    for field in ("Author", "Summary", "Keywords", "Requires-Python", "License-File"):
        assert said[field], field
    classifiers = said.get_all("Classifier")
    assert set(classifiers) <= set(trove())
    for version in range(11, 15):
        assert f"Programming Language :: Python :: 3.{version}" in classifiers


def trove() -> set[str]:
    """The classifiers that there are; hatchling brings the list."""
    return importlib.import_module("trove_classifiers").classifiers


def test_the_changelog_begins_with_its_version():
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert [heading for heading in headings if heading != "Unreleased"][0].split()[0] == PROJECT["version"]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The project as git has it, with a folder of programs of its own."""
    for name in ("src", "tools"):
        ignored = shutil.ignore_patterns("vendor", "__pycache__")
        shutil.copytree(ROOT / name, tmp_path / "clone" / name, ignore=ignored)
    for name in (
        ".gitignore",
        "pyproject.toml",
        "hatch_build.py",
        "README.md",
        "LICENSE",
        "package-lock.json",
    ):
        shutil.copy(ROOT / name, tmp_path / "clone")
    (tmp_path / "bin").mkdir()
    return tmp_path / "clone"


def build(clone: Path, target: str, npm: str) -> subprocess.CompletedProcess[str]:
    """Build there, where npm is a few lines of shell."""
    program = clone.parent / "bin" / "npm"
    program.write_text(f"#!/bin/sh\n{npm}\n", "utf-8")
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(clone / "dist")]
    return subprocess.run(
        command, cwd=clone, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("target", ["wheel", "sdist"])
def test_a_clean_clone_fetches_them_first(clone: Path, target: str):
    done = build(clone, target, f"ln -s '{ROOT / 'node_modules'}' node_modules")
    assert done.returncode == 0, done.stderr
    (path,) = (clone / "dist").iterdir()
    if target == "wheel":
        names = ZipFile(path).namelist()
    else:
        with tarfile.open(path) as opened:
            names = [name.partition("/src/")[2] for name in opened.getnames()]
    vendored = [str(path.relative_to(ROOT / "src")) for path in VENDOR.rglob("*") if path.is_file()]
    assert len(vendored) > 20
    assert set(vendored) <= set(names)


@pytest.mark.parametrize("target", ["wheel", "sdist"])
def test_a_clean_clone_without_npm_fails_with_one_sentence(clone: Path, target: str):
    done = build(clone, target, "echo 'npm error network request failed' >&2; exit 1")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "A build needs the libraries of the pages: npm could not install the pages' libraries:"
        " network request failed; check the network and npm's settings"
    ]
    assert not list((clone / "dist").glob("*"))


def test_half_of_them_is_not_taken_for_all(clone: Path):
    half = clone / "src" / WEB / "static" / "vendor"
    half.mkdir()
    shutil.copy(VENDOR / "htmx.min.js", half)
    assert build(clone, "wheel", "exit 1").returncode == 1


def test_the_lock_file_says_no_place_to_download_from():
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    locked = {name: package for name, package in packages.items() if name}
    assert locked
    for package in locked.values():
        assert "resolved" not in package
        algorithm, _, digest = package["integrity"].partition("-")
        assert len(b64decode(digest)) == hashlib.new(algorithm).digest_size
    assert "http" not in (ROOT / "package.json").read_text("utf-8")
