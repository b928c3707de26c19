"""Numbers and times as people read them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from urllib.parse import urlsplit

from linernotes.insights.statistics.days import local_day, local_time
from linernotes.insights.text.plurals import counted

#: Signs of the currencies of Discogs' prices that no other currency uses.
_SIGNS = {"EUR": "€", "GBP": "£", "JPY": "¥", "USD": "$"}
_STEPS = ((60, 1, "second"), (3600, 60, "minute"), (86400, 3600, "hour"), (86400 * 60, 86400, "day"))


def number(value: int | float | None) -> str:
    """`12,345`; an en dash where there is none."""
    return "–" if value is None else f"{value:,.0f}"


def ago(moment: datetime | None, now: datetime | None = None, *, zone: tzinfo | None = None) -> str:
    """The age of a moment: 'just now', '5 minutes ago', '3 days ago', later its date in the zone; 'never' for None."""
    if moment is None:
        return "never"
    seconds = ((now or datetime.now(UTC)) - moment).total_seconds()
    if seconds < 10:
        return "just now"
    for limit, unit, name in _STEPS:
        if seconds < limit:
            count = int(seconds // unit)
            return f"{counted(count, name)} ago"
    return f"{local_day(moment, zone):%Y-%m-%d}"


def day(moment: datetime | date | None, zone: tzinfo | None = None) -> str:
    """`24 November 2026`, the day of a moment in the zone; 'never' for None."""
    if moment is None:
        return "never"
    shown = local_day(moment, zone) if isinstance(moment, datetime) else moment
    return f"{shown.day} {shown:%B %Y}"


def minute(moment: datetime, zone: tzinfo | None = None) -> str:
    """`24 November 2026, 21:05`, by the clock of the zone."""
    return f"{day(moment, zone)}, {local_time(moment, zone):%H:%M}"


_RELEASED = re.compile(r"(\d{4}|0)(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


def released(text: str | None) -> str:
    """When a pressing came out, as people write it: '1999-00-00' is '1999', '1987-07-00' is 'July 1987'.

    A text that is no such date stays as Discogs has it; '' for None and for the year 0.
    """
    found = _RELEASED.fullmatch((text or "").strip())
    if found is None:
        return text or ""
    year, month, on = (int(part or 0) for part in found.groups())
    if not year:
        return ""
    try:
        if month and on:
            return day(date(year, month, on))
        return f"{date(year, month, 1):%B} {year}" if month else str(year)
    except ValueError:  # a 13th month, a 31st of June
        return text or ""


def grade(condition: str | None) -> str:
    """A condition in a few letters: 'Very Good Plus (VG+)' is 'VG+', 'Near Mint (NM or M-)' is 'NM'."""
    if condition is None:
        return ""
    short = (
        condition[condition.rfind("(") + 1 : -1]
        if condition.endswith(")") and "(" in condition
        else condition
    )
    return short.partition(" or ")[0]


def host(url: str) -> str:
    """The site of an address: 'https://www.example.org/a' gives 'example.org'. An unclear address stays whole."""
    try:
        return (urlsplit(url).hostname or url).removeprefix("www.")
    except ValueError:
        return url


def span(seconds: float) -> str:
    """A duration: '40 seconds', '12 minutes', '3 h 20 min', '4 days 3 h'."""
    if seconds < 90:
        return counted(round(seconds), "second")
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} minutes"
    hours = round(minutes / 60)
    return (
        f"{minutes // 60} h {minutes % 60:02d} min"
        if hours < 72
        else f"{counted(hours // 24, 'day')} {hours % 24} h"
    )


def money(amount: Decimal | None, currency: str | None) -> str:
    """`€4,223.22`, `CHF 30.00`; without a currency where it is not known; an en dash for None."""
    if amount is None:
        return "–"
    if currency is None:
        return f"{amount:,.2f}"
    return f"{_SIGNS.get(currency, currency if len(currency) == 1 else currency + chr(160))}{amount:,.2f}"
