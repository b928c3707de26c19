"""Makes docs/images/looks anew: each drawing at 200, 2,000 and 10,000 copies, light and dark, wide and narrow.

`make looks` runs it. The shelves are synthetic. A sheet has the four looks of a drawing at one size.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page
from tests.browser.app import WebProcess
from tests.browser.looks.homes import look_home
from tests.browser.looks.sheets import SHEET, save_sheet
from tests.browser.screenshots import IMAGES, Scheme, opened, show_file
from tests.homes import Home

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox

SIZES = (200, 2_000, 10_000)
WIDTHS = {"wide": 1200, "narrow": 390}
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
#: What all sheets may weigh together: bytes.
HEAVY = 6_000_000
#: How long a page of a cold server may take while the machine has much else to do: milliseconds.
PATIENCE = 180_000


@dataclass(frozen=True, slots=True)
class Look:
    """A drawing: its name, the page that has it, and a selector of what is in the picture."""

    name: str
    address: str
    part: str


def looks(home: Home) -> Iterator[Look]:
    """Every drawing, of the record with most marks, the artist with most albums, and the last year."""
    yield Look("map", "/network", ".map-frame")
    yield Look("record", f"/release/{drawn_record(home)}", "figure[data-drawn]")
    artist = f"/artist/{most_collected(home)}"
    yield Look("artist-years", artist, "figure[data-drawn]:has([id^=years-])")
    yield Look("artist-company", artist, "figure[data-drawn]:has(.company-map)")
    for name in ("growth", "genres", "decades", "came-in", "calendar", "value"):
        yield Look(name, "/numbers?came=genre", f".chart:has(#{name}-wide-title)")
    year = last_year(home)
    yield Look("year", f"/year/{year}", "main")
    yield Look("year-picture", f"/year/{year}.svg", "svg")
    yield Look("home", "/", "section.today")


def drawn_record(home: Home) -> int:
    """The record with a side B, at most 24 tracks and 24 people, whose tracks have most credits."""
    ((found,),) = home.rows(
        "with named as ("
        "select release_id, artist_id, track_no from release_track_artists where role is not null "
        "union all select release_id, artist_id, track_no "
        "from release_credit_tracks join release_credits using (release_id, position)) "
        "select release_id from named semi join collection_items using (release_id) "
        "where release_id in (select release_id from release_tracks where position like 'B%') "
        "group by release_id having count(distinct artist_id) <= 24 and count(distinct track_no) <= 24 "
        "order by count(*) desc, release_id limit 1"
    )
    return int(found)


def most_collected(home: Home) -> int:
    """The artist with most copies."""
    ((found,),) = home.rows(
        "select artist_id from artist where artist_id not in (194, 355, 118760) "
        "order by qty_collection_items desc, artist_id limit 1"
    )
    return int(found)


def last_year(home: Home) -> int:
    """The last year in which a copy came in."""
    ((found,),) = home.rows("select max(year(added_on)) from collection_items")
    return int(found)


def shoot(page: Page, url: str, look: Look, folder: Path) -> None:
    """Save a look in both schemes, as the window is."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.mouse.move(0, 0)
        width = next(name for name, width in WIDTHS.items() if page.viewport_size == size_of(width))
        found = page.locator(look.part).first
        if look.address.endswith(".svg"):
            show_file(page, f"{url}{look.address}")
        found.wait_for()
        found.screenshot(path=folder / f"{look.name}-{width}-{scheme}.png", animations="disabled")


def size_of(width: int) -> dict[str, int]:
    return {"width": width, "height": 800}


def see(browser: Browser, url: str, found: Sequence[Look], folder: Path) -> None:
    """Save these looks of a home."""
    with browser.new_context(locale="en-GB") as context:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        for width in WIDTHS.values():
            page.set_viewport_size(size_of(width))
            at = ""
            for look in found:
                if look.address != at:
                    if not look.address.endswith(".svg"):
                        page.goto(f"{url}{look.address}")
                    at = look.address
                if look.name == "map":
                    page.locator("#map[data-state=ready]").wait_for()
                shoot(page, url, look, folder)


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--homes", type=Path, help="keep the homes here, and take those that are here")
    reader.add_argument("--shots", type=Path, help="keep each look as a picture of its own here")
    reader.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    reader.add_argument("--only", nargs="*", help="the names of the drawings to make anew: all without it")
    given = reader.parse_args()
    SHEET.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        opened(Path(folder) / "fonts") as browser,
        Sandbox(load_catalogue("demo")) as discogs,
    ):
        for items in given.sizes:
            path = (given.homes or Path(folder)) / str(items)
            home = look_home(path, items)
            chosen = [one for one in looks(home) if not given.only or one.name in given.only]
            shots = (given.shots or Path(folder) / "shots") / str(items)
            shots.mkdir(parents=True, exist_ok=True)
            with WebProcess(path, discogs) as app:
                see(browser, app.url, chosen, shots)
            for look in chosen:
                sheet = save_sheet(shots, look.name, IMAGES / "looks" / f"{look.name}-{items}.png")
                sys.stdout.write(f"{sheet.name:32} {sheet.stat().st_size / 1000:6.1f} kB\n")
    weight = sum(one.stat().st_size for one in SHEET.glob("*.png"))
    sys.stdout.write(f"All sheets: {weight / 1_000_000:.2f} MB\n")
    assert weight < HEAVY, "the sheets are too heavy"


if __name__ == "__main__":
    main()
