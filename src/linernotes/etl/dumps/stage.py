"""The place where the elements of an archive wait until it is known to be whole."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Self

from linernotes.errors import DiskFullError
from linernotes.source.dumps import Element

#: Up to so many bytes wait in memory; more go to a file that no other process sees and that dies with this one.
IN_MEMORY = 32 << 20
_HEAD = struct.Struct("<q?q")


class Stage:
    """Elements in the order in which they came, each with whether it reads. Use as a context manager.

    :raises DiskFullError: if there is no room for them in the home.
    """

    def __init__(self, folder: Path) -> None:
        self._file = SpooledTemporaryFile(IN_MEMORY, "w+b", dir=str(folder), prefix="dump-")  # noqa: SIM115
        self._folder = folder

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, element: Element, *, readable: bool) -> None:
        """Put one element at the end."""
        try:
            self._file.write(_HEAD.pack(element.id, readable, len(element.xml)))
            self._file.write(element.xml)
        except OSError as error:
            raise DiskFullError(f"{self._folder}: no room for what is taken from the dump") from error

    def batches(self, size: int) -> Iterator[list[tuple[Element, bool]]]:
        """Iterate all elements, in batches of this size."""
        self._file.seek(0)
        batch: list[tuple[Element, bool]] = []
        while head := self._file.read(_HEAD.size):
            id, readable, length = _HEAD.unpack(head)
            batch.append((Element(id, self._file.read(length)), readable))
            if len(batch) == size:
                yield batch
                batch = []
        if batch:
            yield batch
