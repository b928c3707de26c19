"""Backups as an enemy would make them: each function takes a good backup and a place, and makes a bad one there."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
import sqlite3
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import zstandard

Make = Callable[[Path, Path], object]

#: Name -> what makes it. The order is that of the trials.
HOSTILE: dict[str, Make] = {}

MANIFEST = "manifest.json"


def hostile(make: Make) -> Make:
    HOSTILE[make.__name__.replace("_", "-")] = make
    return make


def files_of(good: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(good) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def write(place: Path, files: dict[str, bytes], *, describe: bool = True, **more: Any) -> None:
    """A backup of these files, with a manifest that is right for them unless `describe` is off."""
    if describe:
        entries = {
            name: {"sha256": hashlib.sha256(body).hexdigest(), "bytes": len(body), "layout": None}
            for name, body in files.items()
            if name != MANIFEST
        }
        files = {MANIFEST: json.dumps({"format": 1, "files": entries} | more).encode()} | files
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as pack:
        for name, body in files.items():
            pack.writestr(name, body)


def changed(good: Path, place: Path, **bodies: bytes | None) -> None:
    """The good backup with other files: `config` is config.toml, `user` user.db, `landing` landing.db."""
    names = {"config": "config.toml", "user": "user.db", "landing": "landing.db"}
    files = {name: body for name, body in files_of(good).items() if name != MANIFEST}
    for name, body in bodies.items():
        if body is not None:
            files[names[name]] = body
    write(place, files)


def with_sql(
    good: Path, place: Path, database: str, *statements: str, script: Callable[..., None] | None = None
) -> None:
    """The good backup with a database that these statements changed."""
    path = place.with_name(f"{place.name}.{database}")
    path.write_bytes(files_of(good)[database])
    db = sqlite3.connect(path, isolation_level=None)
    try:
        for statement in statements:
            db.execute(statement)
        if script is not None:
            script(db)
    finally:
        db.close()
    changed(good, place, **{database.partition(".")[0]: path.read_bytes()})
    path.unlink()


def with_schema(good: Path, place: Path, table: str, sql: str, database: str = "user.db") -> None:
    """The good backup with another CREATE statement for a table, its pages as they were."""
    with_sql(
        good,
        place,
        database,
        "pragma writable_schema = on",
        f"update sqlite_schema set sql = '{sql}' where name = '{table}'",
        "pragma writable_schema = off",
    )


def with_pages(good: Path, place: Path, database: str, change: Callable[[bytearray], None]) -> None:
    """The good backup with other bytes in a database."""
    body = bytearray(files_of(good)[database])
    change(body)
    changed(good, place, **{database.partition(".")[0]: bytes(body)})


def big(
    place: Path,
    name: str,
    size: int,
    head: bytes = b"",
    tail: bytes = b"",
    *,
    first: dict[str, bytes] | None = None,
) -> None:
    """An archive with one file of `size` blanks between a head and a tail."""
    piece = b" " * (1 << 20)
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED, compresslevel=1, allowZip64=True) as pack:
        for other, body in (first or {}).items():
            pack.writestr(other, body)
        with pack.open(name, "w", force_zip64=True) as file:
            file.write(head)
            for _ in range(size >> 20):
                file.write(piece)
            file.write(tail)


# --- what is no file


@hostile
def a_pipe(good: Path, place: Path) -> None:
    os.mkfifo(place)


@hostile
def a_device_without_end(good: Path, place: Path) -> None:
    place.symlink_to("/dev/zero")


@hostile
def a_folder(good: Path, place: Path) -> None:
    place.mkdir()


@hostile
def a_link_to_itself(good: Path, place: Path) -> None:
    place.symlink_to(place)


@hostile
def a_socket(good: Path, place: Path) -> None:
    # Its name may have 107 bytes.
    with socket.socket(socket.AF_UNIX) as listening, contextlib.chdir(place.parent):
        listening.bind(place.name)


@hostile
def an_empty_file(good: Path, place: Path) -> None:
    place.touch()


@hostile
def three_gigabytes_of_nothing(good: Path, place: Path) -> None:
    with place.open("wb") as file:
        file.truncate(3_000_000_000)


@hostile
def a_text(good: Path, place: Path) -> None:
    place.write_text("PK\x03\x04 this is not a backup\n" * 1000)


# --- archives


@hostile
def a_manifest_of_three_gigabytes(good: Path, place: Path) -> None:
    big(place, MANIFEST, 3_000_000_000, b'{"format": 1, "files": {}', b"}")


@hostile
def a_manifest_without_end_of_lists(good: Path, place: Path) -> None:
    write(place, {MANIFEST: b"[" * 1_000_000}, describe=False)


@hostile
def a_manifest_with_half_a_million_lists(good: Path, place: Path) -> None:
    write(
        place,
        {MANIFEST: b'{"format":1,"files":{"a":' + b"[" * 499_000 + b"]" * 499_000 + b"}}"},
        describe=False,
    )


@hostile
def a_manifest_that_is_no_text(good: Path, place: Path) -> None:
    write(place, {MANIFEST: b'{"format":1,"files":{"\xff\xfe":{}}}'}, describe=False)


@hostile
def a_manifest_with_numbers_of_another_world(good: Path, place: Path) -> None:
    body = b'{"format":1e400,"files":{"user.db":{"sha256":"x","bytes":-9999999999999999999999}}}'
    write(place, {MANIFEST: body, "user.db": b"x"}, describe=False)


@hostile
def a_manifest_in_lzma(good: Path, place: Path) -> None:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_LZMA) as pack:
        pack.writestr(MANIFEST, b" " * 300_000_000)


@hostile
def a_manifest_in_bzip2(good: Path, place: Path) -> None:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_BZIP2) as pack:
        pack.writestr(MANIFEST, b" " * 300_000_000)


@hostile
def a_database_that_is_a_bomb(good: Path, place: Path) -> None:
    entry = {"landing.db": {"sha256": "0" * 64, "bytes": 2_000_000_000, "layout": 1}}
    big(
        place,
        "landing.db",
        2_000_000_000,
        first={MANIFEST: json.dumps({"format": 1, "files": entry}).encode()},
    )


@hostile
def settings_that_are_a_bomb(good: Path, place: Path) -> None:
    entry = {"config.toml": {"sha256": "0" * 64, "bytes": 1, "layout": None}}
    big(
        place,
        "config.toml",
        300_000_000,
        first={MANIFEST: json.dumps({"format": 1, "files": entry}).encode()},
    )


@hostile
def half_a_million_files(good: Path, place: Path) -> None:
    """Their list alone takes 25 MB in the file, and a gigabyte in a program that reads it."""
    entry = struct.pack(
        "<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, 0, 0, 0, 33, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0
    )
    with place.open("wb") as file:
        file.write(b"PK\x03\x04" + b"\0" * 26)
        begin = file.tell()
        for number in range(500_000):
            file.write(entry + b"%04x" % (number % 65536))
        size = file.tell() - begin
        zip64 = file.tell()
        file.write(struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 500_000, 500_000, size, begin))
        file.write(struct.pack("<4sLQL", b"PK\x06\x07", 0, zip64, 1))
        file.write(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, 0xFFFFFFFF, 0xFFFFFFFF, 0))


@hostile
def a_list_that_says_it_has_eight_exabytes(good: Path, place: Path) -> None:
    body = good.read_bytes()
    end = body.rindex(b"PK\x05\x06")
    tail = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 4, 4, 2**63 - 1, 0)
    tail += struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    tail += struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    place.write_bytes(body[:end] + tail)


def _with_name(name: str) -> Make:
    def make(good: Path, place: Path) -> None:
        write(place, {name: b"x"} | {k: v for k, v in files_of(good).items() if k != MANIFEST})

    return make


for _id, _name in {
    "a-way-out": "../../../../tmp/linernotes-evil",
    "an-absolute-name": "/tmp/linernotes-evil",
    "a-name-of-windows": "C:\\linernotes-evil",
    "a-name-with-signs-for-the-terminal": "\x1b[2Jevil\n\rname",
    "secrets-in-the-archive": "secrets.yml",
    "a-build-in-the-archive": "builds/current",
    "a-folder-called-like-a-database": "user.db/",
}.items():
    HOSTILE[_id] = _with_name(_name)


@hostile
def a_link_to_the_passwords(good: Path, place: Path) -> None:
    files = files_of(good)
    info = zipfile.ZipInfo("config.toml")
    info.external_attr = 0o120777 << 16
    body = b"/etc/passwd"
    manifest = {"format": 1, "files": {"config.toml": {"sha256": hashlib.sha256(body).hexdigest()}}}
    with zipfile.ZipFile(place, "w") as pack:
        pack.writestr(MANIFEST, json.dumps(manifest))
        pack.writestr(info, body)
    assert files


@hostile
def two_files_of_one_name(good: Path, place: Path) -> None:
    write(place, {k: v for k, v in files_of(good).items() if k != MANIFEST})
    with zipfile.ZipFile(place, "a") as pack, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pack.writestr("config.toml", b'api_url = "http://192.0.2.1"\n')


@hostile
def an_encrypted_file(good: Path, place: Path) -> None:
    body = bytearray(good.read_bytes())
    at = body.rindex(b"PK\x01\x02")
    body[at + 8] |= 1
    place.write_bytes(body)


@hostile
def a_wrong_checksum(good: Path, place: Path) -> None:
    files = files_of(good)
    write(place, files | {"config.toml": files["config.toml"] + b"# more\n"}, describe=False)


# --- settings


def _with_config(body: bytes) -> Make:
    return lambda good, place: changed(good, place, config=body)


for _id, _body in {
    "an-api-elsewhere": b'api_url = "http://192.0.2.1"\ndump_url = "http://192.0.2.1"\n',
    "an-api-elsewhere-in-a-quoted-key": b'"api\\u005furl" = "http://192.0.2.1"\n',
    "an-api-elsewhere-as-a-table": b"[api_url]\nx = 1\n",
    "a-home-elsewhere": b'home = "/tmp/linernotes-evil"\n',
    "a-password-that-the-enemy-knows": b'password = "known-to-the-enemy"\ntoken = "of-the-enemy"\n',
    "image-hosts-in-many-lines": b'image_hosts = [\n  "http://192.0.2.1",\n  "http://192.0.2.2",\n]\n',
    "settings-deep-in-lists": b"a = " + b"[" * 100_000 + b"]" * 100_000,
    "settings-with-a-key-of-many-parts": b"a" + b".a" * 100_000 + b" = 1\n",
    "settings-that-are-no-toml": b'api_url = "http://192.0.2.1\n\xff\xfe',
    "settings-in-one-text-of-many-lines": b'a = """\n'
    + b"x\n" * 300_000
    + b'"""\napi_url = "http://192.0.2.1"\n',
}.items():
    HOSTILE[_id] = _with_config(_body)


