"""DiscogsDerive: everything that is derived, in its order."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from linernotes.derive.artist import DeriveArtist
from linernotes.derive.checks import check_promises
from linernotes.derive.credits.borrowing import Borrowing
from linernotes.derive.credits.prepare import Cut, prepare_credits
from linernotes.derive.credits.roles import load_taxonomy
from linernotes.derive.network.build_before import read_before
from linernotes.derive.network.derive_network import DeriveNetwork
from linernotes.derive.release import DeriveRelease
from linernotes.storage.builds.build_activity import OnStep
from linernotes.storage.duckdb.database import DBStorage


class DiscogsDerive:
    """Derives a build's tables from its source tables. Deterministic: the same input gives the same rows.

    `roles` are the user's own rules, from `[roles]` of config.toml. With `counts_borrowed` the credits that a release
    borrows count as its own, for the whole release.

    :raises ConfigError: a rule that cannot be used.
    """

    def __init__(
        self, roles: Mapping[str, Mapping[str, object]] | None = None, *, counts_borrowed: bool = False
    ) -> None:
        self.artist = DeriveArtist()
        self.release = DeriveRelease()
        self.network = DeriveNetwork()
        self._taxonomy = load_taxonomy(roles)
        #: Says which credits of another pressing are loaded.
        self.borrow = Borrowing(self._taxonomy)
        self.counts_borrowed = counts_borrowed

    def derive(
        self, storage: DBStorage, on_step: OnStep = lambda step: None, before: Path | None = None
    ) -> list[Cut]:
        """Run every step on a build, then check what we promise. Returns the releases that are not derived in full.

        `on_step` is called with the name of each step that begins. Communities start from those of the build at
        `before`, where there is one.

        :raises BrokenPromiseError: if what came out, or what it rests on, breaks a promise.
        """
        on_step("relations")
        cuts = prepare_credits(storage, self._taxonomy, counts_borrowed=self.counts_borrowed)
        self.artist.derive(storage)
        cuts += self.release.derive(storage)
        self.network.derive(storage, on_step, read_before(storage, before))
        check_promises(storage)
        return cuts
