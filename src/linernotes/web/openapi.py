"""How `/api/openapi.json` names and groups the operations, so that a generated client reads well."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from linernotes.web.rendering.answers import Failure

#: A part of the description, as JSON.
_Part = dict[str, Any]


class Tag(StrEnum):
    """The subject of an operation."""

    SHELF = "shelf"
    RELEASES = "releases"
    ARTISTS = "artists"
    NETWORK = "network"
    SQL = "sql"
    ACCOUNT = "account"
    SYNC = "sync"
    STATUS = "status"


#: Tag -> what its operations do, in the order of the document.
_DESCRIPTIONS: dict[Tag, str] = {
    Tag.SHELF: "The collection as a whole: its copies, facets, saved views and numbers.",
    Tag.RELEASES: "Single releases: whether you own one, what is known of one, what to play, what is missing.",
    Tag.ARTISTS: "Single artists, and following them.",
    Tag.NETWORK: "Who played with whom: the map, its communities, and paths.",
    Tag.SQL: "Your own queries.",
    Tag.ACCOUNT: "The Discogs account, and what you made here.",
    Tag.SYNC: "Syncs, builds and dumps: plan, start, hold, progress.",
    Tag.STATUS: "The state of the home and of this app.",
}
TAGS: list[_Part] = [{"name": tag, "description": text} for tag, text in _DESCRIPTIONS.items()]

DESCRIPTION = (
    "Read-only operations are GET. A POST takes a form. A program with a key sends `Authorization: Bearer KEY`; "
    "without one a POST needs the token of its session in the header `X-CSRF-Token`. "
    "It answers JSON if `Accept` names `application/json`; otherwise it leads a browser to a page."
)

#: The response to a POST of a browser, beside the one in JSON.
LEADS_ON: dict[int | str, _Part] = {303: {"description": "Leads a browser to a page."}}

#: Every error of every operation.
ERRORS: dict[int | str, _Part] = {
    "default": {"model": Failure, "description": "Nothing was done. `error` says why in one line."}
}


class Documented(FastAPI):
    """An app whose description says how programs prove who they are."""

    def openapi(self) -> _Part:
        """The description: FastAPI's, and the header of a key. Neither a session nor a key is needed everywhere."""
        if self.openapi_schema is None:
            described = super().openapi()
            described["components"]["securitySchemes"] = {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A key: `linernotes key add NAME`.",
                }
            }
            described["security"] = [{"key": []}, {}]
            for operation in (one for methods in described["paths"].values() for one in methods.values()):
                operation["summary"] = operation["operationId"].replace("_", " ").capitalize()
        return super().openapi()


def operation_id(route: APIRoute) -> str:
    """Return the id of an operation: the name of its function, with the verb `read` for `api`."""
    return route.name.replace("api_", "read_", 1) if route.name.startswith("api_") else route.name
