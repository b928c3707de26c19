"""Fills the tables of performers: who is on a track together."""

from __future__ import annotations

from linernotes.storage.duckdb.database import DBStorage, load_sql

#: Steps of the way from credits to line-ups, each from those before it; they last as long as the build is filled.
STAGES = (
    "playing_tracks",
    "track_sources",
    "track_leaders",
    "open_tracks",
    "track_credits",
    "silent_composers",
    "memberships",
    "artists_apart",
    "own_albums",
    "own_tracks",
)
TABLES = ("release_line_ups", "co_player_releases", "sideman_releases", "staff_releases")


def derive_line_ups(storage: DBStorage) -> None:
    """Fill `release_line_ups`, and from it the co-players and the sidemen; and `staff_releases`.

    Reads `role`, `release_credit_tracks`, the identities in `artist`, and what is staged as `owned_albums`.
    """
    for name in STAGES:
        storage.stage(name, load_sql("linernotes.derive.performers", name))
    for table in TABLES:
        storage.fill(table, load_sql("linernotes.derive.performers", table))
