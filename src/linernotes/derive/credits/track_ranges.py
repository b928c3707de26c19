"""Which tracks a credit names: "A1 to A3, B2" against the tracklist that it stands under.

People type this text, so it is read forgivingly; what is not understood names no track, and is no error.

1. Commas and semicolons part pieces. A piece that is not understood names nothing, the others count.
2. A piece is positions and ranges of them: "A3 & B2", "A1 to A3", "A1-A3", "A4.A5", "5 B1-5"; or else a title.
3. A position is one of the tracklist: as printed, else whatever its capitals, blanks, leading zeros and Greek or
   Cyrillic letters that look like Latin ones; else a bare number takes its beginning from the one before ("A1,2,3").

A range runs by the order of the tracklist, never by arithmetic: "A1 to B5" holds whatever is listed between the
two. A position that is printed on several lines names them all, and a range from it begins at each. Headings are
no tracks; an index track stands for its sub-tracks. Nothing here opens a database.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from linernotes.documents.folding import LOOKS_LATIN


class Line(NamedTuple):
    """One line of a tracklist: the first columns of `release_tracks`, as it names and means them."""

    track_no: int
    parent_track_no: int | None
    position: str | None
    type: str
    title: str | None


_PIECES = re.compile(r"[,;\n\r、，；]")
_TO = re.compile(r"\s+(?:to|thru|through|until|till|bis|à|-)\s+|\s*[–—~]\s*", re.IGNORECASE)
_BLANKS = re.compile(r"[\s&+]+")
_AND = frozenset({"", "and", "und", "et"})
_BARE_NUMBER = re.compile(r"[0-9]{1,4}")
#: Far longer than any list of tracks; without a limit a long text of dashes would keep us busy.
_MAX_WORD, _MAX_TEXT = 40, 4_000

#: Indexes into the tracklist, ascending.
Places = tuple[int, ...]
#: What a piece is made of: positions, and between two of them perhaps None for "to".
Tokens = list[Places | None]


class TrackList:
    """The tracklist of one release, ready to say what its credits name."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = sorted(lines, key=lambda line: line.track_no)
        #: What was resolved already: hundreds of credits name the same tracks.
        self._resolved: dict[str, list[int]] = {}
        at = {line.track_no: place for place, line in enumerate(self._lines)}
        #: The last line that belongs to this one: itself, or the last of its sub-tracks.
        self._last = list(range(len(self._lines)))
        for place in reversed(range(len(self._lines))):
            parent = at.get(self._lines[place].parent_track_no or 0, place)
            if self._lines[place].parent_track_no is not None and parent < place:
                self._last[parent] = max(self._last[parent], self._last[place])

    def resolve(self, tracks: str) -> list[int]:
        """The track_no of each track that `tracks` names, ascending; [] if none can be recognised."""
        if tracks not in self._resolved:
            self._resolved[tracks] = self._resolve(tracks)
        return self._resolved[tracks]

    def _resolve(self, tracks: str) -> list[int]:
        reader, found = _Reader(self.find), set[int]()
        for piece in _PIECES.split(tracks) if len(tracks) <= _MAX_TEXT else ():
            # With single blanks: to look for "to" between thousands of them takes the square of their number.
            tokens = reader.tokens(" ".join(piece.split()))
            found.update(self._titled(piece) if tokens is None else self._places(tokens))
        found = found or set(self._titled(tracks))
        return [self._lines[place].track_no for place in sorted(found)]

    def find(self, position: str) -> Places:
        """The lines that carry a position: as printed, else as it reads, else without leading zeros; or ()."""
        folded = _folded(position)
        return (
            self._printed.get(position)
            or self._folded.get(folded)
            or self._unpadded.get(_without_zeros(folded))
            or ()
        )

    def _places(self, tokens: Tokens) -> Iterator[int]:
        """The tracks of positions and ranges. A range whose end does not follow its begin holds none."""
        for number, token in enumerate(tokens):
            if token is None:
                yield from self._range(tokens[number - 1] or (), tokens[number + 1] or ())
            elif None not in tokens[max(number - 1, 0) : number + 2]:
                for place in token:
                    yield from self._tracks(place, place)

    def _range(self, begins: Places, ends: Places) -> Iterator[int]:
        """From each begin to the last end before the next begin."""
        for begin, following in zip(begins, [*begins[1:], len(self._lines)], strict=True):
            before = bisect_left(ends, following)  # both ascend
            if before and ends[before - 1] >= begin:
                yield from self._tracks(begin, ends[before - 1])

    def _tracks(self, first: int, last: int) -> Iterator[int]:
        """What can be listened to from one line to another, the sub-tracks of that other one included."""
        for place in range(first, self._last[last] + 1):
            if self._lines[place].type != "heading" and self._last[place] == place:
                yield place

    def _titled(self, text: str) -> Iterator[int]:
        for place in self._titles.get(_title(text), ()):
            yield from self._tracks(place, place)

    def _by(self, key: Callable[[str], str], value: Callable[[Line], str | None]) -> dict[str, Places]:
        found: dict[str, list[int]] = {}
        for place, line in enumerate(self._lines):
            text = value(line)
            if text and line.type != "heading" and (reads := key(text)):
                found.setdefault(reads, []).append(place)
        return {reads: tuple(places) for reads, places in found.items()}

    @cached_property
    def _printed(self) -> dict[str, Places]:
        return self._by(str.strip, _position)

    @cached_property
    def _folded(self) -> dict[str, Places]:
        return self._by(_folded, _position)

    @cached_property
    def _unpadded(self) -> dict[str, Places]:
        return self._by(lambda position: _without_zeros(_folded(position)), _position)

    @cached_property
    def _titles(self) -> dict[str, Places]:
        return self._by(_title, lambda line: line.title)


