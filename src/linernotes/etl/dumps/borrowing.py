"""Borrowed liner notes: for each release that credits few people, the credits of another pressing of its master.

Pressings are whatever landed: other owned releases, wanted ones, main releases, and what a dump gave as `pressing`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple, cast

from linernotes.documents import Release, people_credited
from linernotes.errors import RefusedError
from linernotes.etl.crawl_frontier import read_documents
from linernotes.etl.loading import Loading
from linernotes.etl.rows.names import trimmed
from linernotes.etl.rows.release import release_rows
from linernotes.storage.duckdb.lending import Lender
from linernotes.storage.duckdb.rows import (
    MetaRow,
    ReleaseBorrowedCreditsRow,
    ReleaseCreditsRow,
    ReleaseTrackArtistsRow,
    ReleaseTracksRow,
)
from linernotes.storage.landing import Landed, Version

#: A document of landing that is kept for what it credits, and for nothing else.
PRESSING = "pressing"


class Pressing(NamedTuple):
    """A release that may lend its credits. `kind` is that of its document in landing."""

    release_id: int
    kind: str
    people: int


def load_borrowed(loading: Loading) -> None:
    """Fill `release_borrowed_credits`, for owned and wanted releases whose documents are here.

    `meta` has whether they count as credits of the release.
    """
    counts = "yes" if loading.counts_borrowed else "no"
    loading.insert({"meta": [MetaRow(key="counts_borrowed_credits", value=counts)]})
    quiet = loading.shelf.quiet_releases()
    pressings = _pressings(loading, set(quiet.values()))
    for release_id, master_id in quiet.items():
        others = [one for one in pressings[master_id] if one.release_id != release_id]
        if others and (own := _read_pressing(loading, "release", release_id)):
            _borrow(loading, own[1], others)


def _pressings(loading: Loading, masters: set[int]) -> defaultdict[int, list[Pressing]]:
    """Pressings with credits of these masters, each release once."""
    found: defaultdict[int, list[Pressing]] = defaultdict(list)
    read = set[int]()
    for id, reference in loading.shelf.read_releases():
        read.add(id)
        if reference.master_id in masters and reference.people:
            found[reference.master_id].append(Pressing(id, "release", reference.people))
    for landed, release in read_documents(loading.landing, PRESSING):
        people = len(people_credited(release))
        if release.master_id in masters and people and landed.key.id not in read:
            found[release.master_id].append(Pressing(landed.key.id, PRESSING, people))
    return found


def _borrow(loading: Loading, own: Release, others: Iterable[Pressing]) -> None:
    landed_lender = _best(loading, own, others)
    if landed_lender is None:
        return
    landed, lender = landed_lender
    origin = Version(landed.key, landed.source)
    try:
        rows = _rows(loading, own, landed, lender)
    except Exception as error:
        raise RefusedError(f"{type(error).__name__}: {error}", origin=origin) from error
    loading.insert({"release_borrowed_credits": rows}, origin)


def _best(loading: Loading, own: Release, others: Iterable[Pressing]) -> tuple[Landed, Release] | None:
    """The pressing with most people credited; of several the one of the nearest year, then of the lowest id.

    One that cannot be read is passed over.
    """
    by_people = sorted(others, key=lambda one: (-one.people, one.release_id))
    for _, alike in groupby(by_people, key=attrgetter("people")):
        read = [found for one in alike if (found := _read_pressing(loading, one.kind, one.release_id))]
        if read:
            return min(read, key=lambda found: (years_apart(own, found[1]), found[1].id))
    return None


def years_apart(one: Release, other: Release) -> float:
    """How many years lie between two pressings; infinite where the year of one is not known."""
    return abs(one.year - other.year) if one.year and other.year else float("inf")


def _read_pressing(loading: Loading, kind: str, id: int) -> tuple[Landed, Release] | None:
    """The pressing of this id in landing; None where it is not there, or cannot be read."""
    return next(iter(read_documents(loading.landing, kind, [id])), None)


def _rows(loading: Loading, own: Release, landed: Landed, lender: Release) -> list[ReleaseBorrowedCreditsRow]:
    own_tracks = lent_rows(own, landed.source, landed.fetched_at).tracks
    return loading.borrow(own.id, own_tracks, lent_rows(lender, landed.source, landed.fetched_at))


def lent_rows(release: Release, source: str, loaded_at: datetime) -> Lender:
    """What a pressing has to lend. Pure."""
    rows = release_rows(release, source=source, loaded_at=loaded_at)
    return Lender(
        release.id,
        source,
        release.year or None,
        trimmed(release.country),
        cast(list[ReleaseCreditsRow], rows["release_credits"]),
        cast(list[ReleaseTracksRow], rows["release_tracks"]),
        cast(list[ReleaseTrackArtistsRow], rows["release_track_artists"]),
    )
