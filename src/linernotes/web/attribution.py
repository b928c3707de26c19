"""Discogs' own pages of what is shown: its terms ask for a link to them beside its data."""

from __future__ import annotations

from typing import Literal

from linernotes.settings import Settings

#: The addresses of pages at Discogs.
PageKind = Literal["release", "master", "artist", "label"]

_DISCOGS_API = Settings.model_fields["api_url"].default


def at_discogs(settings: Settings) -> str | None:
    """Where Discogs' own pages begin; None where the data come from a sandbox, which has none to link to."""
    return settings.www_url if settings.api_url == _DISCOGS_API else None


def page_at_discogs(settings: Settings, kind: PageKind, id: int | None) -> str | None:
    """The page of something at Discogs; None for what has none."""
    start = at_discogs(settings)
    return f"{start}/{kind}/{id}" if start and id is not None else None
