"""What a copy has of the facts that people type beside a title: years, carriers, editions, countries, labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from linernotes.documents.folding import fold, squeeze
from linernotes.insights.collection.copies import Copy
from linernotes.insights.text.fact_words import country_key
from linernotes.insights.text.typed_facts import Fact

#: What Discogs puts between the countries of one release.
_BETWEEN = re.compile(r"\s*(?:,|&|\band\b)\s*")
#: What the names of labels end in, which people leave out.
_COMPANY = re.compile(r"\s+(?:records|recordings|record company|record co\.?|music|label)$", re.IGNORECASE)
#: A label of fewer letters is no fact: too many words are called so.
_SHORTEST_LABEL = 3
#: What a pressing has that is not of the album's first year.
_AGAIN = frozenset(["reissue", "repress", "remastered"])


def label_words(copies: Iterable[Copy]) -> dict[str, str]:
    """The labels of a shelf by how `squeeze` has their names, also without "Records" at the end."""
    names = {label.name for copy in copies for label in copy.labels if label.name}
    keyed = {key: name for name in sorted(names) for key in _label_keys(name)}
    return {key: name for key, name in keyed.items() if len(key) >= _SHORTEST_LABEL}


def has_fact(copy: Copy, fact: Fact) -> bool | None:
    """Whether a fact holds for a copy; None where that is not known."""
    if fact.kind == "year":
        return _has_year(copy, fact)
    if fact.kind == "original":
        return _is_original(copy)
    if fact.kind == "country":
        return _is_from(copy, fact.name)
    if fact.kind == "label":
        return _is_on(copy, fact.name)
    held = _format_words(copy)
    return any(way <= held for way in fact.ways) if held else None


def has_all(copy: Copy, facts: Iterable[Fact]) -> bool:
    """Whether all facts are known to hold for a copy."""
    return all(has_fact(copy, fact) for fact in facts)


def nearest(copies: Sequence[Copy], facts: Iterable[Fact]) -> tuple[Copy, ...]:
    """Of copies that have the facts those that were pressed in the year, if some were; else all."""
    years = [fact for fact in facts if fact.kind == "year"]
    pressed = [copy for copy in copies if all(_within(copy.year, fact) for fact in years)]
    return tuple(pressed or copies)


def pressed_in(copies: Iterable[Copy], fact: Fact) -> bool:
    """Whether any of the copies was pressed in the years of a fact."""
    return any(_within(copy.year, fact) for copy in copies)


def _has_year(copy: Copy, fact: Fact) -> bool | None:
    if _within(copy.year, fact) or (not fact.of_pressing and _within(copy.album_year, fact)):
        return True
    is_open = copy.year is None or (copy.is_pressing_year and not fact.of_pressing)
    return None if is_open else False


def _within(year: int | None, fact: Fact) -> bool:
    return year is not None and fact.first <= year <= fact.last


def _is_original(copy: Copy) -> bool | None:
    if _AGAIN & _format_words(copy):
        return False
    if copy.year is None or copy.is_pressing_year:
        return None
    return copy.year == copy.original_year


def _is_from(copy: Copy, country: str) -> bool | None:
    if not copy.country:
        return None
    named = {country_key(part) for part in (copy.country, *_BETWEEN.split(copy.country))}
    return country_key(country) in named


def _is_on(copy: Copy, label: str) -> bool | None:
    named = {key for one in copy.labels if one.name for key in _label_keys(one.name)}
    return bool(named.intersection(_label_keys(label))) if named else None


def _label_keys(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((squeeze(name), squeeze(_COMPANY.sub("", name)))))


def _format_words(copy: Copy) -> frozenset[str]:
    """The words of a copy's formats, as `Fact.ways` has them: whole, and each for itself."""
    return _words((*copy.formats, *copy.format_words))


@lru_cache(maxsize=4096)  # thousands of copies are described alike
def _words(lines: tuple[str, ...]) -> frozenset[str]:
    held: set[str] = set()
    for line in lines:
        whole = fold(line)
        held |= {whole, squeeze(line), *re.findall(r"[^\W_]+", whole)}
    return frozenset(held - {""})
