"""All records of a dump, many at a time: for those who want every one of them.

A chunk is whole records that follow each other, as they stand in the dump. In XML text `<` is written `&lt;`. So a
closing tag ends a record. It does not in a comment or a CDATA section, or where it ends a label within a label.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from linernotes.errors import DumpDamagedError, DumpError
from linernotes.source.dumps.files import Archive, open_archive
from linernotes.source.dumps.masking import masked
from linernotes.source.dumps.scan import LONGEST_BEGINNING, LONGEST_RECORD
from linernotes.source.dumps.tags import Tags, excerpt

#: Bytes of a chunk, or a little more. Larger ones take memory, smaller ones more work for each.
CHUNK = 16 << 20

_NESTS, _NEST_ENDS = b"<sublabels>", b"</sublabels>"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole records, and the place in the file (bytes of the archive) up to which it has been read."""

    xml: bytes
    position: int


class Chunks:
    """The chunks of a dump of one `kind`: release, master, artist or label. Iterate once, to the end.

    The checksum of the archive stands behind its last byte: chunks can be trusted once no error was raised.
    """

    def __init__(self, path: Path, kind: str, *, size: int = CHUNK) -> None:
        self.kind = kind
        self._path = path
        self._size = size
        self._tags = Tags(kind)
        self._has_root = False

    def __iter__(self) -> Iterator[Chunk]:
        """Raises DumpDamagedError: it is cut off, corrupt or not whole inside; DumpError: it is no dump."""
        with open_archive(self._path) as archive, closing(archive.blocks()) as blocks:
            yield from self._cut(archive, blocks)

    def _cut(self, archive: Archive, blocks: Iterator[bytes]) -> Iterator[Chunk]:
        waiting: list[bytes] = []
        length, has_begun = 0, False
        for block in blocks:
            waiting.append(block)
            length += len(block)
            if length < self._size:
                continue
            text = b"".join(waiting)
            start = 0 if has_begun else self._begin(text)
            end = self._last_end(text)
            if end < 0:
                if len(text) > LONGEST_RECORD:
                    raise DumpDamagedError(f"{self._path}: a record has no end. Download it again.")
                continue
            has_begun = True
            yield Chunk(text[start:end], archive.position)
            waiting = [text[end:]]
            length = len(waiting[0])
        text = b"".join(waiting)
        start = 0 if has_begun else self._begin(text)
        end = max(self._last_end(text), start)
        if text[start:end].strip():
            yield Chunk(text[start:end], archive.position)
        self._end(text[end:])

    def split(self, xml: bytes) -> list[bytes]:
        """The records of a chunk, each from its `<` to its `>`.

        :raises DumpDamagedError: something else stands between two of them.
        """
        text, _ = masked(xml, 0, self._path, instructions=True)
        found: list[bytes] = []
        position = 0
        while (end := self._next_end(text, position)) >= 0:
            start = self._tags.start(text, position, end)
            if start < 0:
                raise DumpDamagedError(
                    f"{self._path} is not whole: between two records stands {excerpt(text[position:end].strip())}"
                )
            found.append(xml[start:end])
            position = end
        return found

    def _begin(self, text: bytes) -> int:
        """Where the root's opening tag ends. Old dumps have no root."""
        seen, _ = masked(text[:LONGEST_BEGINNING], 0, self._path, instructions=True)
        root = self._tags.root.match(seen)
        if root is None:
            raise DumpError(f"{self._path} is not a dump: it begins with {excerpt(text)}. Download it again.")
        if root["name"] not in self._tags.names:
            raise DumpError(
                f"{self._path} is not a dump of {self.kind}s: it holds <{excerpt(root['name'])}>. "
                "Give it the name that it had"
            )
        self._has_root = root["name"] == self._tags.container
        return root.end() if self._has_root else root.start("tag")

    def _last_end(self, text: bytes) -> int:
        """Where the last whole record ends, -1 if none does."""
        text, limit = masked(text, 0, self._path, instructions=False)
        end = text.rfind(self._tags.closing, 0, limit)
        if self.kind == "label" and end >= 0:
            nests = text.rfind(_NESTS, 0, end)
            if nests > text.rfind(_NEST_ENDS, 0, end):  # that was a label within a label
                end = text.rfind(self._tags.closing, 0, nests)
        return end if end < 0 else end + len(self._tags.closing)

    def _next_end(self, text: bytes, position: int) -> int:
        end = text.find(self._tags.closing, position)
        if self.kind == "label" and end >= 0:
            nests = text.find(_NESTS, position, end)
            if nests >= 0:
                end = text.find(self._tags.closing, text.find(_NEST_ENDS, nests))
        return end if end < 0 else end + len(self._tags.closing)

    def _end(self, left: bytes) -> None:
        """After the last record comes the root's closing tag and nothing else."""
        text, limit = masked(left, 0, self._path, instructions=True)
        rest = text.strip()
        if limit == len(left) and rest == (self._tags.root_closing if self._has_root else b""):
            return
        if not rest or self._tags.root_closing not in rest:
            raise DumpDamagedError(f"{self._path} is cut off after its last whole record. Download it again.")
        raise DumpDamagedError(f"{self._path} is not whole: after its last record comes {excerpt(rest)}")
