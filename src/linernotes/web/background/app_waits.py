"""What the app itself waits for when it asks Discogs: for covers, for a plan, for the account of a token."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from linernotes.processes.progress import Wait
from linernotes.source.retries import Waiting


class AppWaits:
    """The newest waits of one app. Every thread may begin one or look."""

    def __init__(self) -> None:
        self._waits: dict[str, Wait] = {}  # by the reason: several requests may wait for the same

    def begin(self, waiting: Waiting) -> None:
        """Remember a wait that begins now."""
        now = datetime.now(UTC)
        waits = {reason: wait for reason, wait in self._waits.items() if wait.until > now}
        waits[waiting.reason] = Wait(str(waiting), now + timedelta(seconds=waiting.seconds))
        self._waits = waits

    def current(self, now: datetime) -> Wait | None:
        """The wait that ends last; None where the app waits for nothing."""
        waits = [wait for wait in self._waits.values() if wait.until > now]
        return max(waits, key=lambda wait: wait.until, default=None)
