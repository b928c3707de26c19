"""The artists of a record in one line, as they stand on its sleeve."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import groupby
from operator import itemgetter

from linernotes.storage.database import DBStorage

_CREDITS = """
select ra.release_id, coalesce(ra.name_variation, a.display_name, ra.name) as name, ra.join_phrase
from release_artists as ra
left join artist as a on a.artist_id = ra.artist_id
where list_contains(cast(? as bigint[]), ra.release_id)
order by ra.release_id, ra.position
"""


def sleeve_line(credits: Iterable[tuple[str | None, str | None]]) -> str:
    """Join (name, join phrase) pairs as Discogs shows them. Pure.

    A comma stands close to the name before it, a word or sign between blanks. The phrase after the last name
    joins it to nobody and is left out, as old documents have a comma there.
    """
    line, phrase = "", ""
    for name, following in credits:
        line += phrase + (name or "Unknown")
        phrase = ", " if following in (",", None) else f" {following} "
    return line


def sleeve_artists(storage: DBStorage, release_ids: Collection[int]) -> dict[int, str]:
    """release_id -> the artists on its sleeve, for these releases; one query."""
    rows = storage.rows(_CREDITS, [sorted(release_ids)]) if release_ids else []
    return {
        release_id: sleeve_line((name, phrase) for _, name, phrase in credits)
        for release_id, credits in groupby(rows, key=itemgetter(0))
    }
