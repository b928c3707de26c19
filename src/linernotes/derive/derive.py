"""DiscogsDerive: everything that is derived, in its order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linernotes.derive.artist import DeriveArtist
from linernotes.derive.checks import check_promises
from linernotes.derive.network.derive_network import DeriveNetwork
from linernotes.derive.release import DeriveRelease
from linernotes.storage.builds.build_activity import OnStep
from linernotes.storage.duckdb.database import DBStorage


class DiscogsDerive:
    """Derives a build's tables from its source tables. Deterministic: the same input gives the same rows."""

    def __init__(self, storage: DBStorage, *, roles: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        self._storage = storage
        self._artist = DeriveArtist(storage)
        self._release = DeriveRelease(storage, roles=roles)
        self._network = DeriveNetwork(storage)

    @property
    def cuts(self) -> list[tuple[int, str]]:
        """Releases of which not everything was derived, each with the reason in a sentence."""
        return self._release.cuts

    def derive(self, on_step: OnStep = lambda step: None) -> None:
        """Run every step, then check what we promise. `on_step` hears of each step that begins.

        :raises BrokenPromiseError: if what came out, or what it rests on, breaks a promise.
        """
        on_step("relations")
        self._release.read_credits()
        self._artist.derive()
        self._release.derive()
        self._network.derive(on_step)
        check_promises(self._storage)
