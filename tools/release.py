#!/usr/bin/env python3
"""Builds and checks what is to be published: `make release REPOSITORY=https://...`.

From a clean clone of HEAD come `dist/*.whl`, `dist/*.tar.gz` and `dist/SHA256SUMS`. The addresses of the repository are
written into the clone: as the project's URLs, and in the README, whose links a registry could not follow otherwise.
Nothing is signed or published: docs/releasing.md says how.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
#: A link of Markdown, or of a picture in HTML, to a file of the project.
LINK = re.compile(r"""(\]\(|(?:src|srcset|href)=")(?!https?:|#|mailto:)([^)"#\s]+)""")
PICTURES = (".png", ".svg")
#: What has no place in what is published.
STRAY = re.compile(r"(__pycache__|\.pyc$|\.env$|secrets\.yml$|\.duckdb$|\.db$|node_modules/|\.venv/)")
URLS = """
[project.urls]
Homepage = "{repository}"
Documentation = "{repository}/tree/v{version}/docs"
Changelog = "{repository}/blob/v{version}/CHANGELOG.md"
Issues = "{repository}/issues"
"""


class ReleaseError(Exception):
    """Something is not as it has to be. The message says in one line what, and what to do."""


def run(*command: str | Path, cwd: Path, **more: str) -> str:
    """What a command prints that has to succeed.

    :raises ReleaseError: it fails; with its last words.
    """
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"} | more
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ReleaseError(f"{' '.join(words)[:100]}: {' '.join((done.stdout + done.stderr).split())[-500:]}")
    return done.stdout


def address(given: str) -> str:
    """The repository's public address: as given, else that of `origin`.

    :raises ReleaseError: there is none, or it is not one of https.
    """
    if not given:
        asked = subprocess.run(
            ["git", "remote", "get-url", "origin"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        given = asked.stdout.strip()
    if not re.fullmatch(r"https://[\w.-]+/[\w./-]+", given):
        raise ReleaseError("where is the project published? Run: make release REPOSITORY=https://...")
    return given.removesuffix("/").removesuffix(".git")


def version_of(project: Path) -> str:
    """The version that is to be published.

    :raises ReleaseError: the changelog does not begin with it.
    """
    version = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    heading = re.search(r"^## (\S+)", (project / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    if heading is None or heading[1] != version:
        found = heading[1] if heading else "nothing"
        raise ReleaseError(
            f"CHANGELOG.md begins with {found}, the version in pyproject.toml is {version}: make them one"
        )
    return str(version)


def with_addresses(readme: str, repository: str, version: str) -> str:
    """The README with links that lead from anywhere to this version's files."""

    def absolute(link: re.Match[str]) -> str:
        kind = "raw" if link[2].endswith(PICTURES) else "blob"
        return f"{link[1]}{repository}/{kind}/v{version}/{link[2]}"

    return LINK.sub(absolute, readme)


def clone(folder: Path) -> Path:
    """A clean clone of HEAD.

    :raises ReleaseError: something is not committed.
    """
    if changed := run("git", "status", "--porcelain", cwd=ROOT).splitlines():
        raise ReleaseError(f"{len(changed)} files are not committed, such as {changed[0][3:]}: commit first")
    made = folder / "clone"
    run("git", "clone", "--quiet", "--no-hardlinks", ROOT, made, cwd=folder)
    run("git", "checkout", "--quiet", "--detach", run("git", "rev-parse", "HEAD", cwd=ROOT).strip(), cwd=made)
    return made


def build(made: Path, repository: str, version: str, dist: Path) -> None:
    """Write the addresses into the clone, and build both distributions from it; the wheel from the other one."""
    for name, change in (
        ("README.md", lambda text: with_addresses(text, repository, version)),
        ("pyproject.toml", lambda text: text + URLS.format(repository=repository, version=version)),
    ):
        (made / name).write_text(change((made / name).read_text("utf-8")), "utf-8")
    # The time of the commit for every file: who builds it again gets the same bytes.
    epoch = run("git", "log", "-1", "--format=%ct", cwd=made).strip()
    run(BIN / "uv", "build", "--out-dir", dist, cwd=made, SOURCE_DATE_EPOCH=epoch)
    (dist / ".gitignore").unlink(missing_ok=True)


def check_files(made: Path, wheel: Path, source: Path) -> None:
    """Compare what is to be published with what git has.

    :raises ReleaseError: something is missing, or there is something that should not be.
    """
    tracked = set(run("git", "ls-files", cwd=made).splitlines())
    with tarfile.open(source) as opened:
        held = {name.partition("/")[2] for name in opened.getnames()}
    with ZipFile(wheel) as opened:
        names = {name for name in opened.namelist() if ".dist-info/" not in name}
    missing = (tracked - held) | {
        name for name in tracked if name.startswith("src/") and name[4:] not in names
    }
    vendored = {name for name in names if "/static/vendor/" in name}
    stray = {name for name in names - vendored if f"src/{name}" not in tracked}
    stray |= {name for name in held | names if STRAY.search(name) and name not in tracked}
    if not vendored or missing or stray:
        raise ReleaseError(
            f"missing: {sorted(missing)[:5]}, too many: {sorted(stray)[:5]}, vendored: {len(vendored)}"
        )


def try_wheel(wheel: Path, version: str, folder: Path) -> None:
    """Install the wheel where nothing else is, and run the demo.

    :raises ReleaseError: it does not say its version, or the demo finds nothing.
    """
    run(BIN / "uv", "venv", "--quiet", "--python", sys.executable, folder / "venv", cwd=folder)
    run(BIN / "uv", "pip", "install", "--quiet", "--python", folder / "venv/bin/python", wheel, cwd=folder)
    program = folder / "venv/bin/linernotes"
    if run(program, "--version", cwd=folder).split()[-1] != version:
        raise ReleaseError(f"the wheel does not say that it is {version}")
    found = json.loads(run(program, "--home", folder / "home", "demo", "--json", cwd=folder))
    if not found["findings"]["albums"]:
        raise ReleaseError("the demo of the wheel found no album")


def release(repository: str, dist: Path) -> list[str]:
    """Build and check all; the lines of SHA256SUMS.

    :raises ReleaseError: a check fails; then `dist` holds nothing.
    """
    version = version_of(ROOT)
    shutil.rmtree(dist, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="release.") as name:
        folder = Path(name)
        made, fresh = clone(folder), folder / "dist"
        build(made, repository, version, fresh)
        (wheel,), (source,) = fresh.glob("*.whl"), fresh.glob("*.tar.gz")
        run(BIN / "twine", "check", "--strict", wheel, source, cwd=folder)
        check_files(made, wheel, source)
        try_wheel(wheel, version, folder)
        sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in (wheel, source)]
        (fresh / "SHA256SUMS").write_text("\n".join(sums) + "\n", "utf-8")
        shutil.copytree(fresh, dist)
    return sums


def main() -> int:
    """Print the checksums; 1 and one line where something is not as it has to be."""
    parser = argparse.ArgumentParser(description="Build and check what is to be published.")
    parser.add_argument("--repository", default="", help="the project's public address, https://...")
    try:
        print(*release(address(parser.parse_args().repository), ROOT / "dist"), sep="\n")
    except (ReleaseError, OSError) as error:
        print(f"make release: {error}", file=sys.stderr)
        return 1
    print("dist is ready. docs/releasing.md says how to sign and publish it.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
