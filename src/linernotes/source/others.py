"""What other programs use with the same token, and how much to leave them. Pure: no clock, no IO."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

#: A likely sighting counts once this many answers in a row agree: answers that overtake each other deceive.
_AGREE = 5


@dataclass(slots=True)
class Others:
    """Requests of others in the window, as each answer showed them.

    Who was there before us may be gone for good (the run before this one, say), so what was seen in the first
    window is believed only until something newer is seen.
    """

    seen: int = 0  # when last looked
    _first: float | None = None
    _likely: deque[int] = field(default_factory=lambda: deque(maxlen=_AGREE))
    _history: deque[tuple[float, int]] = field(default_factory=deque)  # (when, how many), a falling sequence

    def report(self, now: float, *, likely: int, certain: int) -> None:
        """Take note of what one answer showed."""
        self._first = now if self._first is None else self._first
        self._likely.append(likely)
        agreed = min(self._likely) if len(self._likely) == _AGREE else 0
        self.seen = max(0, certain, agreed)
        # Only what no later sighting exceeds can ever be the maximum.
        while self._history and self._history[-1][1] <= self.seen:
            self._history.pop()
        self._history.append((now, self.seen))

    def reserve(self, now: float, limit: int, length: float) -> int:
        """How many of `limit` to leave alone: what others showed in the last two windows, and room to grow.

        One in 60 is always left. Who showed more than that may well come to a third of the limit, in one go.
        """
        few = math.ceil(limit / 60)
        while self._history and self._history[0][0] < now - 2 * length:
            self._history.popleft()
        settled = self._first + length if self._first is not None else 0.0
        since = (seen for when, seen in self._history if when >= settled)
        shown = max(self.seen, next(since, 0))
        if shown <= few:
            return few + shown
        return max(shown, math.ceil(limit / 3)) + math.ceil(limit / 20)
