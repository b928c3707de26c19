"""One pass over a dump: every record is found by its bytes; only those that are wanted are taken out.

In XML text and attributes `<` is always written `&lt;`. So the bytes of a closing tag end a record. Comments and
CDATA sections are the exception. No dump was seen with one; where one has them, they are blanked before the search.
Each record must begin where the one before it ended, with only white space in between. So none is overlooked.
Processing instructions are known before the first blocks only. A later one between records is refused; tags
within one would count as tags.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from linernotes.errors import DumpDamagedError, DumpError
from linernotes.source.dumps.ends import Ends
from linernotes.source.dumps.files import Archive, open_archive
from linernotes.source.dumps.masking import masked
from linernotes.source.dumps.pressings import MasterMentions
from linernotes.source.dumps.tags import Tags, excerpt

#: The largest record seen has 112 KB. One without an end must not fill the memory, which takes twenty times as much.
LONGEST_RECORD = 16 << 20
#: Before the first record there is a line or two.
LONGEST_BEGINNING = 1 << 16
#: Digits of an id, and one more.
LONGEST_ID = 20

#: Called with the bytes of the file read so far, and its size.
OnProgress = Callable[[int, int], None]


class Element(NamedTuple):
    """One record of a dump: Discogs' id and the bytes from its `<` to its `>`, exactly."""

    id: int
    xml: bytes


def scan(
    path: Path,
    kind: str,
    wanted: Set[int],
    *,
    by_artists: Set[int] = frozenset(),
    of_masters: Set[int] = frozenset(),
    on_progress: OnProgress | None = None,
) -> Scan:
    """The elements of `kind` (release, master, artist) in a dump whose id is `wanted`, as they stand in it.

    Masters and releases with a main artist in `by_artists` are wanted as well; a few more than those may come.
    So are releases of the masters `of_masters`.
    A record that stands twice comes twice. Iterate the result once, to its end: the checksum is behind the last
    byte. The elements can be trusted only if no DumpError was raised until there.

    :raises DumpDamagedError: (while iterating) the archive is cut off, corrupt, or not whole inside.
    :raises DumpError: (while iterating) it is no dump, or one of another kind.
    """
    return Scan(path, Tags(kind, by_artists), wanted, MasterMentions(of_masters), on_progress or _say_nothing)


