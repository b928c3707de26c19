"""A backup's .zip file, read as if an enemy had made it: it may not exhaust the machine, nor write elsewhere."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from io import BufferedReader, FileIO
from pathlib import Path
from typing import Annotated

import msgspec

from linernotes.errors import DiskFullError, StoreError
from linernotes.storage.backup.zip_archive import ZipArchive

MANIFEST = "manifest.json"
FORMAT = 1

#: Bytes, unpacked: of the manifest, of settings, of a database.
LARGEST_MANIFEST = 1 << 20
LARGEST_SETTINGS = 1 << 18
LARGEST_DATABASE = 64 << 30


#: A database that is larger than this and shrinks to less than a hundredth is no collection.
_BOMB_BYTES, _BOMB_RATIO = 256 << 20, 100

#: Bytes of the disk that stay free.
_RESERVE = 100_000_000

_PIECE = 1 << 20

#: What reading a damaged archive, or one that was never ours, can raise.
_NOT_OURS = (
    zipfile.BadZipFile,
    zlib.error,
    msgspec.MsgspecError,
    NotImplementedError,
    ValueError,
    KeyError,
    RuntimeError,
    EOFError,
    OverflowError,
    MemoryError,
)


class Entry(msgspec.Struct, frozen=True):
    """One file in the manifest: its checksum, its bytes and, for a database, the number of its layout."""

    sha256: str
    bytes: Annotated[int, msgspec.Meta(ge=0)] | None = None
    layout: int | None = None


class Manifest(msgspec.Struct, frozen=True):
    """The contents of a backup, by the name of the file."""

    format: int
    files: dict[str, Entry]


class _Narrow(BufferedReader):
    """A file that is never read in one large piece: `zipfile` would read a list of any size at once."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _PIECE:
            raise zipfile.BadZipFile("its list of files is too long")
        return super().read(_PIECE if size is None or size < 0 else size)


class BackupFile:
    """An open backup that holds some of these files, each once, and nothing else."""

    def __init__(self, path: Path, pack: zipfile.ZipFile, known: Collection[str]) -> None:
        self._path = path
        self._pack = pack
        self.manifest = self._read_manifest(known)

    def read(self, name: str, largest: int = LARGEST_SETTINGS) -> bytes:
        """A small file; it is checked as `extract` does."""
        body = self._read(name, largest)
        self._check(name, hashlib.sha256(body).hexdigest())
        return body

    def extract(self, name: str, folder: Path) -> Path:
        """Unpack one file into a folder, verified by its checksum, with at most the bytes that it claims.

        :raises DiskFullError: if there is no room for what it says.
        """
        info, target = self._pack.getinfo(name), folder / name
        self._check_size(info, shutil.disk_usage(folder).free)
        digest = hashlib.sha256()
        with self._pack.open(info) as packed, target.open("xb") as file:
            while piece := packed.read(_PIECE):
                digest.update(piece)
                file.write(piece)
        self._check(name, digest.hexdigest())
        return target

    def _read_manifest(self, known: Collection[str]) -> Manifest:
        names = [entry.filename for entry in self._pack.infolist()]
        if len(set(names)) != len(names):
            raise ValueError("it holds two files of one name")
        for entry in self._pack.infolist():
            _check_entry(entry, known)
        body = self._read(MANIFEST, LARGEST_MANIFEST)
        self._check_format(body)
        manifest = msgspec.json.decode(body, type=Manifest)
        if strange := manifest.files.keys() - known:
            raise ValueError(f"it holds a file {ascii(min(strange)[:80])}")
        if missing := manifest.files.keys() - set(names):
            raise ValueError(f"{min(missing)} is missing in it")
        return manifest

    def _check_format(self, manifest: bytes) -> None:
        format = msgspec.json.decode(manifest, type=dict[str, msgspec.Raw]).get("format", b"null")
        if bytes(format) != b"%d" % FORMAT:
            named = ascii(bytes(format)[:20].decode("latin-1"))
            raise StoreError(f"{self._path} is a backup of another format ({named}): upgrade linernotes")

    def _read(self, name: str, largest: int) -> bytes:
        with self._pack.open(name) as packed:
            body = packed.read(largest + 1)
        if len(body) > largest:
            raise ValueError(f"{name} is too large")
        return body

    def _check(self, name: str, digest: str) -> None:
        if digest != self.manifest.files[name].sha256:
            raise ValueError(f"the checksum of {name} is wrong")

    def _check_size(self, info: zipfile.ZipInfo, free: int) -> None:
        size = info.file_size
        is_bomb = size > _BOMB_BYTES and size > _BOMB_RATIO * max(info.compress_size, 1)
        if size > LARGEST_DATABASE or is_bomb:
            raise ValueError(f"{info.filename} would unpack to {size / 1e9:.1f} GB, which no collection has")
        if size + _RESERVE > free:
            raise DiskFullError(
                f"{info.filename} of {self._path} takes {size / 1e9:.1f} GB, {free / 1e9:.1f} GB are free: make room"
            )


def _check_entry(entry: zipfile.ZipInfo, known: Collection[str]) -> None:
    """Refuse what no backup of ours holds: other names, links, other kinds of compression."""
    if entry.filename not in (MANIFEST, *known):
        raise ValueError(f"it holds a file {ascii(entry.filename[:80])}")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError(f"{entry.filename} is compressed in a way that we never use")
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
        raise ValueError(f"{entry.filename} is no file")


@contextmanager
def open_backup(path: Path, known: Collection[str]) -> Iterator[BackupFile]:
    """Open a backup that may hold files of these names.

    :raises StoreError: (inside, too) if it is not a backup of ours, is damaged or cannot be read.
    """
    try:
        with _opened(path) as file, ZipArchive(file) as pack:
            yield BackupFile(path, pack, known)
    except _NOT_OURS as error:
        what = "" if isinstance(error, MemoryError) else f": {' '.join(str(error).split())[:200]}"
        raise StoreError(f"{path} is not a backup of linernotes, or it is damaged{what}") from error


def _opened(path: Path) -> _Narrow:
    """Open an ordinary file. A pipe may block, and a device may have no end.

    :raises StoreError: if it is anything else. :raises OSError: if it cannot be opened.
    """

    def open_at_once(name: str, flags: int) -> int:
        return os.open(name, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))

    if path.is_dir():
        raise StoreError(f"{path} is a folder: name the file of a backup")
    raw = FileIO(str(path), opener=open_at_once)
    if not stat.S_ISREG(os.fstat(raw.fileno()).st_mode):
        raw.close()
        raise StoreError(f"{path} is no ordinary file: name the file of a backup")
    return _Narrow(raw)
