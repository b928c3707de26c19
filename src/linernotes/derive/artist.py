"""Facts that follow for artists: groups, pictures, counts of copies on the shelf, and relations between artists."""

from __future__ import annotations

from linernotes.storage.duckdb.database import DBStorage, load_sql


class DeriveArtist:
    """Derives what is about artists. Relations read `role` and `release_credit_tracks`, so these must be there."""

    def __init__(self, storage: DBStorage) -> None:
        self._storage = storage

    def derive(self) -> None:
        """Complete the rows of `artist` and fill `artist_relations`."""
        self._storage.amend("artist", load_sql("linernotes.derive", "artist"))
        self._storage.fill("artist_relations", load_sql("linernotes.derive", "artist_relations"))
