"""The entry of work on the catalogue: downloads a month of all of Discogs, or takes its files, and builds it."""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.catalogue.take_catalogue import build_catalogue, fetch_catalogue
from linernotes.processes.progress import Listen
from linernotes.settings import Settings


@dataclass(frozen=True, slots=True)
class FetchCatalogue:
    """Download a month, YYYY-MM, the newest for None, and build it. `keep` leaves its dumps in the home."""

    settings: Settings
    month: str | None
    keep: bool


@dataclass(frozen=True, slots=True)
class BuildCatalogue:
    """Build the month of the dumps that lie in the home."""

    settings: Settings


def run(request: FetchCatalogue | BuildCatalogue, listen: Listen) -> str:
    """Do what is asked for; `listen` gets how far it is. Returns the month that is in use now, YYYYMMDD.

    :raises LinernotesError: as `fetch_catalogue` and `build_catalogue`.
    """
    if isinstance(request, FetchCatalogue):
        built = fetch_catalogue(
            request.settings, month=request.month, keep_files=request.keep, keep_months=False, listen=listen
        )
    else:
        built = build_catalogue(request.settings, [], keep_months=False, listen=listen)
    return built.month.name
