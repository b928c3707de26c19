"""The communities and the map of the build before: those of the next start from them, so that they change little."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from linernotes.derive.network.atlas.geometry import unswayed
from linernotes.derive.network.atlas.map_before import NOTHING_BEFORE, AtlasBefore
from linernotes.derive.network.graph import Floats
from linernotes.errors import StoreError
from linernotes.storage.duckdb.database import DBStorage

#: For each level, the top first: artist_id -> community_id.
Levels = tuple[dict[int, int], ...]

_FINISHED = "select count(*) from build_before.sync_run where status = 'done'"
_MEMBERS = """
select c.level, m.artist_id, m.community_id
from build_before.artist_community_members as m
inner join build_before.artist_community as c on c.community_id = m.community_id
order by c.level, m.artist_id
"""


_AREAS = """
select area_id, region_id, artist_id, site_x, site_y, power, hue, title_box
from build_before.atlas_area order by area_id
"""
_BRIDGES = """
select artist_id, partner_id, area_id, partner_area_id from build_before.atlas_bridge where has_line
order by artist_id
"""
_PARTS = (
    "select area_id, part_no, site_x, site_y, power from build_before.atlas_part order by area_id, part_no"
)
_PEOPLE = """
select p.artist_id, p.area_id, p.part_no, v.x, v.y, p.label_zoom, p.label_side, p.label_x, p.label_y
from build_before.atlas_person as p
inner join build_before.artist_vertex as v on v.artist_id = p.artist_id
order by p.artist_id
"""


@dataclass(frozen=True)
class Before:
    """The communities of the build before, and its map."""

    levels: Levels = ()
    atlas: AtlasBefore = NOTHING_BEFORE


#: There is no build before.
NO_BUILD = Before()


class _Area(NamedTuple):
    area_id: int
    region_id: int | None
    artist_id: int | None
    site_x: float
    site_y: float
    power: float
    hue: int
    title_box: list[float] | None


class _Bridge(NamedTuple):
    artist_id: int
    partner_id: int
    area_id: int
    partner_area_id: int


class _Part(NamedTuple):
    area_id: int
    part_no: int
    site_x: float
    site_y: float
    power: float


class _Person(NamedTuple):
    artist_id: int
    area_id: int | None
    part_no: int | None
    x: float
    y: float
    label_zoom: int | None
    label_side: int | None
    label_x: float | None
    label_y: float | None


class _Member(NamedTuple):
    level: int
    artist_id: int
    community_id: int


def read_before(storage: DBStorage, build: Path | None) -> Before:
    """The communities and map of the build before that of `storage`. Nothing if there is none, or it is unreadable.

    Nothing either before the first sync has ended: half a shelf would shape the map of all of it.
    """
    if build is None:
        return NO_BUILD
    levels: defaultdict[int, dict[int, int]] = defaultdict(dict)
    try:
        with storage.beside(build, "build_before"):
            if not storage.scalar(_FINISHED):
                return NO_BUILD
            for row in storage.read(_Member, _MEMBERS):
                levels[row.level][row.artist_id] = row.community_id
            atlas = _read_atlas(storage)
    except StoreError:
        return NO_BUILD  # of another version, or damaged: the next build starts afresh
    return Before(tuple(levels[level] for level in sorted(levels)), atlas)


def _read_atlas(storage: DBStorage) -> AtlasBefore:
    areas, people = list(storage.read(_Area, _AREAS)), list(storage.read(_Person, _PEOPLE))
    stood = np.array([(one.x, one.y) for one in people]).reshape(-1, 2)
    on_land = np.array([one.area_id is not None for one in people], dtype=np.bool_)
    stood[on_land] = unswayed(stood[on_land])
    on_banks: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for bridge in storage.read(_Bridge, _BRIDGES):
        one, other = sorted((bridge.area_id, bridge.partner_area_id))
        on_banks[one, other] |= {bridge.artist_id, bridge.partner_id}
    return AtlasBefore(
        sites={one.area_id: (one.site_x, one.site_y, one.power) for one in areas},
        hues={one.area_id: one.hue for one in areas},
        titled={one.area_id: one.artist_id for one in areas if one.artist_id is not None},
        titles={one.area_id: _unswayed_middle(one.title_box) for one in areas if one.title_box is not None},
        regions={one.area_id: one.region_id for one in areas if one.region_id is not None},
        homes={one.artist_id: one.area_id for one in people if one.area_id is not None},
        drawn={one.artist_id: (one.x, one.y) for one in people},
        people={one.artist_id: (x, y) for one, (x, y) in zip(people, stood.tolist(), strict=True)},
        labels={
            one.artist_id: (one.label_side or 0, one.label_x or 0.0, one.label_y or 0.0)
            for one in people
            if one.label_zoom == 1 and one.area_id is not None
        },
        parts={one.artist_id: one.part_no for one in people if one.part_no is not None},
        part_sites={
            (one.area_id, one.part_no): (one.site_x, one.site_y, one.power)
            for one in storage.read(_Part, _PARTS)
        },
        banks={areas: frozenset(on_bank) for areas, on_bank in on_banks.items()},
    )


def _unswayed_middle(box: list[float]) -> Floats:
    left, top, right, bottom = box
    return np.asarray(unswayed(np.array([[(left + right) / 2, (top + bottom) / 2]]))[0], dtype=np.float64)
