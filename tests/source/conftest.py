"""Sandboxes for the tests of the client: a catalogue small enough to be made in no time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.server import Sandbox

OpenSandbox = Callable[..., Sandbox]


def small_catalogue() -> Catalogue:
    """Fifty releases that say no more than their id; nothing on the shelf."""
    releases = {number: {"id": number, "title": f"Album {number}"} for number in range(1, 51)}
    return Catalogue(
        username="rodneyfool",
        user_id=1,
        name="Rodney",
        currency="EUR",
        releases=releases,
        masters={},
        artists={7: {"id": 7, "name": "Somebody"}},
        labels={},
        artist_releases={7: []},
        items=[],
        wants=[],
        folders=[{"id": 0, "name": "All"}, {"id": 1, "name": "Uncategorized"}],
        fields=[],
        value={"minimum": "€0.00", "median": "€0.00", "maximum": "€0.00"},
    )


@pytest.fixture
def open_sandbox() -> Iterator[OpenSandbox]:
    """Starts a sandbox with the options given; all are stopped in the end."""
    with ExitStack() as stack:

        def start(**options: Any) -> Sandbox:
            return stack.enter_context(Sandbox(small_catalogue(), **options))

        yield start
