"""Static files: our own and those that `make vendor` copied from packages."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import os
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers, QueryParams
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parents[1] / "static"
# Python before 3.14 asks the machine for the type, and a bare machine does not know it.
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("application/wasm", ".wasm")

_A_YEAR = "public, max-age=31536000, immutable"

#: Files that are sent compressed. Fonts are compressed by their format. Pages are not compressed at all: beside what
#: was typed they hold a secret of the session, which could be guessed from their length.
_COMPRESSED = {".css", ".js", ".svg", ".txt", ".wasm"}


class Assets(StaticFiles):
    """Serves the folder. An address that carries the file's version may be kept for ever by the browser."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if "v" in QueryParams(scope.get("query_string", b"").decode("latin-1")):
            response.headers["Cache-Control"] = _A_YEAR
        else:
            response.headers["Cache-Control"] = "no-cache"
        return response

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """The file, compressed for a client that takes it so: under a tag of its own, since the bytes differ."""
        path, asked = Path(full_path), Headers(scope=scope)
        if path.suffix not in _COMPRESSED:
            return super().file_response(full_path, stat_result, scope, status_code)
        if not takes_gzip(asked.get("accept-encoding", "")):
            response = super().file_response(full_path, stat_result, scope, status_code)
            response.headers["Vary"] = "Accept-Encoding"
            return response
        whole = FileResponse(path, status_code=status_code, stat_result=stat_result)
        response = Response(
            _compressed(path, stat_result.st_mtime_ns),
            status_code,
            {
                "Content-Encoding": "gzip",
                "Content-Type": whole.headers["content-type"],
                "ETag": whole.headers["etag"].removesuffix('"') + '-gzip"',
                "Last-Modified": whole.headers["last-modified"],
                "Vary": "Accept-Encoding",
            },
        )
        return (
            NotModifiedResponse(response.headers)
            if self.is_not_modified(response.headers, asked)
            else response
        )


def takes_gzip(accept_encoding: str) -> bool:
    """Whether the header `Accept-Encoding` allows gzip: by its name or by `*`, and not with the weight 0."""
    weights = {}
    for part in accept_encoding.lower().split(","):
        name, _, weight = part.partition(";")
        weights[name.strip()] = weight.replace(" ", "")
    weight = weights.get("gzip", weights.get("*", "q=0"))
    return not weight.startswith("q=0") or weight.strip("q=0.") != ""


@cache
def _compressed(path: Path, changed_ns: int) -> bytes:
    """A file as gzip; `changed_ns` is when it was last changed, so that a changed file is compressed anew."""
    return gzip.compress(path.read_bytes(), mtime=0)


def asset(path: str) -> str:
    """The address of a static file with its version: `asset("shared/base.css")` -> `/static/shared/base.css?v=1a2b`."""
    return f"/{versioned(path)}"


@cache
def versioned(path: str) -> str:
    """The address of a static file from the root of the app, without a slash before it.

    It has no version if there is no such file, as before `make vendor`: pages work without scripts.
    """
    try:
        content = (FOLDER / path).read_bytes()
    except FileNotFoundError:
        return f"static/{path}"
    return f"static/{path}?v={hashlib.sha256(content).hexdigest()[:8]}"
