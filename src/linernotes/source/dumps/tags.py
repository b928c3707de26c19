"""The tags of each kind of dump, in all forms that were seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Set

from linernotes.documents import decode_element
from linernotes.errors import DocumentError

_EXCERPT = 40
#: Bytes within which `bytes.find` needs no preparation.
_NEAR = 2_000
_ID_ATTRIBUTE = re.compile(rb"""\sid\s*=\s*["']([0-9]{1,19})["']""")
_ID_CHILD = re.compile(rb"<id>\s*0*([0-9]{1,19})\s*</id>")
_ARTISTS_ID = re.compile(
    rb"\s*(?:<images(?:\s[^>]*)?(?:/>|>.*?</images>)\s*)?<id>\s*([0-9]{1,19})\s*</id>", re.DOTALL
)

#: (text, start, end) -> whether the record there is by one of the artists that are asked for.
IsBy = Callable[[bytes, int, int], bool]


class Tags:
    """The tags of one `kind`: release, master or artist."""

    def __init__(self, kind: str, by_artists: Set[int] = frozenset()) -> None:
        name = kind.encode()
        self.kind = kind
        self.container = name + b"s"
        self.names = frozenset({name, self.container})
        self.root = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?P<tag><(?P<name>[A-Za-z_][\w.-]*)(?:\s[^>]*)?>)")
        self.root_closing = b"</" + self.container + b">"
        self.closing = b"</" + name + b">"
        # How nearly every record of today's dumps begins, up to its id, and what ends the id.
        self.opening = b"\n<artist><id>" if kind == "artist" else b"\n<" + name + b' id="'
        self.boundary = self.closing + self.opening
        self.terminator = b"<" if kind == "artist" else b'"'
        self.is_by: IsBy | None = self._is_by if by_artists else None
        self._by_artists = frozenset(b"%d" % id for id in by_artists)
        self._start = re.compile(rb"\s*(<" + name + rb"((?:\s[^>]*)?)>)")

    def start(self, text: bytes, position: int, end: int) -> int:
        """The start of the next record; -1 if something else does."""
        opened = self._start.match(text, position, end)
        return -1 if opened is None else opened.start(1)

    def id_of(self, text: bytes, start: int, end: int) -> int:
        """The id of the record in `text[start:end]`, 0 if it has none."""
        opened = self._start.match(text, start, end)
        assert opened is not None
        if self.kind != "artist":
            attribute = _ID_ATTRIBUTE.search(opened[2])
            return int(attribute[1]) if attribute else 0
        child = _ARTISTS_ID.match(text, opened.end(), end)
        return int(child[1]) if child else _parsed_id(text[start:end])

    def _is_by(self, text: bytes, start: int, end: int) -> bool:
        """Whether a main artist is asked for. A tracklist that comes before the artists hides which are its own:
        then all that are named count."""
        first = _find(text, b"<artists>", start, end)
        if first < 0:
            return False
        last = _find(text, b"</artists>", first, end)
        if text.find(b"<tracklist", start, first) >= 0 or last < 0:
            first, last = start, end
        return not self._by_artists.isdisjoint(_ID_CHILD.findall(text, first, last))


def _find(text: bytes, tag: bytes, start: int, end: int) -> int:
    """Find a tag as `bytes.find` does. It is nearly always close by, and a short search takes less time."""
    near = start + _NEAR
    found = text.find(tag, start, min(near, end))
    return text.find(tag, start, end) if found < 0 and near < end else found


def _parsed_id(xml: bytes) -> int:
    """An artist's own id wherever it stands: aliases and members have such children as well."""
    try:
        return decode_element("artist", xml).id
    except DocumentError:
        return 0


def excerpt(text: bytes) -> str:
    """A few bytes for a message."""
    return ascii(text[:_EXCERPT].decode("utf-8", errors="replace"))
