"""Dates of an export: as Discogs writes them, and as spreadsheets write them again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

#: Times without an offset are Discogs' own: US Pacific, like all the others.
PACIFIC = ZoneInfo("America/Los_Angeles")

_CLOCK = (
    r"(?:[ T]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\.?)?)?"
)
_NUMBERS = re.compile(r"(\d{1,4})([/.-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})\.?" + _CLOCK, re.IGNORECASE)
_NAMED = re.compile(
    r"(?P<day>\d{1,2})\.?[ -]+(?:de )?(?P<month>[^\W\d]{3,})\.?[ ,-]+(?:de )?(?P<year>\d{4}|\d{2})" + _CLOCK,
    re.IGNORECASE,
)
_NAMED_FIRST = re.compile(
    r"(?P<month>[^\W\d]{3,})\.?[ -]+(?P<day>\d{1,2}),?[ -]+(?P<year>\d{4})" + _CLOCK, re.IGNORECASE
)
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d+))?")
#: Days of spreadsheets count from here, and no copy came to a collection before Discogs began or in 2119.
_DAY_ZERO = datetime(1899, 12, 30)
_SERIALS = range(36_526, 80_000)

#: No date is longer.
_LONGEST = 60

#: How months begin in the languages that spreadsheets write most, without accents.
_MONTHS = (
    ("jan", "ene", "gen"),
    ("feb", "fev", "fevr"),
    ("mar", "mrt", "maerz"),
    ("apr", "abr", "avr"),
    ("may", "mai", "mag", "mei"),
    ("jun", "juin", "giu"),
    ("jul", "juil", "lug"),
    ("aug", "ago", "aout"),
    ("sep", "set"),
    ("oct", "okt", "ott", "out"),
    ("nov",),
    ("dec", "dez", "dic"),
)
_MONTH_OF = {name: month for month, names in enumerate(_MONTHS, start=1) for name in names}


class Order(Enum):
    """In which order the parts of 04/03/05 stand."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    YEAR_FIRST = "year first"


@dataclass(frozen=True, slots=True)
class _Parts:
    """A date of three numbers, the year last or of two digits: only its column says which is which."""

    numbers: tuple[int, int, int]
    text: str
    clock: time

    def read(self, order: Order) -> datetime | None:
        """The moment, if the parts stand in this order; None if it is none."""
        first, second, third = self.numbers
        year, month, day = {
            Order.DAY_FIRST: (third, second, first),
            Order.MONTH_FIRST: (third, first, second),
            Order.YEAR_FIRST: (first, second, third),
        }[order]
        try:
            return datetime.combine(date(_whole_year(year), month, day), self.clock)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class DateColumn:
    """The order of day, month and year in one column. `is_decided` is False where several orders fit."""

    order: Order = Order.DAY_FIRST
    is_decided: bool = True

    def read(self, text: str | None) -> datetime | None:
        """A moment in UTC; None for a cell that is empty or holds no date."""
        moment = _plain(text) if text else None
        if moment is None and text:
            parts = _parts(text)
            moment = self._read_parts(parts) if parts else None
        return _in_utc(moment) if moment else None

    def is_ambiguous(self, text: str | None) -> bool:
        """Whether the date could be another, and nothing in the column speaks against that."""
        parts = _parts(text) if text and not self.is_decided else None
        if parts is None or _plain(text or ""):
            return False
        return len({parts.read(order) for order in (Order.DAY_FIRST, Order.MONTH_FIRST)} - {None}) > 1

    def _read_parts(self, parts: _Parts) -> datetime | None:
        """In a column that holds both orders a date that fits one alone is read by that one."""
        others = (Order.MONTH_FIRST, Order.DAY_FIRST)
        return next((moment for order in (self.order, *others) if (moment := parts.read(order))), None)


