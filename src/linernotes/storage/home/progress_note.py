"""How far some work on a home is: a small file that the worker replaces and anyone may read."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from linernotes.files import read_file, replace_file


class ProgressNote:
    """One such file. Writing never raises: work goes on when its note cannot be written."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, note: dict[str, object]) -> None:
        """Replace the note."""
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._path, json.dumps(note).encode(), mode=0o666, durable=False)

    def read(self) -> dict[str, object] | None:
        """The last note; None if there is none, or it does not read."""
        try:
            note = json.loads(read_file(self._path))
        except (OSError, ValueError, RecursionError):
            return None
        return note if isinstance(note, dict) else None

    def remove(self) -> None:
        """Remove the note: the work is over."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
