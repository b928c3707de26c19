"""Parameters of the pages about all of Discogs, in an address."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, Field

from linernotes.insights.world.standing import Standing

#: Albums of a page.
PER_PAGE = 100


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


def _false_if_empty(value: object) -> object:
    return False if value == "" else value


class WorldAlbumsQuery(BaseModel):
    """Some of an artist's albums in all of Discogs, and which page of them."""

    role: Annotated[
        str, Field(max_length=500, description="Only albums with this role, or `main artist`.")
    ] = ""
    standing: Annotated[
        Standing | None,
        BeforeValidator(_none_if_empty),
        Field(description="Only albums that are owned, owned in another pressing, wanted, or missing."),
    ] = None
    page: Annotated[int, Field(ge=1, le=100_000)] = 1


class WorldArtistQuery(WorldAlbumsQuery):
    """An artist's page: `world` asks for all of Discogs."""

    world: Annotated[bool, BeforeValidator(_false_if_empty)] = False

    def address(self, artist_id: int, page: int = 1) -> str:
        """The address of a page of what is asked for, in all of Discogs."""
        chosen = {"world": 1, "role": self.role, "standing": self.standing or "", "page": page}
        kept = {name: value for name, value in chosen.items() if value and (name, value) != ("page", 1)}
        return f"/artist/{artist_id}?{urlencode(kept)}"
