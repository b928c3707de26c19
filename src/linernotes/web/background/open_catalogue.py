"""The catalogue that the app has open: the newest month, exchanged when there is a newer one."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linernotes.errors import CatalogueError
from linernotes.storage.catalogue.manifest import Month, Stamp, newest_month, stamp_months
from linernotes.storage.catalogue.reader import CatalogueReader

log = logging.getLogger(__name__)

#: Readers that stay open while no request needs them.
MOST_IDLE = 4


class Catalogues:
    """Hands out readers of the newest month of a home's catalogue, one to each request.

    The manifests are read once. A request looks at their times alone, and reads them again when one changed.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._stamp: Stamp | None = None
        self._month: Month | None = None
        self._idle: list[CatalogueReader] = []

    @contextmanager
    def reading(self) -> Iterator[CatalogueReader | None]:
        """A reader for one request; None while there is no catalogue, or where it cannot be opened."""
        reader = self._take()
        try:
            yield reader
        except CatalogueError:
            if reader is not None:
                reader.close()  # a file may be gone: the next request opens the month anew
                self._forget()
            raise
        except BaseException:
            self._give_back(reader)
            raise
        self._give_back(reader)

    def month(self) -> Month | None:
        """The month in use; None while there is no catalogue."""
        stamp = stamp_months(self._home)
        with self._lock:
            if stamp == self._stamp:
                return self._month
        month = newest_month(self._home)
        with self._lock:
            old, self._idle = self._idle, []
            self._stamp, self._month = stamp, month
        for reader in old:
            reader.close()
        return month

    def close(self) -> None:
        """Close what is open and not in use."""
        self._forget()

    def _take(self) -> CatalogueReader | None:
        month = self.month()
        if month is None:
            return None
        with self._lock:
            if self._idle and month is self._month:
                return self._idle.pop()
        try:
            return CatalogueReader(month)
        except CatalogueError as error:
            log.warning("the catalogue cannot be opened: %s", error)
            return None

    def _give_back(self, reader: CatalogueReader | None) -> None:
        if reader is None:
            return
        with self._lock:
            if reader.month is self._month and len(self._idle) < MOST_IDLE:
                self._idle.append(reader)
                return
        reader.close()

    def _forget(self) -> None:
        with self._lock:
            old, self._idle, self._stamp, self._month = self._idle, [], None, None
        for reader in old:
            reader.close()
