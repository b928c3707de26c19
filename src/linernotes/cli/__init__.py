"""The command `linernotes`. Results go to stdout; messages and progress to stderr."""

from __future__ import annotations

from linernotes.cli import (  # noqa: F401  each adds its commands to the app
    account,
    data,
    dump,
    dump_report,
    exported,
    extract,
    local,
    people,
    web,
)
from linernotes.cli.app import app


def main() -> None:
    """Run the command line; ends the process with one of the exit statuses that `--help` lists."""
    app()


__all__ = ["app", "main"]
