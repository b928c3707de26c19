"""A whole catalogue twice: as the app shows it, and as Discogs' own documents, from which claims are computed anew."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from httpx2 import Response
from lxml import html
from starlette.testclient import TestClient
from tests.rows import tuples
from tests.web.facts.shelf import Document, Shelf

from linernotes.settings import load_settings
from linernotes.storage.builds.publish import current_build
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.landing import Landing
from linernotes.web.app import create_app

_NAMESAKE = re.compile(r" \(\d+\)$")


@dataclass
class Known:
    """A synced `home`, its app and its `shelf` of documents."""

    home: Path
    client: TestClient
    shelf: Shelf

    @cached_property
    def artists(self) -> dict[int, Document]:
        """The documents of artists as they landed."""
        with Landing.open(self.home / LANDING_DB, read_only=True) as landing:
            return {one.key.id: json.loads(one.body) for one in landing.documents("artist")}

    @cached_property
    def _answers(self) -> dict[str, Response]:
        """Address -> what was answered: nothing in the home changes."""
        return {}

    def _get(self, path: str, **query: object) -> Response:
        asked = repr((path, query))
        if asked not in self._answers:
            self._answers[asked] = self.client.get(path, params=query or None)
        answer = self._answers[asked]
        assert answer.status_code == 200, (path, answer.text)
        return answer

    def json(self, path: str, **query: object) -> Any:
        """What the app answers in JSON."""
        return self._get(path, **query).json()

    def tree(self, path: str) -> html.HtmlElement:
        """A page."""
        return html.fromstring(self._get(path).text)

    def text(self, path: str) -> str:
        """The words of a page, with single blanks between them."""
        return " ".join(self.tree(path).text_content().split())

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a question to the build."""
        build = current_build(self.home)
        assert build is not None
        with DBStorage.open(build.path) as storage:
            return tuples(storage, sql)


@contextmanager
def opened(home: Path, shelf: Shelf) -> Iterator[Known]:
    """Open the app of a home."""
    app = create_app(load_settings(home=home), host="127.0.0.1")
    with TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False) as client:
        yield Known(home, client, shelf)


def unnumbered(name: str) -> str:
    """A name without the number that Discogs gives to namesakes."""
    return _NAMESAKE.sub("", name)
