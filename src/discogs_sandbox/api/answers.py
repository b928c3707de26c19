"""Answers in Discogs' form: JSON bodies, and the refusals with their documented texts."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.responses import Response

AUTHENTICATE = {"WWW-Authenticate": 'OAuth realm="https://api.discogs.com"'}

NO_USER_AGENT = (
    "<!DOCTYPE html>\n<html><head><title>Attention Required! | Cloudflare</title></head>"
    "<body><h1>Sorry, you have been blocked</h1></body></html>\n"
)
BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n"
    "<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
    "<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n"
)
NOT_FOUND = "The requested resource was not found."
GONE = {
    "releases": "That release does not exist or may have been deleted.",
    "masters": "That master release does not exist or may have been deleted.",
    "artists": "Artist not found.",
    "labels": "Label not found",
    "users": "User does not exist or may have been deleted.",
}
TOO_QUICKLY = "You are making requests too quickly."
MUST_AUTHENTICATE = "You must authenticate to access this resource."
NO_PERMISSION = "You don't have permission to access this resource."
OWNER_ONLY = (
    "You are not allowed to view this resource. Please authenticate as the owner to view this content."
)


class Refusal(Exception):  # noqa: N818 - an answer on its way out, not a failure of the sandbox
    """Leaves a route with an error status; the message is the body's."""

    def __init__(self, status: int, message: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers


def json_body(document: object) -> bytes:
    """Encode as Discogs does: non-ASCII escaped."""
    return json.dumps(document).encode("ascii")


def json_answer(document: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(json_body(document), status, headers, media_type="application/json")


def message_answer(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    return json_answer({"message": message}, status, headers)


def must_authenticate(message: str = MUST_AUTHENTICATE) -> Refusal:
    return Refusal(401, message, headers=AUTHENTICATE)


def not_found(noun: str) -> Refusal:
    """404 in the words that this noun's endpoint uses; `noun` is the first word of its path."""
    return Refusal(404, GONE.get(noun, NOT_FOUND))


_IMAGE_URLS = frozenset({"uri", "resource_url", "uri150"})
_THUMBNAILS = frozenset({"thumb", "cover_image", "thumbnail_url"})


def without_image_urls(document: Mapping[str, object]) -> dict[str, object]:
    """A copy as a caller without authentication gets it: image urls are "", their sizes stay."""
    return {key: _blanked(key, value) for key, value in document.items()}


def _blanked(key: str, value: object) -> object:
    if key in _THUMBNAILS:
        return ""
    if key == "images" and isinstance(value, list):
        return [{name: "" if name in _IMAGE_URLS else v for name, v in image.items()} for image in value]
    if isinstance(value, list):
        return [_blanked("", one) for one in value]
    return without_image_urls(value) if isinstance(value, dict) else value
