"""What `folding` compares by, as plain data: for a program in another language that has to compare alike.

The page that answers without a network does so (`static/own/offline`).
"""

from __future__ import annotations

import sys
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from linernotes.documents import folding


@dataclass(frozen=True, slots=True)
class FoldingTables:
    """Lists and letters of `folding`, under the names that it has for them.

    `letters` are rows of (letters of Unicode, what each is compared as); a letter that is in no row stays as it is.
    They are letters as they are after Unicode's decomposition (NFKD). `before`, `alike` and `spoken` are by one sign.
    """

    letters: tuple[tuple[str, str], ...]
    before: dict[str, str]
    alike: dict[str, str]
    spoken: dict[str, str]
    short: dict[str, str]
    connectors: tuple[str, ...]
    articles: tuple[str, ...]
    foreign: tuple[str, ...]
    ordinary: tuple[str, ...]


@cache
def folding_tables() -> FoldingTables:
    """The tables, made once. To look at every sign of Unicode takes a third of a second."""
    return FoldingTables(
        letters=_letters(),
        before=_by_sign(folding._BEFORE),
        alike=_by_sign(folding.LOOKS_LATIN),
        spoken=_spoken(),
        short=folding._SHORT,
        connectors=tuple(sorted(folding._CONNECTORS)),
        articles=tuple(sorted(folding._ARTICLES)),
        foreign=tuple(sorted(folding._FOREIGN)),
        ordinary=tuple(sorted(folding._ORDINARY)),
    )


def _letters() -> tuple[tuple[str, str], ...]:
    """Every sign that is compared as something else, by what that is."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code in range(sys.maxunicode + 1):
        sign = chr(code)
        kind = unicodedata.category(sign)
        if kind[0] not in "LMNC" and sign.casefold() == sign and sign != "·":
            continue
        if kind in ("Cs", "Co", "Cn") or unicodedata.normalize("NFKD", sign) != sign:
            continue
        compared = folding._letter(sign)
        if compared != sign:
            found[compared].append(sign)
    return tuple(("".join(signs), compared) for compared, signs in sorted(found.items()))


def _by_sign(table: dict[int, str] | dict[int, int]) -> dict[str, str]:
    return {chr(code): to if isinstance(to, str) else chr(to) for code, to in table.items()}


def _spoken() -> dict[str, str]:
    """The names of single signs, and of Greek letters."""
    signs = [*folding._SPOKEN, *map(chr, range(0x370, 0x400)), *map(chr, range(0x1F00, 0x2000))]
    return {sign: name for sign in signs for name in folding._spoken(sign)}
