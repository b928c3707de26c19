"""Facts that follow for releases: the relationship of each artist to each release, and what was too much."""

from __future__ import annotations

from typing import NamedTuple

from linernotes.derive.credits.prepare import Cut
from linernotes.storage.duckdb.database import DBStorage, load_sql


class _TooMany(NamedTuple):
    release_id: int
    what: str
    most: int
    listed: int


class DeriveRelease:
    """Derives what is about releases. Reads `release_credit_tracks`, so `prepare_credits` runs before."""

    def derive(self, storage: DBStorage) -> list[Cut]:
        """Fill `artist_release_roles`. Returns the releases of which relations are not derived in full."""
        storage.fill("artist_release_roles", load_sql("linernotes.derive", "artist_release_roles"))
        return [
            (
                row.release_id,
                f"it names {row.listed:,} {row.what}; relations are made of the first {row.most:,}",
            )
            for row in storage.read(_TooMany, load_sql("linernotes.derive", "cuts"))
        ]
