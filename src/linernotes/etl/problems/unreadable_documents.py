"""What happens to a document that cannot be read: its bytes are kept, it counts as a problem, and the log says so."""

from __future__ import annotations

import logging

from linernotes.documents import Fetched
from linernotes.errors import DocumentError, MalformedResponseError
from linernotes.storage.landing import Landing

log = logging.getLogger(__name__)


def keep_unreadable(
    landing: Landing, fetched: Fetched, error: DocumentError | MalformedResponseError, *, source: str = "api"
) -> None:
    """Keep the bytes of a document or of a dump's element, with the reason and the place in it.

    A page shows it as a problem. A later sync asks for it again; what landed of it before stays in use.
    """
    key, location = fetched.key, error.location if isinstance(error, DocumentError) else None
    log.warning(
        "document not readable",
        extra={"source": source, "kind": key.kind, "id": key.id, "page": key.page, "reason": str(error)},
    )
    landing.save_unreadable(
        key,
        source=source,
        seen_at=fetched.fetched_at,
        reason=str(error),
        location=location,
        body=fetched.body,
    )
