"""What may happen to the files of a home: every harm to every file, by rule."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from linernotes.storage.builds.publish import current_build, published_builds


@dataclass(frozen=True)
class Harm:
    """`file` is a name in `FILES`, `what` one in `HARMS` or `OWN_HARMS`."""

    file: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}-{self.what}".replace(" ", "-")

    def do(self, home: Path) -> Path:
        """Do it; the path that was harmed."""
        path = FILES[self.file](home)
        harm = HARMS.get(self.what) or OWN_HARMS[self.file][self.what]
        harm(path)
        return path


def _current(home: Path) -> Path:
    build = current_build(home)
    assert build is not None
    return build.path


#: Every file and folder of a home.
FILES: dict[str, Callable[[Path], Path]] = {
    "landing": lambda home: home / "landing.db",
    "user": lambda home: home / "user.db",
    "pointer": lambda home: home / "builds/current",
    "build": _current,
    "index": lambda home: _current(home).with_suffix(".search.db"),
    "older build": lambda home: published_builds(home)[0].path,
    "older index": lambda home: published_builds(home)[0].search_path,
    "copy": lambda home: home / "collection.duckdb",
    "config": lambda home: home / "config.toml",
    "secrets": lambda home: home / "secrets.yml",
    "builds": lambda home: home / "builds",
    "covers": lambda home: home / "covers",
    "dumps": lambda home: home / "dumps",
    "progress": lambda home: home / "builds/progress.json",
    "home": lambda home: home,
}


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _replace(content: bytes) -> Callable[[Path], None]:
    def harm(path: Path) -> None:
        _remove(path)
        path.write_bytes(content)

    return harm


def _half(path: Path) -> None:
    content = path.read_bytes() if path.is_file() else b"half of it, pe"
    _replace(content[: len(content) // 2])(path)


def _zeroed(path: Path) -> None:
    size = path.stat().st_size if path.is_file() else 100
    _replace(bytes(size))(path)


def _folder(path: Path) -> None:
    _remove(path)
    path.mkdir()
    (path / "something").write_text("in it")


def _sqlite(path: Path) -> None:
    _remove(path)
    with sqlite3.connect(path) as db:
        db.execute("create table theirs (x)")
        db.execute("insert into theirs values (1)")
    db.close()


def _duckdb(path: Path) -> None:
    _remove(path)
    with duckdb.connect(str(path)) as db:
        db.execute("create table theirs (x integer)")


def _dangling(path: Path) -> None:
    _remove(path)
    path.symlink_to(path.parent / "nowhere at all" / "x")


#: What may happen to any of them.
HARMS: dict[str, Callable[[Path], None]] = {
    "empty": _replace(b""),
    "half": _half,
    "zeroed": _zeroed,
    "garbage": _replace(b"\xff\xfe this is [neither = of them: \x00\x01" * 300),
    "a folder": _folder,
    "missing": _remove,
    "another SQLite": _sqlite,
    "another DuckDB": _duckdb,
    "a link to nowhere": _dangling,
}


def _sql(statement: str) -> Callable[[Path], None]:
    def harm(path: Path) -> None:
        with duckdb.connect(str(path)) as db:
            db.execute(statement)

    return harm


def _sqlite_sql(statement: str) -> Callable[[Path], None]:
    def harm(path: Path) -> None:
        with sqlite3.connect(path) as db:
            db.execute(statement)
        db.close()

    return harm


def _spoil(path: Path) -> None:
    """The middle of it overwritten, its header left as it is."""
    content = bytearray(path.read_bytes())
    begin = max(len(content) // 4, 20_000)
    content[begin : begin * 3] = b"\xa5" * (len(content[begin : begin * 3]))
    path.write_bytes(content)


def _text(text: str) -> Callable[[Path], None]:
    return lambda path: path.write_text(text) and None


#: What may happen to one of them alone.
OWN_HARMS: dict[str, dict[str, Callable[[Path], None]]] = {
    "build": {
        "another version": _sql("update meta set value = '999' where key = 'schema_version'"),
        "a dropped column": _sql("alter table release drop column country"),
        "a dropped table": _sql("drop table artist_edge"),
        "an empty meta": _sql("delete from meta"),
        "spoilt": _spoil,
    },
    "index": {"a dropped table": _sqlite_sql("drop table release"), "spoilt": _spoil},
    "landing": {
        "newer": _sqlite_sql("pragma user_version = 999"),
        "a dropped table": _sqlite_sql("drop table document"),
        "spoilt bodies": _sqlite_sql("update body set bytes = x'0102' where body_no % 3 = 0"),
        "documents of others": _sqlite_sql("update document set id = id + 1 where kind = 'release'"),
        "spoilt": _spoil,
    },
    "user": {
        "newer": _sqlite_sql("pragma user_version = 999"),
        "a dropped table": _sqlite_sql("drop table plays"),
        "a setting that is no JSON": _sqlite_sql("insert or replace into settings values ('x', '{')"),
        "spoilt": _spoil,
    },
    "pointer": {
        "a build that is gone": _text('{"build_id": "20200101T000000000000Z-0000"}'),
        "a way out": _text('{"build_id": "../../../etc/passwd"}'),
        "a list": _text("[1, 2]"),
        "a number": _text("7"),
    },
    "config": {
        "an unknown setting": _text("nonsense = 1\n"),
        "a wrong type": _text("[sync]\nneighbours = 'perhaps'\n"),
        "a wrong role": _text("[roles]\nGuitar = { category = 'nonsense' }\n"),
        "a list of roles": _text("roles = [1]\n"),
    },
    "secrets": {
        "a list": _text("- 1\n- 2\n"),
        "a number": _text("7\n"),
        "a wrong type": _text("discogs: {user: [1], token: {a: 1}}\n"),
        "an anchor": _text("discogs: &a {user: *a, token: *a}\n"),
    },
    "progress": {"nonsense": _text('{"step": 7, "noted_at": "x"}')},
}


def all_harms() -> Iterator[Harm]:
    """Every harm, in a fixed order."""
    for file in FILES:
        for what in HARMS:
            yield Harm(file, what)
        for what in OWN_HARMS.get(file, ()):
            yield Harm(file, what)
