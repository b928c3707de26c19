"""The key of a document, and the bytes in which it came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

#: Credits of these ids are names without a person: Various, Unknown Artist, No Artist. Never crawled.
PSEUDO_ARTISTS = frozenset({194, 355, 118760})


@dataclass(frozen=True, slots=True, order=True)
class DocumentKey:
    """Names one document of Discogs.

    `kind` of the account: identity, user, folders, fields, value, collection, wants; export is a CSV file.
    `kind` of the database: release, master, artist, artist_releases. A pressing is a release that a dump has, kept
    for its credits alone. `id` is Discogs' id, 0 for what belongs to the account. `page` counts from 1 for lists
    that have pages, and is 1 for everything else.
    """

    kind: str
    id: int = 0
    page: int = 1


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as Discogs sent it: `body` is the bytes of the answer, `fetched_at` is UTC."""

    key: DocumentKey
    body: bytes
    fetched_at: datetime
