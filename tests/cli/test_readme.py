"""What README.md shows of the demo is what the demo prints.

A "…" stands for the rest of a line, "..." for more lines.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from tests.cli.commands import commands
from tests.homes import Home

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
#: Commands that show what is in the demo, and need no network and no other process.
SHOWING = ("path", "artist", "sql", "network")


def examples() -> list[tuple[str, str]]:
    """(command, output): of one block, or of a block with the command and one with its output below it."""
    blocks = re.findall(r"```(\w+)\n(.*?)\n```", README, re.DOTALL)
    found = []
    for (kind, text), (_, below) in zip(blocks, [*blocks[1:], ("", "")], strict=True):
        if text.startswith(tuple(f"$ linernotes {name} " for name in SHOWING)):
            command, _, output = text.partition("\n") if kind == "text" else (text, "", below)
            found.append((command.removeprefix("$ "), output))
    return found


def differences(shown: list[str], printed: list[str]) -> list[tuple[str, str]]:
    """Lines of the README that the program does not print."""
    if shown[-1] == "...":
        shown = shown[:-1]
        printed = printed[: len(shown)]
    begun = [(one.rstrip(), other.rstrip()) for one, other in zip(shown, printed, strict=True)]
    return [
        (one, other)
        for one, other in begun
        if not (other.startswith(one.removesuffix("…")) if one.endswith("…") else one == other)
    ]


@pytest.mark.parametrize(("command", "output"), examples(), ids=lambda text: text.split("\n")[0][:40])
def test_the_readme_shows_what_the_demo_prints(demo_home: Path, command: str, output: str) -> None:
    done = Home(demo_home).run(*shlex.split(command)[1:])
    assert done.returncode == 0, done.stderr
    assert differences(output.strip().splitlines(), done.stdout.strip().splitlines()) == []


def test_the_readme_lists_every_command() -> None:
    listed = re.findall(r"`linernotes ([a-z ]+)`", "".join(re.findall(r"^\|.*\|$", README, re.MULTILINE)))
    assert set(dict(commands())) <= set(listed)


def test_path_artist_and_sql_are_shown() -> None:
    assert {command.split()[1] for command, _ in examples()} == {"path", "artist", "sql"}


def test_what_the_readme_says_of_the_demo_is_so(demo_home: Path) -> None:
    (line,) = (one for one in README.splitlines() if re.match(r"\d+ records: ", one))
    ((copies, pressings, albums),) = Home(demo_home).rows(
        "select count(*), count(distinct release_id), count(distinct coalesce(master_id, -release_id)) "
        "from collection_items"
    )
    assert line.startswith(f"{copies} records: {albums} albums in {pressings} pressings, made by ")
    ((documents, requests),) = Home(demo_home).rows("select documents, requests from sync_run")
    assert f"{documents} documents in {requests} requests" in README
    found = Home(demo_home).json("network")["sidemen"]
    shown = re.findall(r"^(\S.*?)  +(\d+) albums  (.*?)(?:, …)?$", README, re.MULTILINE)
    assert shown
    for (name, albums, leaders), one in zip(shown, found[: len(shown)], strict=True):
        assert (name, int(albums)) == (one["name"], one["albums"])
        assert ", ".join(one["leaders"]).startswith(leaders)
