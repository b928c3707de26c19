"""The rows of a pressing that lends its credits to another one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from linernotes.storage.duckdb.rows import ReleaseCreditsRow, ReleaseTrackArtistsRow, ReleaseTracksRow


class Lender(NamedTuple):
    """A pressing with what it credits, as the rows of its tables. They are in no table of the build."""

    release_id: int
    source: str
    year: int | None
    country: str | None
    credits: Sequence[ReleaseCreditsRow]
    tracks: Sequence[ReleaseTracksRow]
    track_artists: Sequence[ReleaseTrackArtistsRow]
