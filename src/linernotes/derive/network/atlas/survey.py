"""Draws up the atlas: territories, titles, people, bridges, names and the strip, from the network and the shelf."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from linernotes.derive.network.atlas.arrangement import arrange
from linernotes.derive.network.atlas.bridges import Bridge, build_bridges
from linernotes.derive.network.atlas.cells import Cell, borders, cut
from linernotes.derive.network.atlas.colours import choose_hues
from linernotes.derive.network.atlas.geometry import area, drawn_in, middle, rectangle, rounded, swayed
from linernotes.derive.network.atlas.people import spread
from linernotes.derive.network.atlas.places import (
    POWER,
    Settlement,
    join_regions,
    links_between,
    place_weights,
    settle_places,
)
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


@dataclass(frozen=True)
class Shelf:
    """What the atlas needs to know of the artists of the network, in its order.

    `styles` is how many albums of each style each artist is on (artists, styles), named in `style_names`.
    """

    names: Sequence[str]
    copies: Ints
    albums: Ints
    styles: Floats
    style_names: list[str]


@dataclass(frozen=True)
class AtlasBefore:
    """The map of the build before: sites of areas (x, y, power) and their tints by id; where people stood, by id.

    `sides` has who was named at the first sight, with the side of the dot; `bridging` who stood on a bank. Regions
    have ids below 0, as in atlas_area.
    """

    sites: Mapping[int, tuple[float, float, float]] = field(default_factory=dict)
    hues: Mapping[int, int] = field(default_factory=dict)
    people: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    sides: Mapping[int, int] = field(default_factory=dict)
    bridging: frozenset[int] = frozenset()


#: The site of an area that the build before did not have.
UNKNOWN = (np.nan, np.nan, np.nan)
#: Nothing is known of a build before.
NOTHING_BEFORE = AtlasBefore()


@dataclass(frozen=True)
class Territory:
    """An area of the map with a title: a country, or a place within a region.

    `titled` is the artist who gives it its name (a place in the network), -1 for a region. `parent` is the number of
    the region, -1 on top; `qty_places` is 1 for a place. `outline` is as drawn: rounded and swayed. `site` is where
    the next map begins.
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

    def home_territories(self) -> Ints:
        """The number of the territory of each artist; -1 for those apart."""
        if len(self.territories) == len(self.places):
            return self.home
        region = np.array([one.parent for one in self.places])
        return np.where(self.home >= 0, region[self.home], -1)


def draw_up(
    whole: Network,
    communities: Sequence[tuple[int, Ints]],
    shelf: Shelf,
    before: AtlasBefore = NOTHING_BEFORE,
) -> Atlas:
    """Draw the map. `communities` are those in which people live: id and members (places in the network)."""
    settlement = settle_places(whole, communities, shelf.copies, frozenset(before.sites))
    apart = sorted(settlement.apart, key=lambda one: _apart_order(one, shelf))
    strip = lay_out(apart, WIDTH, HEIGHT, _slots_before(whole, apart, before))
    at = np.zeros((whole.size, 2))
    for piece, slot in zip(apart, strip.slots, strict=True):
        at[piece] = around(slot, len(piece))
    if not settlement.places:
        return Atlas([], [], at, settlement.home(whole.size), [], strip, apart)
    land = rectangle(EDGE, EDGE, WIDTH - EDGE, HEIGHT - EDGE / 2 - strip.height)
    return _Survey(whole, settlement, shelf, before, land).finished(at, strip, apart)


