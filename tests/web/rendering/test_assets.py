"""Static files travel compressed, under tags of their own."""

from __future__ import annotations

import gzip

import pytest
from starlette.testclient import TestClient

from linernotes.web.rendering.assets import FOLDER, asset, takes_gzip

SHEET = asset("shared/base.css")


def ask(client: TestClient, address: str, **headers: str):
    return client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_a_sheet_is_sent_compressed_to_who_takes_it(empty: TestClient):
    small, plain = ask(empty, SHEET, accept_encoding="gzip"), ask(empty, SHEET, accept_encoding="identity")
    content = (FOLDER / "shared/base.css").read_bytes()
    assert small.headers["content-encoding"] == "gzip"
    assert int(small.headers["content-length"]) < len(content) / 2
    assert small.content == plain.content == content
    assert "content-encoding" not in plain.headers
    for answer in (small, plain):
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["content-type"] == "text/css; charset=utf-8"
        assert "immutable" in answer.headers["cache-control"]
    assert small.headers["etag"] != plain.headers["etag"]


def test_a_tag_is_good_for_its_own_form_alone(empty: TestClient):
    small, plain = ask(empty, SHEET, accept_encoding="gzip"), ask(empty, SHEET, accept_encoding="identity")
    kept = ask(empty, SHEET, accept_encoding="gzip", if_none_match=small.headers["etag"])
    assert (kept.status_code, kept.content) == (304, b"")
    assert kept.headers["vary"] == "Accept-Encoding"
    assert kept.headers["etag"] == small.headers["etag"]
    assert ask(empty, SHEET, accept_encoding="gzip", if_none_match=plain.headers["etag"]).status_code == 200
    assert (
        ask(empty, SHEET, accept_encoding="identity", if_none_match=plain.headers["etag"]).status_code == 304
    )


def test_fonts_and_pages_are_sent_as_they_are(empty: TestClient):
    """Fonts are compressed by their format. A page holds a secret beside what was typed: its length must not speak."""
    font = ask(empty, asset("vendor/fonts/source-sans-3-latin-wght-normal.woff2"), accept_encoding="gzip")
    page = ask(empty, "/config", accept_encoding="gzip")
    assert font.status_code == page.status_code == 200
    assert "content-encoding" not in font.headers
    assert "content-encoding" not in page.headers


def test_a_head_request_says_the_same(empty: TestClient):
    head = empty.head(SHEET, headers={"accept-encoding": "gzip"})
    assert head.content == b""
    assert head.headers["content-encoding"] == "gzip"
    assert int(head.headers["content-length"]) == len(
        gzip.compress((FOLDER / "shared/base.css").read_bytes(), mtime=0)
    )


@pytest.mark.parametrize(
    ("header", "takes"),
    [
        ("gzip, deflate, br", True),
        ("GZIP;q=0.5", True),
        ("br, *;q=0.1", True),
        ("gzip;q=0, *", False),
        ("gzip; q=0.000", False),
        ("identity", False),
        ("", False),
    ],
)
def test_what_a_header_allows(header: str, takes: bool):
    assert takes_gzip(header) is takes
