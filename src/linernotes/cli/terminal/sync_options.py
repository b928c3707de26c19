"""The options that `sync` and `plan` share: one for each setting of `[sync]`."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator
from typing import Annotated

import typer

#: Setting -> the type of its option. None: it was not given, the settings hold.
OPTIONS: dict[str, object] = {
    "refresh_after": Annotated[
        str | None,
        typer.Option(
            metavar="AGE", help="Fetch again what is older: 30d, 12h, 0 for all. [30d, artists 90d]"
        ),
    ],
    "credited_min": Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Read the pages of sidemen credited on N albums or more. [3]"),
    ],
    "neighbours": Annotated[
        bool | None,
        typer.Option("--neighbours/--no-neighbours", help="Read aliases, groups and members too. [yes]"),
    ],
    "wants": Annotated[
        bool | None,
        typer.Option("--wants/--no-wants", help="Read the releases of the wantlist too. [yes]"),
    ],
    "max_artist_pages": Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Read at most N pages of 100 of one discography. [10]"),
    ],
    "discographies": Annotated[
        str | None,
        typer.Option(metavar="listed|full", help="full: fetch every listed album's master too. [listed]"),
    ],
}


def with_sync_options(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command take all of OPTIONS. Its parameter `options` gets those that were given."""
    signature = inspect.signature(command, eval_str=True)

    @functools.wraps(command)
    def with_options(**given: object) -> None:
        options = {name: given.pop(name) for name in OPTIONS}
        command(**given, options={name: value for name, value in options.items() if value is not None})

    # typer makes the options of a command from its signature.
    with_options.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=list(_expanded(signature.parameters.values()))
    )
    return with_options


def _expanded(parameters: Iterable[inspect.Parameter]) -> Iterator[inspect.Parameter]:
    for parameter in parameters:
        if parameter.name != "options":
            yield parameter
            continue
        for name, kind in OPTIONS.items():
            yield inspect.Parameter(name, parameter.kind, default=None, annotation=kind)
