"""The answer about an artist: who they are, and what Discogs lists for them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from linernotes.insights.artist.discography import Discography, read_discography
from linernotes.insights.artist.models import Portrait
from linernotes.insights.artist.pictures.company_map import CompanyMap, read_company_map
from linernotes.insights.artist.pictures.shelf_years import ShelfYears, read_shelf_years
from linernotes.insights.artist.read_artist import read_artist
from linernotes.insights.coverage import OfBuild, of_build
from linernotes.insights.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class ArtistAnswer(OfBuild):
    """An artist, and what Discogs lists for them. `is_followed`: the user follows them.

    `years` and `map` are what the page draws: None where there is too little.
    """

    artist: Portrait
    years: ShelfYears | None
    map: CompanyMap | None
    discography: Discography
    is_followed: bool


def read_artist_answer(snapshot: Snapshot, follows: Collection[int], artist_id: int) -> ArtistAnswer | None:
    """Read it; None for an artist that nothing in the build names. `follows` are the artists that the user follows."""
    artist = read_artist(snapshot, artist_id)
    if artist is None:
        return None
    return ArtistAnswer(
        artist=artist,
        years=read_shelf_years(snapshot, artist),
        map=read_company_map(snapshot, artist),
        discography=read_discography(snapshot, artist_id),
        is_followed=artist_id in follows,
        **of_build(snapshot),
    )
