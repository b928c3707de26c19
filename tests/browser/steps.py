"""What a user does on the pages, by what he reads on them."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect
from tests.browser.app import WebApp

from discogs_sandbox.server import Sandbox

#: A whole sync of a small catalogue, on a machine that runs other tests as well: milliseconds.
SYNC = 120_000


def open_config(page: Page, app: WebApp) -> None:
    page.goto(f"{app.url}/config")


def restart(page: Page, app: WebApp) -> None:
    """Stop the app and start it again, while no page of it is open: one may still be loading its icon."""
    page.goto("about:blank")
    app.stop()
    app.start()


def enter_consumer(page: Page, key: str, secret: str) -> None:
    """Fill in the form for the consumer and send it."""
    page.get_by_label("Consumer key").fill(key)
    page.get_by_label("Consumer secret").fill(secret)
    page.get_by_role("region", name="Discogs account").get_by_role("button", name="Save").click()


def allow_button(page: Page) -> Locator:
    """On /config: the way to Discogs' authorize page."""
    name = "Allow Discogs access"
    return page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name))


def ask_discogs(page: Page, sandbox: Sandbox) -> None:
    """Press the button on /config and arrive at Discogs."""
    allow_button(page).click()
    expect(page).to_have_url(re.compile(rf"^{re.escape(sandbox.www_url)}/oauth/authorize\?"))
    expect(page.get_by_role("heading", name="Authorize an application")).to_be_visible()


def decide(page: Page, decision: str) -> None:
    """At Discogs: press Allow or Deny."""
    page.get_by_role("button", name=decision, exact=True).click()


def expect_connected(page: Page, app: WebApp, username: str) -> None:
    """On /config, and it says whose account this is."""
    expect(page).to_have_url(f"{app.url}/config")
    expect(credentials_ok(page)).to_have_attribute("data-credentials-ok", "true")
    expect(page.get_by_role("main")).to_contain_text(username)


def expect_not_connected(page: Page, app: WebApp) -> None:
    """On /config, which offers to connect."""
    expect(page).to_have_url(f"{app.url}/config")
    expect(credentials_ok(page)).to_have_attribute("data-credentials-ok", "false")
    expect(allow_button(page)).to_be_visible()


def credentials_ok(page: Page) -> Locator:
    return page.locator("[data-credentials-ok]")


def message(page: Page) -> Locator:
    """The line that says what went wrong."""
    return page.get_by_role("main").get_by_role("alert")


def notice(page: Page) -> Locator:
    """The line that says what was done."""
    return page.get_by_role("main").get_by_role("status")


def press(page: Page, name: str) -> None:
    """Press a button of the page's main part."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def open_progress(page: Page, app: WebApp) -> None:
    page.goto(f"{app.url}/progress")


def headline(page: Page) -> Locator:
    """What goes on, on /progress."""
    return page.get_by_role("heading", level=1)


def expect_done(page: Page) -> None:
    """Wait on /progress until the sync has ended well, the last build included."""
    expect(headline(page)).to_have_text(re.compile("^Done"), timeout=SYNC)
    expect(page.get_by_role("link", name="See the collection")).to_be_visible()


def sleeves(page: Page) -> Locator:
    """The sleeves on a page."""
    return page.get_by_role("main").get_by_role("article")


def bars(page: Page) -> dict[str, tuple[int, int]]:
    """How far each stage is, by its title, as /progress shows it: done and total."""
    read = """lines => lines.filter(line => !line.hidden).map(line => [
        line.querySelector("label").textContent,
        line.querySelector("progress").value, line.querySelector("progress").max])"""
    found = page.get_by_role("listitem").locator("xpath=self::*[@data-stage]").evaluate_all(read)
    return {title: (int(done), int(total)) for title, done, total in found}
