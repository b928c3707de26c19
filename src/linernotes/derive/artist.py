"""What follows for artists: who is a group, a picture, how often each is on the shelf, and who knows whom."""

from __future__ import annotations

from linernotes.storage.duckdb.database import DBStorage, load_sql


class DeriveArtist:
    """Derives what is about artists. `role` and `release_credit_tracks` must be there: relations read them."""

    def __init__(self, storage: DBStorage) -> None:
        self._storage = storage

    def derive(self) -> None:
        """Complete the rows of `artist` and fill `artist_relations`."""
        self._storage.amend("artist", load_sql("linernotes.derive", "artist"))
        self._storage.fill("artist_relations", load_sql("linernotes.derive", "artist_relations"))
