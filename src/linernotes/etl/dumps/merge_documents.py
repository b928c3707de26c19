"""One document from the API's and a dump's documents about one thing. Pure.

The newer document wins. A newer dump gets the fields that a dump cannot know from the API.
A newer document of the API needs nothing from a dump: it has all that a dump has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby, zip_longest
from typing import Any

import msgspec

from linernotes.documents import DUMP, Artist, ArtistLink, Master, Release, Track, decode_landed
from linernotes.errors import DocumentError
from linernotes.storage.landing import Landed

#: A document of the kind that its reader names in words, so that no type can say which struct it is.
Decoded = Any

#: What only the API knows, by kind: a newer dump's document gets these from it.
API_ONLY: dict[type, tuple[str, ...]] = {
    Release: ("images", "thumb", "uri", "community", "num_for_sale", "lowest_price"),
    Master: ("images", "uri", "tracklist", "num_for_sale", "lowest_price"),
    Artist: ("images", "uri"),
}
#: Fields that only some dumps have: the dump's value counts where it has one.
SOMETIMES: dict[type, tuple[str, ...]] = {Release: ("status",), Master: (), Artist: ()}
_LINKS = ("aliases", "groups", "members")


def merged(dump: Decoded, api: Decoded) -> Decoded:
    """A release, master or artist of a dump, filled up from an older document of the API about the same."""
    kind = type(dump)
    fields = {name: getattr(api, name) for name in API_ONLY[kind] if getattr(api, name) not in (None, ())}
    for name in SOMETIMES[kind]:
        fields[name] = getattr(dump, name) or getattr(api, name)
    if kind is Artist:
        fields |= {name: _links(getattr(dump, name), getattr(api, name)) for name in _LINKS}
    if kind is Release:
        fields["tracklist"] = _typed(dump.tracklist, api.tracklist)
    return msgspec.structs.replace(dump, **fields)


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


def merge_landed(landed: Iterable[Landed]) -> Iterator[tuple[Landed, Decoded, DocumentError | None]]:
    """Merge the sources of each (id, page), which come one after another, into one document with its Landed.

    Where the newest cannot be read, the next one is taken. Where none can be read, the document is None and the
    error is that of the newest.
    """
    for _, sources in groupby(landed, key=lambda one: one.key):
        yield _merge(sorted(sources, key=_age, reverse=True))


def _age(landed: Landed) -> tuple[datetime, bool, str]:
    """The sort key, as in landing: the newest wins. The API wins a tie; among dumps the later one wins."""
    return (landed.fetched_at, landed.source == "api", landed.source)


def _merge(newest_first: Sequence[Landed]) -> tuple[Landed, Decoded, DocumentError | None]:
    winner, document, error = _first_readable(newest_first)
    if document is None or not winner.source.startswith(DUMP):
        return winner, document, error
    others = [one for one in newest_first if not one.source.startswith(DUMP)]
    api = _first_readable(others)[1] if others else None
    return winner, document if api is None else merged(document, api), None


def _first_readable(newest_first: Sequence[Landed]) -> tuple[Landed, Decoded, DocumentError | None]:
    first: DocumentError | None = None
    for landed in newest_first:
        key = landed.key
        try:
            return landed, decode_landed(key.kind, landed.source, landed.body, expected_id=key.id), None
        except DocumentError as error:
            first = first or error
    return newest_first[0], None, first
