"""The artists of a record in one line, as they stand on its sleeve."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from operator import itemgetter

from linernotes.insights.covers import Artist, credit
from linernotes.storage.database import DBStorage

_CREDITS = """
select ra.release_id, ra.artist_id, coalesce(ra.name, a.display_name) as name, ra.name_variation, ra.join_phrase
from release_artists as ra
left join artist as a on a.artist_id = ra.artist_id
where list_contains(cast(? as bigint[]), ra.release_id)
order by ra.release_id, ra.position
"""


def sleeve_artists(storage: DBStorage, release_ids: Collection[int]) -> dict[int, str]:
    """release_id -> the artists on its sleeve, for these releases; one query."""
    rows = storage.rows(_CREDITS, [sorted(release_ids)]) if release_ids else []
    return {
        release_id: credit(Artist(*row[1:]) for row in credits) or "Unknown Artist"
        for release_id, credits in groupby(rows, key=itemgetter(0))
    }
