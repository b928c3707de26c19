"""Where a block names masters that are asked for: `</master_id>` is found as `Ends` finds the ends of records."""

from __future__ import annotations

from collections.abc import Set

import numpy as np

from linernotes.source.dumps.ends import STEP
from linernotes.source.dumps.tags import IsBy

_CLOSING = b"</master_id>"
#: Its underline, and the bracket at its end: hardly anything else in a dump has the two so far apart.
_UNDERLINE, _BRACKET = 8, 11
#: Digits of an id with the white space that may stand around it.
_LONGEST = 24


class MasterMentions:
    """Finds where releases name one of these masters. It keeps buffers: use one for each thread."""

    def __init__(self, masters: Set[int]) -> None:
        self._masters = frozenset(b"%d" % id for id in masters)
        self._fits = np.empty(STEP, np.bool_)
        self._fits_too = np.empty(STEP, np.bool_)

    def within(self, text: bytes, position: int, limit: int) -> IsBy | None:
        """Says of each record in `text[position:limit]` in turn whether it names such a master.

        None where no master is asked for.
        """
        if not self._masters:
            return None
        mentions = iter(self.places(text, position, limit))
        mention = next(mentions, limit)

        def is_of(_: bytes, start: int, end: int) -> bool:
            nonlocal mention
            while mention < start:
                mention = next(mentions, limit)
            return mention < end

        return is_of

    def places(self, text: bytes, start: int, limit: int) -> list[int]:
        """The places in `text[start:limit]` where such a master is named, in order."""
        count = limit - start - len(_CLOSING) + 1
        if count <= 0:
            return []
        seen = np.frombuffer(text, np.uint8, limit - start, start)
        found: list[int] = []
        for first in range(0, count, STEP):
            size = min(STEP, count - first)
            fits, too = self._fits[:size], self._fits_too[:size]
            np.equal(seen[first + _UNDERLINE :][:size], _CLOSING[_UNDERLINE], out=fits)
            np.equal(seen[first + _BRACKET :][:size], _CLOSING[_BRACKET], out=too)
            np.logical_and(fits, too, out=fits)
            places = np.flatnonzero(fits)
            places += first + start
            found += [place for place in places.tolist() if self._is_asked(text, place)]
        return found

    def _is_asked(self, text: bytes, place: int) -> bool:
        """Whether the digits before `place`, where a tag ends an element, are those of one of the masters."""
        id = text[text.rfind(b">", max(place - _LONGEST, 0), place) + 1 : place]
        if id not in self._masters:
            id = id.strip().lstrip(b"0")
            if id not in self._masters:
                return False
        return text.startswith(_CLOSING, place)
