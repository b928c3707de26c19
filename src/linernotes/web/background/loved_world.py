"""The records with most of the collector's musicians in all of Discogs, read in the background: it takes seconds."""

from __future__ import annotations

import logging
import threading

from linernotes.errors import LinernotesError
from linernotes.insights.world.loved_records import LovedRecords, read_loved_records
from linernotes.web.background.open_build import Builds
from linernotes.web.background.open_catalogue import Catalogues

log = logging.getLogger(__name__)

_Key = tuple[str, str]


class LovedWorld:
    """Reads them once for each build and month, in a thread of its own."""

    def __init__(self, builds: Builds, catalogues: Catalogues) -> None:
        self._builds, self._catalogues = builds, catalogues
        self._lock = threading.Lock()
        self._key: _Key | None = None
        self._thread: threading.Thread | None = None
        self._found: LovedRecords | None = None

    def read(self, build_id: str, month: str, *, seconds: float) -> LovedRecords | None:
        """The records of a build and a month; None if they are not read within some seconds, or cannot be read."""
        with self._lock:
            if self._key != (build_id, month):
                self._key, self._found = (build_id, month), None
                self._thread = threading.Thread(target=self._read, args=[self._key], daemon=True)
                self._thread.start()
            thread = self._thread
        if thread is not None:
            thread.join(seconds)
        with self._lock:
            return self._found if self._key == (build_id, month) else None

    def _read(self, key: _Key) -> None:
        try:
            with self._builds.reading() as snapshot, self._catalogues.reading() as catalogue:
                found = read_loved_records(snapshot, catalogue) if snapshot and catalogue else None
        except LinernotesError as error:
            log.warning("the records of all of Discogs cannot be read: %s", error)
            return
        with self._lock:
            if self._key == key:
                self._found = found
