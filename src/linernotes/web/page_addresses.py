"""Addresses of the pages about what sleeves name."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from linernotes.documents import PSEUDO_ARTISTS
from linernotes.insights.collection.credits.conditions import ANY
from linernotes.insights.collection.facets.facets import NONE, AnyFacet


@lru_cache(maxsize=4096)
def role_address(role: str) -> str | None:
    """The address of a role's page. None for a name that browsers would take for a way up: '..'."""
    if not role.strip() or not {".", ".."}.isdisjoint(role.replace("\\", "/").split("/")):
        return None
    return f"/role/{quote(role, safe='')}"


def artist_address(artist_id: int) -> str | None:
    """The address of an artist's page. None for 'Various' and the like, which have none."""
    return None if artist_id in PSEUDO_ARTISTS else f"/artist/{artist_id}"


def record_address(release_id: int) -> str:
    """The address of a record's page."""
    return f"/release/{release_id}"


def page_of(name: AnyFacet, key: str) -> str | None:
    """The page of an artist, a role or a label that a facet has as a value. None where there is none."""
    if name == "role":
        return None if key == NONE or key.startswith(ANY) else role_address(key)
    kind = {"artist": "artist", "person": "artist", "label": "label"}.get(name)
    return f"/{kind}/{key}" if kind and key.isdecimal() and int(key) not in PSEUDO_ARTISTS else None
