"""Masters: what makes an album, whichever pressing of it stands on the shelf."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from linernotes.documents import Fetched, MasterOrRelease
from linernotes.etl.base import DiscogsETL
from linernotes.etl.crawl_frontier import Shelf
from linernotes.etl.fetching import Fetching
from linernotes.etl.loading import Loading
from linernotes.etl.rows.master import master_rows, master_stats
from linernotes.etl.rows.model import Rows
from linernotes.storage.landing import HistoryRow, Landed

#: Master, or Release in ETLRelease.
Album = TypeVar("Album", bound=MasterOrRelease)


class ETLMaster(DiscogsETL[Album]):
    """Stage (3): the masters of owned releases. ETLRelease extends it: a release is a master with more."""

    kind = "master"
    stage = "masters"

    def wanted(self, shelf: Shelf) -> list[int]:
        """The ids this step is about, in the order in which they should come."""
        return shelf.masters()

    async def extract(self, fetching: Fetching) -> None:
        """Fetch and land what is missing."""
        missing = self.missing(fetching, self.wanted(fetching.shelf))
        await self.fetch_stage(fetching, self.stage, missing)

    def history(self, fetching: Fetching, document: Album, fetched: Fetched) -> Iterable[HistoryRow]:
        """The row of the market: number for sale, and the lowest price."""
        return [master_stats(document, fetched.fetched_at, fetching.currency)]

    def rows(self, loading: Loading, document: Album, landed: Landed) -> Rows:
        """The rows of one master in all tables about masters."""
        return master_rows(document, source=landed.source, loaded_at=landed.fetched_at)
