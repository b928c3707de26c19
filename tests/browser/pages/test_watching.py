"""The tests of the pages are worth what this is worth: a page that goes wrong is noticed."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route
from tests.browser import conftest
from tests.browser.pages.watching import Watch

ADDRESS = "http://127.0.0.1:9/page"
STRICT = {"content-security-policy": "default-src 'self'"}


def see(browser: Browser, body: str, headers: dict[str, str] | None = None, status: int = 200) -> Watch:
    """Open a page with this body, and come back with what the watch noticed."""
    watch = Watch()
    context = browser.new_context()
    watch.attach(context)

    def answer(route: Route) -> None:
        if route.request.url == ADDRESS:
            html = f"<!doctype html><title>t</title><link rel=icon href=/icon>{body}"
            route.fulfill(status=status, content_type="text/html", headers=headers or {}, body=html)
        elif route.request.url.endswith("/icon"):
            route.fulfill(status=200, body="")
        elif "refused" in route.request.url:
            route.abort("connectionrefused")
        else:
            route.fulfill(status=404, body="")

    context.route("**/*", answer)
    page: Page = context.new_page()
    page.goto(ADDRESS)
    page.wait_for_load_state("networkidle")
    context.close()
    return watch


@pytest.mark.parametrize(
    ("body", "headers", "noticed"),
    [
        pytest.param("<script>nope()</script>", None, "nope is not defined", id="script-error"),
        pytest.param(
            "<script>console.error('ouch')</script>", None, "ouch", id="console-error", marks=pytest.mark.soak
        ),
        pytest.param(
            "<script>console.warn('hm')</script>", None, "hm", id="console-warning", marks=pytest.mark.soak
        ),
        pytest.param("<script>1</script>", STRICT, "Content Security Policy", id="inline-script"),
        pytest.param(
            "<p style='color: red'>x",
            STRICT,
            "Content Security Policy",
            id="inline-style",
            marks=pytest.mark.soak,
        ),
        pytest.param("<img src='/x.png' alt=''>", None, "answer: 404 /x.png", id="missing-picture"),
        pytest.param(
            "<img src='/refused' alt=''>",
            None,
            "ERR_CONNECTION_REFUSED",
            id="failed-request",
            marks=pytest.mark.soak,
        ),
    ],
)
def test_a_page_that_goes_wrong_is_noticed(browser: Browser, body, headers, noticed):
    complaints = see(browser, body, headers).complaints
    assert any(noticed in one for one in complaints), complaints


def test_an_error_status_is_noticed_unless_it_is_asked_for(browser: Browser):
    assert see(browser, "<p>x", status=500).complaints == ["answer: 500 /page"]


def test_a_request_to_elsewhere_is_noticed(browser: Browser):
    assert "example.org" in see(browser, "<img src='http://example.org/x.png' alt=''>").hosts


def test_a_page_that_is_fine_is_left_alone(browser: Browser):
    assert not see(browser, "<p>x", STRICT).complaints


@pytest.fixture
def never() -> Iterator[str]:
    """The address of a picture that does not come while the test lasts, and is given up when it ends."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/never.svg"
    time.sleep(0.3)  # for a browser that is still there to complain


def test_what_is_still_loading_at_the_end_of_a_test_is_no_complaint(page: Page, never: str):
    """Fixtures end in the reverse order of their names, `never` before `page`: the end is what is tested."""
    with page.expect_request(never):
        page.set_content(f'<img alt="" src="{never}">', wait_until="commit")


def test_without_a_browser_tests_skip(monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(pytest.skip.Exception, match="make browser"):
        conftest.browser_path()
