"""The same line-up on several albums: the largest, and the trios and duos that made most albums together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from linernotes.insights.network.line_ups.shared_line_ups import Group, People, SharedLineUps
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.artist_names import read_names, read_other_names
from linernotes.storage.duckdb.database import load_sql

#: From so many people on, the largest line-ups are listed; of three and of two those that made most albums.
MANY = 4

_TITLES = "select release_id, title from release where list_contains(?, release_id)"
_CO_PLAYERS = """
select c.release_id, c.artist_id_from, c.artist_id_to
from co_player_releases as c
where c.release_id in (select unnest(cast(? as bigint[])))
"""


@dataclass(frozen=True, slots=True)
class LineUp:
    """People who are together on a track of each of several albums; nobody else is with them on all of these.

    Each person or group is once among them, by the name that stands on most of these albums. Each album stands by the
    oldest pressing here on which they are together. The album that came out first is the first.
    """

    members: tuple[str, ...]
    albums: tuple[str, ...]
    member_ids: tuple[int, ...]
    release_ids: tuple[int, ...]


def by_size(line_ups: Iterable[LineUp]) -> dict[str, tuple[LineUp, ...]]:
    """The line-ups of four or more, of three, and of two, by what such are called; without what there is none of."""
    found: dict[str, tuple[LineUp, ...]] = {}
    for one in line_ups:
        name = {2: "Two", 3: "Three"}.get(len(one.members), "Four or more")
        found[name] = (*found.get(name, ()), one)
    return found


class _Row(NamedTuple):
    release_id: int
    album_id: int
    year: int | None
    performers: list[int]
    is_split: bool


class _Pair(NamedTuple):
    release_id: int
    artist_id_from: int
    artist_id_to: int


class _Title(NamedTuple):
    release_id: int
    title: str | None


class _Together(NamedTuple):
    """People on one track of a release, as identities, and the names by which the line-up has them."""

    release_id: int
    album_id: int
    year: int | None
    people: People
    performers: list[int]


def read_line_ups(snapshot: Snapshot, most: int) -> tuple[LineUp, ...]:
    """The `most` largest line-ups of four or more, then the trios and the duos on most albums, `most` of each."""
    aliases = snapshot.cached(read_other_names)
    line_ups = list(_together(snapshot, aliases))
    shared = SharedLineUps((one.album_id, one.people) for one in line_ups)
    found = [
        *shared.largest(most, least_size=MANY),
        *shared.most_albums(most, size=3),
        *shared.most_albums(most, size=2),
    ]
    by_album: defaultdict[int, list[_Together]] = defaultdict(list)
    for one in line_ups:
        by_album[one.album_id].append(one)
    return _named(snapshot, [_shown(group, by_album, aliases) for group in found])


def _together(snapshot: Snapshot, aliases: Mapping[int, int]) -> Iterator[_Together]:
    """Everybody on a track, in the order of line_ups.sql; of a split release each side of the `/` alone."""
    rows = list(snapshot.storage.read(_Row, load_sql("linernotes.insights.network.line_ups", "line_ups")))
    split = sorted({row.release_id for row in rows if row.is_split})
    playing: defaultdict[int, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for pair in snapshot.storage.read(_Pair, _CO_PLAYERS, [split]) if split else ():
        one, other = (aliases.get(id, id) for id in pair[1:])
        playing[pair.release_id][one].add(other)
        playing[pair.release_id][other].add(one)
    for row in rows:
        people = People(aliases.get(id, id) for id in row.performers)
        sides = cliques(people, playing[row.release_id]) if row.is_split else [people]
        for side in sides:
            yield _Together(row.release_id, row.album_id, row.year, side, row.performers)


def cliques(people: People, playing: Mapping[int, set[int]]) -> list[People]:
    """The largest parts of a line-up in which everybody plays with everybody. Pure."""
    waiting, found, seen = [people], [], set()
    while waiting:
        part = waiting.pop()
        if part in seen:
            continue
        seen.add(part)
        lonely = next((one for one in sorted(part) if part - {one} - playing.get(one, set())), None)
        if lonely is None:
            found.append(part)
        else:
            waiting += [part - {lonely}, part & (playing.get(lonely, set()) | {lonely})]
    return [one for one in found if not any(one < other for other in found)]


def _shown(
    group: Group, by_album: Mapping[int, list[_Together]], aliases: Mapping[int, int]
) -> tuple[list[int], list[int]]:
    """The names of a group, and the first pressing of each album that it is together on."""
    people, names = People(group.members), Counter[int]()
    on = [next(one for one in by_album[album] if people <= one.people) for album in group.albums]
    on.sort(key=lambda one: (one.year is None, one.year or 0, one.release_id))
    for one in on:
        names.update(id for id in one.performers if aliases.get(id, id) in people)
    called: dict[int, int] = {}
    for name, _ in sorted(names.items(), key=lambda named: (-named[1], named[0])):
        called.setdefault(aliases.get(name, name), name)
    return [called[one] for one in group.members], [one.release_id for one in on]


def _named(snapshot: Snapshot, found: list[tuple[list[int], list[int]]]) -> tuple[LineUp, ...]:
    people = read_names(snapshot, (id for members, _ in found for id in members))
    releases = sorted({id for _, ids in found for id in ids})
    titles = {row.release_id: row.title for row in snapshot.storage.read(_Title, _TITLES, [releases])}
    return tuple(
        LineUp(
            tuple(people[id] for id in members),
            tuple(titles[id] or "Untitled" for id in ids),
            tuple(members),
            tuple(ids),
        )
        for members, ids in found
    )
