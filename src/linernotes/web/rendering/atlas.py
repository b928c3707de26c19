"""The map of the shelf as SVG: any part of it, at any depth of zoom, with people lit up. It has no style attribute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from markupsafe import Markup

from linernotes.insights.network.atlas import (
    HEIGHT,
    PEOPLE_FROM,
    Atlas,
    AtlasArea,
    AtlasPerson,
    in_words,
    read_atlas,
)
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.direction import is_from_right
from linernotes.web.rendering.atlas_view import TakenRoom, View
from linernotes.web.rendering.escaping import escaped
from linernotes.web.rendering.sleeves.words import text_width

#: How far and how near one can come.
FARTHEST, NEAREST = 0.25, 32.0
#: Lines of a view at most, the strongest; more are a mist.
MOST_LINES = 3_000
#: What a title keeps clear around it, and the height of its lines as a share of its letters.
TITLE_CLEAR, LINE_HEIGHT, SUBTITLE = 3.0, 1.16, 11.0
#: From this depth of zoom on names have instruments beside them, in letters of this size.
INSTRUMENTS_FROM, INSTRUMENT = 4, 10.0
NO_INSTRUMENTS: Mapping[int, Sequence[str]] = {}
#: A name whose middle is at most so far over or under its dot stands beside it, in pixels.
LEVEL = 3.0
#: Of so many people lit up all are named where there is room.
MOST_LIT_NAMES = 60


@dataclass(frozen=True)
class Lit:
    """People who stand out, with the lines between them; the others step back."""

    people: Collection[int] = ()
    lines: Sequence[tuple[int, int]] = ()
    chosen: Collection[int] = field(default=())


NOTHING_LIT = Lit()


def draw_atlas(
    atlas: Atlas,
    view: View,
    lit: Lit = NOTHING_LIT,
    *,
    id: str = "atlas",
    links: bool = True,
    instruments: Mapping[int, Sequence[str]] = NO_INSTRUMENTS,
) -> Markup:
    """The SVG element of a view. Its accessible description says in a sentence what the whole map shows.

    Without `links` its names lead nowhere, as in a file. `instruments` has what each artist plays, for a near view.
    """
    parts = _Drawing(atlas, view, lit, instruments, links=links).parts()
    left, top, width, height = view.box
    role = f'role="{"group" if links else "img"}" aria-labelledby="{id}-title" aria-describedby="{id}-about"'
    is_lit = " is-lit" if lit.people else ""
    return Markup(  # noqa: S704 each part escapes what it shows
        f'<svg class="atlas{is_lit}" viewBox="{left:.1f} {top:.1f} {width:.1f} {height:.1f}" '
        f'width="{view.width:g}" height="{view.height:g}" '
        f'data-x="{view.x:.2f}" data-y="{view.y:.2f}" data-zoom="{view.zoom:.3f}" {role}>'
        f'<title id="{id}-title">The map of the shelf</title><desc id="{id}-about">{escaped(in_words(atlas))}</desc>'
        f"{''.join(parts)}</svg>"
    )


def draw_first_sight(snapshot: Snapshot) -> Markup:
    """The whole map of a build, for `snapshot.cached`."""
    return draw_atlas(snapshot.cached(read_atlas), View())


class _Drawing:
    """One view while it is drawn. Letters, dots and lines keep their size on the screen, however near one is."""

    def __init__(
        self, atlas: Atlas, view: View, lit: Lit, instruments: Mapping[int, Sequence[str]], *, links: bool
    ) -> None:
        self.instruments = instruments
        #: The names that are drawn, with the middle of each.
        self._named: list[tuple[AtlasPerson, float, float]] = []
        self.atlas, self.view, self.lit, self.links = atlas, view, lit, links
        self.zoom = view.zoom
        self.shows_people = not atlas.has_regions or view.zoom >= PEOPLE_FROM
        #: The places in sight, and who is.
        self.places = [one for one in atlas.places if self._is_seen(one)]
        people, beside = atlas.people_of if self.shows_people else atlas.foremost, 12 / view.zoom
        left, top, width, height = view.box
        right, bottom = left + width + beside, top + height + beside
        left, top = left - beside, top - beside
        self.seen = [
            one
            for area_id in (*(area.area_id for area in self.places), None)
            for one in people.get(area_id, ())
            if left <= one.x <= right and top <= one.y <= bottom
        ]
        self.bridging = {id for one in atlas.bridges for id in (one.artist_id, one.partner_id)}
        self._taken = TakenRoom(view)
        self._few_lit = len(lit.people) <= MOST_LIT_NAMES

    def parts(self) -> Iterable[str]:
        """The parts of the drawing, from the ground up."""
        # First, for lines keep clear of them.
        names = [*self._names(), *self._played()]
        yield '<g class="atlas-ground">'
        yield from (self._area(one) for one in self.atlas.countries if self._is_seen(one))
        if self.atlas.has_regions:
            yield from (self._border(one) for one in self.places)
        yield from self._part_lines()
        yield "</g>"
        yield from self._lines()
        yield from self._dots()
        yield from self._bridges()
        yield from self._lit_lines()
        yield from self._titles()
        yield from names
        if self.view.y + self.view.height / self.zoom > HEIGHT - 140:
            yield self._strip_words()

    def _is_seen(self, area: AtlasArea) -> bool:
        bounds = self.atlas.bounds.get(area.area_id)
        if bounds is None:
            return False
        left, top, width, height = self.view.box
        return bounds[0] < left + width and bounds[2] > left and bounds[1] < top + height and bounds[3] > top

    def _area(self, area: AtlasArea) -> str:
        return f'<path class="area hue-{area.hue}" d="{_path(area.outline)}"/>'

    def _border(self, area: AtlasArea) -> str:
        return f'<path class="border hue-{area.hue}" stroke-width="{1 / self.zoom:.3g}" d="{_path(area.outline)}"/>'

    def _part_lines(self) -> Iterable[str]:
        """The dashed lines between the parts of large places; none runs through a title or a name."""
        found: defaultdict[int, list[str]] = defaultdict(list)
        hues = {one.area_id: one.hue for one in self.places}
        for part in self.atlas.parts:
            if part.area_id in hues:
                ends = iter(part.lines)
                for x, y, to_x, to_y in zip(ends, ends, ends, ends, strict=True):
                    if not self._taken.covers((x + to_x) / 2, (y + to_y) / 2):
                        found[hues[part.area_id]].append(f"M{x:g} {y:g}L{to_x:g} {to_y:g}")
        for hue, drawn in found.items():
            yield f'<path class="part-line hue-{hue}" stroke-width="{1.5 / self.zoom:.3g}" d="{"".join(drawn)}"/>'

    def _lines(self) -> Iterable[str]:
        """The ties within places, thin: the strongest."""
        if not self.shows_people:
            return
        seen = {one.artist_id for one in self.seen}
        found: defaultdict[int, list[str]] = defaultdict(list)
        points, each = self.atlas.points, MOST_LINES // max(1, len(self.places))
        for area in self.places:
            lines = (
                line
                for line in self.atlas.lines_of.get(area.area_id, ())
                if line[0] in seen or line[1] in seen  # by place: there are tens of thousands
            )
            found[area.hue] += [f"M{points[one]}L{points[other]}" for one, other, _ in islice(lines, each)]
        for hue, drawn in found.items():
            yield f'<path class="tie hue-{hue}" stroke-width="{1 / self.zoom:.3g}" d="{"".join(drawn)}"/>'

    def _dots(self) -> Iterable[str]:
        """Everybody as a dot; those of one tint, kind and size are one path of round points."""
        found: defaultdict[tuple[int, bool, float], list[str]] = defaultdict(list)
        points = self.atlas.points
        for one in self.seen:
            radius = round(2 * (one.radius if one.area_id is not None else min(one.radius, 2.2))) / 2
            found[self._hue(one), one.in_collection, radius].append(f"M{points[one.artist_id]}h0")
        for (hue, collected, radius), dots in sorted(found.items()):
            kind = "collected" if collected else "sideman"
            width = 2 * radius / self.zoom
            yield f'<path class="dot {kind} hue-{hue}" stroke-width="{width:.3g}" d="{"".join(dots)}"/>'
        for one in self.seen:
            if one.artist_id in self.lit.people:
                chosen = " chosen" if one.artist_id in self.lit.chosen else ""
                yield (
                    f'<circle class="lit{chosen} hue-{self._hue(one)}" cx="{one.x:.1f}" cy="{one.y:.1f}" '
                    f'r="{(one.radius + 1.5) / self.zoom:.3g}" stroke-width="{2 / self.zoom:.3g}"/>'
                )

    def _hue(self, one: AtlasPerson) -> int:
        """The tint of somebody's place; 7, which is grey, in the strip."""
        return 7 if one.area_id is None else self.atlas.area[one.area_id].hue

    def _bridges(self) -> Iterable[str]:
        person = self.atlas.person
        for one in self.atlas.bridges:
            near, far = person[one.artist_id], person[one.partner_id]
            if one.has_line and (self.view.shows(near.x, near.y, 40) or self.view.shows(far.x, far.y, 40)):
                width = min(4.0, 1.0 + one.weight) / self.zoom
                yield (
                    f'<path class="bridge" stroke-width="{width:.3g}" '
                    f'd="M{near.x:.1f} {near.y:.1f}L{far.x:.1f} {far.y:.1f}"/>'
                )

    def _lit_lines(self) -> Iterable[str]:
        person = self.atlas.person
        lines = [
            (person[one], person[other]) for one, other in self.lit.lines if one in person and other in person
        ]
        if lines:
            path = "".join(f"M{one.x:.1f} {one.y:.1f}L{other.x:.1f} {other.y:.1f}" for one, other in lines)
            yield f'<path class="lit-line" stroke-width="{2 / self.zoom:.3g}" d="{path}"/>'

    def _titles(self) -> Iterable[str]:
        """Titles keep their size; of places within regions the title is a name among others."""
        for area in self.atlas.areas:
            if area.title is None or area.title_box is None or area.title_size is None:
                continue
            left, top, right, bottom = area.title_box
            x, middle = (left + right) / 2, (top + bottom) / 2
            if not self.view.shows(x, middle, 200 / self.zoom):
                continue
            # Many depths further in the title of a region would stand in the way.
            if area.area_id < 0 and self.zoom >= PEOPLE_FROM:
                continue
            yield self._title(
                area, area.title, x, middle - (middle - top - TITLE_CLEAR) / self.zoom, area.title_size
            )

    def _title(self, area: AtlasArea, lines: Sequence[str], x: float, y: float, size: float) -> str:
        found = []
        for line in lines:
            y += size * LINE_HEIGHT / self.zoom
            found.append(self._text(line, x, y - 0.22 * size / self.zoom, size, f"title hue-{area.hue}"))
        if area.subtitle:
            y += SUBTITLE * LINE_HEIGHT / self.zoom
            found.append(
                self._text(area.subtitle, x, y - 2.5 / self.zoom, SUBTITLE, f"styles hue-{area.hue}")
            )
        address = (
            f"/network?community={area.area_id}" if area.area_id > 0 else f"/network?region={-area.area_id}"
        )
        return self._linked("".join(found), address, f'data-area="{area.area_id}"')

    def _names(self) -> Iterable[str]:
        """The names that were placed for this depth. Between two depths some would meet: the lesser one is left out."""
        taken = self._taken
        for area in self.atlas.areas:
            if area.title_box is not None and (area.area_id > 0 or self.zoom < PEOPLE_FROM):
                taken.take_title(area.title_box)
        for one in sorted(self.seen, key=self._rank):
            lit = one.artist_id in self.lit.people
            if (
                one.label_x is None
                or one.label_y is None
                or one.label_size is None
                or one.label_width is None
            ):
                continue
            if (one.label_zoom or 1) > self.zoom and one.label_zoom != 1 and not (lit and self._few_lit):
                continue
            x, y = one.x + one.label_x / self.zoom, one.y + one.label_y / self.zoom
            is_free = taken.take(x, y, one.label_width, one.label_size)
            if not is_free and (
                self.zoom != 1 or one.label_zoom != 1
            ):  # those of the first sight were placed for it
                continue
            self._named.append((one, x, y))
            kind = "bridging" if one.artist_id in self.bridging else "named" if one.in_collection else "other"
            text = self._text(
                one.label or one.name,
                x,
                y + 0.34 * one.label_size / self.zoom,
                one.label_size,
                f"name {kind}{' lit-name' if lit else ''} hue-{self._hue(one)}",
                width=one.label_width,
            )
            yield self._linked(text, f"/artist/{one.artist_id}", f'data-artist="{one.artist_id}"')

    def _played(self) -> Iterable[str]:
        """What those who are named play, under or over the name, where there is room."""
        for one, x, y in self._named:
            said = ", ".join(self.instruments.get(one.artist_id, ()))
            if not said or one.label_y is None or one.label_size is None:
                continue
            away = (one.label_size + INSTRUMENT) * 0.6 / self.zoom
            # Not on the dot: over a name that stands over it, under one that stands under it.
            sides = [-away] if one.label_y < -LEVEL else [away] if one.label_y > LEVEL else [away, -away]
            for side in sides:
                if self._taken.take(x, y + side, text_width(said) * INSTRUMENT, INSTRUMENT):
                    below = y + side + 0.34 * INSTRUMENT / self.zoom
                    yield self._text(said, x, below, INSTRUMENT, f"played hue-{self._hue(one)}")
                    break

    def _linked(self, text: str, address: str, data: str) -> str:
        return f'<a href="{address}" {data}>{text}</a>' if self.links else text

    def _rank(self, one: AtlasPerson) -> tuple[bool, int, int]:
        """Who is named first where two names would meet."""
        return one.artist_id not in self.lit.people, one.label_zoom or 99, -3 * one.copies - one.albums

    def _text(self, text: str, x: float, y: float, size: float, kind: str, width: float | None = None) -> str:
        # A reader's own typeface may be wider: the name is then fitted into the room that is kept for it.
        fitted = f' textLength="{width / self.zoom:.4g}" lengthAdjust="spacingAndGlyphs"' if width else ""
        direction = ' direction="rtl"' if is_from_right(text) else ""
        at = f'x="{x:.2f}" y="{y:.2f}" font-size="{size / self.zoom:.4g}"'
        long = width or text_width(text) * size
        # The words of the strip begin at `x`, all others have their middle there.
        if self._is_cut(x + long / 2 / self.zoom if kind == "apart" else x, y, long / 2, size):
            kind += " cut"  # on paper it is left out
        return f'<text class="{kind}" {at}{fitted}{direction}>{escaped(text)}</text>'

    def _is_cut(self, x: float, y: float, half_width: float, size: float) -> bool:
        """Whether a text around `x` with its foot at `y` is not wholly in the view."""
        left, top, width, height = self.view.box
        aside, above = half_width / self.zoom, size / self.zoom
        return x - aside < left or x + aside > left + width or y - above < top or y + above / 4 > top + height

    def _strip_words(self) -> str:
        """The line above the strip."""
        alone, pieces = self.atlas.alone, self.atlas.small_pieces
        if not alone and not pieces:
            return ""
        top = min(one.y for one in self.atlas.people if one.piece_no is not None) - 18
        said = []
        if alone:
            said.append(f"{alone:,} {'artist plays' if alone == 1 else 'artists play'} with nobody else here")
        if pieces:
            said.append(
                f"{pieces:,} small {'line-up' if pieces == 1 else 'line-ups'} share nobody with another"
            )
        return self._text(f"Apart from the rest: {' and '.join(said)}", 18, top, SUBTITLE, "apart")


def _path(outline: Sequence[float]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in zip(outline[::2], outline[1::2], strict=True)) + "Z"
