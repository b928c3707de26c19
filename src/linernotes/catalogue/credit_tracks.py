"""The tracks that credits of releases name, for a range of releases: the reader of one release, for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

import pyarrow as pa

from linernotes.derive.credits.track_ranges import Line, TrackList
from linernotes.storage.catalogue.month_database import MonthDatabase
from linernotes.storage.catalogue.tables import CATALOGUE_TABLES, CREDIT_TRACKS, arrow_schema

#: So many tracks may all credits of a release name together, as in a build.
_MOST_TRACKS = 100_000
_NAMING = """
select distinct release_id, position, tracks
from release_credits
where tracks is not null and release_id between ? and ?
order by release_id, position
"""
_LINES = """
select t.release_id, t.track_no, t.parent_track_no, t.position, t.type, t.title
from release_tracks as t
where
    t.release_id between ? and ?
    and t.release_id in (
        select release_id from release_credits where tracks is not null and release_id between ? and ?
    )
order by t.release_id, t.track_no
"""


def credit_tracks(database: MonthDatabase, first: int, last: int) -> Iterator[pa.Table]:
    """The rows of release_credit_tracks of the releases from `first` to `last`, as Arrow tables."""
    naming = database.rows(_NAMING, [first, last])
    if not naming:
        return
    lines = database.rows(_LINES, [first, last, first, last])
    lists = {
        release_id: TrackList(Line(*line[1:]) for line in group)
        for release_id, group in groupby(lines, key=itemgetter(0))
    }
    rows: list[tuple[int, int, int]] = []
    for release_id, credits in groupby(naming, key=itemgetter(0)):
        if tracks := lists.get(release_id):
            rows += _of_release(release_id, credits, tracks)
    schema = arrow_schema(CATALOGUE_TABLES[CREDIT_TRACKS])
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    yield pa.table(
        [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)], schema=schema
    )


def _of_release(
    release_id: int, credits: Iterable[tuple[int, int, str]], tracks: TrackList
) -> Iterator[tuple[int, int, int]]:
    left = _MOST_TRACKS
    for _, position, named in credits:
        resolved = tracks.resolve(named)
        left -= len(resolved)
        if left < 0:
            return
        yield from ((release_id, position, track_no) for track_no in resolved)