class _Reader:
    """Reads the pieces of one text, in order: a bare number means what the position before it lets it mean."""

    def __init__(self, find: Callable[[str], Places]) -> None:
        self._find = find
        self._before = ""

    def tokens(self, piece: str) -> Tokens | None:
        """Take a piece apart; None if any of it is not understood."""
        whole = self._position(piece)
        if whole:
            return [whole]
        tokens: Tokens = []
        for number, operand in enumerate(_TO.split(piece)):
            read = self._operand(operand.strip())
            if not read:
                return None
            tokens += [None, *read] if number else read
        return tokens

    def _operand(self, operand: str) -> Tokens | None:
        """What stands beside a "to": one position, though it has blanks in it, or several."""
        whole = self._position(operand)
        if whole:
            return [whole]
        tokens: Tokens = []
        for word in _BLANKS.split(operand):
            if word.lower() in _AND:
                continue
            read = self._word(word)
            if read is None:
                return None
            tokens += read
        return tokens

    def _word(self, word: str) -> Tokens | None:
        """A position, "A1-A3" (though positions may have dashes, too), or "A4.A5"."""
        known = self._position(word)
        if known or len(word) > _MAX_WORD:
            return [known] if known else None
        before = self._before
        for at in (match.start() for match in re.finditer("-", word)):
            begin, end = self._position(word[:at]), self._position(word[at + 1 :])
            if begin and end:
                return [begin, None, end]
            self._before = before
        parts = [self._position(part) for part in re.split(r"[./]", word)]
        if all(parts):
            return list(parts)
        self._before = before
        return None

    def _position(self, text: str) -> Places:
        found = self._find(text)
        if not found and _BARE_NUMBER.fullmatch(text):
            text = self._before.rstrip("0123456789") + text
            found = self._find(text) if self._before else ()
        if found:
            self._before = text
        return found


def _position(line: Line) -> str | None:
    return line.position


def _folded(position: str) -> str:
    """How a position reads: "Ａ 1", "a1" and "Α1" (a Greek letter) all read A1."""
    plain = unicodedata.normalize("NFKC", position).upper().translate(LOOKS_LATIN)
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) != "Cf")


def _without_zeros(position: str) -> str:
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", position)


def _title(title: str) -> str:
    plain = unicodedata.normalize("NFKC", title).casefold()
    return " ".join(re.sub("[’‘`´]", "'", plain).split())
