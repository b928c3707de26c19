"""The years of an artist on the shelf: instruments, bands or members as lines, records as marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from linernotes.insights.artist.models import Appearance, Kin, Portrait
from linernotes.insights.artist.pictures.played_roles import PlayedRoles, main_family, read_played_roles
from linernotes.insights.collection.copies import Copy, read_copies_by
from linernotes.insights.release.instrument_families import InstrumentFamily
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.plurals import counted

#: Lines of one kind in a drawing; it counts the others.
MOST_INSTRUMENTS, MOST_BANDS, MOST_MEMBERS = 8, 6, 24
#: Names in the sentence.
_NAMED = 3


class LineKind(StrEnum):
    """What a line over the years stands for."""

    RECORDS = "records"  # records as a main artist
    GUEST = "guest"  # records of others, those of bands among them
    INSTRUMENT = "instrument"
    BAND = "band"  # records of a band that the person is a member of
    MEMBER = "member"  # a member, on records of the band


@dataclass(frozen=True, slots=True)
class YearMark:
    """An album in its year; `release_id` is a pressing on the shelf.

    `is_pressing_year`: only the pressing's year is known. `is_named` is False for a record of a band that does not
    name the person.
    """

    release_id: int
    title: str
    year: int
    is_pressing_year: bool
    is_named: bool


@dataclass(frozen=True, slots=True)
class YearLine:
    """One line: its albums by year, and how many have no year.

    `is_active` is only Discogs' hint about a member or a band: None where Discogs does not say.
    """

    kind: LineKind
    label: str
    artist_id: int | None
    family: InstrumentFamily
    is_active: bool | None
    marks: tuple[YearMark, ...]
    undated: int

    @property
    def span(self) -> str:
        """The first and the last year: "1959 to 1965", or "1959"."""
        first, last = self.marks[0].year, self.marks[-1].year
        return str(first) if first == last else f"{first} to {last}"


@dataclass(frozen=True, slots=True)
class ShelfYears:
    """The lines of an artist. `undated` counts albums without a year; `left_out` lines beyond those drawn."""

    name: str
    first: int
    last: int
    lines: tuple[YearLine, ...]
    undated: int
    left_out: int


@dataclass(frozen=True, slots=True)
class _Album:
    """An album that an artist is on: what one of its pressings says, and the roles on all of them."""

    release_id: int
    title: str
    year: int | None
    is_pressing_year: bool
    is_main: bool
    roles: frozenset[str]
    is_named: bool = True


def read_shelf_years(snapshot: Snapshot, artist: Portrait) -> ShelfYears | None:
    """Read the years of an artist; None where fewer than two albums have a year."""
    played = snapshot.cached(read_played_roles)
    bands = {
        one.artist_id: read_copies_by(snapshot, [one.artist_id]) for one in artist.family.groups if one.items
    }
    return shelf_years(artist, played, bands)


def shelf_years(
    artist: Portrait, played: PlayedRoles, bands: Mapping[int, Sequence[Copy]]
) -> ShelfYears | None:
    """Put the lines together. `bands` have the copies of each band that the artist is a member of. Pure."""
    albums = list(_albums(artist.appearances).values())
    dated = [one.year for one in albums if one.year]
    if len(dated) < 2:
        return None
    families = main_family((role for one in albums for role in sorted(one.roles)), played)
    own = [one for one in albums if one.is_main]
    guest = [one for one in albums if not one.is_main]
    shelf = [
        _line(LineKind.RECORDS, "Records" if artist.is_group else "Their own records", families, own),
        _line(LineKind.GUEST, "On other records", families, guest),
    ]
    several = (
        [_members(artist, played)]
        if artist.members_here.qty
        else [_instruments(albums, played), _bands(artist, bands)]
    )
    most = [MOST_MEMBERS] if artist.members_here.qty else [MOST_INSTRUMENTS, MOST_BANDS]
    kept = [line for lines, number in zip(several, most, strict=True) for line in lines[:number]]
    lines = [line for line in (*shelf, *kept) if line.marks]
    years = [mark.year for line in lines for mark in line.marks]
    return ShelfYears(
        name=artist.name,
        first=min(years),
        last=max(years),
        lines=tuple(lines),
        undated=sum(not one.year for one in albums),
        left_out=sum(max(0, len(lines) - number) for lines, number in zip(several, most, strict=True)),
    )


def years_in_words(years: ShelfYears) -> str:
    """What the drawing shows, in one sentence."""
    of = {kind: [line for line in years.lines if line.kind is kind] for kind in LineKind}
    own, guest = (sum(len(line.marks) for line in of[kind]) for kind in (LineKind.RECORDS, LineKind.GUEST))
    parts = [f"{counted(own, 'album')} as main artist"] if own else []
    parts += [f"{own and 'and ' or ''}{counted(guest, 'other album')}"] if guest else []
    said = [f"{years.name} on your shelf, {years.first} to {years.last}: {' '.join(parts)}"]
    said += [_most(of[LineKind.INSTRUMENT], "plays"), _most(of[LineKind.BAND], "in")]
    if of[LineKind.MEMBER]:
        named = ", ".join(f"{line.label} ({line.span})" for line in of[LineKind.MEMBER][:_NAMED])
        more = len(of[LineKind.MEMBER]) - _NAMED
        said.append(f"members on them {named}{f' and {more} more' if more > 0 else ''}")
    return f"{'; '.join(part for part in said if part)}."


def _most(lines: Sequence[YearLine], word: str) -> str:
    named = ", ".join(f"{line.label} ({line.span})" for line in lines[:_NAMED])
    more = f" and {len(lines) - _NAMED} more" if len(lines) > _NAMED else ""
    return f"{word} {named}{more}" if named else ""


def _albums(appearances: Iterable[Appearance]) -> dict[tuple[str, int], _Album]:
    """Each album once, by its first pressing, with what all pressings say."""
    found: dict[tuple[str, int], _Album] = {}
    for one in appearances:
        known = found.get(one.album)
        found[one.album] = _Album(
            known.release_id if known else one.release_id,
            known.title if known else one.title,
            known.year if known else one.year,
            known.is_pressing_year if known else one.is_pressing_year,
            one.is_main or bool(known and known.is_main),
            frozenset(one.roles) | (known.roles if known else frozenset()),
        )
    return found


def _instruments(albums: Sequence[_Album], played: PlayedRoles) -> list[YearLine]:
    """Those on most albums first."""
    roles = {role for one in albums for role in one.roles if role in played}
    lines = [
        _line(LineKind.INSTRUMENT, role, played[role], [one for one in albums if role in one.roles])
        for role in roles
    ]
    return sorted(filter(_is_dated, lines), key=lambda line: (-len(line.marks), line.label))


def _bands(artist: Portrait, bands: Mapping[int, Sequence[Copy]]) -> list[YearLine]:
    """The records of each band; those that name the artist are theirs."""
    named = {one.album for one in artist.appearances}
    lines = [
        replace(
            _line(
                LineKind.BAND,
                one.name,
                InstrumentFamily.OTHER,
                list(_of_band(bands.get(one.artist_id, ()), named)),
            ),
            artist_id=one.artist_id,
            is_active=one.is_active,
        )
        for one in artist.family.groups
    ]
    return sorted(filter(_is_dated, lines), key=lambda line: (-len(line.marks), line.label))


def _of_band(copies: Iterable[Copy], named: set[tuple[str, int]]) -> Iterator[_Album]:
    albums = {copy.album: copy for copy in sorted(copies, key=lambda copy: copy.release_id, reverse=True)}
    for album, copy in albums.items():
        yield _Album(
            copy.release_id,
            copy.title,
            copy.original_year,
            copy.is_pressing_year,
            True,
            frozenset(),
            album in named,
        )


def _members(artist: Portrait, played: PlayedRoles) -> list[YearLine]:
    """Each member with the band's records that name them: who came first is first."""
    hints: dict[int, Kin] = {one.artist_id: one for one in artist.family.members}
    pressing = {one.release_id for one in artist.appearances if one.is_pressing_year}
    lines = []
    for one in artist.members_here.people:
        albums = [
            _Album(at.release_id, at.title, at.year, at.release_id in pressing, True, frozenset(at.roles))
            for at in one.evidence
        ]
        line = _line(LineKind.MEMBER, one.name, main_family(one.roles, played), albums)
        hint = hints.get(one.artist_id)
        lines.append(replace(line, artist_id=one.artist_id, is_active=hint.is_active if hint else None))
    return sorted(
        filter(_is_dated, lines), key=lambda line: (line.marks[0].year, -len(line.marks), line.label)
    )


def _line(kind: LineKind, label: str, family: InstrumentFamily, albums: Sequence[_Album]) -> YearLine:
    marks = [
        YearMark(one.release_id, one.title, one.year, one.is_pressing_year, one.is_named)
        for one in albums
        if one.year is not None
    ]
    ordered = tuple(sorted(marks, key=lambda mark: (mark.year, mark.title, mark.release_id)))
    return YearLine(kind, label, None, family, None, ordered, len(albums) - len(marks))


def _is_dated(line: YearLine) -> bool:
    return bool(line.marks)
