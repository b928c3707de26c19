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
from linernotes.web.security.guard import CAMERA_OF_OURS, content_security_policy

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
    "own/barcodes.js",
    "own/camera.js",
    "own/refresh.js",
)
_FOLDERS = ("own/offline",)
#: What reads barcodes where the browser cannot: kept once it was used.
_READER, _WASM = "vendor/barcode-detector.js", "vendor/zxing_reader.wasm"


@router.get("/offline")
def offline(request: Request) -> Response:
    """The page that a browser keeps. It holds nothing of a session, and nothing of the shelf."""
    kept = page(
        request, "own/offline.html", navigation=(), signed_in=False, troubles=[], flashes=lambda: list[str]()
    )
    kept.headers["Permissions-Policy"] = CAMERA_OF_OURS
    return kept


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


@router.get("/reader.js")
def reader(request: Request) -> Response:
    """The worker that reads barcodes. WebAssembly may run in it, and nowhere else: a worker has rules of its own."""
    policy = content_security_policy(app_state(request).settings)
    headers = {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": f"{policy}; script-src 'self' 'wasm-unsafe-eval'",
    }
    return Response(_reader(), headers=headers, media_type="text/javascript")


@cache
def _reader() -> str:
    addresses = {"READER": _READER, "WASM": _WASM}
    named = [f"const {name} = {json.dumps(f'../{versioned(file)}')};\n" for name, file in addresses.items()]
    return "".join(named) + (FOLDER / "own/reader.js").read_text("utf-8")


@cache
def _worker() -> str:
    """The script, behind the addresses of what it keeps: a browser takes it anew when one of these has changed."""
    files = [*_KEPT, *(f"{folder}/{file.name}" for folder in _FOLDERS for file in _scripts(folder))]
    kept = [f"../{versioned(file)}" for file in [*files, *kept_fonts()]]
    script = (FOLDER / "own/worker.js").read_text("utf-8")
    template = (FOLDER.parent / "templates/own/offline.html").read_bytes()
    on_tap = ["reader.js", *(f"../{versioned(file)}" for file in (_READER, _WASM))]
    version = hashlib.sha256("\n".join([*kept, *on_tap]).encode() + template).hexdigest()[:8]
    facts = {"VERSION": version, "KEPT": kept, "ON_TAP": on_tap}
    return (
        "".join(f"const {name} = {json.dumps(value, indent=1)};\n" for name, value in facts.items()) + script
    )


def _scripts(folder: str) -> list[Path]:
    return sorted((FOLDER / folder).glob("*.js"))


@cache
def _rules_version() -> str:
    """The version of the scripts that read the index: with others it is made and fetched anew."""
    texts = b"".join(file.read_bytes() for folder in _FOLDERS for file in _scripts(folder))
    return hashlib.sha256(texts).hexdigest()[:8]
