"""Compares what two programs publish, by value, with the differences that are on purpose.

A key that was renamed stands in RENAMED, and in the changelog. A value that differs on purpose stands in CHANGED.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

#: Old key -> new key, in every answer.
RENAMED: dict[str, str] = {"from_": "start", "to": "end", "stage": "name"}
#: Keys that answers have now and did not have before.
ADDED = {
    *("artists", "copies", "facts", "ended", "identity_id", "performs", "fields", "credits", "wants"),
    *("borrowed", "counts_borrowed", "drawings", "line"),
}
#: Addresses (or tables), as expressions, of which values differ on purpose -> why.
CHANGED: dict[str, str] = {
    "/api/gaps": "suggestions of equal weight stand in the order of their ids; their order was that of roundings",
    "table artist_relations": "who performs on one track is related; two names of one person are aliases alone",
    "table artist_(edge|vertex)": "edges join co-players, and weigh the less the more people play on a track",
    "table artist_community(_members)?": "communities are those of people who play together",
    "table coverage": "counts what is known of performers, too",
    r"/api/artist/\d+": "co-players, and apart from them who produced and engineered, in place of partners",
    "table (release|master|artist)(_(?!relations|similarity).*)?|table role": "wanted releases are read, too",
    "/api/progress": "a stage of its own reads them",
    r"/api/release/\d+": "a line-up is a table of tracks by people, and names the part of each",
    r"/api/collection/facet(s|/person)(\?.*)?": "people count once under all their names",
    "/api/home": "people and groups count once under all their names",
    "/api/(network|path).*": "the network of co-players: its edges, communities, line-ups, sidemen and ways",
}
#: A moment in UTC. Answers ended it in `Z` or in `+00:00`; all of them end it in `Z` now.
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)\+00:00")


def is_changed(name: str) -> bool:
    """Whether a table or an answer differs on purpose."""
    return any(re.fullmatch(pattern, name) for pattern in CHANGED)


def differences(before: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """Each place of tables and answers that both have where they differ and need not, as one line."""
    for name in sorted(name for name in before.keys() & now.keys() if not is_changed(name)):
        yield from _differences(_renamed(before[name]), now[name], name)


def _renamed(value: Any) -> Any:
    """A value of before under the keys of today."""
    if isinstance(value, dict):
        return {RENAMED.get(key, key): _renamed(one) for key, one in value.items()}
    return [_renamed(one) for one in value] if isinstance(value, list) else value


def _differences(before: Any, now: Any, place: str) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(now, dict):
        for key in sorted(before.keys() | now.keys() - (ADDED - before.keys())):
            yield from _differences(before.get(key), now.get(key), f"{place}.{key}")
    elif place.endswith(".coverage"):
        # Subjects that were there; more of them are known of now.
        yield from _differences(
            _by_subject(before), {one: _by_subject(now).get(one) for one in _by_subject(before)}, f"{place} "
        )
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for number, (one, other) in enumerate(zip(before, now, strict=True)):
            yield from _differences(one, other, f"{place}[{number}]")
    elif _with_z(before) != _with_z(now):
        yield f"{place}: {str(before)[:80]} -> {str(now)[:80]}"


def _by_subject(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {row["subject"]: row for row in rows}


def _with_z(value: Any) -> Any:
    return _MOMENT.sub(r"\1Z", value) if isinstance(value, str) and _MOMENT.fullmatch(value) else value
