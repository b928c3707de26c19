"""Backups: what cannot be made again, consistent, in one .zip file, and the way back.

A backup holds landing.db, user.db and config.toml. It holds no builds, no collection.duckdb and no covers: they
can be made or fetched again. It holds no secrets: neither secrets.yml nor those in config.toml.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from linernotes.errors import DiskFullError, StoreError, UsageError
from linernotes.files import is_no_room
from linernotes.storage.backup.backup_file import FORMAT, MANIFEST
from linernotes.storage.backup.config_text import SECRET, leave_out
from linernotes.storage.backup.database_layouts import LAYOUTS
from linernotes.storage.backup.zip_archive import ZipArchive
from linernotes.storage.home.layout import BESIDE, CONFIG
from linernotes.storage.home.working_folder import working_folder
from linernotes.storage.sqlite.file import SQLiteFile
from linernotes.version import __version__

_ARCHIVE = "backup.zip"

#: How the new database is called that takes over what a backup's holds.
FRESH = ".fresh"

#: All that is ever in the folder in which a backup grows, or a restoration unpacks.
_DATABASES = [f"{db}{fresh}" for db in LAYOUTS for fresh in ("", FRESH)]
IN_STAGING = frozenset({_ARCHIVE, CONFIG, *(f"{db}{end}" for db in _DATABASES for end in ("", *BESIDE))})

#: The folder in which a backup grows. A killed process leaves it to the next one.
_STAGING = ".linernotes-backup-"

#: A secret in a config.toml that is not TOML: the key may be in quotes, the value run over several lines.
_SECRET = re.compile(
    r"""^\s*(["']?)(token|password|consumer_key|consumer_secret)\1\s*="""
    r"""(?:\s*"{3}(?s:.*?)"{3}|\s*'{3}(?s:.*?)'{3}|).*$""",
    re.MULTILINE,
)


def backup(home: Path, out: Path) -> Path:
    """Write a backup of a home and return its path. A sync and a build may run meanwhile.

    `out` is the file, or a folder in which it gets a name with the date.

    :raises UsageError: if the file is there already, or another backup made it meanwhile.
    :raises StoreError: if there is nothing to back up, or a database is damaged.
    :raises DiskFullError: if there is no room for it.
    """
    now = datetime.now(UTC)
    if out.is_dir():
        out = out / f"linernotes-{now:%Y%m%d-%H%M%S}.zip"
    if out.exists():
        raise _is_there(out)
    with _file_errors(out):
        if not any((home / name).exists() for name in (*LAYOUTS, CONFIG)):
            raise StoreError(f"there is nothing to back up in {home}")
        out.parent.mkdir(parents=True, exist_ok=True)
        with working_folder(out.parent, _STAGING, IN_STAGING) as folder:
            archive = folder / _ARCHIVE
            _pack(archive, list(_copies(home, folder)), now)
            _give_name(archive, out)
    return out


def _give_name(archive: Path, out: Path) -> None:
    """Let the finished archive appear under its name, unless there is a file of that name by now."""
    try:
        os.link(archive, out)
    except FileExistsError:
        raise _is_there(out) from None
    except OSError:  # a disk without links: the name is taken first, and filled then
        try:
            with archive.open("rb") as packed, out.open("xb") as file:
                out.chmod(0o600)
                shutil.copyfileobj(packed, file)
        except FileExistsError:
            raise _is_there(out) from None
        except BaseException:
            out.unlink(missing_ok=True)
            raise


def _is_there(out: Path) -> UsageError:
    return UsageError(f"{out} is there already: name another file")


def _copies(home: Path, folder: Path) -> Iterator[Path]:
    for name, layout in LAYOUTS.items():
        if (home / name).exists():
            with SQLiteFile.open(home / name, layout, read_only=True) as file:
                file.copy_to(folder / name)
            yield folder / name
    if (home / CONFIG).exists():
        text = (home / CONFIG).read_bytes().decode("utf-8", "surrogateescape")
        public = leave_out(text, SECRET)
        if public is None:
            public = _SECRET.sub(r"# \2 was left out", text)
        (folder / CONFIG).write_text(public, "utf-8", "surrogateescape", newline="")
        yield folder / CONFIG


def _pack(archive: Path, copies: list[Path], now: datetime) -> None:
    manifest = {
        "format": FORMAT,
        "linernotes_version": __version__,
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
    with ZipArchive(archive, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr(MANIFEST, json.dumps(manifest, indent=2))
        for path in copies:
            pack.write(path, path.name)


def sha256(path: Path) -> str:
    """The checksum of a file, in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def _file_errors(path: Path) -> Iterator[None]:
    """Raise errors of the file system as ours, in one line."""
    try:
        yield
    except OSError as error:
        if is_no_room(error):
            raise DiskFullError(f"there is no room for {path}: name a file on another disk") from error
        raise StoreError(
            f"{error.filename or path}: {error.strerror or error}; no backup was made"
        ) from error
