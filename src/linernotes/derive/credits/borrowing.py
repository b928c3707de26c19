"""Which credits of another pressing a release borrows."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from linernotes.derive.credits.roles import Taxonomy
from linernotes.derive.credits.track_ranges import Line, TrackList
from linernotes.documents import PSEUDO_ARTISTS
from linernotes.documents.folding import words
from linernotes.storage.duckdb.lending import Lender
from linernotes.storage.duckdb.rows import (
    ReleaseBorrowedCreditsRow,
    ReleaseCreditsRow,
    ReleaseTrackArtistsRow,
    ReleaseTracksRow,
)

#: Categories of roles that agree with the release's own credits in 95 of 100 cases or more, where 100 or more could be
#: compared: docs/decisions/0013-borrowed-liner-notes.md. `tools/borrowed_credits.py` measures them.
BORROWED_CATEGORIES = frozenset({"writing"})


class _Place(NamedTuple):
    """A credit of a pressing, and its place among all of them; `tracks` None: of the whole pressing."""

    position: int
    row: ReleaseCreditsRow | ReleaseTrackArtistsRow
    tracks: Sequence[int] | None


class Borrowing:
    """Borrows credits in roles of some categories. Pure.

    A credit of tracks is borrowed where the release has one of them, by its title. It comes without its track.
    """

    def __init__(self, taxonomy: Taxonomy, categories: Container[str] = BORROWED_CATEGORIES) -> None:
        self._taxonomy = taxonomy
        self._categories = categories

    def __call__(
        self, release_id: int, tracks: Sequence[ReleaseTracksRow], lender: Lender
    ) -> list[ReleaseBorrowedCreditsRow]:
        """The rows for the release with these tracks, each person and role once."""
        own = {key for track in tracks if (key := _key(track))}
        shared = {track.track_no for track in lender.tracks if _key(track) in own}
        found: dict[tuple[object, ...], ReleaseBorrowedCreditsRow] = {}
        for position, row, named in _places(lender):
            is_here = named is None or not shared.isdisjoint(named)
            if not (is_here and self._is_lent(row.role) and row.artist_id not in PSEUDO_ARTISTS):
                continue
            who = (row.artist_id, row.name, row.name_variation, row.role, row.role_detail, row.role_text)
            borrowed = ReleaseBorrowedCreditsRow(
                release_id,
                lender.release_id,
                position,
                row.role_no,
                *who,
                lender.source,
                lender.year,
                lender.country,
            )
            found.setdefault(who, borrowed)
        return list(found.values())

    def _is_lent(self, role: str | None) -> bool:
        return role is not None and self._taxonomy.classify(role).category in self._categories


def _key(track: ReleaseTracksRow) -> str:
    return words(track.title) if track.title else ""


def _places(lender: Lender) -> Iterator[_Place]:
    """The pressing's own credits, then those of its tracks; the artist of a track has no role."""
    listed = TrackList(
        Line(one.track_no, one.parent_track_no, one.position, one.type or "track", one.title)
        for one in lender.tracks
    )
    following = 0
    for credit in lender.credits:
        named = None if credit.tracks is None else listed.resolve(credit.tracks)
        following = max(following, credit.position + 1)
        yield _Place(credit.position, credit, named)
    before = None
    for artist in lender.track_artists:
        if artist.role is None:
            continue
        place = (artist.track_no, artist.position)
        following += before is not None and place != before
        before = place
        yield _Place(following, artist, [artist.track_no])
