"""How a record of Discogs stands to the shelf: owned, another pressing of an owned album, wanted, or neither."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from linernotes.insights.snapshot import Snapshot

_OWNED = """
select c.release_id, coalesce(r.master_id, c.master_id, -c.release_id) as album_id
from collection_items as c
left join release as r on r.release_id = c.release_id
"""
_WANTED = """
select w.release_id, coalesce(r.master_id, w.master_id, -w.release_id) as album_id
from wantlist_items as w
left join release as r on r.release_id = w.release_id
"""


class Standing(StrEnum):
    """What a release is to the collector."""

    OWNED = "owned"  # a copy of it is on the shelf
    PRESSING = "pressing"  # a copy of another pressing of its album is
    WANTED = "wanted"  # it, or another pressing of its album, is on the wantlist
    MISSING = "missing"  # neither


@dataclass(frozen=True, slots=True)
class _Record:
    release_id: int
    album_id: int


def places_of(values: NDArray[np.int64], among: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places of the values that are among some others, which ascend."""
    if not len(among):
        return np.empty(0, dtype=np.int64)
    places = np.minimum(np.searchsorted(among, values), len(among) - 1)
    return np.flatnonzero(among[places] == values)


class Standings:
    """What is owned and wanted, by release and by album.

    `release_ids`, `wanted_ids` and `known_album_ids` are owned releases, wanted ones, and albums of either, ascending:
    for questions about many releases at a time.
    """

    def __init__(self, owned: list[_Record], wanted: list[_Record]) -> None:
        self.releases = frozenset(one.release_id for one in owned)
        self.albums = frozenset(one.album_id for one in owned)
        self.wanted = frozenset(one.release_id for one in wanted)
        self.wanted_albums = frozenset(one.album_id for one in wanted)
        self.release_ids, self.wanted_ids = _ascending(self.releases), _ascending(self.wanted)
        self.known_album_ids = _ascending(self.albums | self.wanted_albums)

    def standing(self, release_id: int, album_id: int) -> Standing:
        """What a release is to the collector."""
        return self.standing_of(
            album_id, is_owned=release_id in self.releases, is_wanted=release_id in self.wanted
        )

    def standing_of(self, album_id: int, *, is_owned: bool, is_wanted: bool) -> Standing:
        """What a release, or one of several of an album, is: `is_owned` and `is_wanted` say it of the releases."""
        if is_owned:
            return Standing.OWNED
        if album_id in self.albums:
            return Standing.PRESSING
        return Standing.WANTED if is_wanted or album_id in self.wanted_albums else Standing.MISSING


def _ascending(ids: Iterable[int]) -> NDArray[np.int64]:
    return np.array(sorted(ids), dtype=np.int64)


def read_shelf_standing(snapshot: Snapshot) -> Standings:
    """What is owned and wanted in a build. Read it with `snapshot.cached`: it has every release of both lists."""
    return Standings(snapshot.storage.read(_Record, _OWNED), snapshot.storage.read(_Record, _WANTED))