# --- databases

ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n)"


@hostile
def a_view_in_the_place_of_a_table(good: Path, place: Path) -> None:
    endless = f"create view settings as {ENDLESS} select i as key, i as value from n"
    with_sql(good, place, "user.db", "drop table settings", endless)


@hostile
def an_endless_view_beside(good: Path, place: Path) -> None:
    with_sql(good, place, "user.db", f"create view extra as {ENDLESS} select count(*) from n")


@hostile
def triggers(good: Path, place: Path) -> None:
    body = "begin delete from plays; insert into spins select null, 1, 1 from plays, plays, plays; end"
    with_sql(
        good, place, "user.db", *(f"create trigger t{n} after insert on settings {body}" for n in range(50))
    )


@hostile
def a_virtual_table_in_the_place_of_a_table(good: Path, place: Path) -> None:
    virtual = "create virtual table views using fts5(view_id, name, query, saved_at)"
    with_sql(good, place, "user.db", "drop table views", virtual)


@hostile
def a_generated_column(good: Path, place: Path) -> None:
    sql = "create table follows (artist_id integer primary key, followed_at integer as (artist_id * 2) stored) strict"
    with_sql(good, place, "user.db", "drop table follows", sql)


@hostile
def a_check_that_never_ends(good: Path, place: Path) -> None:
    check = " and ".join(f"hex(randomblob(500000000 + {n})) like ''%{n}%a%b%c%''" for n in range(20))
    with_schema(
        good,
        place,
        "follows",
        f"CREATE TABLE follows (artist_id integer primary key, followed_at integer not null, check ({check})) strict",
    )


