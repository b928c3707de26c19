"""What there is of the catalogue: months, tables, and the room that they take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from linernotes.storage.catalogue.activity import read_catalogue_activity
from linernotes.storage.catalogue.manifest import Month, complete_months, damaged_months
from linernotes.storage.catalogue.verifying import VerifiedMonth


@dataclass(frozen=True, slots=True)
class CatalogueDump:
    """A dump that a month was built from, and what of it could not be read."""

    kind: str
    name: str
    records: int
    unreadable: int
    repeated: int
    one_by_one: int
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CatalogueMonth:
    """One month: YYYYMMDD, bytes on the disk, and rows by table.

    `can_be_verified` is False for a month that was built before files had digests.
    """

    month: str
    built_at: datetime
    seconds: float
    bytes: int
    dumps: tuple[CatalogueDump, ...]
    tables: dict[str, int]
    can_be_verified: bool


@dataclass(frozen=True, slots=True)
class CatalogueStatus:
    """The months that are whole, the oldest first; the last one is in use. `building` is the step of a build.

    `damaged` has a line for each month whose manifest is damaged. `verified` are the months whose files were read and
    compared with their digests, where that was asked for.
    """

    months: tuple[CatalogueMonth, ...]
    building: str | None
    share: float | None
    damaged: tuple[str, ...] = ()
    verified: tuple[VerifiedMonth, ...] = ()


def read_catalogue_status(home: Path) -> CatalogueStatus:
    """Look at the folder of the catalogue. Nothing is made by looking."""
    going_on = read_catalogue_activity(home)
    return CatalogueStatus(
        tuple(_month(one) for one in complete_months(home)),
        going_on.step if going_on else None,
        going_on.share if going_on else None,
        tuple(map(str, damaged_months(home).values())),
    )


def _month(month: Month) -> CatalogueMonth:
    manifest = month.manifest
    dumps = tuple(
        CatalogueDump(kind, one.name, one.records, one.unreadable, one.repeated, one.one_by_one, one.unknown)
        for kind, one in manifest.dumps.items()
    )
    tables = {name: entry.rows for name, entry in sorted(manifest.tables.items())}
    return CatalogueMonth(
        manifest.month,
        manifest.built_at,
        manifest.seconds,
        month.bytes(),
        dumps,
        tables,
        bool(manifest.digests()),
    )
