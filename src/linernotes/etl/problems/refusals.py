"""A build goes on without the documents that it cannot take in, whatever is wrong with them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from linernotes.errors import ConfigError, DiskFullError, HomeVersionError, LandingError, RefusedError
from linernotes.etl.csv_collection import read_export, row_of_export
from linernotes.etl.listing.listing import landed_listing, row_of_listing
from linernotes.storage.landing import Landing, Version, refusal

log = logging.getLogger(__name__)

#: So many documents are looked for by trying, each in some 15 attempts. More have another cause than documents.
_SOUGHT = 5

#: What no document is the cause of. An OSError is the machine's: a pipe whose reader was killed, for one.
_OTHER_CAUSES = (DiskFullError, HomeVersionError, LandingError, ConfigError, OSError, MemoryError)


def build_without_refused(attempt: Callable[[], None], landing: Landing) -> None:
    """Run `attempt`, which builds from `landing`, until it succeeds: again without each document that it refuses.

    Where it fails and names none, the document is looked for by attempts with fewer of them. What was left out is
    in `landing.left_out`; an attempt that succeeds has passed over it as if it had never come.

    :raises BuildError: if it fails without any document, or without more documents than are looked for.
    """
    sought = 0
    while True:
        failure = _failure(attempt)
        if failure is None:
            return
        if isinstance(failure, RefusedError) and isinstance(failure.origin, Version):
            culprit = failure.origin
        else:
            sought += 1
            found = _culprit(attempt, landing) if sought <= _SOUGHT else None
            if found is None:
                raise failure
            culprit = found
        if culprit in landing.left_out.refused:
            raise failure
        reason = " ".join(str(failure).split()) or type(failure).__name__
        log.warning("%s %s set aside: %s", culprit.key.kind, culprit.key.id, reason)
        landing.left_out.refused[culprit] = refusal(reason)


def _failure(attempt: Callable[[], None]) -> Exception | None:
    """The error of the attempt, None if it succeeded. Errors that no document caused are raised."""
    try:
        attempt()
    except _OTHER_CAUSES:
        raise
    except Exception as failure:
        return failure
    return None


def _culprit(attempt: Callable[[], None], landing: Landing) -> Version | None:
    """The last document of the shortest beginning of all of them with which it fails; None if it fails without any."""
    versions = _all_versions(landing)

    def fails_with(count: int) -> bool:
        landing.left_out.hidden = frozenset(versions[count:])
        try:
            return _failure(attempt) is not None
        finally:
            landing.left_out.hidden = frozenset()

    if fails_with(0):
        return None
    works, fails = 0, len(versions)
    while fails - works > 1:
        middle = (works + fails) // 2
        if fails_with(middle):
            fails = middle
        else:
            works = middle
    return versions[works] if versions else None


def _all_versions(landing: Landing) -> Sequence[Version]:
    """The rows of listings first, then all documents but those that hold these rows."""
    rows = [
        row_of_listing(kind, fetched.key.page, row)
        for kind in ("collection", "wants")
        for fetched, listed in landed_listing(landing, kind).pages
        for row in listed
    ]
    exported = read_export(landing)
    if exported is not None:
        rows += [row_of_export(row) for row in exported[1].rows]
    documents = [one for one in landing.versions() if one.key.kind not in ("collection", "wants", "export")]
    return [*rows, *documents]
