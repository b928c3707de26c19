"""What the app itself waits for when it asks Discogs: for covers, for a plan, for the account of a token."""

from __future__ import annotations

from datetime import UTC, datetime

from linernotes.processes.progress import Wait, last_wait
from linernotes.source.retries import Waiting


class AppWaits:
    """The newest waits of one app. Every thread may begin one or look."""

    def __init__(self) -> None:
        self._waits: dict[str, Wait] = {}  # by the reason: several requests may wait for the same

    def begin(self, waiting: Waiting) -> None:
        """Remember a wait that begins now."""
        now = datetime.now(UTC)
        waits = {reason: wait for reason, wait in self._waits.items() if not wait.is_over(now)}
        waits[waiting.reason] = waiting.from_now(now)
        self._waits = waits

    def current(self, now: datetime) -> Wait | None:
        """The wait that ends last; None where the app waits for nothing."""
        return last_wait(self._waits.values(), now)
