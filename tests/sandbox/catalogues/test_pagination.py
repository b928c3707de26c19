"""Pages: their limits, their urls, and what lies beyond the end."""

from __future__ import annotations

import pytest

from discogs_sandbox.catalogues.synthetic import USERNAME

ITEMS = f"/users/{USERNAME}/collection/folders/0/releases"


def block(ask, query: str) -> dict:
    return ask.json(f"{ITEMS}?{query}")["pagination"]


@pytest.mark.parametrize(
    ("query", "page", "per_page"),
    [
        ("", 1, 50),
        ("page=2", 2, 50),
        ("page=0", 1, 50),
        ("page=-3", 1, 50),
        ("per_page=0", 1, 1),
        ("per_page=-1", 1, 1),
        ("per_page=500", 1, 100),
        ("per_page=100&page=2", 2, 100),
    ],
)
def test_page_and_per_page_are_clamped(ask, query, page, per_page):
    found = block(ask, query)
    assert (found["page"], found["per_page"], found["items"]) == (page, per_page, 120)


def test_urls_of_first_middle_last_and_only_page(ask):
    assert set(block(ask, "per_page=50")["urls"]) == {"next", "last"}
    assert set(block(ask, "per_page=50&page=2")["urls"]) == {"first", "prev", "next", "last"}
    assert set(block(ask, "per_page=50&page=3")["urls"]) == {"first", "prev"}
    assert ask.json("/artists/1007/releases?per_page=100")["pagination"]["pages"] == 1
    assert ask.json("/artists/1007/releases?per_page=100")["pagination"]["urls"] == {}


def test_urls_repeat_the_other_parameters_a_token_too(ask):
    urls = block(ask, f"per_page=50&page=2&sort=title&token={ask.sandbox.token}")["urls"]
    for rel, page in (("first", 1), ("prev", 1), ("next", 3), ("last", 3)):
        assert urls[rel].startswith(f"{ask.sandbox.url}{ITEMS}?")
        assert set(urls[rel].partition("?")[2].split("&")) == {
            "sort=title",
            f"token={ask.sandbox.token}",
            "per_page=50",
            f"page={page}",
        }


def test_the_link_header_says_the_same(ask):
    response = ask(f"{ITEMS}?per_page=50&page=2")
    urls = response.json()["pagination"]["urls"]
    assert response.headers["Link"] == ", ".join(f'<{url}>; rel="{rel}"' for rel, url in urls.items())
    assert "Link" not in ask("/artists/1007/releases?per_page=100").headers


def test_a_page_past_the_end_answers_404(ask):
    assert ask.message(f"{ITEMS}?page=4") == (404, "Page 4 is outside of valid range [1, 3].")
    assert ask.message("/artists/1007/releases?page=9&per_page=100") == (
        404,
        "Page 9 is outside of valid range [1, 1].",
    )


def test_an_empty_list_has_one_page(ask):
    found = ask.json("/users/visitor/collection/folders/0/releases")
    assert found == {
        "pagination": {"page": 1, "pages": 1, "per_page": 50, "items": 0, "urls": {}},
        "releases": [],
    }


def test_versions_past_the_end_answer_500(ask, catalogue):
    master_id = next(iter(catalogue.masters))
    status, message = ask.message(f"/masters/{master_id}/versions?page=99")
    assert status == 500
    assert message.startswith("An internal server error occurred.")
