"""A .zip file that an interruption may leave half open."""

from __future__ import annotations

from typing import IO
from zipfile import ZipFile


class ZipArchive(ZipFile):
    """A ZipFile that an interruption of its opening leaves in silence.

    Python's own closes itself as it is deleted. It then misses what was not set yet, and prints a stack trace.
    """

    fp: IO[bytes] | None = None
    _writing = False
    _fileRefCnt = 1  # noqa: N815 the name is Python's
