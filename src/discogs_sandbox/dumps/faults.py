"""Faults on purpose when dumps are fetched.

A specification is a comma list of `kind:pattern`. The pattern is matched with the name of the file asked for
(`*releases*`, `discogs_20261101_artists.xml.gz`; a listing is called `index`) and may end with `#n`: only the first n
matches.

    truncated    half of the file, as if that were all; HTTP is intact
    reset        half of the file, then the connection is reset
    corrupt      a byte in the middle is another one
    index        the HTML index instead of the file, with status 200
    unsized      the right file without a Content-Length
    checksum     CHECKSUM.txt has another sum for the file
    incomplete   the file is not there yet (of CHECKSUM.txt: the dump is not complete)
    400 ... 599  any other status with a JSON message
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

#: Those that strike an answer; the other two change what is there.
_ANSWERS = frozenset({"truncated", "reset", "corrupt", "index", "unsized"})
_STANDING = frozenset({"checksum", "incomplete"})


@dataclass
class _Fault:
    kind: str
    pattern: str
    left: int | None


class DumpFaults:
    """Decides for each request; ValueError for a specification that it cannot read."""

    def __init__(self, specification: str) -> None:
        pieces = [piece.strip() for piece in specification.split(",")]
        self._faults = [_parsed(piece) for piece in pieces if piece]

    def next(self, name: str) -> str:
        """The kind of fault that this answer meets; "" for none."""
        for fault in self._faults:
            if fault.kind not in _STANDING and fault.left != 0 and fnmatchcase(name, fault.pattern):
                if fault.left is not None:
                    fault.left -= 1
                return fault.kind
        return ""

    def stands(self, kind: str, name: str) -> bool:
        """Whether `checksum` or `incomplete` holds for a file."""
        return any(fault.kind == kind and fnmatchcase(name, fault.pattern) for fault in self._faults)


def _parsed(piece: str) -> _Fault:
    kind, colon, target = piece.partition(":")
    pattern, hash_, times = target.partition("#")
    is_status = kind.isdecimal() and 400 <= int(kind) <= 599
    if not colon or not pattern or not (kind in _ANSWERS | _STANDING or is_status):
        raise ValueError(f"not a fault of dumps: {piece!r}")
    if hash_ and not times.isdecimal():
        raise ValueError(f"not a number of times: {piece!r}")
    return _Fault(kind, pattern, int(times) if hash_ else None)
