"""How far some work on a home is, for whoever looks: a small file that the worker replaces."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from linernotes.files import read_file


class ProgressNote:
    """One such file. Nobody's work fails because nobody can be told of it: writing never raises."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, told: dict[str, Any]) -> None:
        """Put this in the place of what was told before."""
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside = self._path.with_suffix(".new")  # whoever holds the lock writes alone
            beside.write_text(json.dumps(told), encoding="utf-8")
            beside.replace(self._path)

    def read(self) -> dict[str, Any] | None:
        """What was told last; None if nothing was, or it does not read."""
        try:
            told = json.loads(read_file(self._path))
        except (OSError, ValueError, RecursionError):
            return None
        return told if isinstance(told, dict) else None

    def remove(self) -> None:
        """The work is over."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