@hostile
def an_index_on_an_expression_that_never_ends(good: Path, place: Path) -> None:
    def script(db: sqlite3.Connection) -> None:
        db.execute("create index slow on plays (hex(zeroblob(release_id * 1000)))")
        db.execute("insert into plays (release_id, played_at) values (1, 1)")

    with_sql(good, place, "user.db", script=script)


@hostile
def a_default_that_never_ends(good: Path, place: Path) -> None:
    never = "integer not null default (hex(randomblob(999999999)))"
    with_schema(
        good,
        place,
        "follows",
        f"CREATE TABLE follows (artist_id integer primary key, followed_at {never}) strict",
    )


@hostile
def a_table_without_types(good: Path, place: Path) -> None:
    sql = "create table follows (artist_id integer primary key, followed_at integer not null)"
    with_sql(
        good,
        place,
        "user.db",
        "drop table follows",
        sql,
        "insert into follows values (1, 'yesterday'), (2, x'ff')",
    )


@hostile
def a_value_of_two_hundred_megabytes(good: Path, place: Path) -> None:
    with_sql(good, place, "user.db", "insert into settings values ('x', hex(zeroblob(100000000)))")


@hostile
def fifty_thousand_tables(good: Path, place: Path) -> None:
    def script(db: sqlite3.Connection) -> None:
        db.execute("begin")
        db.execute("pragma writable_schema = on")
        db.executemany(
            "insert into sqlite_schema values ('view', ?, ?, 0, ?)",
            ((f"v{n}", f"v{n}", f"CREATE VIEW v{n} AS SELECT {n}") for n in range(50_000)),
        )
        db.execute("commit")

    with_sql(good, place, "user.db", script=script)


