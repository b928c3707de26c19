"""A month of the catalogue: its folder, and the manifest that lists what is in it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from linernotes.errors import CatalogueError
from linernotes.files import read_file, replace_file
from linernotes.storage.catalogue.digests import NO_SEAL, FileDigest, damage, is_sealed, seal

#: Below the home.
CATALOGUE = "catalogue"
MANIFEST = "manifest.json"
#: Raised when a table, a column or a file changes its meaning: a catalogue of another version is built again.
CATALOGUE_VERSION = 1
#: What a build that goes on, or was stopped, is called until it is whole.
BUILDING = ".building"
_MONTH = re.compile(r"[0-9]{8}")


class TableFile(msgspec.Struct, frozen=True, kw_only=True):
    """One Parquet file: its path below the month, its rows, and the first and last value of the table's first column.

    `first` and `last` are the least and the greatest value; None where the file has no rows. `bytes` and `digest` are
    as of `FileDigest`; None in a month that was built before there were digests.
    """

    path: str
    rows: int
    first: int | str | None
    last: int | str | None
    bytes: int | None = None
    digest: str | None = None

    @property
    def known(self) -> FileDigest | None:
        """What its content has to be; None where nobody knows."""
        if self.bytes is None or self.digest is None:
            return None
        return FileDigest(path=self.path, bytes=self.bytes, digest=self.digest)


class TableEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One table. `order` names the columns that its rows ascend by; it is empty where they are in the dump's order."""

    rows: int
    order: tuple[str, ...] = ()
    files: tuple[TableFile, ...] = ()


class DumpEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One dump that was read: its name, its bytes, and its records.

    `unreadable` counts records that stand in the table `unreadable`. `repeated` counts those whose id comes again
    later: the last one counts. `one_by_one` counts those that a fast parser refused. `unknown` are names of elements
    and attributes that no one has seen before, in a sample.
    """

    name: str
    bytes: int
    records: int
    unreadable: int = 0
    repeated: int = 0
    one_by_one: int = 0
    unknown: tuple[str, ...] = ()


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a month of the catalogue consists of. `arrays` are files of numpy, by name, with their lengths.

    `array_files` are the digests of these files, and `digest` is that of the manifest itself; empty and None in a month
    that was built before there were digests.
    """

    version: int
    month: str
    built_at: datetime
    seconds: float
    dumps: dict[str, DumpEntry]
    tables: dict[str, TableEntry]
    arrays: dict[str, int] = {}
    array_files: tuple[FileDigest, ...] = ()
    digest: str | None = None

    def digests(self) -> list[FileDigest]:
        """What the content of each file has to be; empty where nobody knows."""
        tables = (file.known for entry in self.tables.values() for file in entry.files)
        return [one for one in (*tables, *self.array_files) if one is not None]


