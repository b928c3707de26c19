"""Releases: the pressings on the shelf."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from linernotes.documents import BasicInformation, DocumentKey, Fetched, Release
from linernotes.etl.artists import ETLArtists
from linernotes.etl.crawl_frontier import Shelf
from linernotes.etl.fetching import Fetching
from linernotes.etl.loading import Loading
from linernotes.etl.master import ETLMaster
from linernotes.etl.rows.collection import basic_release_rows
from linernotes.etl.rows.model import Rows
from linernotes.etl.rows.release import release_rows, release_stats
from linernotes.storage.landing import HistoryRow, Landed, Version


class Listed(NamedTuple):
    """A release in a row of a listing. `origin` names the row; `fetched_at` is its time, UTC."""

    fetched_at: datetime
    basic: BasicInformation
    origin: Version


class ETLRelease(ETLMaster[Release]):
    """Stage (2): owned releases. A master with labels, formats and credits, and artists to follow."""

    kind = "release"
    stage = "releases"

    def __init__(self) -> None:
        #: The people on the releases.
        self.artists = ETLArtists()

    def wanted(self, shelf: Shelf) -> list[int]:
        """Owned releases, newest added first."""
        return shelf.releases()

    def note(self, fetching: Fetching, key: DocumentKey, document: Release) -> None:
        """Put the artists that the release credits on the shelf."""
        fetching.shelf.put_release(document)

    def history(self, fetching: Fetching, document: Release, fetched: Fetched) -> Iterable[HistoryRow]:
        """The row of the market: who has and wants it, its rating, number for sale, lowest price."""
        return [release_stats(document, fetched.fetched_at, fetching.currency)]

    def rows(self, loading: Loading, document: Release, landed: Landed) -> Rows:
        """The rows of one release in all tables about releases."""
        return release_rows(document, source=landed.source, loaded_at=landed.fetched_at)

    def load_basic(self, loading: Loading, listed: Mapping[int, Listed]) -> None:
        """Load the listing's rows of releases whose own document is not here (yet, or any more)."""
        for release_id, one in sorted(listed.items()):
            if not loading.shelf.has_read(release_id):
                rows = basic_release_rows(release_id, one.basic, loaded_at=one.fetched_at)
                loading.insert(rows, one.origin)
