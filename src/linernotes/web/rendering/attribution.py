"""Discogs' own pages of what is shown: its terms ask for a link to them beside its data."""

from __future__ import annotations

from typing import Literal

from linernotes.addresses import DISCOGS_API
from linernotes.settings import Settings
from linernotes.web.rendering.formatting import host

#: The addresses of pages at Discogs.
PageKind = Literal["release", "master", "artist", "label"]


def at_discogs(settings: Settings) -> str | None:
    """The base address of Discogs' own pages; None for data from a sandbox, which has no pages."""
    return settings.www_url if settings.api_url == DISCOGS_API else None


def rel(url: str) -> str:
    """The `rel` of a link that somebody typed. Discogs asks that links to it have no `nofollow`; nobody else does."""
    name = f".{host(url)}"
    return "noopener ugc" if name.endswith(".discogs.com") else "noopener nofollow ugc"


def page_at_discogs(settings: Settings, kind: PageKind, id: int | None) -> str | None:
    """The page of something at Discogs; None for what has none."""
    start = at_discogs(settings)
    return f"{start}/{kind}/{id}" if start and id is not None else None
