"""The folder that a site is written to: only what an earlier export wrote is ever replaced or deleted."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path, PurePosixPath

from linernotes.errors import StoreError, UsageError
from linernotes.files import replace_file
from linernotes.storage.home.durable import file_errors

#: The list of the files of an export. The next export may replace these files, and no others.
MANIFEST = "linernotes-site.json"

#: The list of names that a running export writes. It stays behind where an export was killed.
PART = "linernotes-site.part"


class SiteFolder:
    """Writes the files of one export.

    :raises UsageError: the folder holds something else than an earlier export.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files = 0
        self.size = 0
        self._written: list[str] = []
        with file_errors(f"{path} cannot be written", StoreError):
            if path.exists() and not path.is_dir():
                raise UsageError(f"{path} is a file: name a folder")
            self._before = self._earlier()
            path.mkdir(parents=True, exist_ok=True)
            self._save_manifest(self._before)  # an export that is broken off can be repeated

    def write(self, name: str, content: str | bytes) -> None:
        """Write one file; `name` is its path in the folder. Text is written as UTF-8."""
        body = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
        target = self.path / name
        with file_errors(f"{target} cannot be written", StoreError):
            with (self.path / PART).open("a", encoding="utf-8") as part:
                part.write(f"{name}\n")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(body)
        self._written.append(name)
        self.files += 1
        self.size += len(body)

    def finish(self) -> None:
        """Delete what the export before had and this one has not."""
        with file_errors(f"{self.path} cannot be written", StoreError):
            for name in set(self._before) - set(self._written):
                (self.path / name).unlink(missing_ok=True)
            self._save_manifest(sorted(self._written))
            (self.path / PART).unlink(missing_ok=True)

    def _earlier(self) -> list[str]:
        if not self.path.exists() or not any(self.path.iterdir()):
            return []
        try:
            names = json.loads((self.path / MANIFEST).read_text("utf-8"))["files"]
            with suppress(FileNotFoundError):
                names = [*names, *(self.path / PART).read_text("utf-8", "replace").split("\n")]
            return sorted({name for name in names if _is_inside(name)})
        except (FileNotFoundError, ValueError, TypeError, KeyError) as error:
            raise UsageError(
                f"{self.path} holds other files: name a folder that is empty, absent, or an earlier export"
            ) from error

    def _save_manifest(self, names: list[str]) -> None:
        about = {"made_by": "linernotes export site", "files": names}
        replace_file(self.path / MANIFEST, json.dumps(about, indent=0).encode(), mode=0o666, durable=False)


def _is_inside(name: object) -> bool:
    if not isinstance(name, str) or not name or "\\" in name or "\0" in name:
        return False
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and ":" not in name
