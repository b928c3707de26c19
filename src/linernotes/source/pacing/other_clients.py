"""Requests of other programs with the same token, and the number to leave them. Pure: no clock, no IO."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

#: A likely sighting counts once this many answers in a row agree: answers that overtake each other deceive.
_AGREE = 5

#: So many answers in a row that show nobody refute sightings of more than a moment.
_MANY = 15

#: So many looks are remembered: more than Discogs permits in two windows.
_LOOKS = 240


@dataclass(frozen=True, slots=True)
class _Look:
    """The number of others' requests that one answer showed."""

    when: float
    least: int
    most: int


@dataclass(slots=True)
class Others:
    """Requests of others in the window, as each answer showed them.

    Requests before our first one may come from a program that has ended, such as our last run. So the count of the
    first window holds only until a newer one is seen. Only a higher count than the first proves that another
    program is active. An answer may be nonsense, too: requests that go sooner than a window permits never were.
    """

    seen: int = 0  # when last looked
    _settled: float = -math.inf  # when the first window is over
    _before_us: int | None = None  # at first sight
    _active: float = -math.inf  # when last seen for certain not to be of before us
    _likely: deque[int] = field(default_factory=lambda: deque(maxlen=_AGREE))
    _history: deque[tuple[float, int]] = field(default_factory=deque)  # (when, how many), falling
    _looks: deque[_Look] = field(default_factory=lambda: deque(maxlen=_LOOKS))
    _since: float = -math.inf  # when somebody who is active was seen first
    _quiet: int = 0  # answers in a row that showed nobody
    _quiet_at: float = -math.inf  # when such an answer came that hides nobody
    _came_after: float = -math.inf  # when nobody was there, right before somebody was seen first

    def report(
        self,
        now: float,
        length: float,
        *,
        likely: int,
        certain: int,
        most: int,
        limit: int,
        refused: int = 0,
        is_bucket: bool = False,
        passing: bool = False,
        is_contradicted: bool = False,
    ) -> None:
        """Take note of what one answer showed: others' requests for certain, likely, and at most.

        `refused` requests of ours were not counted among these, if the server does not count them.
        What is `passing`, shown by a refusal, holds until the next answer: what refuses may say anything.
        `is_contradicted`: an answer before this one and this one cannot both be true.
        """
        # How a bucket rounds is not known: so much of what it shows may be an illusion.
        blur = math.ceil(limit / 60) if is_bucket else 0
        self._likely.append(likely)
        agreed = min(self._likely) if len(self._likely) == _AGREE else 0
        before, self.seen = self.seen, max(0, certain, agreed)
        if passing:
            return
        # A bucket drains: what a log still holds may be gone from it at any time.
        if is_contradicted or (
            not is_bucket
            and (self._vanished(now, length, before, most, limit) or most < self._still_there(now, length))
        ):
            self._forget()
        self._looks.append(_Look(now, max(0, certain), max(0, most)))
        if self._before_us is None:
            self._before_us, self._settled = self.seen, now + length
        is_somebody = self.seen > (self._before_us if now < self._settled else 0) + blur
        if is_somebody:
            if self._active < now - 2 * length:
                self._since, self._came_after = now, self._quiet_at
            self._active, self._quiet = now, 0
        elif not is_bucket and likely + refused <= 0:
            self._quiet += 1
            self._quiet_at = now if most <= limit / 20 else self._quiet_at
            if self._is_refuted(now, length, limit):
                self._forget()
        self._remember(now, length)

    def _vanished(self, now: float, length: float, before: int, most: int, limit: int) -> bool:
        """Whether more than half a window is gone since the look before, which was a moment ago."""
        is_recent = bool(self._looks) and now - self._looks[-1].when <= length / 3
        return is_recent and before > limit / 2 and most <= limit / 10

    def _still_there(self, now: float, length: float) -> int:
        """The least number of others' requests in a log: those that came within the last window."""
        base: int | None = None
        there = 0
        for look in self._looks:
            if look.when <= now - length:
                continue
            if base is not None:
                there = max(there, look.least - base)
            base = look.most if base is None else min(base, look.most)
        return there

    def is_unclear(self, now: float, length: float) -> bool:
        """Whether what was there at first sight may be a program at work: in the first moments that is not known."""
        began = self._settled - length
        return bool(self._before_us) and now < began + length / 6 and self._active < began

    def is_settled(self, now: float) -> bool:
        """Whether the first window is over."""
        return now >= self._settled

    def is_doubted(self, now: float, length: float, limit: int) -> bool:
        """Whether few were seen, and for a moment only: who is there stays for a window."""
        return self._were_few(now, length, limit) and self._active - self._since < length / 6

    def _is_refuted(self, now: float, length: float, limit: int) -> bool:
        """Whether those few were never there, now that answers show nobody.

        A log still holds all that came after nobody was there, as long as that is within a window. The looks may be
        far apart: a false answer before and one after a window that was full of ours are no program. Many answers
        have to agree, for those that overtake each other hide a program.
        """
        is_over = self._were_few(now, length, limit) and now - self._active >= length / 6
        was_brief = self._active - self._since < length / 6
        return is_over and (
            (was_brief and self._quiet >= 3) or (now < self._came_after + length and self._quiet >= _MANY)
        )

    def _were_few(self, now: float, length: float, limit: int) -> bool:
        """Whether somebody was seen in the last two windows, and never more than a third of the limit."""
        is_recent = self._active >= now - 2 * length
        return is_recent and all(seen <= limit / 3 for _, seen in self._history)

    def _forget(self) -> None:
        """Unlearn all sightings: some were false, and who is there is soon seen again."""
        self._active = -math.inf
        self._history.clear()
        self._likely.clear()
        self._looks.clear()
        self._quiet = 0

    def _remember(self, now: float, length: float) -> None:
        while self._history and self._history[0][0] < now - 2 * length:
            self._history.popleft()
        # Only what no later sighting exceeds can ever be the maximum.
        while self._history and self._history[-1][1] <= self.seen:
            self._history.pop()
        self._history.append((now, self.seen))

    def reserve(self, now: float, limit: int, length: float) -> int:
        """The part of `limit` to leave to others: what others showed in the last two windows, and room to grow.

        One in 60 is always left. Who is active, however little, may come to a third of the limit in one go.
        """
        least, growth = math.ceil(limit / 60), math.ceil(limit / 20)
        since = max(now - 2 * length, min(self._settled, now - length / 6))
        shown = max(self.seen, next((seen for when, seen in self._history if when >= since), 0))
        came_before = now < self._settled and self._before_us is not None and self._before_us > limit / 10
        if came_before or self._active >= now - 2 * length:
            return max(shown + growth, self.room_for_one(limit))
        return shown + growth if shown else least

    @staticmethod
    def room_for_one(limit: int) -> int:
        """The part of `limit` that one more program gets: a third of them, and room to grow."""
        return math.ceil(limit / 3) + math.ceil(limit / 20)
