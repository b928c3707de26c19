"""Years, carriers and other words that people type beside a title, read as facts about the pressing. Pure.

A text has several readings: each word may be a part of the title, or a fact. A title may be a year ("1999").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from linernotes.documents.folding import fold, squeeze
from linernotes.insights.text.fact_words import (
    BY,
    CARRIER_NAMES,
    COLOURS,
    COUNTRIES,
    FILLERS,
    FORMATS,
    LEADING,
    OF_A_PRESSING,
    ORIGINALS,
    Ways,
)

FactKind = Literal["year", "carrier", "edition", "original", "country", "label"]

#: A size of a record is one word, also with a blank before its sign.
_CHUNK = re.compile(
    r"(?<!\S)[(\[]?\d{1,2}(?:\s?(?:''|’’|[\"”“″])|[\s-]?inch(?:es)?\b)[)\],.;]*|\S+", re.IGNORECASE
)
_SIZE = re.compile(r"(\d{1,2})\s?(?:''|’’|[\"”“″])|(\d{1,2})[\s-]?inch(?:es)?", re.IGNORECASE)
_YEAR = re.compile(r"(?:18[89]|19\d|20[0-4])\d")
_DECADE = re.compile(r"((?:18[89]|19\d|20[0-4])0)s")
_WEIGHT = re.compile(r"(1[0-9]0|200|220)(?:g|gr|gm|gram|grams|gramm|grammes)?")
_SEVERAL = re.compile(r"([2-9]|1\d)x?(lp|cd|cassette|dvd)s?")
_DOUBLE = {"double": 2, "triple": 3}
#: Carriers that people count, and how a list of copies words them.
_COUNTED = {
    "LP": ("LP", "Vinyl"),
    "vinyl": ("LP", "Vinyl"),
    "CD": ("CD",),
    "cassette": ("Cassette",),
    "DVD": ("DVD",),
}
#: How uploaders write the weight of a record, squeezed: "180", "180 Gram", "180g".
_GRAMS = ("", "g", "gr", "gram", "grams")
_EDGES = re.compile(r"^[\s,;:/·|–—-]+|[\s,;:/·|–—-]+$")
_DASHES = re.compile(r"(?<=\s)[-–—](?:\s+[-–—])+(?=\s)")

#: Chunks of a text that is read so; longer ones are pasted prose.
_MOST_CHUNKS = 24
_LONGEST_SPAN = 4
#: Of so many spans every choice is read: 31 of them.
_MOST_SPANS = 5


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a text says of a pressing; `name` is how it is shown.

    `ways` are Discogs' words for a format: a pressing has all of one way. `first` and `last` are years. With
    `of_pressing` the album's own year does not count.
    """

    kind: FactKind
    name: str
    ways: Ways = ()
    first: int = 0
    last: int = 0
    of_pressing: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text: the `text` that names a record, and what else is said of it."""

    text: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class _Span:
    """Chunks from `begin` to `end` that may be no part of the title. `fact` is None for a filler."""

    begin: int
    end: int
    fact: Fact | None


def readings(text: str, labels: Mapping[str, str]) -> list[Reading]:
    """The ways to read a text with facts in it, the fewest words left out first; [] where none is in it.

    `labels` are names of labels by how `squeeze` has them. The whole text as a title is no reading of these.
    """
    chunks = [match[0] for match in _CHUNK.finditer(text)]
    if not 1 < len(chunks) <= _MOST_CHUNKS:
        return []
    chosen = sorted(dict.fromkeys(_choices(list(_spans(chunks, labels)))), key=_left_out)
    return list(dict.fromkeys(reading for spans in chosen for reading in _read(chunks, spans)))


def are_years(text: str) -> bool:
    """Whether a text is years alone: "1984 1984" is an album and its year, and no barcode."""
    return all(_YEAR.fullmatch(chunk) for chunk in text.split())


def _spans(chunks: Sequence[str], labels: Mapping[str, str]) -> Iterator[_Span]:
    keys = [_key(chunk) for chunk in chunks]
    names = _names(keys)
    for end in range(1, len(chunks) + 1):
        for begin in range(max(0, end - _LONGEST_SPAN), end):
            key = "".join(keys[begin:end])
            if end - begin == len(chunks) or not keys[begin] or not keys[end - 1]:
                continue
            fact = _fact(key, keys[begin:end], labels)
            if fact is not None and not (fact.kind in ("country", "label") and (begin, end) in names):
                yield _Span(begin, end, fact)
            elif key in FILLERS or (key in BY and begin > 0 and end < len(chunks)):
                yield _Span(begin, end, None)


def _names(keys: Sequence[str]) -> set[tuple[int, int]]:
    """Where a name of an artist must stand: on either side of the only dash, and behind "by". Japan is a band, too."""
    dashes = [at for at, key in enumerate(keys) if not key]
    names = {(at + 1, len(keys)) for at, key in enumerate(keys) if key in BY}
    return names | ({(0, dashes[0]), (dashes[0] + 1, len(keys))} if len(dashes) == 1 else set())


def _key(chunk: str) -> str:
    size = _SIZE.search(chunk)
    return f"{size[1] or size[2]}inch" if size else squeeze(chunk)


def _fact(key: str, keys: Sequence[str], labels: Mapping[str, str]) -> Fact | None:
    fact = _year(key) if len(keys) == 1 else None
    fact = fact or _format(key, keys)
    if fact is None and key in COUNTRIES:
        fact = Fact("country", COUNTRIES[key])
    if fact is None and key in labels:
        fact = Fact("label", labels[key])
    return fact


def _year(key: str) -> Fact | None:
    if _YEAR.fullmatch(key):
        return Fact("year", key, first=int(key), last=int(key))
    decade = _DECADE.fullmatch(key)
    return Fact("year", f"the {key}", first=int(decade[1]), last=int(decade[1]) + 9) if decade else None


def _format(key: str, keys: Sequence[str]) -> Fact | None:
    if key in FORMATS:
        name, ways = FORMATS[key]
        return Fact("carrier" if name in CARRIER_NAMES else "edition", name, ways)
    if key in ORIGINALS:
        return Fact("original", "original")
    if weight := _WEIGHT.fullmatch(key):
        return Fact("edition", f"{weight[1]} g", tuple(frozenset([f"{weight[1]}{gram}"]) for gram in _GRAMS))
    if len(keys) == 2 and keys[0] in COLOURS and FORMATS.get(keys[1], ("",))[0] in ("vinyl", "LP"):
        return Fact("edition", f"{keys[0]} vinyl", (frozenset([keys[0]]),))
    return _of_several(key, keys)


def _of_several(key: str, keys: Sequence[str]) -> Fact | None:
    """The fact of "2xLP" or "double LP". The number stands for carriers of one kind."""
    several = _SEVERAL.fullmatch(key) if len(keys) == 1 else None
    number, word = (int(several[1]), several[2]) if several else (0, "")
    if len(keys) == 2 and keys[0] in _DOUBLE:
        number, word = _DOUBLE[keys[0]], keys[1]
    name, _ = FORMATS.get(word, ("", ()))
    if name not in _COUNTED or not number:
        return None
    listed = [f"{number}×{fold(carrier)}" for carrier in _COUNTED[name]]
    return Fact("carrier", f"{number}×{name}", tuple(frozenset([one]) for one in listed))


def _choices(spans: Sequence[_Span]) -> Iterator[tuple[_Span, ...]]:
    """Choices of spans that do not overlap: of few spans all, of many those that leave at most one of them in."""
    if len(spans) <= _MOST_SPANS:
        chosen: list[tuple[_Span, ...]] = [()]
        for span in spans:
            chosen += [(*before, span) for before in chosen if not before or before[-1].end <= span.begin]
        yield from filter(None, chosen)
        return
    longest: list[_Span] = []
    for span in sorted(spans, key=lambda span: span.begin - span.end):
        if all(span.end <= other.begin or other.end <= span.begin for other in longest):
            longest.append(span)
    longest.sort(key=lambda span: span.begin)
    yield tuple(longest)
    for left_in in longest if len(longest) > 1 else ():
        yield tuple(span for span in longest if span is not left_in)


def _left_out(chosen: Sequence[_Span]) -> tuple[int, int]:
    """What readings are sorted by: how many chunks are left out, then those nearest to the end first."""
    return sum(span.end - span.begin for span in chosen), -sum(span.begin for span in chosen)


def _read(chunks: Sequence[str], chosen: Sequence[_Span]) -> Iterator[Reading]:
    """The reading of a choice; and, where words such as "on" lead to facts, also the one without them."""
    facts = _with_pressing(chunks, chosen)
    left = {at for span in chosen for at in range(span.begin, span.end)}
    led = set(left)
    for span in chosen:
        at = span.begin - 1
        while at > 0 and _key(chunks[at]) in LEADING:
            led.add(at)
            at -= 1
    for out in (left, led):
        rest = " ".join(chunk for at, chunk in enumerate(chunks) if at not in out)
        rest = _EDGES.sub("", _DASHES.sub("-", rest))
        if rest:
            yield Reading(rest, facts)


def _with_pressing(chunks: Sequence[str], chosen: Sequence[_Span]) -> tuple[Fact, ...]:
    """The facts of a choice. A year beside "reissue" or "pressing" is the pressing's."""
    named = {span.fact.name for span in chosen if span.fact is not None}
    named |= {_key(chunk) for span in chosen if span.fact is None for chunk in chunks[span.begin : span.end]}
    facts = [span.fact for span in chosen if span.fact is not None]
    if named & OF_A_PRESSING:
        facts = [_of_pressing(fact) for fact in facts]
    return tuple(dict.fromkeys(facts))


def _of_pressing(fact: Fact) -> Fact:
    return Fact(fact.kind, fact.name, fact.ways, fact.first, fact.last, of_pressing=fact.kind == "year")
