"""Many names in memory, to be found by any part of them at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from linernotes.documents.folding import begun


class Names:
    """Names as `folding.words` gives them, a line each in one text: to look through 100,000 takes a millisecond.

    `places` are whose they are, in the order in which equally good ones are to be found; a place may have several.
    """

    def __init__(self, places: Sequence[int], folded: Sequence[str]) -> None:
        self._places = places
        lines = [f"{' '.join(name.split())}\n" for name in folded]
        self._text = "\n" + "".join(lines)
        self._begins = [0, *accumulate(map(len, lines))]

    def find(self, text: str, limit: int) -> list[int]:
        """The places of names in which the text occurs: whole names first, then names that begin with it, then words
        that do, then the rest."""
        wanted = begun(text)
        found: dict[int, None] = {}
        if wanted:
            for pattern in (f"\n{wanted}\n", f"\n{wanted}", f" {wanted}", wanted):
                found |= dict.fromkeys(self._with(pattern, limit))
        return list(found)[:limit]

    def _with(self, pattern: str, limit: int) -> list[int]:
        """A line break in the pattern is where a name begins or ends."""
        found: list[int] = []
        at = self._text.find(pattern)
        while at >= 0 and len(found) < limit:
            # The text begins with a line break, so that a name begins one later there than it does in `_begins`.
            line = bisect_right(self._begins, at if pattern.startswith("\n") else at - 1) - 1
            found.append(self._places[line])
            at = self._text.find(pattern, self._begins[line + 1])
        return found
