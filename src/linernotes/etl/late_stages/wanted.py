"""Releases of the wantlist, and their masters: read like owned ones, after them."""

from __future__ import annotations

from linernotes.documents import DocumentKey, Master
from linernotes.etl.fetching import Fetching
from linernotes.etl.master import ETLMaster
from linernotes.etl.release import ETLRelease

STAGE = "wanted"


class ETLWanted:
    """The stage after all that is about owned releases. The artists of wanted releases are not read."""

    def __init__(self, releases: ETLRelease, masters: ETLMaster[Master]) -> None:
        self._releases = releases
        self._masters = masters

    def missing(self, fetching: Fetching) -> list[DocumentKey]:
        """Documents to ask for now, releases first. A release may name a master that its listing does not."""
        shelf = fetching.shelf
        return [
            *self._releases.missing(fetching, shelf.wanted_releases()),
            *self._masters.missing(fetching, shelf.wanted_masters()),
        ]

    async def extract(self, fetching: Fetching) -> None:
        """Fetch and land what is missing. There is no such stage where nothing is wanted, or wants are left out."""
        shelf, progress = fetching.shelf, fetching.progress
        if not (fetching.options.wants and shelf.wanted_releases()):
            progress.skip(STAGE)
            return
        releases = self._releases.missing(fetching, shelf.wanted_releases())
        expected = len(self.missing(fetching)) - len(releases)
        progress.begin(STAGE, len(releases) + expected)
        await self._releases.fetch_more(fetching, STAGE, releases)
        masters = self._masters.missing(fetching, shelf.wanted_masters())
        progress.grow(STAGE, len(masters) - expected)
        await self._masters.fetch_more(fetching, STAGE, masters)
        progress.end(STAGE)
        await fetching.stage_done(STAGE)
