"""The shelf in numbers: how long it plays, and how it is made up, in records (copies)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from linernotes.insights.collection.facets.facets import Choice, Facets, Value
from linernotes.insights.collection.facets.read_facets import read_facets
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.owned_releases import OwnedReleases, Record, read_owned_releases

#: By what the shelf can be parted.
Part = Literal["decade", "genre", "style", "format", "country", "label"]
PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True, slots=True)
class Makeup:
    """The shelf parted in one way.

    A record of two genres counts in both, so its values may add up to more than there are records.
    `unknown` counts copies without a value. `most` is what the most frequent value has (1 if there is none);
    it is the length of the longest bar.
    """

    part: Part
    values: tuple[Value, ...]
    unknown: int
    most: int


@dataclass(frozen=True, slots=True)
class PlayingTime:
    """How long all records play, once each: `seconds` over the tracks with a duration.

    In `records` every track has one; in `partly` only some (they are in `seconds`); in `unknown` none.
    """

    seconds: int
    records: int
    partly: int
    unknown: int

    @property
    def is_whole(self) -> bool:
        """Whether every track of every record has a duration; else `seconds` is the least that they play."""
        return not self.partly and not self.unknown


@dataclass(frozen=True, slots=True)
class Dated:
    """What the years rest on, in records: the album's first year, or only that of this pressing, or nothing."""

    by_album: int
    by_pressing: int
    undated: int


@dataclass(frozen=True, slots=True)
class FolderNumbers:
    """One folder: its copies, and how long they play. `folder_id` is None for copies whose folder is not known.

    `albums` is None where nothing but a CSV export knows of them: it does not say which pressings are of one album. Of
    `unlinked` pressings that holds; where there are some, `albums` is the most that there can be.
    """

    folder_id: int | None
    name: str
    records: int
    albums: int | None
    unlinked: int
    playing_time: PlayingTime


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much there is, how long it plays and what its years rest on. `records` are copies."""

    records: int
    playing_time: PlayingTime
    dated: Dated
    folders: tuple[FolderNumbers, ...]


def read_numbers(snapshot: Snapshot) -> Numbers:
    """Read the numbers of a build."""
    return count_shelf(snapshot.cached(read_owned_releases))


def read_makeup(snapshot: Snapshot, part: Part) -> Makeup:
    """Read the shelf of a build parted in one way."""
    return makeup(part, snapshot.cached(read_owned_releases), snapshot.cached(read_facets))


def count_shelf(shelf: OwnedReleases) -> Numbers:
    """Count it. Pure; some 0.1 s per 10,000 records."""
    return Numbers(
        records=sum(len(record.copies) for record in shelf),
        playing_time=_playing_time((record, len(record.copies)) for record in shelf),
        dated=_dated(shelf),
        folders=_folders(shelf),
    )


def makeup(part: Part, shelf: OwnedReleases, facets: Facets) -> Makeup:
    """The whole shelf parted in one way, as the collection's facets do it.

    Of its formats it has the carriers (Vinyl, CD), not what describes them (LP, Album).
    """
    everything = facets.among(Choice())
    values, _ = everything.values(part)
    if part == "format":
        carriers = {name for record in shelf for name in record.formats}
        values = [value for value in values if value.key in carriers]
    return Makeup(
        part, tuple(values), everything.without(part), max((one.copies for one in values), default=1)
    )


def _playing_time(records: Iterable[tuple[Record, int]]) -> PlayingTime:
    seconds = known = partly = unknown = 0
    for record, copies in records:
        seconds += copies * (record.seconds or 0)
        known += copies if record.is_timed else 0
        partly += copies if record.seconds is not None and not record.is_timed else 0
        unknown += copies if record.seconds is None else 0
    return PlayingTime(seconds, known, partly, unknown)


def _dated(shelf: OwnedReleases) -> Dated:
    counts: Counter[str | None] = Counter()
    for record in shelf:
        counts[record.year_of] += len(record.copies)
    return Dated(counts["album"], counts["pressing"], counts[None])


def _albums(records: Iterable[Record]) -> int | None:
    """Albums of these records; None if it is known of none to which it belongs."""
    kept = list(records)
    return (
        None
        if all(record.copies[0].is_of_export for record in kept)
        else len({record.album for record in kept})
    )


def _folders(shelf: OwnedReleases) -> tuple[FolderNumbers, ...]:
    held: dict[int | None, Counter[int]] = {}
    names: dict[int | None, str] = {}
    for record in shelf:
        for copy in record.copies:
            held.setdefault(copy.folder_id, Counter())[record.release_id] += 1
            names[copy.folder_id] = copy.folder or (
                "No folder known" if copy.folder_id is None else f"Folder {copy.folder_id}"
            )
    folders = [
        FolderNumbers(
            folder_id=folder_id,
            name=names[folder_id],
            records=copies.total(),
            albums=_albums(shelf[release_id] for release_id in copies),
            unlinked=sum(shelf[release_id].copies[0].is_of_export for release_id in copies),
            playing_time=_playing_time((shelf[release_id], count) for release_id, count in copies.items()),
        )
        for folder_id, copies in held.items()
    ]
    return tuple(sorted(folders, key=lambda one: (-one.records, one.name.casefold(), one.folder_id or 0)))
