"""The commands as the program itself has them, walked through without running any.

`python -m tests.cli.commands` writes docs/commands.md from their help.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from linernotes.cli import app, load_commands


def commands(group: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command that does something, such as 'export tables', with what typer made of it."""
    load_commands()
    group = group or typer.main.get_command(app)
    for name in group.list_commands(None):
        command = group.commands[name]
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


def options(command: Any) -> Iterator[str]:
    """The long options of a command, '--no-neighbours' as well as '--neighbours'; `--help` apart."""
    for parameter in command.params:
        names = [*parameter.opts, *parameter.secondary_opts]
        yield from (name for name in names if name.startswith("--") and name != "--help")


def page() -> str:
    """What `--help` says of each command, as Markdown."""
    parts = [
        "# The commands\n",
        "`--home DIR`, `-v` and `--version` stand before the command or behind it.\n",
    ]
    for name, command in commands():
        text, _, example = command.help.partition("Example: ")
        parts += [f"## `linernotes {name}`\n", f"{text.strip()}\n", f"    {example.strip()}\n"]
        parts += [_line(one) for one in command.params if one.name != "help"]
        parts.append("")
    return "\n".join(parts)


def _line(one: Any) -> str:
    if one.param_type_name == "argument":
        return f"* {one.metavar or one.name.upper()}: {one.help}"
    names = ", ".join(f"`{name}`" for name in [*one.opts, *one.secondary_opts])
    is_shown = one.default not in (None, "", True, False) and isinstance(one.default, int | float | str)
    default = f" [default: {one.default}]" if is_shown else ""
    return f"* {names}{f' {one.metavar}' if one.metavar else ''}: {one.help}{default}"


if __name__ == "__main__":
    (Path(__file__).resolve().parents[2] / "docs" / "commands.md").write_text(page(), "utf-8")
