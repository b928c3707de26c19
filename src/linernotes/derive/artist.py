"""Facts that follow for artists: identities, groups, pictures, counts of copies on the shelf, and relations."""

from __future__ import annotations

from typing import NamedTuple

from linernotes.derive.identities import identities
from linernotes.derive.performers.line_ups import derive_line_ups
from linernotes.storage.duckdb.database import DBStorage, load_sql


class _Alias(NamedTuple):
    artist_id: int
    alias_id: int


class DeriveArtist:
    """Derives what is about artists. Reads `role` and `release_credit_tracks`, so `prepare_credits` runs before."""

    def derive(self, storage: DBStorage) -> None:
        """Complete the rows of `artist`; fill `artist_relations`, and before it the tables of its evidence."""
        aliases = storage.read(_Alias, "select artist_id, alias_id from artist_aliases")
        found = identities(aliases)
        storage.amend(
            "artist",
            load_sql("linernotes.derive", "artist"),
            {"artists": list(found), "identities": list(found.values())},
        )
        storage.stage("owned_albums", load_sql("linernotes.derive", "owned_albums"))
        derive_line_ups(storage)
        for name in ("studio_roles", "served_artists"):
            storage.stage(name, load_sql("linernotes.derive", name))
        for table in ("release_role_evidence", "studio_evidence", "artist_relations"):
            storage.fill(table, load_sql("linernotes.derive", table))