@hostile
def a_statement_without_end(good: Path, place: Path) -> None:
    with_schema(
        good,
        place,
        "plays_of_release",
        "CREATE INDEX plays_of_release ON plays (release_id" + " + 1" * 200_000 + ")",
    )


@hostile
def a_schema_that_is_no_sql(good: Path, place: Path) -> None:
    with_schema(good, place, "plays", "CREATE TABLE plays this is not sql")


@hostile
def pages_of_noise(good: Path, place: Path) -> None:
    import random

    def noise(body: bytearray) -> None:
        dice = random.Random(3)
        for page in range(1, len(body) // 8192):
            if dice.random() < 0.5:
                body[page * 8192 : page * 8192 + 400] = dice.randbytes(400)

    with_pages(good, place, "landing.db", noise)


@hostile
def pages_that_point_at_themselves(good: Path, place: Path) -> None:
    def circle(body: bytearray) -> None:
        for page in range(1, len(body) // 8192):
            at = page * 8192
            if body[at] in (2, 5, 10, 13):
                body[at : at + 12] = struct.pack(">BHHHBL", 5, 0, 0, 8192 - 5 & 0xFFFF, 0, page + 1)

    with_pages(good, place, "landing.db", circle)


@hostile
def a_file_cut_in_the_middle(good: Path, place: Path) -> None:
    body = files_of(good)["landing.db"]
    changed(good, place, landing=body[: len(body) // 2])


@hostile
def a_header_that_lies(good: Path, place: Path) -> None:
    def lie(body: bytearray) -> None:
        body[16:18] = b"\x02\x00"  # pages of 512 bytes
        body[28:32] = b"\xff\xff\xff\xf0"

    with_pages(good, place, "user.db", lie)


@hostile
def a_layout_below_nothing(good: Path, place: Path) -> None:
    with_sql(good, place, "user.db", "pragma user_version = -5")


@hostile
def another_programs_database(good: Path, place: Path) -> None:
    with_sql(good, place, "user.db", "pragma application_id = 1")


@hostile
def a_database_that_is_none(good: Path, place: Path) -> None:
    changed(good, place, user=b"not SQLite" * 1000)


@hostile
def a_database_of_a_newer_linernotes(good: Path, place: Path) -> None:
    with_sql(good, place, "landing.db", "pragma user_version = 1000")


@hostile
def a_text_that_is_none(good: Path, place: Path) -> None:
    with_sql(good, place, "user.db", "insert into settings values (cast(x'ff80' as text), '1')")


@hostile
def a_document_that_is_a_bomb(good: Path, place: Path) -> None:
    size = 2_000_000_000
    packer = zstandard.ZstdCompressor(level=1, write_checksum=True).compressobj(size=size)
    frame = b"".join(
        [packer.compress(b" " * 10_000_000) for _ in range(size // 10_000_000)] + [packer.flush()]
    )

    def script(db: sqlite3.Connection) -> None:
        db.execute("insert into body values (999999, ?)", [frame])
        row = ("release", 999999, 1, "api", 1, 999999, size, len(frame), None)
        db.execute(f"insert into document values ({', '.join('?' * 9)})", row)

    with_sql(good, place, "landing.db", script=script)


@hostile
def a_setting_deep_in_lists(good: Path, place: Path) -> None:
    with_sql(good, place, "user.db", f"insert into settings values ('deep', '{'[' * 200_000}')")