class Scan:
    """See `scan`. `records` counts the records so far, `without_id` those of them that have no id."""

    def __init__(
        self, path: Path, tags: Tags, wanted: Set[int], mentions: MasterMentions, on_progress: OnProgress
    ) -> None:
        self.records = 0
        self.without_id = 0
        self._path = path
        self._tags = tags
        self._ends = Ends(tags.kind)
        self._wanted = frozenset(b"%d" % id for id in wanted)
        self._mentions = mentions
        self._on_progress = on_progress
        self._has_begun = False
        self._has_root = False

    def __iter__(self) -> Iterator[Element]:
        with open_archive(self._path) as archive, closing(archive.blocks()) as blocks:
            yield from self._read(archive, blocks)

    def _read(self, archive: Archive, blocks: Iterator[bytes]) -> Iterator[Element]:
        """Take the records out block by block; only one that runs over an edge is put together from two."""
        closing, left = self._tags.closing, b""
        for block in blocks:
            start = 0
            if left:
                ends = block.find(closing)
                start = len(block) if ends < 0 else ends + len(closing)
                left += block[:start]
                found, consumed = self._take(left, 0)
                yield from found
                left = left[consumed:]
            if left:  # it still goes on, or its end lies in a comment
                left, start = left + block[start:], len(block)
                found, consumed = self._take(left, 0)
                yield from found
                left = left[consumed:]
            if start < len(block):
                found, consumed = self._take(block, start)
                yield from found
                left = block[consumed:]
            self._on_progress(archive.position, archive.size)
            if len(left) > LONGEST_RECORD:
                raise DumpDamagedError(f"{self._path}: {self._place()} has no end. Download it again.")
        self._end(left)
        self._on_progress(archive.size, archive.size)

    def _take(self, source: bytes, position: int) -> tuple[list[Element], int]:
        """The wanted ones of the records that end in `source[position:]`, and where the last of all ended.

        This loop sees each of some twenty million records.
        """
        text, limit = masked(source, position, self._path, instructions=not self._has_begun)
        if not self._has_begun:
            position = self._begin(text, limit)
        found: list[Element] = []
        if not self._has_begun:
            return found, position
        tags, wanted, is_by = self._tags, self._wanted, self._tags.is_by
        closing, boundary, terminator = tags.closing, tags.boundary, tags.terminator
        find, is_at, to_id = text.find, text.startswith, len(tags.opening)
        is_usual = is_at(tags.opening, position)
        is_of = self._mentions.within(text, position, limit)
        for end in self._ends(text, position, limit):
            # Compared for two: this one's end and the next one's beginning.
            is_next_usual = is_at(boundary, end)
            if not is_next_usual and not is_at(closing, end):
                continue
            end += len(closing)
            if is_usual:
                start, id_at = position + 1, position + to_id
                id = text[id_at : find(terminator, id_at, id_at + LONGEST_ID)]
                if not b"1" <= id < b":":  # none, zero, or not as ids are written
                    id = self._id(text, start, end)
            else:
                start = self._start(text, position, end)
                id = self._id(text, start, end)
            self.records += 1
            if (
                id in wanted
                or (is_of is not None and is_of(text, start, end))
                or (is_by is not None and is_by(text, start, end))
            ):
                found.append(Element(int(id) if id.isdigit() else 0, source[start:end]))
            position, is_usual = end, is_next_usual
        return found, position

    def _begin(self, text: bytes, limit: int) -> int:
        """Step over the root's opening tag; 0 while it is not here yet. Old dumps have no root."""
        root = self._tags.root.match(text, 0, limit)
        if root is None:
            if limit > LONGEST_BEGINNING:
                raise DumpError(
                    f"{self._path} is not a dump: it begins with {excerpt(text)}. Download it again."
                )
            return 0
        if root["name"] not in self._tags.names:
            raise DumpError(
                f"{self._path} is not a dump of {self._tags.kind}s: it holds <{excerpt(root['name'])}>. "
                "Give it the name that it had"
            )
        self._has_begun = True
        self._has_root = root["name"] == self._tags.container
        return root.end() if self._has_root else root.start("tag")

    def _start(self, text: bytes, position: int, end: int) -> int:
        """The start of the record that ends at `end`."""
        start = self._tags.start(text, position, end)
        if start < 0:
            after = excerpt(text[position:end])
            raise DumpDamagedError(f"{self._path} is not whole: after {self._place()} comes {after}")
        return start

    def _id(self, text: bytes, start: int, end: int) -> bytes:
        """The id of a record however it is written, in digits; 0 if it has none."""
        id = self._tags.id_of(text, start, end)
        self.without_id += not id
        return b"%d" % id

    def _end(self, left: bytes) -> None:
        """After the last record comes the root's closing tag and nothing else."""
        if not self._has_begun:
            raise DumpError(f"{self._path} is not a dump: it begins with {excerpt(left)}. Download it again.")
        text, limit = masked(left, 0, self._path, instructions=True)
        rest = text.strip()
        if limit == len(left) and rest == (self._tags.root_closing if self._has_root else b""):
            return
        if not rest or self._tags.root_closing not in rest:
            raise DumpDamagedError(f"{self._path} is cut off after {self._place()}. Download it again.")
        raise DumpDamagedError(f"{self._path} is not whole: after {self._place()} comes {excerpt(rest)}")

    def _place(self) -> str:
        return f"record {self.records:,}" if self.records else "its beginning"


def _say_nothing(_: int, __: int) -> None:
    pass
