"""*Do I own it?* in the shop: what a browser keeps to answer without a network.

A service worker has the addresses below `/own` and no others. It keeps one page, its script, style and fonts, and the
index of the current build.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from linernotes.insights.ownership.offline.shop_index import VERSION, packed_shop_index
from linernotes.web.background.app_state import app_state
from linernotes.web.rendering.assets import FOLDER, takes_gzip, versioned
from linernotes.web.rendering.fonts import kept_fonts
from linernotes.web.rendering.templating import page

router = APIRouter(prefix="/own", include_in_schema=False)

#: What the page without a network is made of, below `static`.
_KEPT = (
    "shared/base.css",
    "shared/forms.css",
    "shared/shelf.css",
    "shared/print.css",
    "shared/icon.svg",
    "shared/wordmark.svg",
    "shared/zone.js",
    "own/own.css",
    "own/ask.js",
    "own/refresh.js",
)
_FOLDERS = ("own/offline",)


@router.get("/offline")
def offline(request: Request) -> Response:
    """The page that a browser keeps. It holds nothing of a session, and nothing of the shelf."""
    return page(
        request, "own/offline.html", navigation=(), signed_in=False, troubles=[], flashes=lambda: list[str]()
    )


@router.get("/index.json")
def index(request: Request) -> Response:
    """The index of the current build, under its own tag: 304 for a browser that has it, 404 before the first one."""
    with app_state(request).builds.reading() as snapshot:
        if snapshot is None:
            return PlainTextResponse("Nothing is published yet.\n", 404)
        tag = f'"{VERSION}-{_rules_version()}-{snapshot.build_id}"'
        headers = {"ETag": tag, "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        packed = snapshot.cached(packed_shop_index)
    if takes_gzip(request.headers.get("accept-encoding", "")):
        return Response(
            packed, headers={**headers, "Content-Encoding": "gzip"}, media_type="application/json"
        )
    return Response(gzip.decompress(packed), headers=headers, media_type="application/json")


@router.get("/worker.js")
def worker() -> Response:
    """The service worker. It may have `/own` itself, not only what is below it."""
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "../own"}
    return Response(_worker(), headers=headers, media_type="text/javascript")


@cache
def _worker() -> str:
    """The script, behind the addresses of what it keeps: a browser takes it anew when one of these has changed."""
    files = [*_KEPT, *(f"{folder}/{file.name}" for folder in _FOLDERS for file in _scripts(folder))]
    kept = [f"../{versioned(file)}" for file in [*files, *kept_fonts()]]
    script = (FOLDER / "own/worker.js").read_text("utf-8")
    template = (FOLDER.parent / "templates/own/offline.html").read_bytes()
    version = hashlib.sha256("\n".join(kept).encode() + template).hexdigest()[:8]
    return f"const VERSION = {json.dumps(version)};\nconst KEPT = {json.dumps(kept, indent=1)};\n{script}"


def _scripts(folder: str) -> list[Path]:
    return sorted((FOLDER / folder).glob("*.js"))


@cache
def _rules_version() -> str:
    """The version of the scripts that read the index: with others it is made and fetched anew."""
    texts = b"".join(file.read_bytes() for folder in _FOLDERS for file in _scripts(folder))
    return hashlib.sha256(texts).hexdigest()[:8]
