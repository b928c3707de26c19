"""What the wheel requires: each package is used, and none that is not free enough comes with it."""

from __future__ import annotations

import ast
import re
import runpy
import tomllib
from functools import cache
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.tags import Tag
from packaging.utils import canonicalize_name, parse_wheel_filename
from tests.program.install.installed import ROOT

#: Required, though no module of ours imports it: what imports it.
NOT_IMPORTED = {
    "itsdangerous": "starlette.middleware.sessions",
    "python-multipart": "starlette.requests, for forms",
    "tzdata": "zoneinfo, where the machine has no time zones",
}


@cache
def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def required() -> set[str]:
    """The packages that pyproject.toml requires, without those of extras."""
    return {canonicalize_name(Requirement(line).name) for line in project()["dependencies"]}


def imported() -> set[str]:
    """The packages that some module of ours imports."""
    modules = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.partition(".")[0])
    owners = packages_distributions()
    return {canonicalize_name(name) for module in modules for name in owners.get(module, ())}


def test_each_requirement_is_imported_or_says_who_does() -> None:
    assert required() - imported() == set(NOT_IMPORTED)


def test_what_is_imported_is_required() -> None:
    extras = {
        Requirement(line).name for lines in project()["optional-dependencies"].values() for line in lines
    }
    # Parts of what is required: of pydantic's settings, FastAPI, jinja, typer and uvicorn.
    parts = {"anyio", "click", "h11", "markupsafe", "pydantic"}
    assert imported() - required() - extras - {"linernotes"} <= parts


tool = runpy.run_path(str(ROOT / "tools" / "licences.py"))
#: Licences that a program in a container image may bring along, whatever its own licence is.
PERMISSIVE = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT-0",
    "MIT",
    "OFL-1.1",
    "PSF-2.0",
    "Zlib",
}


def test_the_page_of_licences_is_true() -> None:
    assert (ROOT / "docs" / "licences.md").read_text("utf-8") == tool["page"](), "run: make docs"


def test_every_licence_is_permissive() -> None:
    rows = re.findall(r"^\| .* \| ([^|]+) \|$", tool["page"](), re.MULTILINE)
    found = {part for row in rows for part in re.split(" AND | OR ", row)} - {"licence"}
    assert found
    assert found <= PERMISSIVE


def test_the_wheel_requires_nothing_under_the_gpl() -> None:
    """Whatever requires it: igraph is among the tests' own packages alone."""
    packages = tool["locked"]()
    assert "igraph" in packages
    extras = [name for extra in tool["extras"]() for name in tool["of_extra"](packages, "linernotes", extra)]
    assert {"pyspark", "mcp"} <= set(extras)
    required = tool["closure"](packages, ["linernotes", *extras])
    assert {name for name in required if "igraph" in name or name == "leidenalg"} == set()
    assert required == sorted(set(required) & set(packages))


#: What README, the classifiers and docs/running.md name; where no machine runs them, a wheel is what can be checked.
PLATFORMS = (
    r"manylinux\w+_x86_64",
    r"manylinux\w+_aarch64",
    r"macosx_\d+_\d+_(arm64|universal2)",
    "win_amd64",
)
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def fits(tag: Tag, python: str, platform: str) -> bool:
    """Whether a wheel with this tag can be installed there."""
    number = python.replace(".", "")
    is_stable = tag.abi == "abi3" and int(tag.interpreter.removeprefix("cp3")) <= int(number[1:])
    is_for_it = (tag.interpreter, tag.abi) in ((f"cp{number}", f"cp{number}"), ("py3", "none")) or is_stable
    return is_for_it and (tag.platform == "any" or re.fullmatch(platform, tag.platform) is not None)


def test_every_requirement_has_a_wheel_for_each_python_and_machine() -> None:
    packages = tool["locked"]()
    lacking = []
    for name in set(tool["closure"](packages, ["linernotes"])) - {
        "linernotes",
        "scipy",
    }:  # the lock leaves it out
        wheels = [
            wheel["url"].rpartition("/")[2] for package in packages[name] for wheel in package["wheels"]
        ]
        tags = {tag for wheel in wheels for tag in parse_wheel_filename(wheel)[3]}
        lacking += [
            (name, python, platform)
            for python in PYTHONS
            for platform in PLATFORMS
            if not any(fits(tag, python, platform) for tag in tags)
        ]
    assert lacking == []
    assert not fits(Tag("cp312", "cp312", "win_amd64"), "3.11", "win_amd64")


def test_a_licence_that_nobody_read_is_refused() -> None:
    for name, version in (("jinja2", "99"), ("no-such-package", "1")):
        with pytest.raises(ValueError, match=rf"^{name} {version}"):
            tool["licence"](name, version)
