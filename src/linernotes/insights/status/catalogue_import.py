"""What it takes at least to take the documents of a collection from the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.insights.collection.copies import read_collection
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.catalogue.manifest import Month
from linernotes.storage.catalogue.tables import TABLES_OF

#: Bytes whose digest one core takes in a second, and its seconds for a document: docs/decisions/0017.
_BYTES_A_SECOND, _DOCUMENT_SECONDS = 1.4e9, 0.85e-3
#: What is read to find documents, beside the tables that they are made of.
_LOOKED_UP = ("artist_releases", "master_versions")


@dataclass(frozen=True, slots=True)
class ImportEstimate:
    """What an import reads of a month, YYYYMMDD, and how long that takes at least.

    `releases` are those of the collection. How many albums, artists and discographies they lead to is not known before:
    they come on top of `seconds`, each a document.
    """

    month: str
    releases: int
    bytes: int
    seconds: float


def estimate_import(snapshot: Snapshot, month: Month) -> ImportEstimate:
    """Estimate it of the published build and the manifest: nothing is read for it."""
    releases = len({copy.release_id for copy in snapshot.cached(read_collection).copies})
    tables = (name for kind in ("release", "master", "artist") for name in TABLES_OF[kind])
    entries = [month.manifest.tables.get(name) for name in (*tables, *_LOOKED_UP)]
    read = sum(file.bytes or 0 for entry in entries if entry for file in entry.files)
    return ImportEstimate(month.name, releases, read, read / _BYTES_A_SECOND + releases * _DOCUMENT_SECONDS)
