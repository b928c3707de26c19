"""The same people on one track, on several albums: which groups of them are worth a line. Pure; opens nothing.

A group is two identities or more. It is together on an album if all of it is among the performers of one of its tracks.
It has to be together on two albums at least, and it has to be closed: nobody else is with it on all of these albums,
or that larger group stands for it. So a trio has a line of its own only if it made more albums than each quartet
around it.

Closed groups are intersections of line-ups. There may be more of these than anybody can count, so only the best are
looked for: `largest` begins with the largest, and `most_albums` with those who are on most albums.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush, heappushpop
from typing import NamedTuple

People = frozenset[int]

#: So many albums make a group.
LEAST_ALBUMS = 2
#: Intersections that `largest` looks at, the largest first, at 0.1 to 0.3 ms each. What is left out is as large as the
#: last that is found, or smaller.
_MOST_LOOKED_AT = 3_000


class Group(NamedTuple):
    """A closed group of identities, ascending, and the albums that it is together on, ascending."""

    members: tuple[int, ...]
    albums: tuple[int, ...]


class SharedLineUps:
    """Line-ups of a shelf, to find groups in. A line-up is an album and who performs together on a track of it."""

    def __init__(self, line_ups: Iterable[tuple[int, People]]) -> None:
        line_ups = list(line_ups)
        albums_of: defaultdict[int, set[int]] = defaultdict(set)
        for album, people in line_ups:
            for one in people:
                albums_of[one].add(album)
        #: Only who is on two albums can be with somebody on two.
        self._albums = {one: len(on) for one, on in albums_of.items() if len(on) >= LEAST_ALBUMS}
        self._people: list[People] = []
        self._on: list[set[int]] = []
        self._line_ups: defaultdict[int, list[int]] = defaultdict(list)
        for people, albums in _distinct(line_ups, self._albums).items():
            for one in people:
                self._line_ups[one].append(len(self._people))
            self._people.append(people)
            self._on.append(albums)

    def largest(self, most: int, *, least_size: int) -> list[Group]:
        """The closed groups of most people, of `least_size` at least; of equals those with most albums."""
        found: list[Group] = []
        heap = [(-len(people), sorted(people), people) for people in self._people]
        heap.sort()
        begun = set(self._people)
        seen: set[People] = set()
        looked_at = 0
        while heap and looked_at < _MOST_LOOKED_AT:
            smallest = len(found[most - 1].members) if len(found) >= most else least_size
            _, _, people = heappop(heap)
            if len(people) < smallest:
                break
            looked_at += 1
            overlaps = Counter(line_up for one in people for line_up in self._line_ups[one])
            within = [line_up for line_up, shared in overlaps.items() if shared == len(people)]
            albums = self._albums_of(within)
            if len(albums) >= LEAST_ALBUMS and self._is_closed(people, within, len(albums)):
                found.append(Group(tuple(sorted(people)), tuple(sorted(albums))))
            for line_up, shared in overlaps.items():
                if smallest <= shared < len(people) and (
                    len(albums) >= LEAST_ALBUMS or not self._on[line_up] <= albums
                ):
                    child = people & self._people[line_up]
                    if child not in seen and child not in begun:
                        seen.add(child)
                        heappush(heap, (-len(child), sorted(child), child))
        return _ranked(found)[:most]

    def most_albums(self, most: int, *, size: int) -> list[Group]:
        """The closed groups of so many people that are together on most albums; of equals those of busier people.

        Busier is who is on more albums, of equals the lower id.
        """
        search = _ByAlbums(most, size)
        by_albums = sorted(self._line_ups, key=lambda one: (-self._albums[one], one))
        place = {one: number for number, one in enumerate(by_albums)}
        for one in by_albums:
            if not search.is_worth(self._albums[one]):
                break
            self._extend((one,), self._line_ups[one], place, search)
        return sorted(search.found, key=lambda group: -len(group.albums))[:most]  # of equals the first found

    def _extend(
        self, chosen: tuple[int, ...], within: Sequence[int], place: dict[int, int], search: _ByAlbums
    ) -> None:
        """Look for groups that begin with these, in the order of `place`. `within` are the line-ups with them all."""
        albums, together = self._albums_of(within), self._together(within)
        missing = search.size - len(chosen)
        if not missing:
            if all(together[one] < len(albums) for one in together if one not in chosen):
                search.add(Group(tuple(sorted(chosen)), tuple(sorted(albums))))
            return
        # Who is in all of these line-ups is in every closed group of them.
        needed = People.intersection(*(self._people[line_up] for line_up in within)).difference(chosen)
        if len(needed) > missing:
            return
        for one in sorted(needed if len(needed) == missing else together, key=place.__getitem__):
            if place[one] > place[chosen[-1]] and search.is_worth(together[one]):
                rest = [line_up for line_up in within if one in self._people[line_up]]
                self._extend((*chosen, one), rest, place, search)

    def _albums_of(self, line_ups: Iterable[int]) -> set[int]:
        return set().union(*(self._on[line_up] for line_up in line_ups))

    def _together(self, line_ups: Iterable[int]) -> Counter[int]:
        """On how many albums each is in one of these line-ups."""
        by_album: defaultdict[int, set[int]] = defaultdict(set)
        for line_up in line_ups:
            for album in self._on[line_up]:
                by_album[album] |= self._people[line_up]
        return Counter(one for people in by_album.values() for one in people)

    def _is_closed(self, people: People, within: Iterable[int], albums: int) -> bool:
        together = self._together(within)
        return all(together[one] < albums for one in together.keys() - people)


class _ByAlbums:
    """The groups of `size` people on most albums that were found so far. Of equals the first that is found counts."""

    def __init__(self, most: int, size: int) -> None:
        self.size = size
        self.found: list[Group] = []
        self._most = most
        self._best: list[int] = []

    def is_worth(self, albums: int) -> bool:
        """Whether a group on so many albums may be among the best."""
        return albums > (self._best[0] if len(self._best) == self._most else LEAST_ALBUMS - 1)

    def add(self, group: Group) -> None:
        """Keep it if it is worth it."""
        if self.is_worth(len(group.albums)):
            self.found.append(group)
            (heappush if len(self._best) < self._most else heappushpop)(self._best, len(group.albums))


def _distinct(line_ups: Iterable[tuple[int, People]], known: dict[int, int]) -> dict[People, set[int]]:
    """Line-up -> its albums, of `known` people alone. A part of a larger one of the same album is left out."""
    by_album: defaultdict[int, set[People]] = defaultdict(set)
    for album, people in line_ups:
        by_album[album].add(People(one for one in people if one in known))
    found: defaultdict[People, set[int]] = defaultdict(set)
    for album, many in by_album.items():
        for people in _maximal(many):
            if len(people) > 1:
                found[people].add(album)
    return found


def _maximal(many: Iterable[People]) -> Iterator[People]:
    kept: list[People] = []
    for people in sorted(many, key=len, reverse=True):
        if not any(people <= larger for larger in kept):
            kept.append(people)
            yield people


def _ranked(groups: Iterable[Group]) -> list[Group]:
    return sorted(groups, key=lambda one: (-len(one.members), -len(one.albums), one.members))
