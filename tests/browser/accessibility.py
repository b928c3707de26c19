"""What axe-core finds on a page, and whether the page fits its window."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

#: WCAG 2.2 AA, and what axe-core itself thinks good.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}
GRAVE = ("serious", "critical")


COLOURS = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}


def violations(page: Page, options: dict[str, Any] = OPTIONS) -> list[str]:
    """Every serious or critical violation on the page as it is now: impact, rule, what to do, and where."""
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{one['impact']}: {one['id']}: {one['help']}: "
        + "; ".join(f"{' '.join(node['target'])} {node['html'][:120]}" for node in one["nodes"][:5])
        for one in found
        if one["impact"] in GRAVE
    ]


def pale(page: Page) -> list[str]:
    """What is too pale to be read: the one thing that another colour scheme changes."""
    return violations(page, COLOURS)


def too_wide(page: Page) -> list[str]:
    """Whether one has to scroll sideways."""
    more = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{more} px wider than the window"] if more > 0 else []
