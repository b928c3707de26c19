"""The co-players of an artist, drawn: the artist in the middle, the others nearer the more albums they share.

Each name is followed by the number of albums.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, hypot, log, pi, sin, sqrt

from markupsafe import Markup

from linernotes.insights.artist.pictures.company_map import CompanyMap, MapPerson, map_in_words
from linernotes.insights.text.plurals import counted
from linernotes.web.rendering.drawings.pieces import (
    ArtistUrl,
    family_class,
    frame,
    legend,
    linked,
    said,
    shape,
    shortened,
    text_width,
)
from linernotes.web.rendering.escaping import escaped

#: Size of names and of the numbers behind them, and the height of a line.
LETTERS, SMALL, LINE = 13.0, 12.0, 17.0
#: The longest name, and what is tried for each person: so many angles, and so many steps outwards.
NAME, ANGLES, STEPS = 150.0, 48, 4

#: Left, top, right, bottom.
_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Format:
    width: float
    height: float
    people: int


_WIDE, _NARROW = _Format(860.0, 460.0, 30), _Format(344.0, 430.0, 14)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where somebody stands, and on which side the name is."""

    person: MapPerson
    x: float
    y: float
    name: str
    is_right: bool
    box: _Box


def draw_company_map(map: CompanyMap, artist_url: ArtistUrl) -> Markup:
    """Both drawings with their legend, and the line for what is pointed at."""
    drawings = [
        _Map(map, artist_url, format).draw(f"company-{name}", f"company-map drawn-{name}")
        for format, name in ((_WIDE, "wide"), (_NARROW, "narrow"))
    ]
    return Markup(
        '<figure class="drawn" data-drawn>{}{}<p class="says" aria-live="polite"></p>'
        '<ul class="drawn-key">{}<li>A number: albums together</li></ul></figure>'
    ).format(*drawings, legend(one.family for one in map.people))


