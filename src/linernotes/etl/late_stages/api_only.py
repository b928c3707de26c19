"""The last stage of a sync. For documents from a dump it fetches what only the API has."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Protocol

from linernotes.documents import DocumentKey, Master
from linernotes.etl.fetching import Fetching
from linernotes.etl.late_stages.wanted import STAGE as WANTED
from linernotes.etl.master import ETLMaster
from linernotes.etl.release import ETLRelease

STAGE = "pictures"


class FetchingStep(Protocol):
    """A step of whatever documents, as far as it fetches them."""

    def given_by_dumps(self, fetching: Fetching, wanted: Sequence[int]) -> list[DocumentKey]:
        """Those of the wanted documents to ask for that a dump has given."""

    async def fetch_more(self, fetching: Fetching, stage: str, keys: Sequence[DocumentKey]) -> None:
        """Fetch and land these documents within a stage that goes on."""


@dataclass(frozen=True, slots=True)
class Later:
    """Documents for the last stage: the step that lands them, and the stage that would fetch them without a dump."""

    step: FetchingStep
    stage: str
    keys: tuple[DocumentKey, ...]


class ETLPictures:
    """Pictures, who has and wants a record, ratings and prices, after everything else, most interesting first.

    Releases by the user's rating, then as they were added; the artists on them, and their masters. Wanted releases and
    their masters come after them. Then come roles other than Main in discographies, and last the people around.
    """

    def __init__(self, releases: ETLRelease, masters: ETLMaster[Master]) -> None:
        self._releases = releases
        self._masters = masters

    def later(self, fetching: Fetching) -> list[Later]:
        """Documents to fetch now, in order. The first page of a discography says how many pages follow."""
        artists, shelf, options = self._releases.artists, fetching.shelf, fetching.options
        steps: list[tuple[FetchingStep, str, list[int]]] = [
            (self._releases, "releases", shelf.releases_by_rating()),
            (artists, "artists", shelf.collected_artists()),
            (self._masters, "masters", shelf.masters()),
        ]
        if options.wants:
            steps += [
                (self._releases, WANTED, shelf.wanted_releases()),
                (self._masters, WANTED, shelf.wanted_masters()),
            ]
        around: list[tuple[FetchingStep, str, list[int]]] = [
            (artists, "credited", shelf.credited_artists(options.credited_min)),
        ]
        if options.neighbours:
            around.append((artists, "neighbours", shelf.neighbours()))
        if options.discographies == "full":
            around.append((artists.albums, "album_masters", shelf.album_masters()))
        found = [Later(step, stage, tuple(step.given_by_dumps(fetching, ids))) for step, stage, ids in steps]
        pages = artists.discographies.to_read(fetching, given=True)
        found.append(Later(artists.discographies, "artist_masters", tuple(pages)))
        found += [
            Later(step, stage, tuple(step.given_by_dumps(fetching, ids))) for step, stage, ids in around
        ]
        return _each_once(found)

    async def extract(self, fetching: Fetching) -> None:
        """Fetch and land it. Without a dump there is nothing to ask, and no such stage."""
        parts, progress = self.later(fetching), fetching.progress
        if not any(part.keys for part in parts):
            progress.skip(STAGE)
            return
        progress.begin(STAGE, sum(len(part.keys) for part in parts))
        for part in parts:
            await part.step.fetch_more(fetching, STAGE, part.keys)
        await self._extract_albums(fetching, {key for part in parts for key in part.keys})
        progress.end(STAGE)
        await fetching.stage_done(STAGE)

    async def _extract_albums(self, fetching: Fetching, asked: Set[DocumentKey]) -> None:
        """Fetch the masters of albums from dumps. `asked` are the documents that this stage has fetched already.

        The discographies that this stage has just fetched may list more albums.
        """
        if fetching.options.discographies != "full":
            return
        albums = self._releases.artists.albums
        given = albums.given_by_dumps(fetching, albums.wanted(fetching.shelf))
        keys = [key for key in given if key not in asked]
        fetching.progress.grow(STAGE, len(keys))
        await albums.fetch_more(fetching, STAGE, keys)


def _each_once(found: list[Later]) -> list[Later]:
    """An artist may stand in two stages, as one of the people around and as a sideman: the first asks."""
    seen: set[DocumentKey] = set()
    kept = []
    for one in found:
        keys = tuple(key for key in one.keys if key not in seen)
        seen.update(keys)
        kept.append(Later(one.step, one.stage, keys))
    return kept
