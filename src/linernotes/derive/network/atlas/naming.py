"""Which names are read at which depth of zoom, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from linernotes.derive.network.atlas.geometry import half_planes, swayed
from linernotes.derive.network.atlas.labels import MOST_COST, ZOOMS, Dots, Label, Sheet, Wish, further_out
from linernotes.derive.network.atlas.map_before import LabelBefore
from linernotes.derive.network.atlas.strip import NAMED_WIDTH
from linernotes.derive.network.atlas.survey import HEIGHT, WIDTH, Atlas, MappedArtists
from linernotes.derive.network.atlas.text_width import shortened, text_width
from linernotes.derive.network.atlas.titles import Title
from linernotes.derive.network.graph import Floats, Ints

#: Letters of those on a bridge, of collected artists, and of the others, in pixels.
BRIDGE_SIZE, COLLECTED_SIZE, OTHER_SIZE = 11.5, 11.0, 10.5
#: The smallest and the largest dot.
SMALLEST, LARGEST = 1.8, 8.0
#: A longer name is cut short, in pixels.
LONGEST = 170.0
#: What a name costs that covers a small dot, and a large one.
SMALL_DOT, LARGE_DOT = 0.8, 2.5
#: And one that covers a piece of a line between parts.
ON_LINE = 0.5
#: So many artists with most copies are named before all others.
FOREMOST = 25
#: What the name of somebody on a bank may cost: lines between countries are read by these names.
MOST_BANK_COST = 12.0
#: Names of those on banks, and of who was named before, stand further away where no side is free, in pixels.
FURTHER = (0.0, 7.0, 14.0, 22.0)
#: And so do those of who has to be named.
MUCH_FURTHER = (*FURTHER, 32.0, 44.0, 60.0)

#: Zoom -> the names that appear there first.
Names = dict[int, list[tuple[Label, Wish]]]


def dot_radii(shelf: MappedArtists) -> Floats:
    """The radius of each artist's dot: by copies, else by albums; areas can be compared."""
    found: Floats = np.clip(1.6 * np.sqrt(np.maximum(shelf.copies, 0.6 * shelf.albums)), SMALLEST, LARGEST)
    return found


def name_people(
    ids: Ints, atlas: Atlas, shelf: MappedArtists, shown_before: Mapping[int, LabelBefore]
) -> Names:
    """Place the names of everyone on land. `shown_before` has who was named at the first sight."""
    return _Naming(ids, atlas, shelf, shown_before).names()


def name_strip(atlas: Atlas, shelf: MappedArtists) -> list[tuple[Label, Wish]]:
    """The names of the first pieces of the strip: of each its artist with most copies, to the right of the slot."""
    found = []
    for piece, slot in zip(atlas.apart[: atlas.strip.named], atlas.strip.slots, strict=False):
        first = max(piece.tolist(), key=lambda who: (shelf.copies[who], shelf.albums[who], -who))
        name = shortened(shelf.names[first], OTHER_SIZE, NAMED_WIDTH - 24)
        width = text_width(name, OTHER_SIZE)
        offset = slot + [11 + width / 2, 0.0] - atlas.at[first]
        wish = Wish(
            first, name, atlas.at[first], 2.0, OTHER_SIZE, bold=False, bounds=slot, within=(slot[None], slot)
        )
        found.append((Label(first, 0, offset, width), wish))
    return found


