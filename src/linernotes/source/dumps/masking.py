"""Blanks what is neither text nor tag in XML, for a tag in there is none."""

from __future__ import annotations

import re
from pathlib import Path

from linernotes.errors import DumpError

_LESS_THAN = 0x3C
_NO_TEXT = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<[!?]", re.DOTALL)
_STARTS = (b"<!--", b"<![CDATA[")


def masked(source: bytes, position: int, path: Path, *, instructions: bool) -> tuple[bytes, int]:
    """`source` itself if it holds no comment and no CDATA section from `position` on; else a copy in which these
    are blanks, and processing instructions, which alone are a reason only if `instructions`. With it, up to where
    it can be relied on: one that has not ended yet may hide what follows.

    :raises DumpError: a document type is declared: no dump has one, and entities have no business here.
    """
    if not instructions and not _has_declarations(source, position):
        return source, len(source)
    copy = bytearray(source)
    while (found := _NO_TEXT.search(source, position)) is not None:
        start, position = found.span()
        if position - start == 2:  # `<!` or `<?` alone: it goes on in what is yet to be read
            _refuse_declarations(source[start : start + len(_STARTS[1])], path)
            return bytes(copy), start
        copy[start:position] = b" " * (position - start)
    return bytes(copy), len(source)


def _has_declarations(source: bytes, position: int) -> bool:
    """Whether there is a `<!`. To look for the rarer of the two bytes first is what makes it fast."""
    find = source.find
    found = find(b"!", position)
    while found >= 0:
        if found and source[found - 1] == _LESS_THAN:
            return True
        found = find(b"!", found + 1)
    return False


def _refuse_declarations(start: bytes, path: Path) -> None:
    if start.startswith(b"<?") or any(name.startswith(start[: len(name)]) for name in _STARTS):
        return
    raise DumpError(
        f"{path} declares a document type, which no dump does; nothing is taken from it. Download it again."
    )
