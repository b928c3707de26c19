"""Pages of a list, with Discogs' limits, its `pagination` block and its Link header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

from discogs_sandbox.api.answers import Refusal
from discogs_sandbox.api.catalogue import Document

Row = TypeVar("Row")

DEFAULT_PER_PAGE = 50
MAX_PER_PAGE = 100


@dataclass(frozen=True)
class Page:
    """One page of `items` rows; `pages` is 1 for an empty list."""

    number: int
    per_page: int
    items: int
    pages: int
    url: str
    query: tuple[tuple[str, str], ...]

    def of(self, rows: Sequence[Row]) -> list[Row]:
        start = (self.number - 1) * self.per_page
        return list(rows[start : start + self.per_page])

    def block(self) -> Document:
        return {
            "page": self.number,
            "pages": self.pages,
            "per_page": self.per_page,
            "items": self.items,
            "urls": self._urls(),
        }

    def headers(self) -> dict[str, str]:
        """The Link header with the same urls as the block; none for a single page."""
        links = [f'<{url}>; rel="{rel}"' for rel, url in self._urls().items()]
        return {"Link": ", ".join(links)} if links else {}

    def _urls(self) -> dict[str, str]:
        urls: dict[str, str] = {}
        if self.number > 1:
            urls = {"first": self._at(1), "prev": self._at(self.number - 1)}
        if self.number < self.pages:
            urls |= {"next": self._at(self.number + 1), "last": self._at(self.pages)}
        return urls

    def _at(self, number: int) -> str:
        # The caller's other parameters come back, a token among them: that is what Discogs does.
        query = [*self.query, ("page", str(number)), ("per_page", str(self.per_page))]
        return f"{self.url}?{urlencode(query)}"


def page_of(request: Request, items: int, *, beyond: int = 404, most: int | None = None) -> Page:
    """The page that a request asks for. `beyond` is the status past the end, `most` a cap on pages."""
    per_page = min(max(_number(request, "per_page", DEFAULT_PER_PAGE), 1), MAX_PER_PAGE)
    pages = max(1, -(-items // per_page))
    if most is not None:
        pages = min(pages, most)
    number = max(_number(request, "page", 1), 1)
    if number > pages:
        if beyond == 500:
            raise Refusal(500, "An internal server error occurred. (Malformed query?)")
        raise Refusal(beyond, f"Page {number} is outside of valid range [1, {pages}].")
    others = tuple((k, v) for k, v in request.query_params.multi_items() if k not in ("page", "per_page"))
    url = f"{request.url.scheme}://{request.headers.get('host', '')}{request.url.path}"
    return Page(number, per_page, items, pages, url, others)


def _number(request: Request, name: str, default: int) -> int:
    try:
        return int(request.query_params.get(name, default))
    except ValueError:
        return default
