"""Do I own it? A page for the shop."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from linernotes.insights.ownership.look_up import look_up
from linernotes.insights.ownership.wording import rests, sentence, word
from linernotes.insights.statistics.overview import read_overview
from linernotes.insights.world.own_answer import OwnAnswer, in_all_of_discogs, own_answer
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import Tag
from linernotes.web.query.published import CurrentSnapshot
from linernotes.web.rendering.templating import before_first_build, page
from linernotes.web.security.guard import CAMERA_OF_OURS

router = APIRouter(tags=[Tag.RELEASES])

#: Records that a page shows.
SHOWN = 30

Asked = Annotated[
    str,
    Query(
        max_length=300,
        description="A title, an artist, `artist - title`, a catalogue number, a barcode, a link, r123 or m123."
        " A year, a carrier, a country or a label may stand beside it: `kind of blue 1959 lp`.",
    ),
]


@router.get("/own", include_in_schema=False)
def own(request: Request, q: Asked = "") -> Response:
    """The question, and its answer."""
    state = app_state(request)
    with state.builds.reading() as snapshot, state.catalogues.reading() as catalogue:
        if snapshot is None:
            return before_first_build(request, "own/empty.html")
        answer = look_up(snapshot, q)
        shown = page(
            request,
            "own/page.html",
            q=q,
            answer=answer,
            world=in_all_of_discogs(snapshot, catalogue, answer),
            word=word(answer) if answer else "",
            sentence=sentence(answer) if answer else "",
            rests=rests(answer) if answer else None,
            shown=SHOWN,
            overview=snapshot.cached(read_overview),
        )
    shown.headers["Permissions-Policy"] = CAMERA_OF_OURS
    return shown


@router.get("/api/own")
def api_own(request: Request, snapshot: CurrentSnapshot, q: Asked = "") -> OwnAnswer:
    """Answer to "Do I own it?". 404 before the first build.

    `verdict` is null if `q` is empty, else one of these:

    * `owned`: a copy is on the shelf.
    * `fits`: the user may mean one of `copies`. The text is a part of a name of it, or one letter away.
    * `other`: only another pressing of the album is owned.
    * `wanted`: it is on the wantlist.
    * `not`: it is not owned.
    * `several`: more than one album matches, or the text names an artist or label. `copies` are the owned ones.
    * `unknown`: the build cannot say, for instance about a barcode while it has no barcodes.

    `world` is what all of Discogs has where the shelf says `not` or `unknown`, if there is a catalogue.

    `suggestions` lists other texts that the user may have meant. The answer rests on `known` of `owned` pressings.
    """
    with app_state(request).catalogues.reading() as catalogue:
        return own_answer(snapshot, catalogue, q, look_up(snapshot, q))
