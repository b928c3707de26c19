"""The plan of the next sync, made when somebody asks for it: it costs two requests."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

from linernotes.discogs import Discogs
from linernotes.etl.planning.plan import Plan


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan and when it was made."""

    plan: Plan
    at: datetime


class Plans:
    """Makes one plan at a time, in a thread. It keeps the last plan until a sync or an account makes it void."""

    def __init__(self, discogs: Discogs) -> None:
        self._discogs = discogs
        self._making = asyncio.Lock()
        self.latest: Planned | None = None

    async def make(self) -> Planned:
        """Ask Discogs what a sync would fetch now."""
        async with self._making:
            plan = await asyncio.to_thread(self._discogs.plan)
            self.latest = Planned(plan, datetime.now(UTC))
            return self.latest

    def forget(self) -> None:
        """Drop the plan: a sync would fetch something else now."""
        self.latest = None
