"""Digests of a month's files: a byte that has changed since it was written is an error, not another text.

DuckDB and Arrow read a damaged page of a Parquet file as long as it can be unpacked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec

from linernotes.errors import CatalogueError

#: Bytes that are read at a time.
_BLOCK = 8 << 20
#: 128 bits: nobody attacks these files, and a shorter one fits on a line.
_DIGEST_BYTES = 16
#: What a text holds in the place of its own digest before `seal`.
NO_SEAL = "0" * 2 * _DIGEST_BYTES


class FileDigest(msgspec.Struct, frozen=True, kw_only=True):
    """A file below the folder of a month, its bytes, and the digest (BLAKE2b, 128 bits) of its content."""

    path: str
    bytes: int
    digest: str


def digest_file(folder: Path, path: str, on_bytes: Callable[[int], None] = lambda count: None) -> FileDigest:
    """Read a file and take its digest. `on_bytes` gets how many bytes each block has.

    :raises OSError: it cannot be read.
    """
    taken, size = hashlib.blake2b(digest_size=_DIGEST_BYTES), 0
    with (folder / path).open("rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            taken.update(block)
            size += len(block)
            on_bytes(len(block))
    return FileDigest(path=path, bytes=size, digest=taken.hexdigest())


def check_size(folder: Path, known: FileDigest) -> None:
    """See that a file is there and has its length, which takes no reading.

    :raises CatalogueError: it has not.
    """
    try:
        size = (folder / known.path).stat().st_size
    except OSError as error:
        raise damage(folder, known.path, error.strerror or str(error)) from error
    if size != known.bytes:
        raise damage(folder, known.path, f"it has {size:,} bytes, {known.bytes:,} were written")


def check_digest(
    folder: Path, known: FileDigest, on_bytes: Callable[[int], None] = lambda count: None
) -> None:
    """Read a file and see that it has the bytes that were written.

    :raises CatalogueError: it has not.
    """
    check_size(folder, known)
    try:
        found = digest_file(folder, known.path, on_bytes)
    except OSError as error:
        raise damage(folder, known.path, error.strerror or str(error)) from error
    if found != known:
        raise damage(folder, known.path, "its bytes are not those that were written")


def damage(folder: Path, path: str, reason: str) -> CatalogueError:
    """The error about a file that is damaged, with the way out: the month is built again of its dumps."""
    month = folder.name[:4] + "-" + folder.name[4:6]
    return CatalogueError(
        f"{folder / path} is damaged: {reason}. Build the month again: linernotes catalogue fetch --month {month}"
    )


def seal(text: bytes) -> bytes:
    """A text that holds NO_SEAL once, with its own digest there."""
    digest = hashlib.blake2b(text, digest_size=_DIGEST_BYTES).hexdigest()
    return text.replace(NO_SEAL.encode(), digest.encode())


def is_sealed(text: bytes, digest: str) -> bool:
    """Whether a text that holds this digest has no other bytes than `seal` saw."""
    return seal(text.replace(digest.encode(), NO_SEAL.encode())) == text
