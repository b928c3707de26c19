"""One document out of what the API and a dump have told of the same thing: the newer one wins, but for the fields
that a dump cannot know. Pure.

A newer document of the API needs nothing of a dump, for it tells all that a dump does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, zip_longest
from typing import Any

import msgspec

from linernotes.documents import DUMP, Artist, ArtistLink, Master, Release, Track, decode_landed
from linernotes.errors import DocumentError
from linernotes.storage.landing import Landed

#: What only the API knows, by kind: a newer dump's document gets these from it.
API_ONLY: dict[type, tuple[str, ...]] = {
    Release: ("images", "thumb", "uri", "community", "num_for_sale", "lowest_price"),
    Master: ("images", "uri", "tracklist", "num_for_sale", "lowest_price"),
    Artist: ("images", "uri"),
}
#: What some dumps tell and others do not: theirs counts where they do.
SOMETIMES: dict[type, tuple[str, ...]] = {Release: ("status",), Master: (), Artist: ()}
_LINKS = ("aliases", "groups", "members")


def merged(dump: Any, api: Any) -> Any:
    """A release, master or artist of a dump, filled up from an older document of the API about the same."""
    kind = type(dump)
    told = {name: getattr(api, name) for name in API_ONLY[kind] if getattr(api, name) not in (None, ())}
    for name in SOMETIMES[kind]:
        told[name] = getattr(dump, name) or getattr(api, name)
    if kind is Artist:
        told |= {name: _links(getattr(dump, name), getattr(api, name)) for name in _LINKS}
    if kind is Release:
        told["tracklist"] = _typed(dump.tracklist, api.tracklist)
    return msgspec.structs.replace(dump, **told)


def _links(dump: Iterable[ArtistLink], api: Iterable[ArtistLink]) -> tuple[ArtistLink, ...]:
    """The dump's people; whether they are still with the group, and their pictures, are the API's."""
    known = {one.id: one for one in api if one.id}
    return tuple(
        msgspec.structs.replace(one, active=known[one.id].active, thumbnail_url=known[one.id].thumbnail_url)
        if one.id in known
        else one
        for one in dump
    )


def _typed(dump: Sequence[Track], api: Sequence[Track]) -> tuple[Track, ...]:
    """A dump's lines have no types, only a guess: where both have the same line, the API's type holds."""
    pairs = zip_longest(dump, api[: len(dump)])  # the dump may have more lines
    return tuple(_typed_line(line, other) for line, other in pairs)


def _typed_line(line: Track, other: Track | None) -> Track:
    if other is None or _printed(line) != _printed(other):
        return line
    sub_tracks = _typed(line.sub_tracks, other.sub_tracks)
    return msgspec.structs.replace(line, type_=other.type_ or line.type_, sub_tracks=sub_tracks)


def _printed(track: Track) -> tuple[str, str, str]:
    return (track.position or "", track.title or "", track.duration or "")


def merge_landed(landed: Iterable[Landed]) -> Iterator[tuple[Landed, Any, DocumentError | None]]:
    """Of each (id, page), whose sources come one after another, one document and the Landed that won.

    Where the newest cannot be read the next one stands in; where none can, the document is None and the error told.
    """
    for _, sources in groupby(landed, key=lambda one: one.key):
        yield _merge(sorted(sources, key=_age, reverse=True))


def _age(landed: Landed) -> tuple[Any, bool, str]:
    """As in landing: the newest wins, the API wins a tie, the later dump wins the next."""
    return (landed.fetched_at, landed.source == "api", landed.source)


def _merge(newest_first: Sequence[Landed]) -> tuple[Landed, Any, DocumentError | None]:
    winner, document, error = _first_readable(newest_first)
    if document is None or not winner.source.startswith(DUMP):
        return winner, document, error
    others = [one for one in newest_first if not one.source.startswith(DUMP)]
    api = _first_readable(others)[1] if others else None
    return winner, document if api is None else merged(document, api), None


def _first_readable(newest_first: Sequence[Landed]) -> tuple[Landed, Any, DocumentError | None]:
    first: DocumentError | None = None
    for landed in newest_first:
        key = landed.key
        try:
            return landed, decode_landed(key.kind, landed.source, landed.body, expected_id=key.id), None
        except DocumentError as error:
            first = first or error
    return newest_first[0], None, first
