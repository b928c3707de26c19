"""A file while it is downloaded: the part that is here, and a note that names the file's version."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from linernotes.files import replace_file, sync


class PartialFile:
    """The part of a file that is here: `<name>.part`. `<name>.part.etag` names the file's version."""

    def __init__(self, target: Path, digest: str) -> None:
        self.target = target
        self.was_wrong = False
        self._digest = digest
        self._path = target.with_name(f"{target.name}.part")
        self._tag = target.with_name(f"{target.name}.part.etag")
        self._hash: hashlib._Hash | None = None  # of all that is in the file, once it was read

    def size(self) -> int:
        """Bytes that are here."""
        try:
            return self._path.stat().st_size
        except FileNotFoundError:
            return 0

    def headers(self) -> dict[str, str]:
        """The headers that ask for the rest. Without a tag the checksum alone shows whether both halves fit."""
        tag = self._tag.read_text(encoding="ascii", errors="ignore").strip() if self._tag.exists() else ""
        condition = {"If-Range": tag} if tag and not tag.startswith("W/") else {}
        return {"Range": f"bytes={self.size()}-", **condition}

    @contextlib.contextmanager
    def open(self, begin: int, tag: str) -> Iterator[Callable[[bytes], None]]:
        """Write on from `begin`: the end, or 0 to begin again."""
        self._hash = sha256(self._path) if begin else hashlib.sha256()
        replace_file(self._tag, tag.encode("ascii"), mode=0o666, durable=False)
        with self._path.open("r+b" if begin else "wb") as file:
            file.seek(begin)

            def write(piece: bytes) -> None:
                assert self._hash is not None
                file.write(piece)
                self._hash.update(piece)

            try:
                yield write
            finally:
                file.flush()

    def is_right(self) -> bool:
        """Whether it has the right checksum."""
        found = self._hash or sha256(self._path)
        return found.hexdigest() == self._digest

    def finish(self) -> Path:
        """Give it its own name."""
        sync(self._path)
        self._path.replace(self.target)
        self._tag.unlink(missing_ok=True)
        return self.target

    def discard(self) -> None:
        """Throw it away."""
        self._hash = None
        self._path.unlink(missing_ok=True)
        self._tag.unlink(missing_ok=True)


def remove_begun(folder: Path, name: re.Pattern[str]) -> list[str]:
    """Delete what was begun of files with such names, and return what it was. What may not be deleted stays."""
    removed = []
    for part in sorted(folder.glob("*.part")):
        if name.fullmatch(part.name.removesuffix(".part")) is None or part.is_symlink():
            continue
        with contextlib.suppress(OSError):
            part.unlink()
            removed.append(part.name)
            part.with_name(f"{part.name}.etag").unlink(missing_ok=True)
    return removed


def sha256(path: Path) -> hashlib._Hash:
    """Read a whole file into its checksum."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256")
