"""Facts that follow for releases: the relationship of each artist to each release, and what was too much."""

from __future__ import annotations

from linernotes.derive.credits.prepare import Cut
from linernotes.storage.duckdb.database import DBStorage, load_sql


class DeriveRelease:
    """Derives what is about releases. Reads `release_credit_tracks`, so `prepare_credits` runs before."""

    def __init__(self, storage: DBStorage) -> None:
        self._storage = storage

    def derive(self) -> list[Cut]:
        """Fill `artist_release_roles`. Returns the releases of which relations are not derived in full."""
        self._storage.fill("artist_release_roles", load_sql("linernotes.derive", "artist_release_roles"))
        return [
            (release_id, f"it names {listed:,} {what}; relations are made of the first {most:,}")
            for release_id, what, most, listed in self._storage.rows(load_sql("linernotes.derive", "cuts"))
        ]