class _Naming:
    """The names of one map while they are placed."""

    def __init__(
        self, ids: Ints, atlas: Atlas, shelf: MappedArtists, shown_before: Mapping[int, LabelBefore]
    ) -> None:
        self.ids, self.atlas, self.shelf, self.before = ids, atlas, shelf, shown_before
        self.radii = dot_radii(shelf)
        #: What the names of those say who tie two of the largest countries that no line joins.
        home, self.also = atlas.home_territories(), _meeting_words(atlas)
        self.on_bridge = {who for bridge in atlas.bridges for who in (bridge.near, bridge.far)}
        #: With regions the first sight shows their titles, those of places, and bridges: people are seen nearer.
        self.regional = len(atlas.territories) < len(atlas.places)
        #: The middles of the pieces of the lines between parts.
        pieces = [one.lines.mean(axis=1) for one in atlas.parts]
        self.on_lines = swayed(np.concatenate([np.empty((0, 2)), *pieces]))
        self.planes = [half_planes(one.cell.outline) for one in atlas.places]
        of_largest = {int(home[who]) for who in self.also}
        #: Of those whose name says which other country they tie: "also 2nd" over another would be said of that one.
        self.country = {at: half_planes(atlas.territories[at].cell.outline) for at in of_largest}
        self.home = home
        most = np.lexsort([ids, -shelf.copies])[:FOREMOST]
        #: Those with most copies, and who ties two of the largest countries, are named whatever they cover.
        self.best = set(most[shelf.copies[most] > 1].tolist())
        self.foremost = self.best | self.also.keys() | _of_largest(atlas)
        #: Where there are regions: those with most copies, who ties regions, and who names a place without a title.
        untitled = {one.titled for one in atlas.places if one.title is None}
        self.first_seen = self.on_bridge | untitled | self.foremost
        self.titled = {one.titled for one in atlas.places if one.title is not None}

    def names(self) -> Names:
        """All names, depth by depth."""
        found: Names = {zoom: [] for zoom in ZOOMS}
        order = self._order()
        found[1] = self._first_names([who for who in order if not self.regional or who in self.first_seen])
        shown: dict[int, list[tuple[Label, Wish]]] = {}
        for one in found[1]:
            shown.setdefault(int(self.atlas.home[one[0].artist]), []).append(one)
        named = {label.artist for label, _ in found[1]}
        waiting: dict[int, list[int]] = {}
        # Whose name was read at the first sight before, and is not now, has no right to a place nearer.
        for who in self._order(with_before=False):
            if who not in named:
                waiting.setdefault(int(self.atlas.home[who]), []).append(who)
        for number, rest in waiting.items():
            self._name_deeper(number, rest, shown.get(number, []), found)
        return found

    def _first_names(self, seen: list[int]) -> list[tuple[Label, Wish]]:
        """The names of the first sight: the foremost, then those that can stay where they were, then the others.

        Of the others those on banks come first.
        """
        sheet = self._first_sheet()
        found: list[tuple[Label, Wish]] = []
        rest = []
        for who in seen:
            if who in self.foremost:
                self._place_somehow(sheet, who, [self._where_it_was(who)], found)
            else:
                rest.append(who)
        held = [who for who in rest if self._was_named(who)]
        stays = [self._where_it_was(who) for who in held]
        placed = list(zip(held, stays, sheet.place_all(stays), strict=True))
        found += [(label, wish) for _, wish, label in placed if label is not None]
        for who, _, label in placed:
            if label is None:
                self._place_somehow(sheet, who, [], found)
        new = [who for who in rest if not self._was_named(who)]
        for who in new:
            if who in self.on_bridge:
                self._place_somehow(sheet, who, [], found)
        wishes = [self._wish(who) for who in new if who not in self.on_bridge]
        labels = sheet.place_all(wishes)
        found += [(label, wish) for label, wish in zip(labels, wishes, strict=True) if label is not None]
        return found

    def _place_somehow(
        self, sheet: Sheet, who: int, wishes: list[Wish], found: list[tuple[Label, Wish]]
    ) -> None:
        """Try these, then around the dot, then further away rather than nowhere."""
        plain = replace(self._wish(who), held=self._was_named(who))
        around = [replace(plain, radius=plain.radius + further) for further in self._further(who)]
        if who in self.also:  # rather across a border than not at all
            around.append(replace(plain, may_leave=True))
        for wish in (*wishes, *around):
            if (label := sheet.place(wish)) is not None:
                found.append((label, wish))
                return

    def _further(self, who: int) -> tuple[float, ...]:
        return MUCH_FURTHER if who in self.foremost else FURTHER

    def _was_named(self, who: int) -> bool:
        return int(self.ids[who]) in self.before

    def _where_it_was(self, who: int) -> Wish:
        """The name at its place of the build before; around the dot if it was not named."""
        wish = self._wish(who)
        if not self._was_named(who):
            return wish
        side, x, y = self.before[int(self.ids[who])]
        further = further_out(wish, side, np.array([x, y]), self._further(who))
        return replace(wish, held=True, side=side, radius=wish.radius + further)

    def _name_deeper(
        self, number: int, rest: list[int], kept: list[tuple[Label, Wish]], found: Names
    ) -> None:
        """The names of one place that find no room at the first sight; `kept` are those that did."""
        place = self.atlas.places[number]
        low = place.cell.outline.min(axis=0)
        dots = self._dots(place.members, self.on_lines)
        wishes = [self._wish(who) for who in rest]
        for zoom in ZOOMS[2:] if self.regional else ZOOMS[1:]:
            sheet = Sheet(low, zoom, dots)
            if place.title is not None:
                _take_title(sheet, place.title, zoom)
            if kept:
                middles = np.array([self.atlas.at[label.artist] + label.offset / zoom for label, _ in kept])
                halves = np.array([(label.width / 2, wish.size * 0.55) for label, wish in kept]) / zoom
                sheet.take(np.hstack([middles - halves, middles + halves]))
            still = []
            for wish, placed in zip(wishes, sheet.place_all(wishes), strict=True):
                if placed is None:
                    still.append(wish)
                else:
                    found[zoom].append((placed, wish))
                    kept.append((placed, wish))
            wishes = still

    def _first_sheet(self) -> Sheet:
        """The whole map, with its titles, its dots and its bridges."""
        on_land = self.atlas.home >= 0
        if self.regional:
            on_land &= np.isin(np.arange(len(on_land)), [*self.titled, *self.first_seen])
        dots = self._dots(np.flatnonzero(on_land), self.on_lines)
        sheet = Sheet(np.zeros(2), 1, dots)
        areas = [*self.atlas.territories, *(self.atlas.places if self.regional else [])]
        for area in areas:
            if area.title is not None:
                _take_title(sheet, area.title, 1)
        for bridge in self.atlas.bridges:
            sheet.take_line(self.atlas.at[bridge.near], self.atlas.at[bridge.far])
        return sheet

    def _dots(self, people: Ints, lines: Floats) -> Dots:
        """What names cover at a cost only: the dots of people, and the lines between parts of places."""
        at = np.concatenate([self.atlas.at[people], lines])
        costs = np.where(self.radii[people] < 3, SMALL_DOT, LARGE_DOT)
        return Dots(at, np.concatenate([costs, np.full(len(lines), ON_LINE)]))

    def _order(self, *, with_before: bool = True) -> list[int]:
        """Who is named first: those with most copies, then who ties the largest countries, then who was named before.

        Then come those on banks, and the others. Each by copies and albums.
        """
        everyone = np.arange(len(self.ids))
        foremost = np.isin(everyone, list(self.foremost))
        was = with_before & np.isin(self.ids, list(self.before)) & ~foremost
        bridge = np.isin(everyone, [*self.on_bridge, *self.also])
        worth = self.shelf.copies * 3.0 + self.shelf.albums
        best = np.isin(everyone, list(self.best))
        order = np.lexsort([self.ids, -worth, self.shelf.copies == 0, ~bridge, ~was, ~foremost, ~best])
        return [who for who in order.tolist() if self.atlas.home[who] >= 0 and who not in self.titled]

    def _wish(self, who: int) -> Wish:
        copies = int(self.shelf.copies[who])
        also, on_bridge = who in self.also, who in self.on_bridge
        bridge = on_bridge or also
        return Wish(
            artist=who,
            name=shortened(self.shelf.names[who], COLLECTED_SIZE, LONGEST) + self.also.get(who, ""),
            at=self.atlas.at[who],
            radius=float(self.radii[who]),
            size=BRIDGE_SIZE if bridge else COLLECTED_SIZE if copies else OTHER_SIZE,
            bold=bridge or copies > 1,
            bounds=np.array([2.0, 2.0, WIDTH - 2, HEIGHT - 2 - self.atlas.strip.height]),
            within=self.country[int(self.home[who])] if also else self.planes[int(self.atlas.home[who])],
            may_leave=not also and (on_bridge or who in self.foremost),
            most_cost=np.inf if who in self.foremost else MOST_BANK_COST if bridge else MOST_COST,
        )


def _of_largest(atlas: Atlas) -> set[int]:
    """Who stands on the banks between the largest countries."""
    home = atlas.home_territories()
    return {
        who
        for one in atlas.bridges
        if all(atlas.territories[home[end]].rank for end in (one.near, one.far))
        for who in (one.near, one.far)
    }


def _meeting_words(atlas: Atlas) -> dict[int, str]:
    """What the name of each says who ties two of the largest countries that no line joins."""
    home = atlas.home_territories()
    return {
        who: f" · also {atlas.territories[home[other]].rank}"
        for one in atlas.meetings
        for who, other in ((one.near, one.far), (one.far, one.near))
    }


def _take_title(sheet: Sheet, title: Title, zoom: float) -> None:
    """Keep what a title covers: its letters have the same size at each depth."""
    box = title.drawn_box()
    at, half = (box[:2] + box[2:]) / 2, (box[2:] - box[:2]) / 2 / zoom
    sheet.take(np.concatenate([at - half, at + half]))
