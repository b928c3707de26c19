"""Which groups are together on several albums, the long way: every intersection of line-ups that there is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

People = frozenset[int]
Album = TypeVar("Album")


def closed_groups(line_ups: Iterable[tuple[Album, People]]) -> dict[People, frozenset[Album]]:
    """Whatever any number of line-ups have in common -> its albums, without parts of what is on the same albums."""
    line_ups = set(line_ups)
    groups = {people for _, people in line_ups}
    begun = groups
    while more := {one & other for one in groups for other in begun} - groups:
        groups = groups | more
    on = {group: frozenset(album for album, all in line_ups if group <= all) for group in groups}
    on = {group: albums for group, albums in on.items() if len(group) > 1 and len(albums) > 1}
    return {
        group: albums
        for group, albums in on.items()
        if not any(group < other and albums == more for other, more in on.items())
    }
