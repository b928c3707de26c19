"""What the first page claims, today and on the day with the most anniversaries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from tests.web.facts import counts
from tests.web.facts.shelf import Shelf


def paths(shelf: Shelf) -> Iterator[str]:
    yield "/"
    days = [counts.added_on(item) for item in shelf.items] + list(released(shelf).values())
    (busiest, _), *_ = Counter(f"{day:%m-%d}" for day in days).most_common(1)
    yield f"/?day={busiest}"


def released(shelf: Shelf) -> dict[int, date]:
    """The day on which each pressing came out, where Discogs tells a whole day."""
    shown = {id: release.get("released") or "" for id, release in shelf.releases.items()}
    whole = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
    return {id: date.fromisoformat(day) for id, day in shown.items() if whole.fullmatch(day)}


def expected(shelf: Shelf, path: str) -> counts.Facts:
    """Name -> value of every number on the page."""
    day = path.partition("?day=")[2] or f"{counts.today():%m-%d}"
    this_year = counts.today().year
    anniversaries: counts.Facts = {
        f"added-years:{item['instance_id']}": this_year - counts.added_on(item).year
        for item in shelf.items
        if f"{counts.added_on(item):%m-%d}" == day
    } | {
        f"released-years:{id}": this_year - on.year
        for id, on in released(shelf).items()
        if f"{on:%m-%d}" == day
    }
    kinds = Counter(name.partition(":")[0] for name in anniversaries)
    anniversaries["more-on-this-day"] = sum(max(0, count - 4) for count in kinds.values())
    return (
        counts.counts(shelf)
        | counts.value(shelf)
        | counts.parts(shelf)
        | counts.dated(shelf)
        | counts.duplicates(shelf)
        | counts.playing_time(shelf, shelf.items)
        | counts.owned_years(shelf)
        | anniversaries
    )
