"""DiscogsDerive: everything that is derived, in its order."""

from __future__ import annotations

from collections.abc import Mapping

from linernotes.derive.artist import DeriveArtist
from linernotes.derive.checks import check_promises
from linernotes.derive.credits.prepare import Cut, prepare_credits
from linernotes.derive.credits.roles import load_taxonomy
from linernotes.derive.network.derive_network import DeriveNetwork
from linernotes.derive.release import DeriveRelease
from linernotes.storage.builds.build_activity import OnStep
from linernotes.storage.duckdb.database import DBStorage


class DiscogsDerive:
    """Derives a build's tables from its source tables. Deterministic: the same input gives the same rows.

    `roles` are the user's own rules, from `[roles]` of config.toml. `cuts` are the releases of which not everything
    was derived; none before `derive` has run.

    :raises ConfigError: a rule that cannot be used.
    """

    def __init__(
        self, storage: DBStorage, *, roles: Mapping[str, Mapping[str, object]] | None = None
    ) -> None:
        self.cuts: list[Cut] = []
        self._storage = storage
        self._taxonomy = load_taxonomy(roles)
        self._artist = DeriveArtist(storage)
        self._release = DeriveRelease(storage)
        self._network = DeriveNetwork(storage)

    def derive(self, on_step: OnStep = lambda step: None) -> None:
        """Run every step, then check what we promise. `on_step` is called with the name of each step that begins.

        :raises BrokenPromiseError: if what came out, or what it rests on, breaks a promise.
        """
        on_step("relations")
        self.cuts = prepare_credits(self._storage, self._taxonomy)
        self._artist.derive()
        self.cuts += self._release.derive()
        self._network.derive(on_step)
        check_promises(self._storage)
