"""Facts that follow for artists: groups, pictures, counts of copies on the shelf, and relations between artists."""

from __future__ import annotations

from linernotes.storage.duckdb.database import DBStorage, load_sql


class DeriveArtist:
    """Derives what is about artists. Reads `role` and `release_credit_tracks`, so `prepare_credits` runs before."""

    def derive(self, storage: DBStorage) -> None:
        """Complete the rows of `artist`, then fill `release_role_evidence`, and `artist_relations` from it."""
        storage.amend("artist", load_sql("linernotes.derive", "artist"))
        for table in ("release_role_evidence", "artist_relations"):
            storage.fill(table, load_sql("linernotes.derive", table))
