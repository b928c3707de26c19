"""Views, follows, plays and spins: the tables of `user.db` that the pages write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from linernotes.errors import UsageError
from linernotes.storage.landing.records import from_micros, to_micros
from linernotes.storage.reading import Model
from linernotes.storage.sqlite.file import SQLiteFile
from linernotes.storage.sqlite.reading import Bound, read, values

#: How many of the latest spins are kept: only "not the ones just shown" asks for them.
SPINS_KEPT = 1000

#: Microseconds.
_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class View:
    """A saved view of the collection: its name, and the query of its address."""

    view_id: int
    name: str
    query: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Play:
    """A record was played."""

    play_id: int
    release_id: int
    played_at: datetime


@dataclass(frozen=True, slots=True)
class Follow:
    """An artist was followed."""

    artist_id: int
    followed_at: datetime


@dataclass(frozen=True, slots=True)
class Spin:
    """A record was proposed."""

    release_id: int
    shown_at: datetime


class _ViewRow(NamedTuple):
    view_id: int
    name: str
    query: str
    saved_at: int


class _FollowRow(NamedTuple):
    artist_id: int
    followed_at: int


class _PlayRow(NamedTuple):
    play_id: int
    release_id: int
    played_at: int


class _LastPlay(NamedTuple):
    release_id: int
    played_at: int


class _SpinRow(NamedTuple):
    release_id: int
    shown_at: int


class Listening:
    """What the user does with the records. One connection for one thread, like the store that returns it."""

    def __init__(self, file: SQLiteFile) -> None:
        self._file = file

    def views(self) -> list[View]:
        """All saved views, by name."""
        rows = self._read(_ViewRow, "select view_id, name, query, saved_at from views order by name, view_id")
        return [View(row.view_id, row.name, row.query, from_micros(row.saved_at)) for row in rows]

    def save_view(self, name: str, query: str) -> View:
        """Save a view under a name; one of that name is replaced.

        :raises UsageError: if the name is blank.
        """
        name, now = " ".join(name.split()), datetime.now(UTC)
        if not name:
            raise UsageError("a view needs a name")
        insert = (
            "insert into views (name, query, saved_at) values (?, ?, ?)"
            " on conflict (name) do update set query = excluded.query, saved_at = excluded.saved_at"
            " returning view_id"
        )
        with self._file.writing() as db:
            (view_id,) = db.execute(insert, [name, query, to_micros(now)]).fetchone()
        return View(view_id, name, query, now)

    def delete_view(self, view_id: int) -> View | None:
        """Delete a view; returns it, so that it can be saved again. None if there is none."""
        found = next((view for view in self.views() if view.view_id == view_id), None)
        self._change("delete from views where view_id = ?", [view_id])
        return found

    def follows(self) -> dict[int, datetime]:
        """When each followed artist was followed, the latest first."""
        query = "select artist_id, followed_at from follows order by followed_at desc, artist_id"
        return {row.artist_id: from_micros(row.followed_at) for row in self._read(_FollowRow, query)}

    def follow(self, artist_id: int) -> None:
        """Follow an artist; nothing changes if it is followed already."""
        now = to_micros(datetime.now(UTC))
        self._change("insert or ignore into follows (artist_id, followed_at) values (?, ?)", [artist_id, now])

    def unfollow(self, artist_id: int) -> None:
        """Follow an artist no longer."""
        self._change("delete from follows where artist_id = ?", [artist_id])

    def plays(self, release_id: int | None = None, limit: int = 1000) -> list[Play]:
        """Plays of a record, or of all, the latest first."""
        rows = self._read(
            _PlayRow,
            "select play_id, release_id, played_at from plays where ? is null or release_id = ?"
            " order by played_at desc, play_id desc limit ?",
            [release_id, release_id, limit],
        )
        return [Play(row.play_id, row.release_id, from_micros(row.played_at)) for row in rows]

    def play_count(self) -> int:
        """How often records were played."""
        (plays,) = self._values("select count(*) from plays")
        return plays

    def last_played(self) -> dict[int, datetime]:
        """When each record that was ever played was played last."""
        query = "select release_id, max(played_at) as played_at from plays group by release_id"
        return {row.release_id: from_micros(row.played_at) for row in self._read(_LastPlay, query)}

    def play(self, release_id: int, at: datetime | None = None) -> Play:
        """Log that a record was played, now or `at`."""
        moment = at or datetime.now(UTC)
        with self._file.writing() as db:
            insert = "insert into plays (release_id, played_at) values (?, ?) returning play_id"
            (play_id,) = db.execute(insert, [release_id, to_micros(moment)]).fetchone()
        return Play(play_id, release_id, moment)

    def add_plays(self, plays: Iterable[tuple[int, datetime]]) -> int:
        """Log plays that a file lists: releases with their times. Returns how many were not in the log yet.

        A play is one that is there if record and second are. Two of one second are two, there and in the file.
        """
        wanted = Counter((release_id, to_micros(at) // _SECOND) for release_id, at in plays)
        with self._file.writing() as db:
            rows = db.execute("select release_id, played_at from plays").fetchall()
            missing = wanted - Counter((release_id, at // _SECOND) for release_id, at in rows)
            db.executemany(
                "insert into plays (release_id, played_at) values (?, ?)",
                [(release_id, second * _SECOND) for release_id, second in sorted(missing.elements())],
            )
            now = to_micros(datetime.now(UTC))
            db.executemany(  # they come from where listens are, or go there by another way
                "insert or ignore into sent_plays (release_id, second, began_at, sent_at) values (?, ?, ?, ?)",
                [(*key, now, now) for key in missing],
            )
        return missing.total()

    def unsent(self) -> list[tuple[Play, bool]]:
        """Plays that ListenBrainz has not taken, the earliest first; and whether sending one began already."""
        with self._file.reading() as db:
            rows = db.execute("select release_id, second, sent_at from sent_plays").fetchall()
        begun = {(release_id, second): sent_at for release_id, second, sent_at in rows}
        found: list[tuple[Play, bool]] = []
        for play in reversed(self.plays(limit=-1)):
            key = _key(play.release_id, play.played_at)
            if begun.get(key) is None:
                found.append((play, key in begun))
                begun[key] = 1  # two of one second are one at ListenBrainz
        return found

    def begin_sending(self, play: Play) -> None:
        """Note that a play is being sent: if no answer comes, nobody knows whether it arrived."""
        now = to_micros(datetime.now(UTC))
        self._change(
            "insert or ignore into sent_plays (release_id, second, began_at) values (?, ?, ?)",
            [*_key(play.release_id, play.played_at), now],
        )

    def end_sending(self, play: Play, *, is_taken: bool) -> None:
        """Note that ListenBrainz took a play; or that it did not, so that it is sent again."""
        key = _key(play.release_id, play.played_at)
        if is_taken:
            self._change(
                "update sent_plays set sent_at = ? where release_id = ? and second = ?",
                [to_micros(datetime.now(UTC)), *key],
            )
        else:
            self._change("delete from sent_plays where release_id = ? and second = ?", key)

    def unplay(self, play_id: int) -> None:
        """Take a play back."""
        self._change("delete from plays where play_id = ?", [play_id])

    def spins(self, limit: int) -> list[int]:
        """The records proposed last, the latest first."""
        return self._values("select release_id from spins order by spin_id desc limit ?", [limit])

    def spin(self, release_id: int) -> None:
        """Remember that a record was proposed. The oldest ones are forgotten."""
        now = to_micros(datetime.now(UTC))
        with self._file.writing() as db:
            db.execute("insert into spins (release_id, shown_at) values (?, ?)", [release_id, now])
            db.execute(
                "delete from spins where spin_id <= (select max(spin_id) from spins) - ?", [SPINS_KEPT]
            )

    def spins_with_times(self) -> list[Spin]:
        """Each record that was proposed and when, the oldest first."""
        rows = self._read(_SpinRow, "select release_id, shown_at from spins order by spin_id")
        return [Spin(row.release_id, from_micros(row.shown_at)) for row in rows]

    def _read(self, model: type[Model], sql: str, params: Iterable[Bound] = ()) -> list[Model]:
        with self._file.reading() as db:
            return read(db, model, sql, params)

    def _values(self, sql: str, params: Iterable[Bound] = ()) -> list[int]:
        with self._file.reading() as db:
            return values(db, int, sql, params)

    def _change(self, sql: str, params: Iterable[Bound]) -> None:
        with self._file.writing() as db:
            db.execute(sql, tuple(params))


def _key(release_id: int, played_at: datetime) -> tuple[int, int]:
    """What makes a play where it is sent: the record and the second."""
    return release_id, to_micros(played_at) // _SECOND
