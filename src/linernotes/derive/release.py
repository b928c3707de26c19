"""What follows for releases: the taxonomy of the roles that they credit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linernotes.derive.roles import load_taxonomy
from linernotes.storage.database import DBStorage

_ROLES = """
select role from release_credits where role is not null
union
select role from release_track_artists where role is not null
union
select role from master_track_artists where role is not null
order by role
"""


class DeriveRelease:
    """Derives what is about releases. `roles` are the user's own rules, from `[roles]` of config.toml."""

    def __init__(self, storage: DBStorage, *, roles: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        self._storage = storage
        self._taxonomy = load_taxonomy(roles)

    def derive(self) -> None:
        """Fill `role`: one row per role that some release or master credits."""
        named = [role for (role,) in self._storage.rows(_ROLES)]
        self._storage.insert("role", self._taxonomy.rows(named))