def date_column(texts: Iterable[str | None], *, seen_at: datetime | None = None) -> DateColumn:
    """Choose the order that reads most dates of a column. `seen_at`: none is later."""
    dates = [parts for text in texts if text and not _plain(text) and (parts := _parts(text))]
    dates = [parts for parts in dates if any(parts.read(order) for order in Order)]
    if not dates:
        return DateColumn()
    latest = seen_at.astimezone(PACIFIC).replace(tzinfo=None) + timedelta(days=2) if seen_at else datetime.max
    fits = {order: _fit(dates, order, latest) for order in Order}
    preferred = _usual_order(dates)
    other = Order.MONTH_FIRST if preferred is Order.DAY_FIRST else Order.DAY_FIRST
    order = other if fits[other] > fits[preferred] else preferred
    if fits[Order.YEAR_FIRST] > fits[order]:
        return DateColumn(Order.YEAR_FIRST)
    whole = (len(dates), len(dates))
    rival = other if order is preferred else preferred
    return DateColumn(order, is_decided=fits[order] == whole and fits[rival] < whole)


def _fit(found: list[_Parts], order: Order, latest: datetime) -> tuple[int, int]:
    """Count the dates in this order, and those of them that are possible."""
    moments = [moment for parts in found if (moment := parts.read(order))]
    return sum(moment <= latest for moment in moments), len(moments)


def _usual_order(found: list[_Parts]) -> Order:
    """Where numbers say nothing: points and two digits are European, an unpadded 4/5/2023 is American."""
    points = sum("." in parts.text.split()[0] for parts in found)
    padded = all(re.match(r"\d{2}\D\d{2}\D", parts.text) for parts in found)
    halves = any(re.search(r"[ap]\.?m", parts.text, re.IGNORECASE) for parts in found)
    return Order.DAY_FIRST if not halves and (2 * points > len(found) or padded) else Order.MONTH_FIRST


def _plain(text: str) -> datetime | None:
    """What reads without its column: ISO, the year first, a month with a name, a spreadsheet's number."""
    if len(text) > _LONGEST:
        return None
    serial = _SERIAL.fullmatch(text)
    if serial:
        days = int(serial[1])
        fraction = float(f"0.{serial[2] or 0}")
        return _rounded(_DAY_ZERO + timedelta(days=days + fraction)) if days in _SERIALS else None
    if re.match(r"\d{4}(-?\d|$)", text):
        try:
            return datetime.fromisoformat(text) if re.match(r"\d{4}-?\d{2}-?\d{2}", text) else None
        except ValueError:
            pass
    numbers = _NUMBERS.fullmatch(text)
    if numbers:
        clock = _clock(numbers)
        if len(numbers[1]) != 4 or clock is None or len(numbers[4]) != 2:
            return None
        return _moment(int(numbers[1]), int(numbers[3]), int(numbers[4]), clock)
    return _named(text)


def _named(text: str) -> datetime | None:
    found = _NAMED.fullmatch(text) or _NAMED_FIRST.fullmatch(text)
    clock = _clock(found) if found else None
    if found is None or clock is None:
        return None
    name = _unaccented(found["month"])
    month = _MONTH_OF.get(name[:4]) or _MONTH_OF.get(name[:3])
    return _moment(_whole_year(int(found["year"])), month, int(found["day"]), clock) if month else None


def _parts(text: str) -> _Parts | None:
    found = _NUMBERS.fullmatch(text) if len(text) <= _LONGEST else None
    clock = _clock(found) if found else None
    if found is None or clock is None or len(found[1]) > 2:
        return None
    return _Parts((int(found[1]), int(found[3]), int(found[4])), text, clock)


def _clock(found: re.Match[str]) -> time | None:
    """The time of day, midnight where none is given; None where it is none."""
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def _moment(year: int, month: int, day: int, clock: time) -> datetime | None:
    try:
        return datetime.combine(date(year, month, day), clock)
    except ValueError:
        return None


def _whole_year(year: int) -> int:
    """Of two digits: Discogs began in 2000."""
    return year + 2000 if year < 100 else year


def _rounded(moment: datetime) -> datetime:
    """To the second, as parts of a day are written with few digits."""
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)


def _unaccented(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


def _in_utc(moment: datetime) -> datetime | None:
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=PACIFIC)).astimezone(UTC)
    except OverflowError:
        return None
