"""The map of the build before, and which areas of it are those of today. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from linernotes.derive.network.graph import Floats, Ints

#: The site of an area that the build before did not have.
UNKNOWN = (np.nan, np.nan, np.nan)
#: The number of an area that the build before did not have: area ids are above 0 for places, below for regions.
NO_AREA = 0


#: Where a name stood: its side of the dot, and the middle of its text from the dot, in pixels.
LabelBefore = tuple[int, float, float]
#: A part of a place: the place's id, and the number of the part.
PartBefore = tuple[int, int]


@dataclass(frozen=True)
class AtlasBefore:
    """The map of the build before. Artists and areas have their ids; regions have ids below 0, as in atlas_area.

    * `sites`: those of areas, x, y and power. `hues`: their tints. `titled`: who gave them their names.
      `titles`: the middles of their titles, before they were swayed. `regions`: the region of a place.
    * `homes`: the place of everyone on land. `drawn`: where everyone stood. `people`: the same, before those on land
      were swayed. `labels`: who was named at the first sight.
    * `parts`: the number of the part that somebody's place was divided into. `part_sites`: x, y and power of each part.
    * `banks`: who stood on the banks of a border of two areas, the lower id first.
    """

    sites: Mapping[int, tuple[float, float, float]] = field(default_factory=dict)
    hues: Mapping[int, int] = field(default_factory=dict)
    titled: Mapping[int, int] = field(default_factory=dict)
    titles: Mapping[int, Floats] = field(default_factory=dict)
    regions: Mapping[int, int] = field(default_factory=dict)
    homes: Mapping[int, int] = field(default_factory=dict)
    drawn: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    people: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    labels: Mapping[int, LabelBefore] = field(default_factory=dict)
    parts: Mapping[int, int] = field(default_factory=dict)
    part_sites: Mapping[PartBefore, tuple[float, float, float]] = field(default_factory=dict)
    banks: Mapping[tuple[int, int], frozenset[int]] = field(default_factory=dict)

    def homes_of(self, ids: Ints) -> Ints:
        """The place where each of these artists lived, or NO_AREA."""
        return np.array([self.homes.get(id, NO_AREA) for id in ids.tolist()], dtype=np.int64)

    def regions_of(self, homes: Ints) -> Ints:
        """The region of each of these places, or the place itself where it lay in none."""
        return np.array([self.regions.get(home, home) for home in homes.tolist()], dtype=np.int64)

    def sites_of(self, areas: Sequence[int]) -> Floats:
        """Sites and powers of these areas (n, 3); NaN for NO_AREA."""
        return np.array([self.sites.get(area, UNKNOWN) for area in areas], dtype=np.float64).reshape(-1, 3)


#: Nothing is known of a build before.
NOTHING_BEFORE = AtlasBefore()


def areas_before(members: Sequence[Ints], homes: Ints) -> list[int]:
    """Which area of the build before each is today, by the people: most of its members lived there.

    `homes` has the area in which each artist lived, or NO_AREA. No area is two of today. The ids of communities do
    not say it: they follow the artist with most copies.
    """
    shared = []
    for number, one in enumerate(members):
        for area, count in Counter(homes[one].tolist()).items():
            if area != NO_AREA and 2 * count >= len(one):
                shared.append((-count, number, area))
    found, used = [NO_AREA] * len(members), {NO_AREA}
    for _, number, area in sorted(shared):
        if found[number] == NO_AREA and area not in used:
            found[number] = area
            used.add(area)
    return found
