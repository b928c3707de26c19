"""Answers to a request that changes something, and to one that fails, for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import msgspec
from fastapi import Request
from fastapi.responses import Response


@dataclass(frozen=True)
class Failure:
    """A request that failed: `error` says why in one line."""

    error: str


@dataclass(frozen=True)
class Done:
    """A request that did something: `message` says what in one line."""

    message: str


@dataclass(frozen=True)
class WorkChanged(Done):
    """Work that was started, held or ended."""

    status: Literal["started", "paused", "resumed", "stopped"]


@dataclass(frozen=True)
class PlayLogged(Done):
    """A play that was logged."""

    play_id: int


@dataclass(frozen=True)
class ViewSaved(Done):
    """A view that was saved."""

    view_id: int


@dataclass(frozen=True)
class Connected(Done):
    """The account that was connected: `user` is its username, `name` its profile name, empty if it has none."""

    user: str
    name: str


@dataclass(frozen=True)
class CoversDeleted(Done):
    """The number of covers that were deleted."""

    deleted: int


def wants_json(request: Request) -> bool:
    """Return whether a program asks, not a page: its Accept header names JSON and no HTML."""
    accept = request.headers.get("accept", "")
    return "application/json" in accept and "text/html" not in accept


def json_of(answer: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return a dataclass as JSON, as FastAPI does with one that a route returns."""
    return Response(msgspec.json.encode(answer), status, headers, media_type="application/json")
