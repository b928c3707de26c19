"""The entry of a build: from what has landed to the published database."""

from __future__ import annotations

from linernotes.discogs import Discogs, Published
from linernotes.processes.progress import Listen
from linernotes.settings import Settings


def run(settings: Settings, listen: Listen) -> Published:
    """Build and publish; `listen` gets each step.

    :raises LinernotesError: as `Discogs.build`.
    """
    return Discogs(settings).build(listen)
