"""Answers out of all of Discogs that take seconds: each is read in the background, once for a build and a month."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from linernotes.errors import LinernotesError
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.catalogue.reader import CatalogueReader
from linernotes.web.background.open_build import Builds
from linernotes.web.background.open_catalogue import Catalogues

log = logging.getLogger(__name__)

A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an answer cannot be read, in one line."""

    reason: str


class WorldAnswer(Generic[A]):
    """One kind of answer. A newer key replaces the older one; what was begun for that is read to its end and let go."""

    def __init__(self, builds: Builds, catalogues: Catalogues) -> None:
        self._builds, self._catalogues = builds, catalogues
        self._lock = threading.Lock()
        self._key: Hashable = None
        self._thread: threading.Thread | None = None
        self._found: A | Failure | None = None

    def read(
        self, key: Hashable, reader: Callable[[Snapshot, CatalogueReader], A], *, seconds: float
    ) -> A | Failure | None:
        """The answer for a key, which names the build and the month; None if it is not read within some seconds.

        `reader` reads it, in a thread of its own. A failure is kept until the next key, or until `forget`.
        """
        with self._lock:
            if self._key != key:
                self._key, self._found = key, None
                self._thread = threading.Thread(target=self._read, args=[key, reader], daemon=True)
                self._thread.start()
            thread = self._thread
        if thread is not None:
            thread.join(seconds)
        with self._lock:
            return self._found if self._key == key else None

    def forget(self) -> None:
        """Read it anew when it is asked for next."""
        with self._lock:
            self._key = None

    def _read(self, key: Hashable, reader: Callable[[Snapshot, CatalogueReader], A]) -> None:
        found: A | Failure
        try:
            with self._builds.reading() as snapshot, self._catalogues.reading() as catalogue:
                if snapshot is None or catalogue is None:
                    found = Failure("the catalogue is not there any more")
                else:
                    found = reader(snapshot, catalogue)
        except LinernotesError as error:
            log.warning("all of Discogs cannot be asked: %s", error)
            found = Failure(str(error))
        with self._lock:
            if self._key == key:
                self._found = found
