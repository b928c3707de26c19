"""The map of the shelf: its areas, its people and its bridges, as they were drawn with the build."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from linernotes.insights.coverage import OfBuild, of_build
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.direction import isolated

#: The map's pixels.
WIDTH, HEIGHT = 1200, 800
#: Depths of zoom at which names were placed; people of a map with regions are seen from the third on.
ZOOMS = (1, 2, 4, 8, 16)
PEOPLE_FROM = 4

_AREAS = """
select area_id, region_id, artist_id, name, styles, hue, qty_people, qty_places, title, subtitle, title_size, title_box,
    outline, share
from atlas_area
order by share desc, area_id
"""
_PARTS = "select area_id, part_no, qty_people, lines from atlas_part order by area_id, part_no"
_PEOPLE = """
select v.artist_id, coalesce(v.name, 'Artist ' || v.artist_id) as name, v.in_collection, p.area_id, p.part_no,
    p.piece_no, v.x, v.y, p.radius, p.copies, p.albums, p.label, p.label_zoom, p.label_x, p.label_y, p.label_size,
    p.label_width
from atlas_person as p
inner join artist_vertex as v on v.artist_id = p.artist_id
order by v.artist_id
"""
_BRIDGES = """
select artist_id, partner_id, area_id, partner_area_id, weight, has_line
from atlas_bridge
order by weight desc, artist_id
"""
_LINES = """
select e.artist_id_from, e.artist_id_to, e.weight
from artist_edge as e
inner join atlas_person as one on one.artist_id = e.artist_id_from
inner join atlas_person as other on other.artist_id = e.artist_id_to
where one.area_id = other.area_id
order by e.weight desc, e.artist_id_from, e.artist_id_to
"""


@dataclass(frozen=True, slots=True)
class AtlasArea:
    """An area of the map. Boxes and outlines are in the map's pixels; `artist_id` is None for a region of a style.

    `share` is its share of the land, 0 to 1.
    """

    area_id: int
    region_id: int | None
    artist_id: int | None
    name: str
    styles: list[str]
    hue: int
    qty_people: int
    qty_places: int
    title: list[str] | None
    subtitle: str | None
    title_size: float | None
    title_box: list[float] | None
    outline: list[float]
    share: float


@dataclass(frozen=True, slots=True)
class AtlasPart:
    """A part of a large place: people who play with each other more than with the rest of it.

    `lines` part it from those of higher numbers, in short pieces: x, y, x, y of each piece's two ends.
    """

    area_id: int
    part_no: int
    qty_people: int
    lines: list[float]


@dataclass(frozen=True, slots=True)
class AtlasPerson:
    """Somebody on the map. In the strip of those apart from the rest there is no area, and a number of the piece.

    `part_no` is the part of the place, None where it has none.

    The label is the name, cut short where it is very long. Its place is the middle of it from the dot, in pixels of
    the screen. It is None where it is never drawn.
    """

    artist_id: int
    name: str
    in_collection: bool
    area_id: int | None
    part_no: int | None
    piece_no: int | None
    x: float
    y: float
    radius: float
    copies: int
    albums: int
    label: str | None
    label_zoom: int | None
    label_x: float | None
    label_y: float | None
    label_size: float | None
    label_width: float | None


@dataclass(frozen=True, slots=True)
class AtlasBridge:
    """Somebody on the bank of an area who plays with a partner on the other bank.

    Without `has_line` they stand within their areas, two of the three largest, and their names say it.
    """

    artist_id: int
    partner_id: int
    area_id: int
    partner_area_id: int
    weight: float
    has_line: bool


class AtlasLine(NamedTuple):
    """Two people of one place who are connected."""

    artist_id_from: int
    artist_id_to: int
    weight: float


@dataclass(frozen=True, kw_only=True)
class Atlas(OfBuild):
    """The whole map. The largest areas come first; `lines` join people of one place, the strongest first."""

    width: int
    height: int
    areas: tuple[AtlasArea, ...]
    parts: tuple[AtlasPart, ...]
    people: tuple[AtlasPerson, ...]
    bridges: tuple[AtlasBridge, ...]
    lines: tuple[AtlasLine, ...]

    @cached_property
    def person(self) -> dict[int, AtlasPerson]:
        """Everybody on the map, by artist."""
        return {one.artist_id: one for one in self.people}

    @cached_property
    def area(self) -> dict[int, AtlasArea]:
        """Every area, by its id."""
        return {one.area_id: one for one in self.areas}

    @cached_property
    def bounds(self) -> dict[int, tuple[float, float, float, float]]:
        """Left, top, right and bottom of every area that has an outline."""
        return {
            one.area_id: (
                min(one.outline[::2]),
                min(one.outline[1::2]),
                max(one.outline[::2]),
                max(one.outline[1::2]),
            )
            for one in self.areas
            if one.outline
        }

    @cached_property
    def points(self) -> dict[int, str]:
        """Where everybody stands, as a path of SVG has it, by artist: `12.3 45.6`."""
        return {one.artist_id: f"{one.x:.1f} {one.y:.1f}" for one in self.people}

    @cached_property
    def people_of(self) -> dict[int | None, list[AtlasPerson]]:
        """Who lives in each place; None has those of the strip."""
        found: dict[int | None, list[AtlasPerson]] = {}
        for one in self.people:
            found.setdefault(one.area_id, []).append(one)
        return found

    @cached_property
    def foremost(self) -> dict[int | None, list[AtlasPerson]]:
        """Of those in each place who is seen from afar: who is named at the first sight, or names the place."""
        titled = {one.artist_id for one in self.areas}
        return {
            area_id: [
                one for one in people if area_id is None or one.label_zoom == 1 or one.artist_id in titled
            ]
            for area_id, people in self.people_of.items()
        }

    @cached_property
    def lines_of(self) -> dict[int, list[AtlasLine]]:
        """The lines within each place, the strongest first."""
        found: dict[int, list[AtlasLine]] = {}
        for line in self.lines:
            area_id = self.person[line.artist_id_from].area_id
            if area_id is not None:
                found.setdefault(area_id, []).append(line)
        return found

    def nearest(self, x: float, y: float, reach: float) -> AtlasPerson | None:
        """Who stands nearest to a point of the map, at most so far from it."""
        found = min(self.people, key=lambda one: (one.x - x) ** 2 + (one.y - y) ** 2, default=None)
        if found is None or (found.x - x) ** 2 + (found.y - y) ** 2 > reach**2:
            return None
        return found

    @property
    def has_regions(self) -> bool:
        """Whether places lie in regions, and people are seen only from nearer."""
        return any(one.region_id is not None for one in self.areas)

    @property
    def has_meetings(self) -> bool:
        """Whether names say who ties two of the largest countries, because no line joins these."""
        return not all(one.has_line for one in self.bridges)

    @property
    def countries(self) -> tuple[AtlasArea, ...]:
        """The areas that the first sight shows with a title: regions, or places where there are none."""
        return tuple(one for one in self.areas if one.region_id is None)

    @property
    def places(self) -> tuple[AtlasArea, ...]:
        """The areas in which people live."""
        return tuple(one for one in self.areas if one.area_id > 0)

    @property
    def alone(self) -> int:
        """Artists who are connected with nobody."""
        return sum(size == 1 for size in self._pieces.values())

    @property
    def small_pieces(self) -> int:
        """Line-ups in the strip, of two people or more, that share nobody with another."""
        return sum(size > 1 for size in self._pieces.values())

    @cached_property
    def _pieces(self) -> Counter[int]:
        return Counter(one.piece_no for one in self.people if one.piece_no is not None)


def read_atlas(snapshot: Snapshot) -> Atlas:
    """Read the map of a build."""
    read = snapshot.storage.read
    return Atlas(
        width=WIDTH,
        height=HEIGHT,
        areas=tuple(read(AtlasArea, _AREAS)),
        parts=tuple(read(AtlasPart, _PARTS)),
        people=tuple(read(AtlasPerson, _PEOPLE)),
        bridges=tuple(read(AtlasBridge, _BRIDGES)),
        lines=tuple(read(AtlasLine, _LINES)),
        **of_build(snapshot),
    )


def in_words(atlas: Atlas) -> str:
    """What the map shows, in words: how many places, the largest, and who joins two of them most strongly."""
    countries = atlas.countries
    if not countries:
        return "Nobody here plays with anybody else, as far as the credits say."
    units = [" % of the land", " %", " %"]
    largest = [
        f"{isolated(one.name)} ({round(100 * one.share)}{unit})"
        for one, unit in zip(countries, units, strict=False)
    ]
    named = largest[0] if len(largest) == 1 else f"{', '.join(largest[:-1])} and {largest[-1]}"
    are = "is" if len(largest) == 1 else "are"
    kind = "region" if atlas.has_regions else "place"
    sentence = f"{len(countries):,} {kind}{'s' if len(countries) != 1 else ''}; the largest {are} {named}."
    if atlas.bridges:
        who, areas = _joining(atlas, atlas.bridges[0])
        sentence += f" {who} join {areas} most strongly."
    of_two = {one.area_id for one in countries[:2]}
    between = [one for one in atlas.bridges if {one.area_id, one.partner_area_id} == of_two]
    if between and between[0] is not atlas.bridges[0]:
        sentence += f" {_joining(atlas, between[0])[0]} join the two largest."
    return sentence


def _joining(atlas: Atlas, bridge: AtlasBridge) -> tuple[str, str]:
    """Who stands on the two banks, and which areas these are of: in words."""
    who = (isolated(atlas.person[id].name) for id in (bridge.artist_id, bridge.partner_id))
    areas = (isolated(atlas.area[id].name) for id in (bridge.area_id, bridge.partner_area_id))
    return " and ".join(who), " and ".join(areas)
