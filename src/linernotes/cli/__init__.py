"""The command `linernotes`. Results go to stdout; messages and progress to stderr."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module

from linernotes.cli.app import app, is_not_written, report_unwritten
from linernotes.cli.command_table import MODULES
from linernotes.cli.terminal.output import print_what_can_be, say
from linernotes.errors import UsageError

_VERBOSE = re.compile("-v+")
#: Bytes of the command line or of a setting that are no text: Python keeps them as lone surrogates.
_UNDECODED = re.compile("[\ud800-\udfff]")


def load_commands(words: Sequence[str] = ()) -> None:
    """Add the commands that any of the words names to the app; all if none does, as for `--help`.

    The command that is meant is always among them, whatever stands before it. `--version` alone needs none.
    """
    every = () if list(words) == ["--version"] else MODULES
    named = [word for word in words if word in MODULES] or every
    for module in dict.fromkeys(module for name in named for module in MODULES[name]):
        import_module(f"linernotes.cli.commands.{module}")


def globals_first(words: Sequence[str]) -> list[str]:
    """The words of a command line with `--home DIR`, `-v` and `--version` before the command, wherever they stood.

    The words after `--` stay where they are: they are arguments. A last `--home` without a folder stays alone, so
    that the error names what it lacks.
    """
    first: list[str] = []
    rest: list[str] = []
    left = list(words)
    while left and left[0] != "--":
        word = left.pop(0)
        if word == "--home":
            if not left:
                return [word]
            first += [word, left.pop(0)]
        elif word.startswith("--home=") or word in ("--verbose", "--version") or _VERBOSE.fullmatch(word):
            first.append(word)
        else:
            rest.append(word)
    return [*first, *rest, *left]


def _check_texts(words: Sequence[str]) -> None:
    """End in one line if a word or a setting is no valid text: no database takes it. Names of files may be so."""
    files = range(words.index("import"), len(words)) if "import" in words else range(0)
    settings = [value for name, value in os.environ.items() if name.startswith("LINERNOTES_")]
    for text in (*(word for place, word in enumerate(words) if place not in files), *settings):
        if _UNDECODED.search(text):
            shown = _UNDECODED.sub("\N{REPLACEMENT CHARACTER}", text)
            say(f"Error: {shown} is not UTF-8. Rename the file or folder, or work in a UTF-8 locale")
            sys.exit(UsageError.exit_status)


def main() -> None:
    """Run the command line; ends the process with one of the exit statuses that `--help` lists."""
    print_what_can_be()
    words = globals_first(sys.argv[1:])
    _check_texts(words)
    load_commands(words)
    try:
        app(words)
    except OSError as error:  # of --help and --version, which are printed before any command is invoked
        if not is_not_written(error):
            raise
        report_unwritten(error)
        sys.exit(1)


__all__ = ["MODULES", "app", "load_commands", "main"]
