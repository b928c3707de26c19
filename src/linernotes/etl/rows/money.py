"""Amounts of money, which Discogs sends as text for people ('A$1,597.46') or as a bare number."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from linernotes.etl.rows.names import trimmed

#: Symbol -> ISO 4217 code, for the currencies that Discogs has. '$' alone is how it writes US dollars.
CURRENCIES = {
    "$": "USD",
    "US$": "USD",
    "€": "EUR",
    "£": "GBP",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "¥": "JPY",
    "JP¥": "JPY",
    "￥": "JPY",  # the full-width sign of Japanese texts
    "MX$": "MXN",
    "R$": "BRL",
    "NZ$": "NZD",
    "KR": "SEK",
    "R": "ZAR",
}
_CODE = re.compile(r"[A-Z]{3}")
_LONGEST_SYMBOL = 4
_AMOUNT = re.compile(r"(?P<before>[^0-9]*)(?P<number>[0-9](?:[0-9.,'’\s]*[0-9])?)(?P<after>[^0-9]*)")
_GROUPING = re.compile(r"[\s'’]")
_SINGLE_GROUP = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
#: Beyond any collection, and what the database's DECIMAL columns hold.
_LIMIT_OF_VALUE = Decimal(10) ** 12
_LIMIT_OF_PRICE = Decimal(10) ** 10
_CENT = Decimal("0.01")


class Money(NamedTuple):
    """An amount, to the cent. `currency` is the ISO code where the symbol is known, else the symbol, or None."""

    amount: Decimal
    currency: str | None


def parse_money(text: str | None) -> Money | None:
    """Read 'A$1,597.46', '€120.09', '£5', '1.234,56 €', '¥12,345' or 'CHF 10.00'; None if it is no amount.

    If dots and commas both occur, the last of them is the decimal separator. If only one of them occurs, and
    once, it is the decimal separator, unless just three digits follow. All others group thousands.
    """
    match = _AMOUNT.fullmatch(text.strip()) if text else None
    if match is None:
        return None
    symbol = trimmed(match["before"] + match["after"]) or ""
    amount = _number(_GROUPING.sub("", match["number"]))
    if amount is None or amount >= _LIMIT_OF_VALUE or "-" in symbol or len(symbol) > _LONGEST_SYMBOL:
        return None
    return Money(amount.quantize(_CENT), _currency(symbol))


def _number(digits: str) -> Decimal | None:
    dot, comma = digits.rfind("."), digits.rfind(",")
    decimal, grouping = (".", ",") if dot > comma else (",", ".")
    is_grouped = digits.count(decimal) > 1 or _SINGLE_GROUP.fullmatch(digits)
    if grouping not in digits and is_grouped:
        return Decimal(digits.replace(decimal, ""))
    if digits.count(decimal) > 1:
        return None
    return Decimal(digits.replace(grouping, "").replace(decimal, "."))


def _currency(symbol: str) -> str | None:
    code = symbol.upper().rstrip(".")
    return code if _CODE.fullmatch(code) else CURRENCIES.get(code, symbol or None)


def price(amount: float | None) -> Decimal | None:
    """A price as a bare number, to the cent; None if there is none, or if no seller would ask it."""
    if amount is None:
        return None
    exact = Decimal(str(amount))
    return exact.quantize(_CENT) if exact.is_finite() and 0 <= exact < _LIMIT_OF_PRICE else None
