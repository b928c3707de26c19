"""The lines of track lists and who is on them, from raw tables of many releases. Pure."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from linernotes.catalogue.elements.raw_tables import Raw
from linernotes.catalogue.elements.texts import Exploded, meant, numbers, trimmed
from linernotes.etl.rows.durations import duration_seconds
from linernotes.etl.rows.roles import split_roles

Ints = NDArray[np.int64]

#: A sub-track's place is in the low half of its key; a line without one comes before its sub-tracks.
_HALF = 1 << 20


class TrackLines:
    """All lines in order: sub-tracks right after the track that they belong to. Numbers are places in these lines."""

    def __init__(self, raw: Raw) -> None:
        tracks, subs = raw["tracks"], raw["sub_tracks"]
        record = np.concatenate([_ints(tracks, "record"), _ints(subs, "record")])
        track = np.concatenate([_ints(tracks, "place"), _ints(subs, "in_track")])
        sub = np.concatenate([np.zeros(tracks.num_rows, np.int64), _ints(subs, "place") + 1])
        keys = _keys(record, track, sub)
        self.order = np.argsort(keys, kind="stable") if subs.num_rows else np.arange(len(keys))
        self.keys = keys[self.order]
        self.record, self.is_sub = record[self.order], sub[self.order] > 0
        begins = np.flatnonzero(np.diff(self.record, prepend=-1)) if len(keys) else np.empty(0, np.int64)
        lengths = np.diff(np.append(begins, len(keys)))
        self.track_no = np.arange(len(keys)) - np.repeat(begins, lengths)
        self._raw = raw

    def rows(self, ids: pa.Array) -> dict[str, pa.Array]:
        """The columns of release_tracks. `ids` are those of the records."""
        tracks, subs = self._raw["tracks"], self._raw["sub_tracks"]
        position, title, duration = (
            trimmed(pa.concat_arrays([tracks.column(name), subs.column(name)]).take(pa.array(self.order)))
            for name in ("position", "title", "duration")
        )
        is_index = np.append(self.is_sub[1:], False) & ~self.is_sub
        is_bare = ~self.is_sub & _nulls(position) & _nulls(duration)
        # The line above that is no sub-track, for those that are one.
        above = np.maximum.accumulate(np.where(self.is_sub, 0, np.arange(len(self.is_sub))))
        return {
            "release_id": ids.take(pa.array(self.record)),
            "track_no": pa.array(self.track_no, pa.int32()),
            "parent_track_no": pa.array(self.track_no[above].astype(np.int32), pa.int32(), mask=~self.is_sub),
            "position": position,
            "type": _TYPES.take(pa.array(np.where(is_index, 2, np.where(is_bare, 1, 0)))),
            "title": title,
            "duration": duration,
            "duration_seconds": meant(duration, duration_seconds, pa.int32()),
        }

    def artist_rows(self, ids: pa.Array) -> dict[str, pa.Array]:
        """The columns of release_track_artists: who performs a line, then its credits role by role."""
        raw = self._raw
        performing = [(raw["track_artists"], False), (raw["sub_artists"], True)]
        credited = [(raw["track_credits"], False), (raw["sub_credits"], True)]
        performers, credits = _named(performing), _named(credited)
        lines = np.searchsorted(self.keys, performers.keys)
        counts = np.bincount(lines, minlength=len(self.keys) + 1)
        credit_lines = np.searchsorted(self.keys, credits.keys)
        roles = Exploded(credits.texts["role"], split_roles, 3)
        line = np.concatenate([lines, credit_lines[roles.rows]])
        place = np.concatenate([performers.place, (credits.place + counts[credit_lines])[roles.rows]])
        number = np.concatenate([np.zeros(len(lines), np.int64), roles.number])
        order = pa.array(np.lexsort([number, place, line]))
        at_credit = pa.array(roles.rows)
        texts = {
            name: pa.concat_arrays([performers.texts[name], credits.texts[name].take(at_credit)]).take(order)
            for name in ("id", "name", "anv", "join")
        }
        nothing = pa.nulls(len(lines), pa.string())
        parts = [pa.concat_arrays([nothing, column]).take(order) for column in roles.columns]
        sorted_lines = line[order]
        return {
            "release_id": ids.take(pa.array(self.record[sorted_lines])),
            "track_no": pa.array(self.track_no[sorted_lines], pa.int32()),
            "position": pa.array(place[order], pa.int32()),
            "role_no": pa.array(number[order], pa.int32()),
            "artist_id": numbers(texts["id"], pa.int64()),
            "name": trimmed(texts["name"]),
            "name_variation": trimmed(texts["anv"]),
            "join_phrase": trimmed(texts["join"]),
            "role": parts[0],
            "role_detail": parts[1],
            "role_text": parts[2],
        }


_TYPES = pa.array(["track", "heading", "index"])


class _Named:
    """Credits of lines: the keys of the lines, the places within them, and the texts."""

    def __init__(self, keys: Ints, place: Ints, texts: dict[str, pa.Array]) -> None:
        self.keys, self.place, self.texts = keys, place, texts


def _named(tables: list[tuple[pa.RecordBatch, bool]]) -> _Named:
    keys = [
        _keys(
            _ints(table, "record"),
            _ints(table, "in_track"),
            _ints(table, "in_sub_track") + 1 if is_sub else np.zeros(table.num_rows, np.int64),
        )
        for table, is_sub in tables
    ]
    texts = {
        name: pa.concat_arrays([table.column(name) for table, _ in tables])
        for name in ("id", "name", "anv", "join", "role")
    }
    return _Named(np.concatenate(keys), np.concatenate([_ints(table, "place") for table, _ in tables]), texts)


def _keys(record: Ints, track: Ints, sub: Ints) -> Ints:
    """A number for each line, in the order of the lines."""
    return (record * _HALF + track) * _HALF + sub


def _ints(table: pa.RecordBatch, column: str) -> Ints:
    found: Ints = table.column(column).to_numpy(zero_copy_only=False).astype(np.int64)
    return found


def _nulls(column: pa.Array) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = column.is_null().to_numpy(zero_copy_only=False)
    return found
