"""Wires a catalogue, its accounts and the options into one ASGI application."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from discogs_sandbox.account.callers import Callers, Verifier
from discogs_sandbox.account.collection import Collections
from discogs_sandbox.account.edits import Edits
from discogs_sandbox.account.holdings import Account
from discogs_sandbox.account.oauth import OAuthPages
from discogs_sandbox.account.profile import Profiles
from discogs_sandbox.account.tokens import REQUEST_TOKEN_SECONDS, Tokens, random_letters
from discogs_sandbox.api.answers import NOT_FOUND, message_answer
from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.api.database import Database, Documents
from discogs_sandbox.api.listings import Listings
from discogs_sandbox.api.search import Search
from discogs_sandbox.dumps.archives import Archives
from discogs_sandbox.dumps.site import ROOT, DumpOptions, DumpSite
from discogs_sandbox.faults import Faults
from discogs_sandbox.gate import Gate, GateOptions
from discogs_sandbox.hooks import Hooks
from discogs_sandbox.ratelimit import Limiter, SlidingLog, TokenBucket
from discogs_sandbox.request_log import RequestLog
from discogs_sandbox.routing import Handler, routes


@dataclass(frozen=True)
class Options:
    """The behaviour of this Discogs; the defaults are the documented behaviour."""

    limit: int = 60
    """Requests that an authenticated caller has in a window."""
    anonymous_limit: int | None = None
    """The same without authentication; by default 25/60 of `limit`."""
    window: float = 60.0
    bucket: bool = False
    """Count by a token bucket instead of the sliding log."""
    per_token: bool = False
    """Count requests by token instead of by source address."""
    latency: float | tuple[float, float] = 0.0
    """Seconds that an answer takes; a pair splits them before and after the request is counted."""
    retry_after: float | None = None
    """Seconds for a Retry-After header on 429, which Discogs does not send."""
    empty_429: bool = False
    faults: str | None = None
    """What goes wrong; the specification is described in `discogs_sandbox.faults`."""
    seed: int = 0
    """Of the faults."""
    stall_seconds: float = 30.0
    private: bool = False
    """The collection and the wantlist are the owner's alone."""
    blank_images: bool = True
    """Callers without authentication get "" for image urls, as documented."""
    anonymous_search: bool = False
    signature: Literal["any", "hmac-sha1"] = "any"
    request_token_seconds: float = REQUEST_TOKEN_SECONDS
    token: str = ""
    """The owner's personal token; random by default, like the next two."""
    consumer_key: str = ""
    consumer_secret: str = ""
    clock: Callable[[], float] = time.monotonic
    dumps: DumpOptions = field(default_factory=DumpOptions)


@dataclass
class Wiring:
    """The parts of a sandbox that tests and hooks reach for."""

    gate: Gate
    owner: Account
    hooks: Hooks
    tokens: Tokens
    token: str
    other_token: str
    log: RequestLog
    dumps: DumpSite
    loop: asyncio.AbstractEventLoop | None = field(default=None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The whole sandbox as one application; dumps are a site of their own, with a limit of their own."""
        is_dumps = scope["type"] == "http" and f"{scope['path']}/".startswith(f"{ROOT}/")
        await (self.dumps if is_dumps else self.gate)(scope, receive, send)

    def closing(self) -> None:
        """Have answers that wait on purpose wait no more; callable from any thread."""
        self._let_go(for_good=True)

    def cleared(self) -> None:
        """Send the answers that a fault has stalled; callable from any thread."""
        self._let_go(for_good=False)

    def _let_go(self, *, for_good: bool) -> None:
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(partial(self.gate.let_go, for_good=for_good))


def wire(catalogue: Catalogue, options: Options) -> Wiring:
    """Build the application."""
    owner = Account(catalogue, private=options.private)
    other = Account(_empty_account(catalogue))
    tokens, token, other_token = _tokens(options, owner, other)
    methods = {"any": frozenset({"PLAINTEXT", "HMAC-SHA1"}), "hmac-sha1": frozenset({"HMAC-SHA1"})}
    verifier = Verifier(tokens, methods[options.signature])
    documents = Documents(catalogue, blank_images=options.blank_images)
    log = RequestLog()
    faults = Faults.parse(options.faults or "", seed=options.seed)
    hooks = Hooks(owner, documents, log, faults)
    pages = OAuthPages(tokens, verifier, owner.username)
    every = [*routes(_handlers(owner, other, documents, options)), *pages.routes(), *hooks.routes()]
    app = Starlette(routes=every, exception_handlers={HTTPException: _refused})
    limiter: Limiter = (TokenBucket if options.bucket else SlidingLog)(options.window, options.clock)

    def drift(kind: str) -> None:
        if kind == "add":
            owner.add_item(documents.get("releases", next(documents.ids("releases"))))
        elif owner.items():
            owner.remove_item(owner.items()[0]["instance_id"])

    gate = Gate(
        app, Callers(tokens, verifier), limiter, faults, log, _gate_options(options), drift, options.clock
    )
    dumps = DumpSite(Archives(documents, options.dumps.format), options.dumps)
    wiring = Wiring(gate, owner, hooks, tokens, token, other_token, log, dumps)
    faults.on_clear = wiring.cleared
    return wiring


def _handlers(
    owner: Account, other: Account, documents: Documents, options: Options
) -> list[tuple[str, str, Handler]]:
    profiles = Profiles({account.username.lower(): account for account in (owner, other)})
    blank = options.blank_images
    return [
        # Most asked first: routes are tried in order.
        *Database(documents, owner).handlers(),
        *Listings(documents, owner, blank_images=blank).handlers(),
        *Collections(profiles, blank_images=blank).handlers(),
        *profiles.handlers(),
        *Edits(profiles, documents).handlers(),
        *Search(documents, owner, anonymous=options.anonymous_search).handlers(),
    ]


def _gate_options(options: Options) -> GateOptions:
    anonymous = options.anonymous_limit
    latency = options.latency if isinstance(options.latency, tuple) else (options.latency, 0.0)
    return GateOptions(
        limit=options.limit,
        anonymous_limit=max(1, options.limit * 25 // 60) if anonymous is None else anonymous,
        latency=latency,
        per_token=options.per_token,
        retry_after=options.retry_after,
        empty_429=options.empty_429,
        stall_seconds=options.stall_seconds,
    )


def _tokens(options: Options, owner: Account, other: Account) -> tuple[Tokens, str, str]:
    token, other_token = options.token or random_letters(40), random_letters(40)
    tokens = Tokens(
        consumers={options.consumer_key or random_letters(20): options.consumer_secret or random_letters(32)},
        personal={token: owner.username.lower(), other_token: other.username.lower()},
        seconds=options.request_token_seconds,
        clock=options.clock,
    )
    return tokens, token, other_token


def _empty_account(catalogue: Catalogue) -> Catalogue:
    """Somebody else, who owns nothing: to see what other users see."""
    username = "visitor" if catalogue.username.lower() != "visitor" else "visitor-2"
    folders = [folder for folder in catalogue.folders if folder["id"] in (0, 1)]
    value = dict.fromkeys(("minimum", "median", "maximum"), "$0.00")
    return replace(
        catalogue,
        username=username,
        user_id=catalogue.user_id + 1,
        name="",
        currency="USD",
        items=[],
        wants=[],
        folders=folders,
        value=value,
    )


async def _refused(request: Request, error: Exception) -> Response:
    """Starlette's own refusals (no such path, wrong method) in Discogs' words."""
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        return message_answer(
            405, f"Method {request.method} is not allowed for this resource.", error.headers
        )
    return message_answer(error.status_code, NOT_FOUND)
