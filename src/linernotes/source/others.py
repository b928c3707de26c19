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

    What was there before us may be gone for good: the run before this one, say. So what the first window shows
    is believed only until something newer is seen, and only more than at first sight proves somebody active.
    """

    seen: int = 0  # when last looked
    _settled: float = -math.inf  # when the first window is over
    _before_us: int | None = None  # at first sight
    _active: float = -math.inf  # when last seen for certain not to be of before us
    _likely: deque[int] = field(default_factory=lambda: deque(maxlen=_AGREE))
    _history: deque[tuple[float, int]] = field(default_factory=deque)  # (when, how many), falling

    def report(
        self, now: float, length: float, *, likely: int, certain: int, blur: int = 0, passing: bool = False
    ) -> None:
        """Take note of what one answer showed. Not more than `blur` of it may be an illusion.

        What is `passing`, shown by a refusal, holds until the next answer: what refuses may say anything.
        """
        self._likely.append(likely)
        agreed = min(self._likely) if len(self._likely) == _AGREE else 0
        self.seen = max(0, certain, agreed)
        if passing:
            return
        if self._before_us is None:
            self._before_us, self._settled = self.seen, now + length
        if self.seen > (self._before_us if now < self._settled else 0) + blur:
            self._active = now
        while self._history and self._history[0][0] < now - 2 * length:
            self._history.popleft()
        # Only what no later sighting exceeds can ever be the maximum.
        while self._history and self._history[-1][1] <= self.seen:
            self._history.pop()
        self._history.append((now, self.seen))

    def reserve(self, now: float, limit: int, length: float) -> int:
        """How many of `limit` to leave alone: what others showed in the last two windows, and room to grow.

        One in 60 is always left. Who is active, however little, may come to a third of the limit in one go.
        """
        least, growth, third = math.ceil(limit / 60), math.ceil(limit / 20), math.ceil(limit / 3)
        since = max(now - 2 * length, min(self._settled, now - length / 6))
        shown = max(self.seen, next((seen for when, seen in self._history if when >= since), 0))
        came_before = now < self._settled and self._before_us is not None and self._before_us > limit / 10
        if came_before or self._active >= now - 2 * length:
            return max(shown, third) + growth
        return shown + growth if shown else least
