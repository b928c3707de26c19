"""The entry of a sync: fetches what is missing, builds and publishes."""

from __future__ import annotations

from linernotes.discogs import Discogs, SyncSummary
from linernotes.processes.progress import Listen
from linernotes.settings import Settings


def run(settings: Settings, listen: Listen) -> SyncSummary:
    """Sync the home; `listen` gets its reports, its waits and the steps of its build.

    :raises LinernotesError: as `Discogs.sync`.
    """
    return Discogs(settings).sync(listen)
