"""The command line as typer makes it of its declarations, kept from one call in this process to the next."""

from __future__ import annotations

from typing import Any

import typer.testing

#: The app, with the numbers of its commands and groups -> what was made of it.
_made: dict[tuple[Any, int, int], Any] = {}
_make = typer.testing._get_command  # type: ignore[attr-defined]


def keep_commands() -> None:
    """Let `CliRunner` make the commands of an app once, and again when the app has more of them."""
    typer.testing._get_command = _kept  # type: ignore[attr-defined]


def _kept(app: Any) -> Any:
    key = app, len(app.registered_commands), len(app.registered_groups)
    if key not in _made:
        _made[key] = _make(app)
    return _made[key]
