"""Static files: our own and those that `make vendor` copied from packages."""

from __future__ import annotations

import hashlib
import mimetypes
from functools import cache
from pathlib import Path

from starlette.datastructures import QueryParams
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parents[1] / "static"
# Python before 3.14 asks the machine for the type, and a bare machine does not know it.
mimetypes.add_type("font/woff2", ".woff2")

_A_YEAR = "public, max-age=31536000, immutable"


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


@cache
def asset(path: str) -> str:
    """The address of a static file with its version: `asset("shared/base.css")` -> `/static/shared/base.css?v=1a2b`.

    Without one if there is no such file, as before `make vendor`: pages work without scripts.
    """
    try:
        content = (FOLDER / path).read_bytes()
    except FileNotFoundError:
        return f"/static/{path}"
    return f"/static/{path}?v={hashlib.sha256(content).hexdigest()[:8]}"
