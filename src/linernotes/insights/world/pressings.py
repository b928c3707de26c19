"""All pressings of an album in Discogs, and the releases that have a barcode or a catalogue number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from linernotes.insights.snapshot import Snapshot
from linernotes.insights.world.standing import Standing, read_shelf_standing
from linernotes.storage.catalogue.reader import CatalogueReader

_NOT_A_DIGIT = re.compile(r"[^0-9]")
_NEITHER = re.compile(r"[\W_]")
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
    descriptions: list[str] | None


@dataclass(frozen=True, slots=True)
class WorldRelease:
    """One release of Discogs, with its main artists, labels and formats in a line each; '' where none is known."""

    release_id: int
    master_id: int | None
    artists: str
    title: str | None
    year: int | None
    country: str | None
    labels: str
    formats: str
    standing: Standing


def read_versions(snapshot: Snapshot, catalogue: CatalogueReader, master_id: int) -> list[WorldRelease]:
    """All pressings of an album, by year, unknown years last."""
    found = catalogue.look_up(_Version, "master_versions", [master_id])
    releases = read_world_releases(snapshot, catalogue, [one.release_id for one in found])
    return sorted(releases, key=lambda one: (one.year or 9999, one.release_id))


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
    key = _NEITHER.sub("", number).upper()
    found = catalogue.look_up(_Version, "catalog_numbers", [key]) if key else []
    return read_world_releases(snapshot, catalogue, [one.release_id for one in found])


def read_world_releases(
    snapshot: Snapshot, catalogue: CatalogueReader, release_ids: Iterable[int]
) -> list[WorldRelease]:
    """Releases by their ids, ascending; those that the catalogue does not have are left out."""
    ids = sorted(set(release_ids))
    releases = catalogue.look_up(_Release, "release", ids)
    artists = catalogue.look_up(_Artist, "release_artists", ids)
    labels = catalogue.look_up(_Label, "release_labels", ids)
    formats = catalogue.look_up(_Format, "release_formats", ids)
    shelf = snapshot.cached(read_shelf_standing)
    return [
        WorldRelease(
            release_id=one.release_id,
            master_id=one.master_id,
            artists=_credit(row for row in artists if row.release_id == one.release_id),
            title=one.title,
            year=one.year,
            country=one.country,
            labels=", ".join(
                " ".join(filter(None, (row.name, row.catalog_number)))
                for row in labels
                if row.release_id == one.release_id
            ),
            formats=", ".join(
                " ".join(filter(None, (row.name, *(row.descriptions or ()))))
                for row in formats
                if row.release_id == one.release_id
            ),
            standing=shelf.standing(one.release_id, one.master_id or -one.release_id),
        )
        for one in sorted(releases, key=lambda row: row.release_id)
    ]


def _credit(rows: Iterable[_Artist]) -> str:
    parts: list[str] = []
    join = ""
    for one in sorted(rows, key=lambda row: row.position):
        if parts:
            parts.append(", " if join in ("", ",") else f" {join} ")
        parts.append(one.name_variation or one.name or "")
        join = one.join_phrase or ""
    return "".join(parts)
