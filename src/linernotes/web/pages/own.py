"""Do I own it? A page for the shop."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response

from linernotes.insights.known import Known, Want, read_known
from linernotes.insights.owning import Answer, Owning, Verdict
from linernotes.storage.search import matching
from linernotes.web.answers import NOTHING_YET
from linernotes.web.builds import Reading
from linernotes.web.pages.collection import as_json
from linernotes.web.resting import rests
from linernotes.web.state import app_state
from linernotes.web.templating import page
from linernotes.web.told import ToldAnswer

router = APIRouter()

#: What is said in one word, and more exactly.
WORDS: dict[Verdict, tuple[str, str]] = {
    "owned": ("Yes", "You own it."),
    "fits": ("Maybe", "One of your albums fits: is it this one?"),
    "other": ("Another pressing", "You own this album, but not this pressing."),
    "wanted": ("Wanted", "You do not own it, and it is on your wantlist."),
    "not": ("No", "You do not own it."),
    "several": ("Some of it", "This is what you own."),
    "untold": (
        "Not this pressing",
        "You do not own this pressing. Whether you own another one cannot be told offline, as this one is in no"
        " discography that was read: paste the link of the album (the master) instead.",
    ),
}
#: How many records a page shows, and how many JSON tells.
SHOWN = 30
TOLD = 200

Asked = Annotated[
    str,
    Query(
        max_length=300,
        description="A title, an artist, `artist - title`, a catalogue number, a barcode, a link, r123 or m123.",
    ),
]


@router.get("/own", include_in_schema=False)
def own(request: Request, q: Asked = "") -> Response:
    """The question, and its answer."""
    state = app_state(request)
    with state.builds.reading() as build:
        if build is None:
            return page(request, "own_empty.html", connected=state.discogs.credentials_ok)
        answer = _owning(build).answer(q)
        word, sentence = WORDS[answer.verdict] if answer else ("", "")
        return page(
            request,
            "own.html",
            q=q,
            answer=answer,
            word=word,
            sentence=sentence,
            shown=SHOWN,
            overview=build.overview,
        )


@router.get("/api/own", response_model=ToldAnswer)
def api_own(request: Request, q: Asked = "") -> dict[str, Any]:
    """Whether something is owned.

    `verdict` is `owned`; `fits` (the text is a part of what `copies` are called, which need not be what is meant);
    `other` (only another pressing of the album is); `wanted`; `not`; `several` (more than one album matches, or what
    is owned of an artist or label); or `untold` (this pressing is not owned, and what album it is of is not known).
    null if nothing is asked; 404 before the first build.
    """
    with app_state(request).builds.reading() as build:
        if build is None:
            raise HTTPException(404, NOTHING_YET)
        answer = _owning(build).answer(q)
        told = {"verdict": None} if answer is None else _as_json(answer)
        return {"asked": q} | told | rests(build)


def _owning(build: Reading) -> Owning:
    known: Known = build.once("own", lambda: read_known(build.storage, build.collection))
    return Owning(build.storage, build.browser, known, partial(_search, build))


def _search(build: Reading, text: str) -> list[int]:
    return matching(build.build.search_path, text, "release", ("title", "artists")).ids


def _as_json(answer: Answer) -> dict[str, Any]:
    return {
        "meant": answer.meant,
        "verdict": answer.verdict,
        "what": answer.what,
        "id": answer.id,
        "total": len(answer.copies),
        "copies": [as_json(copy) for copy in answer.copies[:TOLD]],
        "others": [as_json(copy) for copy in answer.others[:TOLD]],
        "wants": [_want_json(want) for want in answer.wants],
    }


def _want_json(want: Want) -> dict[str, Any]:
    return {
        "release_id": want.release_id,
        "master_id": want.master_id,
        "title": want.title,
        "artist": want.artist,
        "year": want.year,
    }
