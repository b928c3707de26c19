"""README's chapter on installing claims what a test runs: the trials run its lines, with the path of a wheel."""

from __future__ import annotations

import re
from pathlib import Path

from tests.program.install.installed import ROOT, readme_commands, with_wheel

FOLDER = Path(__file__).parent
TRIALS = (FOLDER / "test_installing.py").read_text("utf-8")
#: Of what a clone has: `tools/bare-debian demo test`.
ON_BARE_DEBIAN = (FOLDER / "test_running.py").read_text("utf-8")


def test_each_of_its_commands_is_run_by_a_test() -> None:
    tried = set(re.findall(r'with_wheel\("(\w+)"', TRIALS))
    assert {command.split()[0] for command in readme_commands()} == tried | {"make"}
    made = {command.removeprefix("make ") for command in readme_commands() if command.startswith("make ")}
    assert made == {"demo", "test"}
    assert 'bare-debian", "demo", "test"' in ON_BARE_DEBIAN


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