class _Map:
    """One map: who has most albums is placed first; who finds no room is left to the list beside it."""

    def __init__(self, map: CompanyMap, artist_url: ArtistUrl, format: _Format) -> None:
        self._map, self._artist_url, self._format = map, artist_url, format
        self._x, self._y = format.width / 2, format.height / 2
        self._most = max(one.albums for one in map.people)
        best = sorted(map.people, key=lambda one: (-one.albums, one.artist_id))[: format.people]
        chosen = {one.artist_id for one in best}
        ring = [one for one in map.people if one.artist_id in chosen]
        self._angle = {one.artist_id: 2 * pi * number / len(ring) for number, one in enumerate(ring)}
        middle = text_width(shortened(map.name, 220, 15), 15) / 2 + 8
        self._taken: list[_Box] = [(self._x - middle, self._y - 14, self._x + middle, self._y + 14)]
        self._spokes: list[tuple[float, float]] = []
        self.places = [place for one in best if (place := self._place(one))]

    def draw(self, id: str, classes: str) -> Markup:
        """The SVG element."""
        return frame(
            self._parts(),
            width=self._format.width,
            height=self._format.height,
            id=id,
            title=f"{self._map.name} and the co-players",
            about=map_in_words(self._map),
            classes=classes,
        )

    def _parts(self) -> Iterator[str]:
        for one in self.places:
            width = 1 + 4 * one.person.albums / self._most
            yield (
                f'<path class="spoke" stroke-width="{width:.1f}" '
                f'd="M{self._x:.1f} {self._y:.1f}L{one.x:.1f} {one.y:.1f}"/>'
            )
        name = escaped(shortened(self._map.name, 220, 15))
        left, top, right, bottom = self._taken[0]
        yield (
            f'<rect class="middle-box" x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" '
            f'height="{bottom - top:.1f}" rx="14"/>'
            f'<text class="middle-name" x="{self._x:.1f}" y="{self._y + 5:.1f}">{name}</text>'
        )
        for one in self.places:
            words = f"{one.person.name}: {counted(one.person.albums, 'album')} together"
            mark = shape(one.person.family, one.x, one.y, _radius(one.person.albums))
            start = one.x + (1 if one.is_right else -1) * (_radius(one.person.albums) + 4)
            side = "" if one.is_right else ' class="to-left"'
            albums = f'<tspan class="count" dx="4">{one.person.albums}</tspan>'
            label = f'<text{side} x="{start:.1f}" y="{one.y + 4:.1f}">{escaped(one.name)}{albums}</text>'
            inner = f'<g class="{family_class(one.person.family)}">{mark}</g>{label}'
            yield f"<g>{said(words)}{linked(self._artist_url(one.person.artist_id), inner)}</g>"

    def _place(self, one: MapPerson) -> _Place | None:
        """The place nearest to the right one where nothing covers anything; None where there is no room."""
        name = shortened(one.name, min(NAME, self._format.width * 0.34), LETTERS)
        width = text_width(name, LETTERS) + 4 + text_width(str(one.albums), SMALL)
        for angle, step in _tries():
            place = self._at(one, name, width, self._angle[one.artist_id] + angle, step)
            if self._is_free(place):
                self._taken.append(place.box)
                self._spokes.append((place.x, place.y))
                return place
        return None

    def _at(self, one: MapPerson, name: str, width: float, angle: float, step: int) -> _Place:
        """A place in a direction: on the ellipse of its albums, and so many steps further out."""
        share = log(one.albums) / log(self._most) if self._most > 1 else 0.0
        distance = 0.96 - 0.56 * share + 0.1 * step
        radius = _radius(one.albums)
        across = max(60.0, self._x - width * 0.8 - 20)
        x = self._x + cos(angle) * across * distance
        y = self._y + sin(angle) * (self._y - LINE) * distance
        is_right = cos(angle) >= 0
        start = x + radius + 4 if is_right else x - radius - 4 - width
        left, right = (x - radius, start + width) if is_right else (start, x + radius)
        return _Place(one, x, y, name, is_right, (left - 2, y - LINE / 2, right + 2, y + LINE / 2))

    def _is_free(self, place: _Place) -> bool:
        left, top, right, bottom = place.box
        if left < 0 or top < 0 or right > self._format.width or bottom > self._format.height:
            return False
        if any(_overlap(place.box, other) for other in self._taken):
            return False
        here = (place.x, place.y)
        return not any(self._crosses(spoke, place.box) for spoke in self._spokes) and not any(
            self._crosses(here, other) for other in self._taken[1:]
        )

    def _crosses(self, end: tuple[float, float], box: _Box) -> bool:
        """Whether the line from the middle to a point goes through a box."""
        x, y, (to_x, to_y), (left, top, right, bottom) = self._x, self._y, end, box
        # Most boxes lie on another side of the middle, or farther out: that is known without a division.
        if (x < left and to_x < left) or (x > right and to_x > right):
            return False
        if (y < top and to_y < top) or (y > bottom and to_y > bottom):
            return False
        low, high = 0.0, 1.0
        for start, to, near, far in ((x, to_x, left, right), (y, to_y, top, bottom)):
            delta = to - start
            if abs(delta) >= 1e-9:
                one, other = (near - start) / delta, (far - start) / delta
                low, high = max(low, min(one, other)), min(high, max(one, other))
        return low < high


@cache
def _tries() -> Sequence[tuple[float, int]]:
    """Turns and steps outwards, the smallest first."""
    turns = [sign * number * 2 * pi / ANGLES for number in range(ANGLES // 2) for sign in (1, -1)]
    pairs = [(turn, step) for turn in turns[1:] for step in range(STEPS)]
    return sorted(pairs, key=lambda one: (hypot(one[0] * 2, one[1] * 0.6), one))


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _radius(albums: int) -> float:
    """The size of a mark: its area grows with the albums."""
    return min(9.0, 3.2 + sqrt(albums))
