"""Draws up the atlas: territories, titles, people, bridges, names and the strip, from the network and the shelf."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from linernotes.derive.network.atlas.arrangement import arrange
from linernotes.derive.network.atlas.bridges import Bridge, Meeting, build_bridges, find_meetings
from linernotes.derive.network.atlas.cells import Cell, borders, cut
from linernotes.derive.network.atlas.colours import choose_hues
from linernotes.derive.network.atlas.geometry import area, drawn_in, rectangle, rounded, swayed
from linernotes.derive.network.atlas.map_before import NO_AREA, NOTHING_BEFORE, AtlasBefore, areas_before
from linernotes.derive.network.atlas.parts import Part
from linernotes.derive.network.atlas.places import (
    POWER,
    Settlement,
    join_regions,
    links_between,
    place_weights,
    settle_places,
)
from linernotes.derive.network.atlas.settling import Ground, settle_people
from linernotes.derive.network.atlas.strip import Strip, around, lay_out
from linernotes.derive.network.atlas.titles import (
    Title,
    fitted,
    likeness,
    place_styles,
    setting_apart,
    title_size,
    typical,
)
from linernotes.derive.network.graph import Floats, Ints, Network

WIDTH, HEIGHT = 1200.0, 800.0
#: Around the map.
EDGE = 8.0
#: A territory has room for a title and a few names, in square pixels.
LEAST_AREA = 9_500.0
#: What is said under the titles of the largest countries.
RANKS = ("Largest", "2nd", "3rd")


@dataclass(frozen=True)
class MappedArtists:
    """What the atlas needs to know of the artists of the network, in its order.

    `styles` is how many albums of each style each artist is on (artists, styles), named in `style_names`.
    """

    names: Sequence[str]
    copies: Ints
    albums: Ints
    styles: Floats
    style_names: list[str]


@dataclass(frozen=True)
class Territory:
    """An area of the map with a title: a country, or a place within a region.

    `titled` is the artist who gives it its name (a place in the network), -1 for a region. `parent` is the number of
    the region, -1 on top; `qty_places` is 1 for a place. `rank` is one of RANKS, or empty. `outline` is as drawn:
    rounded and swayed. `site` is where the next map begins. `was` is its id in the build before, or NO_AREA.
    """

    id: int
    parent: int
    members: Ints
    site: Floats
    power: float
    cell: Cell
    outline: Floats
    title: Title | None
    name: str
    styles: list[str]
    titled: int
    hue: int
    was: int
    rank: str
    qty_places: int = 1


@dataclass(frozen=True)
class Atlas:
    """The whole map. `at` (n, 2) has where each artist of the network stands, `home` the number of their place."""

    territories: list[Territory]
    places: list[Territory]
    at: Floats
    home: Ints
    bridges: list[Bridge]
    strip: Strip
    apart: list[Ints]
    parts: Sequence[Part] = ()
    meetings: Sequence[Meeting] = ()

    def home_territories(self) -> Ints:
        """The number of the territory of each artist; -1 for those apart."""
        if len(self.territories) == len(self.places):
            return self.home
        region = np.array([one.parent for one in self.places])
        return np.where(self.home >= 0, region[self.home], -1)


def draw_up(
    whole: Network,
    communities: Sequence[tuple[int, Ints]],
    shelf: MappedArtists,
    before: AtlasBefore = NOTHING_BEFORE,
) -> Atlas:
    """Draw the map. `communities` are those in which people live: id and members (places in the network)."""
    homes = before.homes_of(whole.ids)
    settlement = settle_places(whole, communities, shelf.copies, homes != NO_AREA)
    apart = sorted(settlement.apart, key=lambda one: _apart_order(one, shelf))
    strip = lay_out(apart, WIDTH, HEIGHT, _slots_before(whole, apart, before))
    at = np.zeros((whole.size, 2))
    for piece, slot in zip(apart, strip.slots, strict=True):
        at[piece] = around(slot, len(piece))
    if not settlement.places:
        return Atlas([], [], at, settlement.home(whole.size), [], strip, apart)
    land = rectangle(EDGE, EDGE, WIDTH - EDGE, HEIGHT - EDGE / 2 - strip.height)
    return _Survey(whole, settlement, shelf, before, homes, land).finished(at, strip, apart)


class _Survey:
    """The land of one map while it is drawn up."""

    def __init__(
        self,
        whole: Network,
        settlement: Settlement,
        shelf: MappedArtists,
        before: AtlasBefore,
        homes_before: Ints,
        land: Floats,
    ) -> None:
        self.whole, self.shelf, self.before, self.land = whole, shelf, before, land
        self.places, self.home = settlement.places, settlement.home(whole.size)
        members = [one.members for one in self.places]
        self.homes_before = homes_before
        #: The area of the build before that each place is, and whose region it was in.
        self.was = areas_before(members, homes_before)
        self.degree = whole.degrees()[0].astype(np.float64)
        self.weights = place_weights(members, shelf.copies, shelf.albums)
        self.styles = place_styles(
            _rows([(shelf.styles[one] > 0).sum(axis=0) for one in members]),
            _rows([_each_once(shelf.styles[one]).sum(axis=0) for one in members]),
        )
        self.alike = likeness(self.styles)
        self.links = links_between(whole, self.home, len(self.places))
        regions = [before.regions.get(area, NO_AREA) for area in self.was]
        self.region = join_regions(self.weights, self.links, self.alike, regions, known=bool(before.sites))
        self.titled = [self._typical(number) for number in range(len(self.places))]

    def finished(self, at: Floats, strip: Strip, apart: list[Ints]) -> Atlas:
        """The whole map, the strip of `apart` included, whose people stand at their places in `at` already."""
        territories = self._territories()
        places = self._places(territories)
        atlas = Atlas(territories, places, at, self.home, [], strip, apart)
        edges = borders([one.cell for one in territories])
        boxes = [one.title.box for one in (*territories, *places) if one.title is not None]
        home, titled = atlas.home_territories(), frozenset(self.titled)
        largest = [number for rank in RANKS for number, one in enumerate(territories) if one.rank == rank]
        pairs = [(min(pair), max(pair)) for pair in combinations(largest, 2)]
        # Who ties two that do not touch stands on no other bank: the name would be read there.
        meetings = find_meetings(
            self.whole, home, [pair for pair in pairs if pair not in edges], titled, self.shelf.albums
        )
        busy = frozenset(who for one in meetings for who in (one.near, one.far))
        bridges = build_bridges(
            self.whole, home, edges, titled, self.shelf.albums, self._banks(territories), boxes, busy
        )
        joined = {frozenset(home[[one.near, one.far]].tolist()) for one in bridges}
        left = [pair for pair in pairs if pair in edges and frozenset(pair) not in joined]
        meetings += find_meetings(self.whole, home, left, titled, self.shelf.albums, busy)
        grounds = [self._ground(number, place, territories) for number, place in enumerate(places)]
        parts = settle_people(self.whole, grounds, bridges, self.homes_before, self.before, at)
        self._sway(at)
        return replace(atlas, bridges=bridges, parts=parts, meetings=meetings)

    def _sway(self, at: Floats) -> None:
        """Sway those on land. Who has not moved stands to the digit where they stood."""
        on_land = np.flatnonzero(self.home >= 0)
        drawn = swayed(at[on_land])
        for row, (who, id) in enumerate(zip(on_land.tolist(), self.whole.ids[on_land].tolist(), strict=True)):
            if id in self.before.homes and tuple(at[who].tolist()) == self.before.people[id]:
                drawn[row] = self.before.drawn[id]
        at[on_land] = drawn

    def _banks(self, territories: list[Territory]) -> dict[tuple[int, int], frozenset[int]]:
        """Who stood on the banks of each border in the build before, by the numbers of its two territories."""
        number = {one.was: at for at, one in enumerate(territories) if one.was != NO_AREA}
        found = {}
        for (one, other), people in self.before.banks.items():
            if one in number and other in number:
                low, high = sorted((number[one], number[other]))
                found[low, high] = people
        return found

    def _territories(self) -> list[Territory]:
        count = int(self.region.max()) + 1
        regional = count < len(self.places)
        parts = [np.flatnonzero(self.region == number) for number in range(count)]
        weights = np.array([self.weights[part].sum() for part in parts])
        styles = _rows(
            [
                (self.styles[part] * self.weights[part, None]).sum(axis=0) / self.weights[part].sum()
                for part in parts
            ]
        )
        ids = [min(self.places[at].id for at in part.tolist()) for part in parts]
        everyone = [
            np.sort(np.concatenate([self.places[at].members for at in part.tolist()])) for part in parts
        ]
        was = areas_before(everyone, self.before.regions_of(self.homes_before))
        sites = self.before.sites_of(was)
        of_people = np.where(self.home >= 0, self.region[self.home], -1)
        links = links_between(self.whole, of_people, count)
        shares = weights**POWER
        least = LEAST_AREA * min(1.0, area(self.land) / (LEAST_AREA * 2 * count))
        shares = np.maximum(shares, least / area(self.land) * shares.sum())
        diagram = arrange(self.land, links, likeness(styles), shares, sites)
        cells = cut(self.land, diagram)
        near = [sorted({other for other in cell.sides if other >= 0}) for cell in cells]
        order = np.argsort(-weights, kind="stable").tolist()
        hues = choose_hues(near, order, [self.before.hues.get(area, -1) for area in was])
        apart = setting_apart(styles, self.shelf.style_names)
        names = _region_names(apart, styles, self.shelf.style_names) if regional else None
        areas = np.array([area(cell.outline) for cell in cells])
        ranks = np.argsort(np.argsort(-areas, kind="stable")).tolist()
        found = []
        for number, part in enumerate(parts):
            members = everyone[number]
            titled = -1 if names else self.titled[int(part[0])]
            name = names[number] if names else self.shelf.names[titled]
            under = f"{len(part)} places · {len(members):,} people" if names else ", ".join(apart[number])
            # The eye cannot order areas that differ little.
            rank = RANKS[ranks[number]] if count > 1 and ranks[number] < len(RANKS) else ""
            under = " · ".join(one for one in (rank, under) if one)
            outline = drawn_in(cells[number].outline, 1.5)
            size = title_size(weights[number], weights)
            title = fitted(
                name, under, size, cells[number].outline, [], near=self.before.titles.get(was[number])
            )
            found.append(
                Territory(
                    ids[number], -1, members, diagram.sites[number], float(diagram.powers[number]), cells[number],
                    swayed(rounded(outline, 9.0)), title, name, apart[number], titled, hues[number], was[number],
                    rank, len(part),
                )
            )  # fmt: skip
        return found

    def _places(self, territories: list[Territory]) -> list[Territory]:
        """The places within regions; where there are no regions the territories are the places."""
        if len(territories) == len(self.places):
            return [territories[number] for number in self.region.tolist()]
        apart = setting_apart(self.styles, self.shelf.style_names)
        found: dict[int, Territory] = {}
        for number, region in enumerate(territories):
            part = np.flatnonzero(self.region == number)
            sites = self.before.sites_of([self.was[at] for at in part.tolist()])
            inner = drawn_in(region.cell.outline, 1.5)
            taken = [region.title.box] if region.title else []
            diagram = arrange(
                inner,
                self.links[np.ix_(part, part)],
                self.alike[np.ix_(part, part)],
                self.weights[part] ** POWER,
                sites,
            )
            cells = cut(inner, diagram)
            for at, site, power, cell in zip(
                part.tolist(), diagram.sites, diagram.powers, cells, strict=True
            ):
                name = self.shelf.names[self.titled[at]]
                title, near = None, self.before.titles.get(self.was[at])
                if len(cell.outline) > 2:
                    title = fitted(name, "", 11.0, cell.outline, taken, near=near, below=12.0)
                found[at] = Territory(
                    self.places[at].id, number, self.places[at].members, site, float(power), cell,
                    swayed(rounded(cell.outline, 2.0)), title, name, apart[at], self.titled[at], region.hue,
                    self.was[at], "",
                )  # fmt: skip
        return [found[number] for number in range(len(self.places))]

    def _ground(self, number: int, place: Territory, territories: list[Territory]) -> Ground:
        """A place as its people find it. Only a map without regions has parts of places."""
        above = territories[place.parent].title if place.parent >= 0 else None
        return Ground(
            place.id,
            place.members,
            place.cell.outline,
            None if place.title is None else place.title.box,
            [one.box for one in (place.title, above) if one is not None],
            place.titled,
            self.was[number],
            may_have_parts=place.parent < 0,
        )

    def _typical(self, number: int) -> int:
        members = self.places[number].members
        own = self.shelf.styles[members]
        length = np.linalg.norm(own, axis=1) * np.linalg.norm(self.styles[number])
        closeness = (own @ self.styles[number]) / np.where(length > 0, length, 1.0)
        before = self.before.titled.get(self.was[number], NO_AREA)
        held = self.whole.ids[members] == before
        return typical(members, self.degree, self.shelf.copies, self.shelf.albums, closeness, held)


def _region_names(apart: list[list[str]], styles: Floats, names: list[str]) -> list[str]:
    """A region is called by a style, each style once if another fits nearly as well."""
    used: set[str] = set()
    found = []
    for number, best in enumerate(apart):
        order = [names[at] for at in np.argsort(-styles[number], kind="stable")[:4].tolist()]
        wanted = [*best, *order] or ["Other"]
        name = next((one for one in wanted if one not in used), wanted[0])
        used.add(name)
        found.append(name)
    return found


def _apart_order(piece: Ints, shelf: MappedArtists) -> tuple[int, int, int]:
    return -int(shelf.copies[piece].sum()), -len(piece), int(piece[0])


def _slots_before(whole: Network, apart: list[Ints], before: AtlasBefore) -> Floats:
    """The middle of the slot of each piece in the build before, where all its members stood; NaN for new ones."""
    found = np.full((len(apart), 2), np.nan)
    for number, piece in enumerate(apart):
        stood = [
            before.drawn[id]
            for id in whole.ids[piece].tolist()
            if id in before.drawn and id not in before.homes
        ]
        if len(stood) == len(piece):
            found[number] = np.mean(stood, axis=0)
    return found


def _each_once(styles: Floats) -> Floats:
    """The shares of each artist's styles."""
    total = styles.sum(axis=1, keepdims=True)
    return np.asarray(styles / np.where(total > 0, total, 1.0))


def _rows(rows: list[Floats]) -> Floats:
    return np.array(rows, dtype=np.float64)
