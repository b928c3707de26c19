"""A browser that keeps *Do I own it?* for when there is no network."""

from __future__ import annotations

from playwright.sync_api import Page
from tests.browser.app import WebApp

PHONE = {"viewport": {"width": 390, "height": 844}}

#: Waits until the browser keeps an index, or none any more.
KEEPS = """async (wanted) => {
  await navigator.serviceWorker.ready;
  const keeps = async () => {
    const name = (await caches.keys()).find((name) => name.startsWith("linernotes shelf "));
    return name !== undefined && (await (await caches.open(name)).keys()).length === 1;
  };
  while (await keeps() !== wanted) await new Promise((resolve) => setTimeout(resolve, 20));
}"""


def keep(page: Page, app: WebApp) -> None:
    """Open the page where the app is reached, until the browser keeps all that it needs."""
    page.goto(f"{app.url}/own")
    page.evaluate(KEEPS, True)
