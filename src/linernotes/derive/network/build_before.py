"""The communities of the build before: those of the next one start from them, so that they change little."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from linernotes.errors import StoreError
from linernotes.storage.duckdb.database import DBStorage

#: For each level, the top first: artist_id -> community_id.
Before = tuple[dict[int, int], ...]

_FINISHED = "select count(*) from build_before.sync_run where status = 'done'"
_MEMBERS = """
select c.level, m.artist_id, m.community_id
from build_before.artist_community_members as m
inner join build_before.artist_community as c on c.community_id = m.community_id
order by c.level, m.artist_id
"""


class _Member(NamedTuple):
    level: int
    artist_id: int
    community_id: int


def read_before(storage: DBStorage, build: Path | None) -> Before:
    """The communities of the build before that of `storage`. None if there is no build, or it cannot be read.

    None of them either before the first sync has ended: half a shelf would shape the communities of all of it.
    """
    if build is None:
        return ()
    levels: defaultdict[int, dict[int, int]] = defaultdict(dict)
    try:
        with storage.beside(build, "build_before"):
            if not storage.scalar(_FINISHED):
                return ()
            for row in storage.read(_Member, _MEMBERS):
                levels[row.level][row.artist_id] = row.community_id
    except StoreError:
        return ()  # of another version, or damaged: the next build starts afresh
    return tuple(levels[level] for level in sorted(levels))
