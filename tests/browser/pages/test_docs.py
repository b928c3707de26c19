"""The page for programmers: drawn from the description of the JSON, by files of ours, within the page's policy."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from tests.browser.app import WebApp


def test_operations_are_shown_and_can_be_tried(page: Page, demo_app: WebApp):
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{demo_app.url}/docs")
    page.locator(".opblock-summary", has_text="/api/numbers").first.click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table")).to_contain_text("build_id")
    assert f"{demo_app.url}/api/numbers" in asked
    # A change is tried as this browser's own: with the token of its session.
    page.locator(".opblock-summary", has_text="/resume-etl").click()
    page.get_by_role("button", name="Try it out").click()
    with page.expect_response("**/resume-etl") as answer:
        page.get_by_role("button", name="Execute").last.click()
    assert answer.value.json()["status"] == "resumed"
    assert [url for url in asked if not url.startswith(demo_app.url) and not url.startswith("data:")] == []
    assert said == []
