"""The published build that an answer is read from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, HTTPException, Request

from linernotes.insights.snapshot import Snapshot
from linernotes.storage.catalogue.reader import CatalogueReader
from linernotes.web.background.app_state import app_state

#: The error messages of the JSON routes before the first build, and where there is no catalogue.
NO_CATALOGUE = (
    "There is no catalogue of all of Discogs here. Start it at /config, or run: linernotes catalogue fetch"
)
NOTHING_YET = "Nothing is published yet. Start a sync at /config."


def _read_published(request: Request) -> Iterator[Snapshot]:
    with app_state(request).builds.reading() as snapshot:
        if snapshot is None:
            raise HTTPException(404, NOTHING_YET)
        yield snapshot


def _read_catalogue(request: Request) -> Iterator[CatalogueReader]:
    with app_state(request).catalogues.reading() as catalogue:
        if catalogue is None:
            raise HTTPException(404, NO_CATALOGUE)
        yield catalogue


#: The current build for one request, which is answered with 404 before the first one, whatever else it asks for.
#: It is let go when the answer is made: a reader that is slow to take it would keep an old build open.
CurrentSnapshot = Annotated[Snapshot, Depends(_read_published, scope="function")]

#: The newest month of the catalogue for one request, which is answered with 404 where there is none.
CurrentCatalogue = Annotated[CatalogueReader, Depends(_read_catalogue, scope="function")]
