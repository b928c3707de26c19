"""A small catalogue, and a way to start sandboxes and to ask them things."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx2
import pytest

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox

AGENT = "SandboxTests/1.0 +https://example.org"


class Asker:
    """A plain HTTP client of one sandbox; `as_` chooses the credentials: owner, other, consumer or nobody."""

    def __init__(self, sandbox: Sandbox, client: httpx2.Client) -> None:
        self.sandbox = sandbox
        self.client = client

    def __call__(
        self, path: str, as_: str = "owner", method: str = "GET", **arguments: Any
    ) -> httpx2.Response:
        sandbox = self.sandbox
        credentials = {
            "owner": {"Authorization": f"Discogs token={sandbox.token}"},
            "other": {"Authorization": f"Discogs token={sandbox.other_token}"},
            "consumer": {
                "Authorization": f"Discogs key={sandbox.consumer_key}, secret={sandbox.consumer_secret}"
            },
            "nobody": {},
        }[as_]
        headers = {"User-Agent": AGENT} | credentials | arguments.pop("headers", {})
        return self.client.request(method, sandbox.url + path, headers=headers, **arguments)

    def json(self, path: str, as_: str = "owner", **arguments: Any) -> Any:
        response = self(path, as_, **arguments)
        assert response.status_code == 200, (path, response.status_code, response.text)
        return response.json()

    def message(self, path: str, as_: str = "owner", **arguments: Any) -> tuple[int, str]:
        """Status and message of a refusal."""
        response = self(path, as_, **arguments)
        return response.status_code, response.json()["message"]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue("synthetic", items=120, seed=7)


@pytest.fixture
def serve(catalogue: Catalogue) -> Iterator[Callable[..., Asker]]:
    """Starts a sandbox with options (a generous limit unless given) and returns somebody to ask it."""
    with ExitStack() as stack:

        def start(catalogue_: Catalogue = catalogue, **options: Any) -> Asker:
            sandbox = stack.enter_context(Sandbox(catalogue_, **{"limit": 6000} | options))
            client = stack.enter_context(httpx2.Client(trust_env=False, timeout=60))
            return Asker(sandbox, client)

        yield start


@pytest.fixture(scope="module")
def ask() -> Iterator[Asker]:
    """One sandbox for all tests of a module that change nothing."""
    catalogue = load_catalogue("synthetic", items=120, seed=7)
    with Sandbox(catalogue, limit=60_000) as sandbox, httpx2.Client(trust_env=False, timeout=60) as client:
        yield Asker(sandbox, client)
