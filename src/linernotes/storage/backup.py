"""Backups: what cannot be made again, consistent, in one .zip file, and the way back.

A backup holds landing.db, user.db and config.toml. It does not hold builds, collection.duckdb and covers,
which can be made or fetched again, nor secrets: secrets.yml is left out, and so are those in config.toml.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from linernotes.errors import DiskFullError, StoreError, UsageError
from linernotes.storage import user
from linernotes.storage.durable import is_no_room, remove_leftovers
from linernotes.storage.home import BESIDE, CONFIG, LANDING_DB, USER_DB
from linernotes.storage.landing import store
from linernotes.storage.sqlite_file import SQLiteFile

MANIFEST = "manifest.json"
FORMAT = 1
LAYOUTS = {LANDING_DB: store.LAYOUT, USER_DB: user.LAYOUT}

_ARCHIVE = "backup.zip"

#: All that is ever in the folder in which a backup grows, or a restoration unpacks.
IN_STAGING = frozenset({_ARCHIVE, CONFIG, *LAYOUTS, *(f"{db}{end}" for db in LAYOUTS for end in BESIDE)})

#: The folder in which a backup grows. A killed process leaves it; none takes longer than so many seconds.
_STAGING = ".linernotes-backup-"
_LONGEST = 86_400.0

#: What reading a damaged archive, or one that was never ours, can raise.
_NOT_OURS = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    RuntimeError,
    EOFError,
)

#: A secret in config.toml: the key may be in quotes, the value run over several lines.
_SECRET = re.compile(
    r"""^\s*(["']?)(token|password|consumer_key|consumer_secret)\1\s*="""
    r"""(?:\s*"{3}(?s:.*?)"{3}|\s*'{3}(?s:.*?)'{3}|).*$""",
    re.MULTILINE,
)


def backup(home: Path, out: Path) -> Path:
    """Write a backup of a home and return its path. A sync and a build may run meanwhile.

    `out` is the file, or a folder in which it gets a name with the date.

    :raises UsageError: if the file is there already.
    :raises StoreError: if there is nothing to back up, or a database is damaged.
    :raises DiskFullError: if there is no room for it.
    """
    now = datetime.now(UTC)
    if out.is_dir():
        out = out / f"linernotes-{now:%Y%m%d-%H%M%S}.zip"
    if out.exists():
        raise UsageError(f"{out} is there already: name another file")
    with _told(out):
        if not any((home / name).exists() for name in (*LAYOUTS, CONFIG)):
            raise StoreError(f"there is nothing to back up in {home}")
        out.parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(out.parent, _STAGING, IN_STAGING, older_than=_LONGEST)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=_STAGING) as folder:
            archive = Path(folder) / _ARCHIVE
            _pack(archive, list(_copies(home, Path(folder))), now)
            archive.rename(out)
    return out


def _copies(home: Path, folder: Path) -> Iterator[Path]:
    for name, layout in LAYOUTS.items():
        if (home / name).exists():
            with SQLiteFile.open(home / name, layout, read_only=True) as file:
                file.copy_to(folder / name)
            yield folder / name
    if (home / CONFIG).exists():
        text = (home / CONFIG).read_text("utf-8", "surrogateescape")
        (folder / CONFIG).write_text(_SECRET.sub(r"# \2 was left out", text), "utf-8", "surrogateescape")
        yield folder / CONFIG


def _pack(archive: Path, copies: list[Path], now: datetime) -> None:
    manifest = {
        "format": FORMAT,
        "linernotes_version": version("linernotes"),
        "made_at": now.isoformat(),
        "files": {
            path.name: {
                "sha256": sha256(path),
                "bytes": path.stat().st_size,
                "layout": LAYOUTS[path.name].version if path.name in LAYOUTS else None,
            }
            for path in copies
        },
    }
    archive.touch(mode=0o600)  # notes and prices are nobody else's business
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr(MANIFEST, json.dumps(manifest, indent=2))
        for path in copies:
            pack.write(path, path.name)


def unpack(file: Path, folder: Path) -> dict[str, Any]:
    """Unpack a backup into a folder, verified, and return its manifest.

    :raises StoreError: if it is not a backup, is damaged or cannot be read.
    :raises HomeVersionError: if a newer linernotes made it.
    """
    try:
        with zipfile.ZipFile(file) as pack:
            manifest: dict[str, Any] = json.loads(pack.read(MANIFEST))
            if manifest["format"] != FORMAT:
                raise StoreError(
                    f"{file} is a backup of another format ({manifest['format']}): upgrade linernotes"
                )
            for name, entry in manifest["files"].items():
                if name not in (*LAYOUTS, CONFIG):
                    raise ValueError(f"it holds a file {name!r}")
                if pack.getinfo(name).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise ValueError(f"{name} is compressed in a way that we never use")
                pack.extract(name, folder)
                if sha256(folder / name) != entry["sha256"]:
                    raise ValueError(f"the checksum of {name} is wrong")
    except _NOT_OURS as error:
        raise StoreError(f"{file} is not a backup of linernotes, or it is damaged: {error}") from error
    _verify(folder)
    return manifest


def _verify(folder: Path) -> None:
    for name, layout in LAYOUTS.items():
        if (folder / name).exists():
            with SQLiteFile.open(folder / name, layout, read_only=True) as copy:
                if (damage := copy.damage()) is not None:
                    raise layout.error(f"the {name} in the backup is damaged: {damage}")


def sha256(path: Path) -> str:
    """The checksum of a file, in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Raise errors of the file system as ours, in one line."""
    try:
        yield
    except OSError as error:
        if is_no_room(error):
            raise DiskFullError(f"there is no room for {path}: name a file on another disk") from error
        raise StoreError(
            f"{error.filename or path}: {error.strerror or error}; no backup was made"
        ) from error
