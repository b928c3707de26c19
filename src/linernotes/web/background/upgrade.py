"""After an upgrade: a build that another version of linernotes made is made again from what has landed."""

from __future__ import annotations

import asyncio
import logging

from linernotes.errors import LinernotesError
from linernotes.web.background.open_build import Builds
from linernotes.web.background.running import Jobs

log = logging.getLogger(__name__)


async def rebuild_after_upgrade(builds: Builds, jobs: Jobs) -> None:
    """Start a build where the current one has the layout of another version.

    The user is not asked: it replaces nothing that this version can read, and what has landed is all it needs. Only at
    the start of the app: a build that fails is said on the pages, and tried again by a button there.
    """
    await asyncio.to_thread(builds.wait)
    if not builds.is_of_another_version:
        return
    log.warning("the build was made by another version of linernotes: it is made again")
    try:
        await jobs.start("build")
    except LinernotesError as error:  # perhaps one runs already
        log.warning("%s", error)
