"""Cover pictures in `covers/`: one file per record and size, whole or not there at all."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from linernotes.errors import StoreError
from linernotes.files import remove_drafts, replace_file
from linernotes.storage.home.durable import file_errors

COVERS = "covers"

#: small: what lists show (150 pixels); large: what the page of a record shows (600).
Size = Literal["small", "large"]

#: File ending -> what browsers call it.
MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp"}

#: What Discogs puts before the instructions for scaling in a picture's address.
_INSTRUCTIONS = "/rs:"


@dataclass(frozen=True, slots=True)
class Cover:
    """The picture of a release in one size, and the address that Discogs gives for it."""

    release_id: int
    size: Size
    url: str

    @property
    def stem(self) -> str:
        """The name of its file without the ending. It depends on the picture, not on the signature."""
        digest = hashlib.sha256(_unsigned(self.url).encode()).hexdigest()[:12]
        return f"{self.release_id}-{self.size}-{digest}"


class CoverStore:
    """The covers of one home. May be used by several threads and processes at once."""

    def __init__(self, home: Path) -> None:
        self._folder = home / COVERS
        self._is_swept = False

    def find(self, cover: Cover) -> Path | None:
        """The file of a cover; None if it is not here."""
        folder, stem = self._folder_of(cover), cover.stem
        paths = (folder / f"{stem}.{kind}" for kind in MEDIA_TYPES)
        return next((path for path in paths if path.is_file()), None)

    def save(self, cover: Cover, body: bytes, kind: str) -> Path:
        """Keep a picture; an older one of the same release and size goes.

        :raises StoreError: it cannot be written; DiskFullError if there is no room.
        """
        folder = self._folder_of(cover)
        path = folder / f"{cover.stem}.{kind}"
        with file_errors(f"{path} cannot be written", StoreError):
            folder.mkdir(parents=True, exist_ok=True)
            self._sweep()
            replace_file(path, body, durable=False)
        for other in folder.glob(f"{cover.release_id}-{cover.size}-*"):
            if other != path:
                other.unlink(missing_ok=True)
        return path

    def clear(self) -> int:
        """Delete every cover; how many there were.

        :raises StoreError: if one may not be deleted.
        """
        count, _ = self.use()
        with file_errors(f"{self._folder} cannot be deleted", StoreError), suppress(FileNotFoundError):
            shutil.rmtree(self._folder)
        return count

    def use(self) -> tuple[int, int]:
        """How many covers there are, and their bytes."""
        count = size = 0
        with suppress(FileNotFoundError, NotADirectoryError):
            for shard in os.scandir(self._folder):
                for file in os.scandir(shard) if shard.is_dir() else ():
                    with suppress(FileNotFoundError):  # it was replaced meanwhile
                        size += file.stat().st_size
                        count += 1
        return count, size

    def _sweep(self) -> None:
        """Once: delete the drafts that killed processes left. To write one takes no second."""
        if not self._is_swept:
            self._is_swept = True
            remove_drafts(self._folder, "*/.*.????????")

    def _folder_of(self, cover: Cover) -> Path:
        return self._folder / f"{cover.release_id % 100:02d}"


def _unsigned(url: str) -> str:
    """The address without its signature, which Discogs may renew at any time."""
    path = urlsplit(url).path
    _, found, rest = path.partition(_INSTRUCTIONS)
    return rest if found else url
