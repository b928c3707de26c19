"""Releases: the pressings on the shelf."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property

from linernotes.documents import BasicInformation, DocumentKey, Fetched, Release
from linernotes.etl.artists import ETLArtists
from linernotes.etl.collection_rows import basic_release_rows
from linernotes.etl.master import ETLMaster
from linernotes.etl.release_rows import release_rows, release_stats
from linernotes.etl.rows import Rows
from linernotes.storage.landing import HistoryRow, Landed


class ETLRelease(ETLMaster):
    """Stage (2): owned releases. A master with labels, formats and credits, and artists to follow."""

    kind = "release"
    stage = "releases"

    @cached_property
    def artists(self) -> ETLArtists:
        """The people on the releases."""
        return ETLArtists(self.landing, self.shelf, fetching=self._fetching, storage=self._storage)

    def wanted(self) -> list[int]:
        """Owned releases, newest added first."""
        return self.shelf.releases()

    def note(self, key: DocumentKey, document: Release) -> None:
        """The shelf learns whom the release credits."""
        self.shelf.put_release(document)

    def history(self, document: Release, fetched: Fetched) -> Iterable[HistoryRow]:
        """Who has and wants it, how it is rated, what is for sale."""
        return [release_stats(document, fetched.fetched_at, self.fetching.currency)]

    def rows(self, document: Release, landed: Landed) -> Rows:
        """The rows of one release in all tables about releases."""
        return release_rows(document, source=landed.source, loaded_at=landed.fetched_at)

    def load_basic(self, listed: Mapping[int, tuple[datetime, BasicInformation]]) -> None:
        """Load what the listing tells, and when, of releases whose own document is not here (yet, or any more)."""
        for release_id in sorted(listed):
            if not self.shelf.has_read(release_id):
                fetched_at, basic = listed[release_id]
                self.insert(basic_release_rows(basic, loaded_at=fetched_at))
