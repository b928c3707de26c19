"""Texts, numbers, moments and roles of raw JSON as they should be in the tables; see expectations.py."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import accumulate, groupby
from typing import Any
from zoneinfo import ZoneInfo

_EDGE = r"(?:\s|[\u200b-\u200f\u2060\ufeff])"
_SYMBOLS = {
    "USD": ["$"],
    "EUR": ["€"],
    "GBP": ["£"],
    "AUD": ["A$"],
    "CAD": ["CA$", "C$"],
    "JPY": ["¥"],
    "BRL": ["R$"],
    "MXN": ["MX$"],
    "NZD": ["NZ$"],
}


def line(value: Any) -> str | None:
    """One line: nothing invisible at the edges, NULL if that is all."""
    return re.sub(rf"\A{_EDGE}+|{_EDGE}+\Z", "", value) or None if value else None


def free(value: Any) -> str | None:
    return value if value and line(value) else None


def number(value: Any) -> int | None:
    """A number of which 0 means that there is none."""
    return value if value else None


def url(value: Any) -> str | None:
    return None if value and value.endswith("spacer.gif") else line(value)


def seconds(printed: Any) -> int | None:
    """Of '1:02:03': minutes and seconds have two digits where something stands before them."""
    parts = (line(printed) or "").split(":")
    sound = (
        2 <= len(parts) <= 3
        and all(re.fullmatch("[0-9]+", part) for part in parts)
        and all(len(part) == 2 and int(part) < 60 for part in parts[1 if len(parts) == 2 else 2 :])
        and (len(parts) == 2 or (len(parts[1]) == 2 and int(parts[1]) < 60))
    )
    return sum(int(part) * 60**place for place, part in enumerate(reversed(parts))) if sound else None


def moment(written: Any) -> datetime | None:
    if not written:
        return None
    if re.search(r"[+-]\d\d:\d\d$", written):
        return datetime.strptime(written, "%Y-%m-%dT%H:%M:%S%z").astimezone(UTC)
    naive = datetime.strptime(written.replace("T", " "), "%Y-%m-%d %H:%M:%S")
    return naive.replace(tzinfo=ZoneInfo("America/Los_Angeles")).astimezone(UTC)


def day(written: Any) -> date | None:
    """The day as written, whatever the offset behind it."""
    return datetime.strptime(written[:10], "%Y-%m-%d").date() if written else None


def money(value: float | None) -> Decimal | None:
    return None if value is None else round(Decimal(repr(value)), 2)


def worth(written: str | None) -> tuple[Decimal | None, str | None]:
    """Amount and currency of the texts that Discogs sends: symbol first, commas at thousands."""
    if not written:
        return None, None
    symbol = written.rstrip("0123456789.,")
    code = next((code for code, symbols in _SYMBOLS.items() if symbol in symbols), symbol)
    return round(Decimal(written.removeprefix(symbol).replace(",", "")), 2), code


def roles(written: str) -> list[tuple[str | None, str | None, str | None]]:
    """(role, detail, piece) of each role, by how many brackets are open before and after each character."""
    before = list(accumulate(written, lambda open, c: max(open + (c == "[") - (c == "]"), 0), initial=0))
    after = before[1:]
    marks = [_mark(*each) for each in zip(written, before, after, strict=False)]
    commas = [at for at, mark in enumerate(marks) if mark == "comma"]
    starts, ends = [0, *(at + 1 for at in commas)], [*commas, len(written)]
    found = [
        (
            " ".join(_runs(written[start:end], marks[start:end], "outside")) or None,
            "; ".join(_runs(written[start:end], marks[start:end], "inside")) or None,
            line(written[start:end]),
        )
        for start, end in zip(starts, ends, strict=True)
    ]
    return [role for role in found if role[2]] or [(None, None, None)]


def _mark(character: str, before: int, after: int) -> str:
    if before and after:
        return "inside"
    if before or after:
        return "bracket"
    return "comma" if character == "," else "outside"


def _runs(piece: str, marks: list[str], wanted: str) -> Iterator[str]:
    for mark, run in groupby(zip(piece, marks, strict=True), key=lambda pair: pair[1]):
        text = line("".join(character for character, _ in run))
        if mark == wanted and text:
            yield text
