"""Values of single cells of an export: numbers of releases, years, ratings."""

from __future__ import annotations

import re
from decimal import Decimal

#: The databases keep ids in 64 bits.
_LARGEST_ID = 2**63 - 1
#: 7,627,679 and the like: groups of three. A point parts groups only where there are two or more of it.
_GROUPS = re.compile(r"\d{1,3}(?:(?:,\d{3})+|(?:[ \u00a0\u202f]\d{3})+|(?:['\u2019]\d{3})+|(?:\.\d{3}){2,})")
_PLAIN = re.compile(r"(\d+)(?:[.,]0*)?")
#: One thousand, or one: the text does not say.
_EITHER = re.compile(r"\d{1,3}[.,]000")
_POWER = re.compile(r"(\d)[.,](\d+)[eE]\+?(\d{1,2})")
#: No number is longer.
_LONGEST = 40
_NOT_DIGITS = re.compile(r"\D")


def parse_release_id(text: str | None) -> int | None:
    """The number in 7627679, 7627679.0, 7,627,679 or 7.627679E+06; None if it is none.

    A power of ten is one only if it shows every digit: else a spreadsheet has rounded it.
    """
    cell = (text or "").lstrip("'")
    if not cell.isascii():
        cell = cell.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2019", "'")
    if len(cell) > _LONGEST or _EITHER.fullmatch(cell):
        return None
    power = _POWER.fullmatch(cell)
    plain = _PLAIN.fullmatch(cell)
    if plain:
        digits = plain[1]
    elif _GROUPS.fullmatch(cell):
        digits = _NOT_DIGITS.sub("", cell)
    elif power and len(power[2]) >= int(power[3]):
        value = Decimal(f"{power[1]}.{power[2]}e{power[3]}")
        digits = str(int(value)) if value == int(value) else ""
    else:
        digits = ""
    number = int(digits) if digits.isascii() and digits.isdigit() else 0
    return number if 0 < number <= _LARGEST_ID else None


def is_rounded(text: str | None) -> bool:
    """Whether a spreadsheet has rounded the number away, as in 7.63E+06."""
    return bool(re.fullmatch(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}", text or ""))


def parse_rating(text: str | None) -> int | None:
    """1 to 5, also as R writes it (4.0); None for everything else."""
    found = re.fullmatch(r"([1-5])(?:[.,]0+)?", text or "")
    return int(found[1]) if found else None


def parse_year(text: str | None) -> int | None:
    """The year in 1999, 1999.0, 1999-04 or 1999-04-00; None for everything else, and for 0."""
    found = re.fullmatch(r"([0-9]{4})(?:[.,]0+|-[0-9]{2}(?:-[0-9]{2})?)?", text or "")
    return (int(found[1]) or None) if found else None


def says_nothing(text: str | None) -> bool:
    """Whether the cell is one of those with which Discogs says that it does not know: empty, 0."""
    return re.fullmatch(r"0*(?:\.0+)?|0000(?:-00)*", text or "") is not None
