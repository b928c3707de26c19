"""Referential integrity of the facts: every name, position, folder and date must be one that exists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from discogs_sandbox.catalogues.demo.facts import (
    PSEUDO_ARTISTS,
    Album,
    CatalogueError,
    Copy,
    Credit,
    Facts,
    Pressing,
    identity,
    walk,
)

GENRES = {
    "Blues",
    "Brass & Military",
    "Children's",
    "Classical",
    "Electronic",
    "Folk, World, & Country",
    "Funk / Soul",
    "Hip Hop",
    "Jazz",
    "Latin",
    "Non-Music",
    "Pop",
    "Reggae",
    "Rock",
    "Stage & Screen",
}

GRADES = {
    "M": "Mint (M)",
    "NM": "Near Mint (NM or M-)",
    "VG+": "Very Good Plus (VG+)",
    "VG": "Very Good (VG)",
    "G+": "Good Plus (G+)",
    "G": "Good (G)",
    "F": "Fair (F)",
    "P": "Poor (P)",
}
SLEEVES = {**GRADES, "Generic": "Generic", "No Cover": "No Cover", "Not Graded": "Not Graded"}


def check(facts: Facts) -> None:
    """Raise CatalogueError with every fault that was found, a line each."""
    faults = [*_albums(facts), *_people(facts), *_shelf(facts), *_ids(facts)]
    if faults:
        raise CatalogueError("\n".join(faults))


def positions_named(tracks: str, known: list[str]) -> list[str]:
    """The positions that a credit's range covers, in tracklist order; "A1 to B2" counts by order, not by number.

    :raises ValueError: when a position is not in the tracklist, or a range runs backwards.
    """
    covered: list[str] = []
    for part in tracks.split(", "):
        first, _, last = part.partition(" to ")
        missing = [position for position in (first, last or first) if position not in known]
        if missing:
            raise ValueError(f"{tracks!r}: no track {missing[0]}")
        start, end = known.index(first), known.index(last or first)
        if end < start or (last and first == last):
            raise ValueError(f"{tracks!r}: {part} is not a range")
        covered += known[start : end + 1]
    return covered


def _albums(facts: Facts) -> Iterator[str]:
    names = {*facts.people, *PSEUDO_ARTISTS}
    slugs: set[str] = set()
    for album in facts.albums:
        where = f"{album.file}: {album.slug}"
        if album.slug in slugs:
            yield f"{where}: this album is there twice"
        slugs.add(album.slug)
        for genre in album.genres:
            if genre not in GENRES:
                yield f"{where}: {genre!r} is not one of Discogs' genres"
        yield from (f"{where}: {fault}" for fault in _unknown(album.artists, names))
        for pressing in album.pressings:
            yield from (
                f"{album.file}: {pressing.slug}: {fault}" for fault in _pressing(album, pressing, names)
            )


def _pressing(album: Album, pressing: Pressing, names: set[str]) -> Iterator[str]:
    every = [*pressing.credits]
    for track in walk(pressing.tracks):
        every += [*track.artists, *track.credits]
    yield from _unknown(every, names)
    known = [track.position for track in walk(pressing.tracks) if track.position]
    yield from (f"position {p} is there twice" for p in sorted({p for p in known if known.count(p) > 1}))
    for entry in every:
        if entry.tracks:
            try:
                positions_named(entry.tracks, known)
            except ValueError as error:
                yield f"{entry.name}: {error}"
        if entry.role.count("[") != entry.role.count("]"):
            yield f"{entry.name}: unbalanced brackets in {entry.role!r}"
    year = int(pressing.released[:4] or 0)
    if year and album.has_master and year < album.year:
        yield f"pressed in {year}, before the album's year {album.year}"
    if not pressing.labels or not pressing.formats:
        yield "needs a label and a format"


def _unknown(credits: Iterable[Credit], names: set[str]) -> Iterator[str]:
    for entry in credits:
        if entry.linked and entry.name not in names:
            close = get_close_matches(entry.name, names, n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            yield f"{entry.name!r} is not in people.yaml{hint}"
        if not entry.linked and entry.name in names:
            yield f"{entry.name!r} is in people.yaml, so it needs no ~"


def _people(facts: Facts) -> Iterator[str]:
    used = set(_used(facts))
    titles = {(artist.name, album.title.casefold()) for album in facts.albums for artist in album.artists}
    for person in facts.people.values():
        where = f"people.yaml: {person.name}"
        relations = (*person.aliases, *person.members, *person.former)
        yield from (
            f"{where}: {name!r} is not in people.yaml" for name in relations if name not in facts.people
        )
        if person.name not in used:
            yield f"{where}: nothing in the catalogue names them"
        for year, title in person.works:
            if (person.name, title.casefold()) in titles:
                yield f"{where}: {title} ({year}) is in the scenes already"
        if person.works and person.genre not in GENRES:
            yield f"{where}: works need a genre, not {person.genre!r}"
        for name in re.findall(r"\[a=(.+?)\]", person.profile):
            if name not in facts.people:
                yield f"{where}: the profile links {name!r}, who is not in people.yaml"


def _used(facts: Facts) -> Iterator[str]:
    for album, pressing in facts.pressings():
        yield from (artist.name for artist in album.artists)
        yield from (entry.name for entry in pressing.credits)
        for track in walk(pressing.tracks):
            yield from (entry.name for entry in (*track.artists, *track.credits))
    for person in facts.people.values():
        related = (*person.aliases, *person.members, *person.former)
        yield from related
        if related:
            yield person.name


def _shelf(facts: Facts) -> Iterator[str]:
    known = {pressing.slug for _, pressing in facts.pressings()}
    owned = {copy.pressing for copy in facts.shelf.copies}
    wanted = [copy.pressing for copy in facts.shelf.wants]
    for copy in (*facts.shelf.copies, *facts.shelf.wants):
        yield from (f"shelf.yaml: {copy.pressing}: {fault}" for fault in _copy(copy, known))
    for copy in facts.shelf.copies:
        if copy.folder not in facts.shelf.folders:
            yield f"shelf.yaml: {copy.pressing}: no folder {copy.folder!r}"
        if copy.custom and copy.custom not in facts.shelf.options:
            yield f"shelf.yaml: {copy.pressing}: no option {copy.custom!r}"
    for slug in sorted(owned & set(wanted)):
        yield f"shelf.yaml: {slug}: owned and wanted"
    for slug in sorted({slug for slug in wanted if wanted.count(slug) > 1}):
        yield f"shelf.yaml: {slug}: wanted twice"
    for slug in sorted(known - owned - set(wanted)):
        yield f"shelf.yaml: {slug}: neither owned nor wanted"


def _copy(copy: Copy, known: set[str]) -> Iterator[str]:
    if copy.pressing not in known:
        close = get_close_matches(copy.pressing, known, n=1)
        yield f"no such pressing{f'; did you mean {close[0]}?' if close else ''}"
    if not 0 <= copy.rating <= 5:
        yield f"rating {copy.rating} is not between 0 and 5"
    if copy.media and copy.media not in GRADES:
        yield f"{copy.media!r} is not a media condition"
    if copy.sleeve and copy.sleeve not in SLEEVES:
        yield f"{copy.sleeve!r} is not a sleeve condition"


def _ids(facts: Facts) -> Iterator[str]:
    pressings = [pressing for _, pressing in facts.pressings()]
    entities = {e.name for p in pressings for e in (*p.labels, *p.series, *p.companies)}
    spaces = {
        "artist": {*facts.people, *PSEUDO_ARTISTS},
        "release": {pressing.slug for pressing in pressings},
        "master": {
            *(album.slug for album in facts.albums),
            *(f"{person.name}/{title}" for person in facts.people.values() for _, title in person.works),
        },
        "label": entities,
    }
    for kind, slugs in spaces.items():
        seen: dict[int, str] = {}
        for slug in sorted(slugs):
            other = seen.setdefault(identity(kind, slug), slug)
            if other != slug:
                yield f"the {kind} ids of {other!r} and {slug!r} are the same: change one's slug or spelling"
