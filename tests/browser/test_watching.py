"""The tests of the pages are worth what this is worth: a page that goes wrong is noticed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, Route
from tests.browser import conftest
from tests.browser.watching import Watch

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
        pytest.param("<script>console.error('ouch')</script>", None, "ouch", id="console-error"),
        pytest.param("<script>console.warn('hm')</script>", None, "hm", id="console-warning"),
        pytest.param("<script>1</script>", STRICT, "Content Security Policy", id="inline-script"),
        pytest.param("<p style='color: red'>x", STRICT, "Content Security Policy", id="inline-style"),
        pytest.param("<img src='/x.png' alt=''>", None, "answer: 404 /x.png", id="missing-picture"),
        pytest.param("<img src='/refused' alt=''>", None, "ERR_CONNECTION_REFUSED", id="failed-request"),
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


def test_without_a_browser_tests_skip_and_in_ci_they_fail(monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="make browser"):
        conftest.browser_path()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="make browser"):
        conftest.browser_path()
