"""Keys with which programs use the web app, in `keys.db`. Only their digests are kept, and no backup holds those."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from linernotes.errors import StoreError, UsageError
from linernotes.storage.landing.records import from_micros, to_micros
from linernotes.storage.sqlite.file import SQLiteFile
from linernotes.storage.sqlite.migrations import Layout, read_migrations
from linernotes.storage.sqlite.reading import read

LAYOUT = Layout(
    application_id=0x4C4E4B59,  # "LNKY"
    migrations=read_migrations(Path(__file__).parent / "migrations"),
    error=StoreError,
    remedy="delete it and make new keys",
)

#: Every key begins so, and 43 letters follow: 32 random bytes. So one that is in the wrong place is recognized.
PREFIX = "ln_"
KEY = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Key:
    """A key that is known, without the key itself. `last_used_at` is None until a program has used it."""

    name: str
    is_read_only: bool
    made_at: datetime
    last_used_at: datetime | None


class _Row(NamedTuple):
    name: str
    digest: bytes
    is_read_only: int
    made_at: int
    last_used_at: int | None


class KeyStore:
    """One connection to a `keys.db`, for one thread."""

    def __init__(self, file: SQLiteFile) -> None:
        self._file = file

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """Open `keys.db`; make it if it is absent. With `read_only` an absent file is an error.

        :raises HomeVersionError: if a newer linernotes made it.
        :raises StoreError: if it is damaged or not permitted, DiskFullError if there is no room.
        """
        return cls(SQLiteFile.open(path, LAYOUT, read_only=read_only))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, name: str, *, is_read_only: bool = False) -> str:
        """Make a key under a name and return it: nothing can show it a second time.

        :raises UsageError: if the name cannot be one, or a key has it already.
        """
        name, key, now = _checked(name), PREFIX + secrets.token_urlsafe(32), datetime.now(UTC)
        insert = (
            "insert into keys (name, digest, is_read_only, made_at) values (?, ?, ?, ?)"
            " on conflict (name) do nothing"
        )
        with self._file.writing() as db:
            made = db.execute(insert, [name, _digest(key), is_read_only, to_micros(now)]).rowcount
        if not made:
            raise UsageError(f"there is a key {name!r} already: take another name, or revoke it first")
        return key

    def revoke(self, name: str) -> bool:
        """Delete a key. False if there is none of that name."""
        with self._file.writing() as db:
            return db.execute("delete from keys where name = ?", [kept_name(name)]).rowcount > 0

    def read_keys(self) -> list[Key]:
        """All keys, by name."""
        return [_key(row) for row in self._rows()]

    def find(self, given: str) -> Key | None:
        """The key that a program gives. None if it is wrong or revoked."""
        digest = _digest(given)
        return next((_key(row) for row in self._rows() if hmac.compare_digest(row.digest, digest)), None)

    def note_use(self, key: Key) -> None:
        """Note that a key is used now. One that was revoked meanwhile stays revoked."""
        with self._file.writing() as db:
            now = to_micros(datetime.now(UTC))
            db.execute("update keys set last_used_at = ? where name = ?", [now, key.name])

    def _rows(self) -> list[_Row]:
        with self._file.reading() as db:
            return read(
                db, _Row, "select name, digest, is_read_only, made_at, last_used_at from keys order by name"
            )


def _key(row: _Row) -> Key:
    used = from_micros(row.last_used_at) if row.last_used_at is not None else None
    return Key(row.name, bool(row.is_read_only), from_micros(row.made_at), used)


def _digest(key: str) -> bytes:
    """SHA-256 will do: a key is 32 random bytes, which no one finds by guessing, however fast."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


def kept_name(name: str) -> str:
    """A name as it is kept: blanks in it are single."""
    return " ".join(name.split())


def _checked(name: str) -> str:
    """A name as it is kept.

    :raises UsageError: it is empty, too long, or has characters that cannot be seen.
    """
    name = kept_name(name)
    if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
        raise UsageError(f"the name of a key has 1 to {_LONGEST_NAME} characters that can be seen")
    return name
