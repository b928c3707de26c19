"""Which groups are together on several albums, the long way: every intersection of line-ups that there is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

People = frozenset[int]
Album = TypeVar("Album")


def closed_groups(line_ups: Iterable[tuple[Album, People]]) -> dict[People, frozenset[Album]]:
    """Whatever any number of line-ups have in common -> its albums, without parts of what is on the same albums."""
    with_person: defaultdict[int, set[tuple[Album, People]]] = defaultdict(set)
    for album, people in line_ups:
        for person in people if len(people) > 1 else ():
            with_person[person].add((album, people))
    groups = {people for many in with_person.values() for _, people in many}
    waiting = list(groups)
    while waiting:
        one = waiting.pop()
        for other in {people for person in one for _, people in with_person[person]}:
            if len(one & other) > 1 and one & other not in groups:
                groups.add(one & other)
                waiting.append(one & other)
    on = {
        group: frozenset(album for album, people in with_person[min(group)] if group <= people)
        for group in groups
    }
    largest: defaultdict[frozenset[Album], list[People]] = defaultdict(list)
    for group, albums in on.items():
        largest[albums].append(group)
    return {
        group: albums
        for group, albums in on.items()
        if len(albums) > 1 and not any(group < other for other in largest[albums])
    }