class Month:
    """A complete month in a home: `folder`, and its `manifest`."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest

    @property
    def name(self) -> str:
        """The day of its dumps, YYYYMMDD."""
        return self.manifest.month

    def files(self, table: str) -> list[Path]:
        """The files of a table, in its order. None for a table that is not there."""
        entry = self.manifest.tables.get(table)
        return [self.folder / file.path for file in entry.files] if entry else []

    def bytes(self) -> int:
        """Room that it takes on the disk."""
        return sum(file.stat().st_size for file in self.folder.rglob("*") if file.is_file())


def complete_months(home: Path) -> list[Month]:
    """The months that are whole and of this version, the oldest first. A link to a folder is followed."""
    found = (read_month(folder) for folder in sorted(_folders(home)))
    return [month for month in found if month is not None]


#: The months that there may be, each with its folder's name, and the time and the number of its manifest's file.
Stamp = tuple[tuple[str, int, int], ...]


def stamp_months(home: Path) -> Stamp:
    """What changes when a month comes or goes. It reads no manifest."""
    found = []
    for folder in sorted(_folders(home)):
        with suppress(OSError):
            about = (folder / MANIFEST).stat()
            found.append((folder.name, about.st_mtime_ns, about.st_ino))
    return tuple(found)


def newest_month(home: Path) -> Month | None:
    """The month in use; None if there is none."""
    return next(reversed(complete_months(home)), None)


def read_month(folder: Path) -> Month | None:
    """A month by its folder; None if it is not whole, of another version, or its manifest cannot be read."""
    try:
        manifest = _read_manifest(folder)
    except (OSError, CatalogueError):
        return None
    return Month(folder, manifest) if manifest and manifest.version == CATALOGUE_VERSION else None


def damaged_months(home: Path) -> dict[str, CatalogueError]:
    """The months that are left out because their manifests are damaged, the oldest first, each with what is wrong."""
    found: dict[str, CatalogueError] = {}
    for folder in sorted(_folders(home)):
        try:
            _read_manifest(folder)
        except FileNotFoundError:
            continue
        except OSError as error:
            found[folder.name] = damage(folder, MANIFEST, error.strerror or str(error))
        except CatalogueError as error:
            found[folder.name] = error
    return found


def sound_month(home: Path) -> Month | None:
    """The month in use; None if there is none.

    :raises CatalogueError: there is a newer one, and its manifest is damaged.
    """
    month, damaged = newest_month(home), damaged_months(home)
    if damaged and (month is None or max(damaged) > month.name):
        raise damaged[max(damaged)]
    return month


def _read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder; None where it is of another version, and laid out otherwise.

    :raises OSError: it cannot be read. :raises CatalogueError: it is damaged.
    """
    content = read_file(folder / MANIFEST)
    try:
        manifest = msgspec.json.decode(content, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        if _version(content) not in (None, CATALOGUE_VERSION):
            return None
        raise damage(folder, MANIFEST, str(error)) from error
    # Without a digest of its own it is from before there were any, and then its files have none either.
    if is_sealed(content, manifest.digest) if manifest.digest else not manifest.digests():
        return manifest
    raise damage(folder, MANIFEST, "its bytes are not those that were written")


class _Version(msgspec.Struct):
    version: int


def _version(content: bytes) -> int | None:
    """The version that a manifest of any layout has; None if it is none."""
    try:
        return msgspec.json.decode(content, type=_Version).version
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write what makes a month whole, with its own digest: the last file of all.

    :raises OSError: it cannot be written.
    """
    text = msgspec.json.encode(msgspec.structs.replace(manifest, digest=NO_SEAL))
    replace_file(folder / MANIFEST, seal(msgspec.json.format(text)))


def month_folder(home: Path, month: str) -> Path:
    """Where a month is, or would be.

    :raises CatalogueError: `month` is no day as dumps are named by, YYYYMMDD.
    """
    if not _MONTH.fullmatch(month):
        raise CatalogueError(
            f"{month!r} is no month of the catalogue: they are named as dumps are, such as 20260301"
        )
    return home / CATALOGUE / month


def building_folder(home: Path, month: str) -> Path:
    """Where a month is while it is built. A build that was stopped goes on there."""
    folder = month_folder(home, month)
    return folder.with_name(folder.name + BUILDING)


def put_in_use(home: Path, month: str) -> Month:
    """Give the folder of a build that is whole its name, in place of an older one of that month.

    :raises CatalogueError: it is not whole.
    """
    building, folder = building_folder(home, month), month_folder(home, month)
    if read_month(building) is None:
        raise CatalogueError(f"{building} is not whole. Run: linernotes catalogue build")
    if folder.exists():
        old = folder.with_name(f".{folder.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        folder.rename(old)
        building.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    else:
        building.rename(folder)
    ready = read_month(folder)
    assert ready is not None, "it was whole under its other name"
    return ready


def remove_month(folder: Path) -> None:
    """Delete the folder of a month; of a link to one the link alone.

    :raises OSError: it cannot be deleted.
    """
    if folder.is_symlink():
        folder.unlink()
    else:
        shutil.rmtree(folder)


def _folders(home: Path) -> Iterator[Path]:
    folder = home / CATALOGUE
    if folder.is_dir():
        yield from (path for path in folder.iterdir() if path.is_dir() and _MONTH.fullmatch(path.name))
