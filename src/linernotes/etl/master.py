"""Masters: what makes an album, whichever pressing of it stands on the shelf."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from linernotes.documents import Fetched
from linernotes.etl.base import DiscogsETL
from linernotes.etl.rows.master import master_rows, master_stats
from linernotes.etl.rows.model import Rows
from linernotes.storage.landing import HistoryRow, Landed


class ETLMaster(DiscogsETL[Any]):
    """Stage (3): the masters of owned releases. ETLRelease extends it: a release is a master with more."""

    kind = "master"
    stage = "masters"

    def wanted(self) -> list[int]:
        """The ids this step is about, in the order in which they should come."""
        return self.shelf.masters()

    async def extract(self) -> None:
        """Fetch and land what is missing."""
        await self.fetch_stage(self.stage, self.missing(self.wanted()))

    def history(self, document: Any, fetched: Fetched) -> Iterable[HistoryRow]:
        """The row of the market: number for sale, and the lowest price."""
        return [master_stats(document, fetched.fetched_at, self.fetching.currency)]

    def rows(self, document: Any, landed: Landed) -> Rows:
        """The rows of one master in all tables about masters."""
        return master_rows(document, source=landed.source, loaded_at=landed.fetched_at)
