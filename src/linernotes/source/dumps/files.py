"""A dump's file: what its name says, and its bytes, decompressed."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BufferedReader, FileIO
from pathlib import Path
from typing import BinaryIO

from isal import igzip, isal_zlib

from linernotes.errors import DumpDamagedError, DumpError
from linernotes.source.dumps.ahead import read_ahead

#: Bytes that are decompressed at a time.
BLOCK = 1 << 19
#: Dumps unpack to seven times their size. From so many bytes on, one that unpacks to more than this is a bomb.
BOMB_BYTES, BOMB_RATIO = 256 << 20, 100
_GZIP = b"\x1f\x8b"
_NAME = re.compile(r"discogs_([0-9]{8})_(artists|labels|masters|releases)\b.*\.xml(\.gz)?", re.IGNORECASE)
_EXCERPT = 40
_INFLATE_ERROR: type[Exception] = isal_zlib.error  # type: ignore[assignment]  # its stub says it is an instance


@dataclass(frozen=True, slots=True)
class DumpFile:
    """A file as its name describes it: `kind` is that of its elements (`release`), `date` midnight UTC."""

    path: Path
    kind: str
    date: datetime

    @property
    def source(self) -> str:
        """The name of the source under which its documents land."""
        return f"dump:{self.date:%Y%m%d}"


def dump_file(path: Path) -> DumpFile:
    """Read the name of a dump, discogs_YYYYMMDD_releases.xml.gz; `.xml` alone is one that was unpacked.

    :raises DumpError: it is not named so, or there is no such day.
    """
    named = _NAME.fullmatch(path.name)
    if named is None:
        raise DumpError(
            f"{path} is not named as Discogs names its dumps, discogs_YYYYMMDD_releases.xml.gz "
            "(or masters, artists): give it the name that it had"
        )
    try:
        date = datetime.strptime(named[1], "%Y%m%d").replace(tzinfo=UTC)
    except ValueError:
        raise DumpError(f"{path}: {named[1]} is no day of a calendar. Give it the name that it had") from None
    return DumpFile(path, named[2].lower().removesuffix("s"), date)


class Archive:
    """An open dump: its blocks of bytes, decompressed."""

    def __init__(self, path: Path, raw: FileIO, stream: BinaryIO) -> None:
        self._path = path
        self._raw = raw
        self._stream = stream
        self._unpacked = 0
        self.size = path.stat().st_size

    def blocks(self) -> Generator[bytes]:
        """Every block in turn, the next ones read meanwhile by another thread. Iterate once.

        :raises DumpDamagedError: the archive is cut off, or fails its checksum, which comes last.
        """
        with read_ahead(self._read) as blocks:
            yield from blocks

    def _read(self) -> bytes:
        try:
            block = self._stream.read(BLOCK)
        except (EOFError, OSError, OverflowError, _INFLATE_ERROR) as error:  # Overflow: a header without end
            raise self._translated(error) from error
        self._unpacked += len(block)
        if self._unpacked > BOMB_BYTES and self._unpacked > BOMB_RATIO * self.position:
            raise DumpDamagedError(
                f"{self._path} unpacks to more than {BOMB_RATIO} times its size, which no dump does: it was stopped. "
                "Download it again."
            )
        return block

    def _translated(self, error: Exception) -> Exception:
        if isinstance(error, EOFError):
            return DumpDamagedError(f"{self._path} is cut off: its end is missing. Download it again.")
        reason = " ".join(str(error).split())
        return DumpDamagedError(f"{self._path} is damaged ({reason}). Download it again.")

    @property
    def position(self) -> int:
        """Bytes of the file itself that were read so far; a few blocks more than were given."""
        return self._raw.tell()


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open a dump, packed or not, by what it holds and not by what it is called.

    :raises DumpError: it cannot be opened, is empty, or is called .gz and is no such archive.
    """
    if path.exists() and not path.is_file():  # a pipe would be waited for, a device may have no end
        raise DumpError(f"{path} is no ordinary file: name the file of a dump")
    try:
        raw = FileIO(path)
    except OSError as error:
        raise DumpError(f"{path} cannot be opened: {error.strerror}") from error
    with raw:
        start = _start(path, raw)
        if start.startswith(_GZIP):
            with igzip.open(raw, "rb") as unpacked:  # type: ignore[no-untyped-call]
                yield Archive(path, raw, unpacked)
        elif path.suffix.lower() == ".gz":
            raise DumpError(
                f"{path} is not a gzip archive: it begins with {ascii(start.decode('latin-1'))}. Download it again."
            )
        else:
            with BufferedReader(raw, BLOCK) as plain:
                yield Archive(path, raw, plain)


def _start(path: Path, raw: FileIO) -> bytes:
    try:
        start = raw.read(_EXCERPT)
        raw.seek(0)
    except OSError as error:
        raise DumpError(f"{path} cannot be read: {error.strerror}") from error
    if not start:
        raise DumpError(f"{path} is empty. Download it again.")
    return start
