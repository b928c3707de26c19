"""An answer narrowed by the facts that were typed beside a title. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from linernotes.insights.collection.copies import Copy
from linernotes.insights.collection.copy_facts import has_fact, nearest
from linernotes.insights.ownership.answers import Answer, FactRead, whole_verdict, without
from linernotes.insights.text.typed_facts import Fact

#: A carrier, an edition or a country that is not owned is another pressing. A year or a label that fits no copy may
#: mean another album of the same name.
OF_PRESSINGS = frozenset(["carrier", "edition", "original", "country"])


def narrowed(answer: Answer, facts: tuple[Fact, ...]) -> Answer:
    """The answer about those copies that have the facts; else what is owned instead, and which facts are missing."""
    copies = answer.copies
    if not facts or not copies:
        return answer
    full = [copy for copy in copies if all(has_fact(copy, fact) for fact in facts)]
    if full:
        return _of(answer, nearest(full, facts), facts)
    maybe = tuple(copy for copy in copies if all(has_fact(copy, fact) is not False for fact in facts))
    if maybe:
        return replace(_of(answer, maybe, facts), verdict="fits")
    others = [copy for copy in answer.others if all(has_fact(copy, fact) for fact in facts)]
    if others:  # the number is of one pressing, and the facts are of another one
        swapped = replace(answer, copies=answer.others, others=answer.copies)
        return replace(_of(swapped, tuple(others), facts), verdict="fits")
    if answer.meant == "artist":
        return replace(answer, verdict="not", copies=(), facts=_read(copies, facts))
    return _missing(answer, facts)


def _of(answer: Answer, copies: tuple[Copy, ...], facts: tuple[Fact, ...]) -> Answer:
    """The answer about some of its copies; its verdict is still about an artist, or a title, or parts of them."""
    albums = {copy.album for copy in copies}
    left = without(answer.copies, copies)
    others = (*(copy for copy in left if copy.album in albums), *answer.others)
    found = replace(answer, copies=copies, others=others, facts=_read(copies, facts))
    if answer.meant == "artist":
        # "Prince 1999" may mean an album of that name.
        is_year = any(fact.kind == "year" for fact in facts)
        return replace(found, verdict="fits" if is_year else answer.verdict, others=())
    return found if answer.verdict == "fits" else replace(found, verdict=whole_verdict(copies))


def _missing(answer: Answer, facts: tuple[Fact, ...]) -> Answer:
    read = _read(answer.copies, facts)
    missing = [one.fact for one in read if not one.is_met] or list(facts)
    is_other = all(fact.kind in OF_PRESSINGS or fact.of_pressing for fact in missing)
    if answer.verdict == "fits" or not is_other:
        return replace(answer, verdict="fits", facts=read)
    return replace(answer, verdict="other", copies=(), others=(*answer.copies, *answer.others), facts=read)


def _read(copies: Sequence[Copy], facts: tuple[Fact, ...]) -> tuple[FactRead, ...]:
    return tuple(FactRead(fact, _any({has_fact(copy, fact) for copy in copies})) for fact in facts)


def _any(held: set[bool | None]) -> bool | None:
    return True if True in held else None if None in held else False
