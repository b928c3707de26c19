"""What a sync takes from the catalogue before it asks the API for the rest."""

from __future__ import annotations

import asyncio
import logging

from linernotes.errors import CatalogueError
from linernotes.etl.dumps.catalogue_records import CatalogueRecords
from linernotes.etl.dumps.import_elements import KINDS, DumpImport, DumpProgress
from linernotes.etl.fetching import Fetching
from linernotes.etl.progress import CATALOGUE

log = logging.getLogger(__name__)


class CatalogueStage:
    """The documents that a sync takes from `fetching.catalogue`, which is there: those that no API has given.

    They land as `dump import` lands them. A catalogue that is damaged is a problem of the stage: the API is asked.
    """

    def __init__(self, fetching: Fetching) -> None:
        assert fetching.catalogue is not None, "a sync without a catalogue has no such stage"
        self._fetching = fetching
        self._records = 0
        self._is_damaged = False
        self._taking = DumpImport(
            fetching.landing,
            [CatalogueRecords(fetching.catalogue, kind) for kind in KINDS],
            options=fetching.options,
            listen=self._report,
            shelf=fetching.shelf,
            besides_api=True,
        )

    async def extract(self) -> None:
        """Land what the shelf needs by now. The first call is a stage of the sync, later ones take what came up."""
        fetching = self._fetching
        progress, state = fetching.progress, fetching.progress.stages[CATALOGUE]
        if self._is_damaged or not fetching.shelf.releases():
            return
        if not state.begun:
            progress.estimate(CATALOGUE, 0, exact=True)
            progress.begin(CATALOGUE, 0)
        try:
            for passed in self._taking.passes():
                progress.taken += passed.landed
                await fetching.wait_while_paused(CATALOGUE)
                await asyncio.sleep(0)  # a sync that is ended stops here
        except CatalogueError as error:
            self._is_damaged = True
            progress.grow(CATALOGUE, 1)
            progress.advance(CATALOGUE, problem=True)
            log.warning("catalogue not readable", extra={"kind": CATALOGUE, "reason": str(error)})
        progress.end(CATALOGUE)
        if not state.begun:
            await fetching.stage_done(CATALOGUE)

    def _report(self, so_far: DumpProgress) -> None:
        """Count the records of a pass in the stage."""
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise asyncio.CancelledError
        progress = self._fetching.progress
        if so_far.done == 0:
            self._records = 0
            progress.grow(CATALOGUE, so_far.total)
        elif so_far.done > self._records:
            progress.advance(CATALOGUE, so_far.done - self._records)
            self._records = so_far.done
