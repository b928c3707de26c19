"""Discogs' own pages of what is shown: its terms ask for a link to them beside its data."""

from __future__ import annotations

from typing import Literal

from linernotes.settings import Settings

#: The addresses of pages at Discogs.
PageKind = Literal["release", "master", "artist", "label"]

_DISCOGS_API = Settings.model_fields["api_url"].default


def at_discogs(settings: Settings, kind: PageKind, id: int | None) -> str | None:
    """The page at Discogs; None for what has none, and where the data come from a sandbox."""
    if id is None or settings.api_url != _DISCOGS_API:
        return None
    return f"{settings.www_url}/{kind}/{id}"
