"""Bodies in few bytes: zstd, with a dictionary per kind of document once there are enough to learn it from.

A dictionary is trained once, on the first documents of a kind, and serves those that follow; earlier bodies
stay as they are. Every stored body says which dictionary it needs, and dictionaries are never changed.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from datetime import UTC, datetime
from typing import NamedTuple

import zstandard

from linernotes.storage.landing.records import to_micros
from linernotes.storage.sqlite.errors import DamagedError

#: So many documents of a kind, and its dictionary is trained on them.
TRAINING_DOCUMENTS = 500
TRAINING_BYTES = 4_000_000
DICTIONARY_BYTES = 65_536
LEVEL = 3

#: Bytes of a body, unpacked. No source gives us a larger one; a frame of a few bytes may say that it has any number.
LARGEST_BODY = 64 << 20


class Packed(NamedTuple):
    """A body as it is stored."""

    frame: bytes
    raw_bytes: int
    dictionary_id: int | None


class Bodies:
    """Packs and unpacks bodies for one connection; remembers the dictionaries that it has read."""

    def __init__(self) -> None:
        self._plain = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
        self._compressors: dict[str, tuple[int | None, zstandard.ZstdCompressor]] = {}
        self._decompressors: dict[int | None, zstandard.ZstdDecompressor] = {
            None: zstandard.ZstdDecompressor()
        }
        #: Kind without a dictionary -> how many of its documents there are.
        self._untrained: dict[str, int] = {}

    def pack(self, db: sqlite3.Connection, kind: str, body: bytes) -> Packed:
        """Compress a body, with the dictionary of its kind if there is one."""
        if kind not in self._compressors:
            self.load(db, kind)
        dictionary_id, compressor = self._compressors[kind]
        return Packed(compressor.compress(body), len(body), dictionary_id)

    def pack_plain(self, body: bytes) -> Packed:
        """Compress a body of any shape."""
        return Packed(self._plain.compress(body), len(body), None)

    def unpack(self, db: sqlite3.Connection, packed: Packed) -> bytes:
        """The body again.

        :raises DamagedError: if its bytes were damaged on the disk, which SQLite does not notice.
        """
        try:
            # A damaged header could ask for any amount of memory.
            if zstandard.get_frame_parameters(packed.frame).content_size != packed.raw_bytes:
                raise DamagedError("a stored document has another length than it should")
            if packed.raw_bytes > LARGEST_BODY:
                raise DamagedError("a stored document is larger than any")
            return self._decompressor(db, packed.dictionary_id).decompress(packed.frame)
        except (zstandard.ZstdError, TypeError) as error:
            raise DamagedError(f"a stored document does not decompress: {error}") from error

    def _decompressor(self, db: sqlite3.Connection, dictionary_id: int | None) -> zstandard.ZstdDecompressor:
        if dictionary_id not in self._decompressors:
            row = db.execute(
                "select bytes from dictionary where dictionary_id = ?", [dictionary_id]
            ).fetchone()
            if row is None:
                raise DamagedError(f"the dictionary {dictionary_id} is missing")
            try:
                dictionary = zstandard.ZstdCompressionDict(row[0])
            except (zstandard.ZstdError, TypeError) as error:
                raise DamagedError(f"the dictionary {dictionary_id} cannot be used: {error}") from error
            self._decompressors[dictionary_id] = zstandard.ZstdDecompressor(dict_data=dictionary)
        return self._decompressors[dictionary_id]

    def load(self, db: sqlite3.Connection, kind: str) -> None:
        """Use the newest dictionary of a kind from now on. Call it outside of a transaction that trains.

        A dictionary that was rolled back would leave bodies that nobody can read.
        """
        row = db.execute(_NEWEST_DICTIONARY, [kind]).fetchone()
        compressor = self._plain if row is None else _compressor(row[1])
        if row is None or compressor is None:  # one that is damaged serves nobody: another is trained
            self._compressors[kind] = (None, self._plain)
            count = int(db.execute("select count(*) from document where kind = ?", [kind]).fetchone()[0])
            # One below the threshold: if a process died before it trained, the next one does.
            self._untrained[kind] = min(count, TRAINING_DOCUMENTS - 1)
            return
        self._compressors[kind] = (row[0], compressor)

    def should_train(self, kind: str, added: int) -> bool:
        """Count documents that were committed; True once, when there are enough of them to train on."""
        before = self._untrained.get(kind, TRAINING_DOCUMENTS)
        self._untrained[kind] = before + added
        return before < TRAINING_DOCUMENTS <= before + added

    def train(self, db: sqlite3.Connection, kind: str) -> None:
        """Make the dictionary of a kind from its documents; `load` it after the caller's transaction."""
        samples: list[bytes | bytearray | memoryview] = []
        room = TRAINING_BYTES
        for row in db.execute(_SAMPLES, [kind, TRAINING_DOCUMENTS]):
            room -= row[1]
            if room < 0:
                break
            with suppress(DamagedError):  # one that is damaged teaches nothing
                samples.append(self.unpack(db, Packed(*row)))
        try:
            dictionary = zstandard.train_dictionary(DICTIONARY_BYTES, samples, level=LEVEL)
        except zstandard.ZstdError:
            return  # too small, or too unlike each other, to learn from: plain frames serve
        db.execute(
            "insert into dictionary (kind, trained_at, bytes) values (?, ?, ?)",
            [kind, to_micros(datetime.now(UTC)), dictionary.as_bytes()],
        )


def _compressor(dictionary: bytes) -> zstandard.ZstdCompressor | None:
    """Compresses with a dictionary; None if that is damaged."""
    try:
        data = zstandard.ZstdCompressionDict(dictionary)
        data.precompute_compress(level=LEVEL)
    except (zstandard.ZstdError, TypeError):
        return None
    return zstandard.ZstdCompressor(level=LEVEL, write_checksum=True, dict_data=data)


_NEWEST_DICTIONARY = """
select dictionary_id, bytes from dictionary where kind = ? order by dictionary_id desc limit 1
"""

_SAMPLES = """
select body.bytes, document.raw_bytes, document.dictionary_id
from document join body using (body_no) where document.kind = ? limit ?
"""
