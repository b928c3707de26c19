"""All pressings of an album in Discogs, and the releases that have a barcode or a catalogue number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from linernotes.documents.folding import unnumbered
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.credit_line import Artist, Format, carriers, credit
from linernotes.insights.text.years import unknown_last
from linernotes.insights.world.people import WorldPerson, read_people_on
from linernotes.insights.world.standing import Standing, read_shelf_standing
from linernotes.storage.catalogue.reader import CatalogueReader

_NOT_A_DIGIT = re.compile(r"[^0-9]")
_NOT_A_LETTER_OR_DIGIT = re.compile(r"[\W_]")
#: Pressings that an answer lists.
MOST_VERSIONS = 500
#: Zeros that stand before a barcode or not: an EAN is a UPC with one before it.
_MOST_ZEROS = 2


@dataclass(frozen=True, slots=True)
class _Version:
    release_id: int


@dataclass(frozen=True, slots=True)
class _Release:
    release_id: int
    master_id: int | None
    title: str | None
    year: int | None
    country: str | None


@dataclass(frozen=True, slots=True)
class _Artist:
    release_id: int
    position: int
    artist_id: int | None
    name: str | None
    name_variation: str | None
    join_phrase: str | None


@dataclass(frozen=True, slots=True)
class _Label:
    release_id: int
    position: int
    name: str | None
    catalog_number: str | None


@dataclass(frozen=True, slots=True)
class _Format:
    release_id: int
    position: int
    name: str | None
    quantity: int | None
    descriptions: list[str] | None
    text: str | None


_Row = TypeVar("_Row", _Artist, _Label, _Format)


@dataclass(frozen=True, slots=True)
class WorldRelease:
    """One release of Discogs, with its main artists, labels and formats in a line each; '' where none is known.

    Artists and formats are as `credit_line` words them, for records of the shelf, too. `label_names` and
    `format_names` are the plain names, each once.
    """

    release_id: int
    master_id: int | None
    artists: str
    title: str | None
    year: int | None
    country: str | None
    labels: str
    formats: str
    label_names: tuple[str, ...]
    format_names: tuple[str, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Pressings:
    """A release of Discogs, of the month `month` (YYYYMMDD), and all pressings of its album.

    `people` are all who are named on the release. `versions` come by year, unknown years last; a release without a
    master is its only one. They are the first MOST_VERSIONS of `all_versions`, with those that are owned before all.
    """

    month: str
    build_id: str
    release: WorldRelease
    people: tuple[WorldPerson, ...]
    all_versions: int
    owned: int
    versions: tuple[WorldRelease, ...]


def read_pressings(snapshot: Snapshot, catalogue: CatalogueReader, release_id: int) -> Pressings | None:
    """A release with all pressings of its album; None for one that the catalogue does not have."""
    known = read_world_releases(snapshot, catalogue, [release_id])
    if not known:
        return None
    release = known[0]
    versions = read_versions(snapshot, catalogue, release.master_id) if release.master_id else known
    versions = versions or known
    owned = [one for one in versions if one.standing is Standing.OWNED]
    shown = versions[:MOST_VERSIONS]
    if len(versions) > MOST_VERSIONS:
        shown = (owned + [one for one in versions if one.standing is not Standing.OWNED])[:MOST_VERSIONS]
    return Pressings(
        catalogue.month.name,
        snapshot.build_id,
        release,
        read_people_on(snapshot, catalogue, [release_id])[release_id],
        len(versions),
        len(owned),
        tuple(shown),
    )


def read_versions(snapshot: Snapshot, catalogue: CatalogueReader, master_id: int) -> list[WorldRelease]:
    """All pressings of an album, by year, unknown years last."""
    found = catalogue.look_up(_Version, "master_versions", [master_id])
    releases = read_world_releases(snapshot, catalogue, [one.release_id for one in found])
    return sorted(releases, key=lambda one: (unknown_last(one.year), one.release_id))


def read_by_barcode(snapshot: Snapshot, catalogue: CatalogueReader, digits: str) -> list[WorldRelease]:
    """The releases that have a barcode, with zeros before it or not. What is no digit does not count."""
    plain = _NOT_A_DIGIT.sub("", digits).lstrip("0")
    if not plain:
        return []
    keys = ["0" * zeros + plain for zeros in range(_MOST_ZEROS + 1)]
    found = catalogue.look_up(_Version, "barcodes", keys)
    return read_world_releases(snapshot, catalogue, [one.release_id for one in found])


def read_by_catalog_number(snapshot: Snapshot, catalogue: CatalogueReader, number: str) -> list[WorldRelease]:
    """The releases that have a catalogue number. Only letters and digits count, whatever their case."""
    key = _NOT_A_LETTER_OR_DIGIT.sub("", number).upper()
    found = catalogue.look_up(_Version, "catalog_numbers", [key]) if key else []
    return read_world_releases(snapshot, catalogue, [one.release_id for one in found])


def read_world_releases(
    snapshot: Snapshot, catalogue: CatalogueReader, release_ids: Iterable[int]
) -> list[WorldRelease]:
    """Releases by their ids, ascending; those that the catalogue does not have are left out."""
    ids = sorted(set(release_ids))
    releases = catalogue.look_up(_Release, "release", ids)
    artists = _by_release(catalogue.look_up(_Artist, "release_artists", ids))
    labels = _by_release(catalogue.look_up(_Label, "release_labels", ids))
    formats = _by_release(catalogue.look_up(_Format, "release_formats", ids))
    shelf = snapshot.cached(read_shelf_standing)
    return [
        WorldRelease(
            release_id=release.release_id,
            master_id=release.master_id,
            artists=_artists_line(artists[release.release_id]),
            title=release.title,
            year=release.year,
            country=release.country,
            labels=_labels_line(labels[release.release_id]),
            formats=_formats_line(formats[release.release_id]),
            label_names=_names(labels[release.release_id]),
            format_names=_names(formats[release.release_id]),
            standing=shelf.standing(release.release_id, release.master_id or -release.release_id),
        )
        for release in sorted(releases, key=lambda row: row.release_id)
    ]


def _by_release(rows: Iterable[_Row]) -> defaultdict[int, list[_Row]]:
    """The rows of each release, in the order of the sleeve."""
    of_release: defaultdict[int, list[_Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.position):
        of_release[row.release_id].append(row)
    return of_release


def _artists_line(rows: Sequence[_Artist]) -> str:
    named = [Artist(row.artist_id, row.name, row.name_variation, row.join_phrase) for row in rows]
    return credit(named) if named else ""


def _labels_line(rows: Sequence[_Label]) -> str:
    numbered = ((row.name and unnumbered(row.name), _printed(row.catalog_number)) for row in rows)
    return ", ".join(" ".join(filter(None, parts)) for parts in numbered if any(parts))


def _names(rows: Iterable[_Label | _Format]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(unnumbered(row.name) for row in rows if row.name))


def _printed(catalog_number: str | None) -> str | None:
    """The number that stands on the record; Discogs writes 'none' where none does."""
    return catalog_number if catalog_number and catalog_number.lower() != "none" else None


def _formats_line(rows: Sequence[_Format]) -> str:
    formats = (Format(row.name, row.quantity, tuple(row.descriptions or ()), row.text) for row in rows)
    return ", ".join(carriers(formats))
