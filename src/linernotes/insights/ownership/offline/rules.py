"""The words and letters by which *Do I own it?* reads a text, as data for a browser."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from linernotes.documents.folding_tables import FoldingTables, folding_tables
from linernotes.insights.ownership.by_facts import OF_PRESSINGS
from linernotes.insights.ownership.fact_wording import THE
from linernotes.insights.text import fact_words


@dataclass(frozen=True, slots=True)
class Rules:
    """Tables of `folding` and `fact_words`, under the names that they have there.

    `formats` has for a typed word its kind, its name, and ways: each a list of words that a pressing has together.
    """

    folding: FoldingTables
    formats: dict[str, tuple[str, str, tuple[tuple[str, ...], ...]]]
    countries: dict[str, str]
    also: dict[str, str]
    colours: tuple[str, ...]
    fillers: tuple[str, ...]
    of_a_pressing: tuple[str, ...]
    originals: tuple[str, ...]
    leading: tuple[str, ...]
    by: tuple[str, ...]
    of_pressings: tuple[str, ...]
    the: tuple[str, ...]


@cache
def rules() -> Rules:
    """The tables, made once."""
    return Rules(
        folding=folding_tables(),
        formats={
            word: (
                "carrier" if name in fact_words.CARRIER_NAMES else "edition",
                name,
                tuple(tuple(sorted(way)) for way in ways),
            )
            for word, (name, ways) in fact_words.FORMATS.items()
        },
        countries=fact_words.COUNTRIES,
        also=fact_words.ALSO,
        colours=tuple(sorted(fact_words.COLOURS)),
        fillers=tuple(sorted(fact_words.FILLERS)),
        of_a_pressing=tuple(sorted(fact_words.OF_A_PRESSING)),
        originals=tuple(sorted(fact_words.ORIGINALS)),
        leading=tuple(sorted(fact_words.LEADING)),
        by=tuple(sorted(fact_words.BY)),
        of_pressings=tuple(sorted(OF_PRESSINGS)),
        the=tuple(sorted(THE)),
    )
