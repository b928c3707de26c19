"""The build that the app has open: opened once, shared by all requests, exchanged when there is a newer one."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from linernotes.errors import HomeVersionError, StoreError
from linernotes.insights.collection.views import read_browser
from linernotes.insights.snapshot import Snapshot
from linernotes.processes.garbage import leave_out_of_garbage_collection
from linernotes.storage.builds.publish import Build, current_build
from linernotes.storage.builds.readable_builds import builds_to_open

log = logging.getLogger(__name__)

#: Seconds that the first request for a newer build waits for it, before it takes the older one.
PATIENCE = 0.25


class OpenBuild:
    """A build that is open, and who reads it."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self.snapshot = Snapshot.open(build)
        try:
            self.snapshot.cached(read_browser)  # here, where nobody waits for it
        except BaseException:
            self.snapshot.close()
            raise
        self.readers = 0
        self.is_old = False
        self._kept = 0

    def leave_out_what_is_kept(self) -> None:
        """Leave what requests have kept of it since the last time out of the search for garbage."""
        if self.snapshot.kept > self._kept:
            self._kept = self.snapshot.kept
            leave_out_of_garbage_collection()


class Builds:
    """Hands out the current build of a home, read-only.

    A request ends with the build that it began with. The first request that notices a newer one has it opened. If
    that takes long, all requests go on with the one before meanwhile. A build that is no longer current is closed
    when its last reader is done.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._open: OpenBuild | None = None
        self._opening: threading.Thread | None = None
        self._failed: tuple[Build, StoreError] | None = None

    @contextmanager
    def reading(self) -> Iterator[Snapshot | None]:
        """The current build for one request; None before the first one is published.

        :raises StoreError: if it cannot be opened and there is none before it.
        """
        held = self._take()
        if held is None:
            yield None
            return
        snapshot = held.snapshot.for_another_thread()
        try:
            yield snapshot
        except StoreError:
            self._distrust(held)
            raise
        finally:
            snapshot.close()
            held.leave_out_what_is_kept()
            self._give_back(held)

    def is_ready(self) -> bool:
        """Return whether the current build is open, so that `reading` waits for nothing."""
        is_open, build = self._open, current_build(self._home)
        failed = self._failed is not None and self._failed[0] == build
        return is_open is not None and (is_open.build == build or failed)

    @property
    def trouble(self) -> str | None:
        """The fault of the current build, where an older one stands in for it; else None."""
        failed, is_open = self._failed, self._open
        if failed is None or is_open is None or failed[0] != current_build(self._home):
            return None
        return f"{failed[1]}. Until then the build before it is shown: {is_open.build.build_id}."

    @property
    def is_of_another_version(self) -> bool:
        """Whether nothing can be read because another version of linernotes made the current build."""
        failed = self._failed
        return (
            failed is not None
            and self._open is None
            and isinstance(failed[1], HomeVersionError)
            and failed[0] == current_build(self._home)
        )

    def wait(self) -> None:
        """Wait until the build that is being opened is open, or has failed."""
        opening = self._opening
        if opening is not None:
            opening.join()

    def warm(self) -> None:
        """Begin to open the current build, so that the first request finds it open."""
        build = current_build(self._home)
        if build is not None:
            self._begin(build)

    def close(self) -> None:
        """Close what is open, as soon as nobody reads it."""
        self.wait()
        self._put(None)

    def _take(self) -> OpenBuild | None:
        build = current_build(self._home)
        if build is None:
            self._put(None)
            return None
        if self._open is None or self._open.build != build:
            self._move_to(build)
        with self._lock:
            if self._open is None:
                raise self._failed[1] if self._failed else StoreError("the build that was open is closed")
            self._open.readers += 1
            return self._open

    def _move_to(self, build: Build) -> None:
        began = self._begin(build)
        opening = self._opening
        if opening is not None and self._open is None:
            opening.join()
        elif opening is not None and began:
            opening.join(PATIENCE)

    def _begin(self, build: Build) -> bool:
        """Open a build in a thread of its own. False if one is being opened, or if this one failed before and
        there is another to go on with."""
        with self._lock:
            if self._opening is not None and self._opening.is_alive():
                return False
            if self._open is not None and self._failed is not None and self._failed[0] == build:
                return False
            self._opening = threading.Thread(
                target=self._open_build, args=[build], name="open-build", daemon=True
            )
            self._opening.start()
            return True

    def _open_build(self, build: Build) -> None:
        try:
            opened = OpenBuild(build)
        except StoreError as error:
            log.warning("build %s cannot be opened: %s", build.build_id, error)
            self._failed = (build, error)
            if self._open is None:
                self._open_another(build)
        else:
            self._failed = None
            self._put(opened)

    def _open_another(self, failed: Build) -> None:
        """Open the newest build that can be read in the place of the current one."""
        for build in builds_to_open(self._home):
            if build != failed:
                with suppress(StoreError):
                    self._put(OpenBuild(build))
                    return

    def _distrust(self, held: OpenBuild) -> None:
        """Have it opened anew by the next request: DuckDB answers nothing any more once it has met a damaged page."""
        with self._lock:
            is_current = self._open is held
        if is_current:
            self._put(None)

    def _put(self, opened: OpenBuild | None) -> None:
        with self._lock:
            before, self._open = self._open, opened
            if before is not None:
                before.is_old = True
                self._close_unused(before)

    def _give_back(self, held: OpenBuild) -> None:
        with self._lock:
            held.readers -= 1
            self._close_unused(held)

    def _close_unused(self, held: OpenBuild) -> None:
        if held.is_old and held.readers == 0:
            held.snapshot.close()
