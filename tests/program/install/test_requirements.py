"""What the wheel requires: each package is used, and none that is not free enough comes with it."""

from __future__ import annotations

import ast
import tomllib
from functools import cache
from importlib.metadata import packages_distributions

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.program.install.installed import ROOT

#: Required, though no module of ours imports it: by whom it is.
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
