"""README's chapter on installing claims what a test runs: the trials run its lines, with the path of a wheel."""

from __future__ import annotations

import re
from pathlib import Path

from tests.program.install.installed import ROOT, readme_commands, with_wheel

TRIALS = (Path(__file__).parent / "test_installing.py").read_text("utf-8")


def test_each_of_its_commands_is_run_by_a_test() -> None:
    """`make demo` and `make test` are run by whoever tries this repository, and by `tools/bare-debian`."""
    tried = set(re.findall(r'with_wheel\("(\w+)"', TRIALS))
    assert {command.split()[0] for command in readme_commands()} == tried | {"make"}
    made = {command for command in readme_commands() if command.startswith("make ")}
    assert made == {"make demo", "make test"}


def test_what_takes_the_place_of_the_name(tmp_path: Path) -> None:
    wheel = tmp_path / "linernotes.whl"
    chapter = (ROOT / "README.md").read_text("utf-8")
    for program in ("uvx", "pipx"):
        command = " ".join(with_wheel(program, wheel)).replace(str(wheel), "dist/*.whl")
        assert f"`{command}`" in chapter


def test_the_versions_of_python_are_those_of_the_package() -> None:
    (oldest,) = re.findall(
        r'^requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.M
    )
    assert f"With Python {oldest} or newer" in (ROOT / "README.md").read_text("utf-8")
