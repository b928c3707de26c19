"""Differences between the API and the dumps about one document, and what one of them lacks. Makes no request."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import msgspec

from linernotes.documents import DUMP, Artist, Master, Release, decode_landed
from linernotes.errors import DocumentError
from linernotes.etl.crawl_frontier import read_shelf
from linernotes.etl.dumps.merge_documents import API_ONLY, SOMETIMES, Decoded
from linernotes.storage.landing import Landed, Landing

KINDS: dict[str, type[Release | Master | Artist]] = {"release": Release, "master": Master, "artist": Artist}
#: Of each field that differs, so many examples; of an example's values, so many characters.
EXAMPLES = 3
EXCERPT = 80

#: Within lists: what a dump only guesses, and what it cannot know.
_NOT_KNOWN = frozenset({"type_", "active", "thumbnail_url"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one document. `place` is where in it they part first; values are None where one has nothing."""

    kind: str
    id: int
    field: str
    place: str
    api: object
    dump: object


@dataclass(frozen=True, slots=True)
class FieldReport:
    """In how many documents of a kind a field differs, with the first few."""

    kind: str
    field: str
    documents: int
    examples: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class DumpReport:
    """Documents that the API and the dumps have in common, and the fields that differ.

    `compared`: number of documents by kind that both have. `lacking`: owned releases that are not in the newest
    dump that was searched for them. `gone`: ids by kind that do not exist (any more), as the API says.
    """

    dumps: tuple[str, ...]
    compared: dict[str, int]
    fields: tuple[FieldReport, ...]
    lacking: tuple[int, ...]
    gone: dict[str, tuple[int, ...]]


def dump_report(landing: Landing) -> DumpReport:
    """Compare all documents that both have; of several dumps the newest counts."""
    compared: dict[str, int] = {}
    found: dict[tuple[str, str], list[Difference]] = {}
    for kind in KINDS:
        compared[kind] = 0
        for api, dump in _pairs(landing, kind):
            compared[kind] += 1
            for one in differences(kind, api, dump):
                found.setdefault((kind, one.field), []).append(one)
    fields = [FieldReport(kind, field, len(of), tuple(of[:EXAMPLES])) for (kind, field), of in found.items()]
    return DumpReport(
        dumps=_dumps(landing),
        compared=compared,
        fields=tuple(sorted(fields, key=lambda one: (-one.documents, one.kind, one.field))),
        lacking=_lacking(landing),
        gone={kind: tuple(landing.gone(kind)) for kind in (*KINDS, "artist_releases")},
    )


def _dumps(landing: Landing) -> tuple[str, ...]:
    """The sources of all dumps with documents in landing, the oldest first."""
    return tuple(sorted({source for _, source in landing.counts() if source.startswith(DUMP)}))


def _lacking(landing: Landing) -> tuple[int, ...]:
    """Owned releases, newest added first, that were not in the newest dump that was read for them."""
    found: dict[int, int] = {}
    for source in _dumps(landing):
        found |= landing.searched("release", source=source)
    return tuple(id for id in read_shelf(landing).releases() if found.get(id) == 0)


def _pairs(landing: Landing, kind: str) -> Iterator[tuple[Decoded, Decoded]]:
    """The API's and the newest dump's document of each id that both have. Both can be read."""
    for _, several in groupby(landing.documents(kind, newest=False), key=lambda one: one.key):
        sources = list(several)
        dumps = [one for one in sources if one.source.startswith(DUMP)]
        api = next((one for one in sources if one.source == "api"), None)
        if api is None or not dumps:
            continue
        documents = _readable(api), _readable(max(dumps, key=lambda one: one.source))
        if None not in documents:
            yield documents


def _readable(landed: Landed) -> Decoded:
    try:
        return decode_landed(landed.key.kind, landed.source, landed.body, expected_id=landed.key.id)
    except DocumentError:
        return None


def differences(kind: str, api: Decoded, dump: Decoded) -> Iterator[Difference]:
    """The fields in which they differ, without those that a dump cannot know. Pure.

    Absent, empty and 0 count as equal. White space around a text does not count.
    """
    struct = KINDS[kind]
    for field in struct.__struct_fields__:
        if field in API_ONLY[struct]:
            continue
        ours, theirs = (plain(getattr(one, field)) for one in (api, dump))
        if ours == theirs or (field in SOMETIMES[struct] and theirs is None):
            continue
        place, left, right = _first_difference(field, ours, theirs)
        yield Difference(kind, api.id, field, place, _excerpt(left), _excerpt(right))


def plain(value: object) -> object:
    """Structs as dicts without what says nothing; None for nothing at all. Pure."""
    return _pruned(msgspec.to_builtins(value))


def _pruned(value: object) -> object:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, dict):
        kept = {name: _pruned(part) for name, part in value.items() if name not in _NOT_KNOWN}
        return {name: part for name, part in kept.items() if part is not None} or None
    if isinstance(value, list | tuple):
        return [_pruned(part) for part in value] or None
    return value or None


def _first_difference(place: str, ours: object, theirs: object) -> tuple[str, object, object]:
    """Go down to the first part that differs: ('tracklist[3].title', 'Orbit', 'Orbits')."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        name = next(name for name in [*ours, *theirs] if ours.get(name) != theirs.get(name))
        return _first_difference(f"{place}.{name}", ours.get(name), theirs.get(name))
    if isinstance(ours, list) and isinstance(theirs, list):
        if len(ours) != len(theirs):
            return f"{place} (number)", len(ours), len(theirs)
        at = next(at for at, (one, other) in enumerate(zip(ours, theirs, strict=True)) if one != other)
        return _first_difference(f"{place}[{at}]", ours[at], theirs[at])
    return place, ours, theirs


def _excerpt(value: object) -> object:
    if value is None or isinstance(value, int | float):
        return value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "\N{HORIZONTAL ELLIPSIS}"