class _Survey:
    """The land of one map while it is drawn up."""

    def __init__(
        self, whole: Network, settlement: Settlement, shelf: Shelf, before: AtlasBefore, land: Floats
    ) -> None:
        self.whole, self.shelf, self.before, self.land = whole, shelf, before, land
        self.places, self.home = settlement.places, settlement.home(whole.size)
        members = [one.members for one in self.places]
        self._known = np.array(sorted(before.people), dtype=np.int64)
        self.degree = whole.degrees()[0].astype(np.float64)
        self.weights = place_weights(members, shelf.copies, shelf.albums)
        self.styles = place_styles(
            _rows([(shelf.styles[one] > 0).sum(axis=0) for one in members]),
            _rows([_each_once(shelf.styles[one]).sum(axis=0) for one in members]),
        )
        self.alike = likeness(self.styles)
        self.links = links_between(whole, self.home, len(self.places))
        self.region = join_regions(self.weights, self.links, self.alike)
        self.titled = [self._typical(number) for number in range(len(self.places))]

    def finished(self, at: Floats, strip: Strip, apart: list[Ints]) -> Atlas:
        """The whole map, the strip of `apart` included, whose people stand at their places in `at` already."""
        territories = self._territories()
        places = self._places(territories)
        atlas = Atlas(territories, places, at, self.home, [], strip, apart)
        edges = borders([one.cell for one in territories])
        bridges = build_bridges(
            self.whole,
            atlas.home_territories(),
            edges,
            frozenset(self.titled),
            self.shelf.albums,
            self.before.bridging,
            [one.title.box for one in (*territories, *places) if one.title is not None],
        )
        self._settle_people(territories, places, bridges, at)
        on_land = self.home >= 0
        at[on_land] = swayed(at[on_land])
        return replace(atlas, bridges=bridges)

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
        known = [-id if regional else id for id in ids]  # as atlas_area has them
        sites = np.array([self.before.sites.get(id, UNKNOWN) for id in known])
        of_people = np.where(self.home >= 0, self.region[self.home], -1)
        links = links_between(self.whole, of_people, count)
        shares = weights**POWER
        least = LEAST_AREA * min(1.0, area(self.land) / (LEAST_AREA * 2 * count))
        shares = np.maximum(shares, least / area(self.land) * shares.sum())
        diagram = arrange(self.land, links, likeness(styles), shares, sites)
        cells = cut(self.land, diagram)
        near = [sorted({other for other in cell.sides if other >= 0}) for cell in cells]
        order = np.argsort(-weights, kind="stable").tolist()
        hues = choose_hues(near, order, [self.before.hues.get(id, -1) for id in known])
        apart = setting_apart(styles, self.shelf.style_names)
        names = _region_names(apart, styles, self.shelf.style_names) if regional else None
        found = []
        for number, part in enumerate(parts):
            members = np.sort(np.concatenate([self.places[at].members for at in part.tolist()]))
            titled = -1 if names else self.titled[int(part[0])]
            name = names[number] if names else self.shelf.names[titled]
            under = f"{len(part)} places · {len(members):,} people" if names else ", ".join(apart[number])
            outline = drawn_in(cells[number].outline, 1.5)
            title = fitted(name, under, title_size(weights[number], weights), cells[number].outline, [])
            found.append(
                Territory(
                    ids[number], -1, members, diagram.sites[number], float(diagram.powers[number]), cells[number],
                    swayed(rounded(outline, 9.0)), title, name, apart[number], titled, hues[number], len(part),
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
            sites = np.array([self.before.sites.get(self.places[at].id, UNKNOWN) for at in part.tolist()])
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
                title = (
                    fitted(name, "", 11.0, cell.outline, taken, below=12.0) if len(cell.outline) > 2 else None
                )
                found[at] = Territory(
                    self.places[at].id, number, self.places[at].members, site, float(power), cell,
                    swayed(rounded(cell.outline, 2.0)), title, name, apart[at], self.titled[at], region.hue,
                )  # fmt: skip
        return [found[number] for number in range(len(self.places))]

    def _settle_people(
        self, territories: list[Territory], places: list[Territory], bridges: list[Bridge], at: Floats
    ) -> None:
        """Where everyone on land stands, written into `at`."""
        fixed = np.zeros(self.whole.size, dtype=np.bool_)
        for bridge in bridges:
            for who, where in ((bridge.near, bridge.near_at), (bridge.far, bridge.far_at)):
                at[who], fixed[who] = where, True
        centres = np.array([middle(one.cell.outline) for one in places])
        leaning = self._leaning(centres)
        position = np.full(self.whole.size, -1, dtype=np.int64)
        for settled in self.places:
            position[settled.members] = np.arange(len(settled.members))
        homes = self.home[self.whole.ends]
        within = np.flatnonzero((homes[:, 0] == homes[:, 1]) & (homes[:, 0] >= 0))
        within = within[np.argsort(homes[within, 0], kind="stable")]
        begins = np.searchsorted(homes[within, 0], np.arange(len(places) + 1))
        for number, place in enumerate(places):
            members = self.places[number].members
            if not fixed[place.titled] and place.title is not None:
                left, top, right, bottom = place.title.box
                at[place.titled], fixed[place.titled] = ((left + right) / 2, bottom + 5.0), True
            above = territories[place.parent].title if place.parent >= 0 else None
            taken = [one.box for one in (place.title, above) if one is not None]
            inner = within[begins[number] : begins[number + 1]]
            start = self._start(members, place.cell.outline)
            start[fixed[members]] = at[members][fixed[members]]
            known = np.isin(self.whole.ids[members], self._known)
            at[members] = spread(
                place.cell.outline, taken, start, position[self.whole.ends[inner]], self.whole.weights[inner],
                leaning[members], fixed[members], known,
            )  # fmt: skip

    def _leaning(self, centres: Floats) -> Floats:
        """How far each is pulled to other places, by the weight of ties with them; at most 1."""
        found = np.zeros((self.whole.size, 2))
        ends = self.home[self.whole.ends]
        across = (ends >= 0).all(axis=1) & (ends[:, 0] != ends[:, 1])
        for near, far in ((0, 1), (1, 0)):
            here = self.whole.ends[across, near]
            way = centres[ends[across, far]] - centres[ends[across, near]]
            way /= np.maximum(np.linalg.norm(way, axis=1), 1e-9)[:, None]
            np.add.at(found, here, way * np.minimum(self.whole.weights[across], 1.0)[:, None])
        length = np.linalg.norm(found, axis=1)
        return np.asarray(found / np.maximum(length, 1.0)[:, None])

    def _start(self, members: Ints, outline: Floats) -> Floats:
        """Where people begin: where they stood before, else at an arbitrary place of their own that stays the same."""
        ids = self.whole.ids[members].astype(np.uint64)
        turn = (ids * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(40)).astype(np.float64) / 2**24 * 2 * np.pi
        reach = 0.35 * np.sqrt(area(outline)) * np.sqrt((np.arange(len(members)) + 0.5) / len(members))
        found = middle(outline) + reach[:, None] * np.column_stack([np.cos(turn), np.sin(turn)])
        for at, id in enumerate(self.whole.ids[members].tolist()):
            if id in self.before.people:
                found[at] = self.before.people[id]
        return np.asarray(found, dtype=np.float64)

    def _typical(self, number: int) -> int:
        members = self.places[number].members
        own = self.shelf.styles[members]
        length = np.linalg.norm(own, axis=1) * np.linalg.norm(self.styles[number])
        closeness = (own @ self.styles[number]) / np.where(length > 0, length, 1.0)
        return typical(members, self.degree, self.shelf.copies, self.shelf.albums, closeness)


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


def _apart_order(piece: Ints, shelf: Shelf) -> tuple[int, int, int]:
    return -int(shelf.copies[piece].sum()), -len(piece), int(piece[0])


def _slots_before(whole: Network, apart: list[Ints], before: AtlasBefore) -> Floats:
    """The middle of the slot of each piece in the build before, by its member of the lowest id; NaN for new ones."""
    found = np.full((len(apart), 2), np.nan)
    for number, piece in enumerate(apart):
        stood = [before.people[id] for id in whole.ids[piece].tolist() if id in before.people]
        if len(stood) == len(piece):
            found[number] = np.mean(stood, axis=0)
    return found


def _each_once(styles: Floats) -> Floats:
    """The shares of each artist's styles."""
    total = styles.sum(axis=1, keepdims=True)
    return np.asarray(styles / np.where(total > 0, total, 1.0))


def _rows(rows: list[Floats]) -> Floats:
    return np.array(rows, dtype=np.float64)
