"""The ids that a release in a dump points to. An import of many thousands reads nothing else of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from linernotes.documents.keys import PSEUDO_ARTISTS
from linernotes.documents.parts import ArtistCredit
from linernotes.documents.release import Release
from linernotes.documents.xml import decode_element, parse_element, year_of

#: Digits of which every number fits in its column.
_ID_DIGITS, _NUMBER_DIGITS = 12, 9
#: With so many, tracks within tracks may be nested more deeply than can be read.
_SUB_TRACKS = 100
#: The attributes of the children of these containers that have to be numbers.
_NUMBERS = {
    "labels": ("id",),
    "series": ("id",),
    "videos": ("duration",),
    "images": ("width", "height"),
}
_ID_CONTAINERS = ("artists", "extraartists", "tracklist", "companies")


class _Element(Protocol):
    """What is used of an element of lxml, which has no types."""

    tag: str
    text: str | None

    def get(self, name: str) -> str | None: ...

    def iter(self, name: str) -> Iterator[_Element]: ...

    def __iter__(self) -> Iterator[_Element]: ...

    def __len__(self) -> int: ...


class ReleaseOutline(NamedTuple):
    """Ids as they stand in the element. 0 is a name without an artist; `master_id` None or 0 is no master.

    `credited` are all but the main artists, on the release and on its tracks. It may hold a main artist as well.
    `people` is the number of `people_credited`, `year` that of the pressing, 0 where it is not known.
    """

    main_artists: tuple[int, ...]
    credited: frozenset[int]
    master_id: int | None
    people: int
    year: int


def read_outline(xml: bytes, *, expected_id: int) -> ReleaseOutline:
    """Read one `<release>` as far as an import needs it. Pure.

    :raises DocumentError: where `decode_element` raises it, for the same reason.
    """
    found = _plain_outline(parse_element(xml), str(expected_id))
    return found or outline_of(decode_element("release", xml, expected_id=expected_id))


def outline_of(release: Release) -> ReleaseOutline:
    """The outline of a release that was read in full."""
    credited = (one.id for credits in _all_credits(release) for one in credits)
    main = tuple(one.id for one in release.artists)
    people = len(people_credited(release))
    return ReleaseOutline(main, frozenset(credited), release.master_id, people, release.year or 0)


def people_credited(release: Release) -> set[int | str]:
    """The people that the release or a track credits in a role: ids of artists, and names without an artist.

    Who only leads, on the cover or on a track, is not among them. Neither are pseudo-artists.
    """
    return _people((one.id, one.name) for one in all_credits(release))


def all_credits(release: Release) -> Iterator[ArtistCredit]:
    """The credits in a role: the release's own, then those of every track and sub-track, in no order."""
    yield from release.extraartists
    tracks = list(release.tracklist)
    while tracks:
        track = tracks.pop()
        yield from track.extraartists
        tracks.extend(track.sub_tracks)


def _people(named: Iterable[tuple[int, str | None]]) -> set[int | str]:
    found = ((id or (name or "").strip()) for id, name in named)
    return {one for one in found if one and one not in PSEUDO_ARTISTS}


def _all_credits(release: Release) -> Iterator[Iterable[ArtistCredit]]:
    """The release's own extra artists, then the artists and extra artists of every track and sub-track."""
    yield release.extraartists
    tracks = list(release.tracklist)
    while tracks:
        track = tracks.pop()
        yield track.artists
        yield track.extraartists
        tracks.extend(track.sub_tracks)


def _plain_outline(element: _Element, expected_id: str) -> ReleaseOutline | None:
    """None where anything is not as it nearly always is: then the element has to be read in full."""
    if element.tag != "release" or element.get("id") != expected_id:
        return None
    parts = {child.tag: child for child in element}
    if len(parts) != len(element) or not _are_numbers(parts):
        return None
    ids = {name: _ids(parts.get(name)) for name in _ID_CONTAINERS}
    master = parts.get("master_id")
    master_id = [] if master is None else _numbers([master.text], _ID_DIGITS)
    if master_id is None or any(found is None for found in ids.values()) or _is_deep(parts.get("tracklist")):
        return None
    released = parts.get("released")
    main, extra, tracks = (ids[name] or [] for name in _ID_CONTAINERS[:3])
    return ReleaseOutline(
        tuple(main),
        frozenset(extra).union(tracks),
        master_id[0] if master_id else None,
        len(_people(_named(element))),
        year_of(None if released is None else released.text),
    )


def _named(release: _Element) -> Iterator[tuple[int, str | None]]:
    """Id and name of each credit in a role. The ids are known to be numbers."""
    for credits in release.iter("extraartists"):
        for one in credits:
            parts = {child.tag: child.text for child in one}
            yield int(parts.get("id") or 0), parts.get("name")


def _are_numbers(parts: dict[str, _Element]) -> bool:
    for name, attributes in _NUMBERS.items():
        children = parts.get(name, ())
        for attribute in attributes:
            digits = _ID_DIGITS if attribute == "id" else _NUMBER_DIGITS
            if _numbers([child.get(attribute) for child in children], digits) is None:
                return False
    return True


def _ids(container: _Element | None) -> list[int] | None:
    if container is None:
        return []
    return _numbers([child.text for child in container.iter("id")], _ID_DIGITS)


def _numbers(texts: list[str | None], digits: int) -> list[int] | None:
    """The numbers in these texts; empty texts are left out. None if a text is not a plain number."""
    written = [text for text in texts if text]
    together = "".join(written)
    if not written:
        return []
    if not (together.isascii() and together.isdigit()) or max(map(len, written)) > digits:
        return None
    return [int(text) for text in written]


def _is_deep(tracklist: _Element | None) -> bool:
    return tracklist is not None and sum(1 for _ in tracklist.iter("sub_tracks")) > _SUB_TRACKS
