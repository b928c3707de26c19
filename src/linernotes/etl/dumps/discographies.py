"""Discographies that no API listed: what dumps hold of an artist's own albums, as rows of artist_masters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import NamedTuple

from linernotes.documents import (
    ArtistCredit,
    ArtistRelease,
    ArtistReleases,
    Entity,
    Master,
    Release,
    listing_of,
)
from linernotes.etl.crawl_frontier import read_documents
from linernotes.etl.rows.artist import listed_rows
from linernotes.etl.rows.documents_of_rows import formats_of_rows
from linernotes.etl.rows.names import trimmed
from linernotes.etl.rows.release import format_rows
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.duckdb.rows import ArtistMastersRow, ReleaseFormatsRow
from linernotes.storage.landing import Landing, Version

#: The only role that a dump has: a main artist. The others are the API's alone.
ROLE = "Main"


class _Key(NamedTuple):
    artist_id: int
    type: str
    id: int
    role: str


def load_dump_discographies(landing: Landing, storage: DBStorage, artists: Iterable[int]) -> None:
    """Add what landed of the albums of these artists, as far as they were looked for in a dump.

    Rows that the API's own listing gave stay: it knows labels, formats and pictures as well.
    """
    sought = {
        kind: set(landing.searched(kind, "discography")) & set(artists) for kind in ("master", "release")
    }
    if not (sought["master"] or sought["release"]):
        return
    seen = set(storage.read(_Key, "select artist_id, type, id, role from artist_masters"))
    for kind, of in sought.items():
        for landed, document in read_documents(landing, kind):
            rows = [row for row in discography_rows(document, of) if _key(row) not in seen]
            seen.update(map(_key, rows))
            storage.insert("artist_masters", rows, Version(landed.key, landed.source))


def _key(row: ArtistMastersRow) -> _Key:
    return _Key(row.artist_id, row.type, row.id, row.role)


def discography_rows(document: Master | Release, artists: Set[int]) -> Iterator[ArtistMastersRow]:
    """A row for each of `artists` who is a main artist of a master, or of a release without one. Pure.

    As in the API's listing a release that has a master stands for itself nowhere. Its formats are put in the words of
    that listing ('2xLP, Album'): no other table has them. Texts are those of the tables, trimmed, so that the catalogue
    makes the same rows of its tables. Pictures and counts are the API's: they stay NULL.
    """
    main = list(dict.fromkeys(one.id for one in document.artists if one.id in artists))
    if not main or (isinstance(document, Release) and document.master_id):
        return
    listed = ArtistRelease(
        id=document.id,
        type="master" if isinstance(document, Master) else "release",
        role=ROLE,
        main_release=document.main_release if isinstance(document, Master) else None,
        title=document.title,
        year=document.year,
        artist=credited_text(document.artists),
        label=_labels(document.labels) if isinstance(document, Release) else None,
        format=_formats(document) if isinstance(document, Release) else None,
    )
    page = ArtistReleases(releases=(listed,))
    for artist_id in main:
        yield from listed_rows(page, artist_id)


def credited_text(artists: Iterable[ArtistCredit]) -> str:
    """The artists in one line as Discogs' listings write them: 'AD* & The Persuader', the star marking an anv."""
    parts: list[str] = []
    join = ""
    for one in artists:
        if parts:
            parts.append(", " if join in ("", ",") else f" {join} ")
        anv, join = trimmed(one.anv), trimmed(one.join) or ""
        parts.append(f"{anv}*" if anv else trimmed(one.name) or "")
    return "".join(parts)


def listing_of_rows(rows: Iterable[ReleaseFormatsRow]) -> str | None:
    """Formats in one text, of their rows: so a quantity that is absurd is not written. None if there are none."""
    return listing_of(formats_of_rows(rows))


def _formats(release: Release) -> str | None:
    return listing_of_rows(format_rows(release.id, release.formats))


def _labels(labels: Iterable[Entity]) -> str:
    return ", ".join(trimmed(one.name) or "" for one in labels)
