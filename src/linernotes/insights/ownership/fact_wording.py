"""What an answer says of the facts that were typed beside a title."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from linernotes.insights.collection.copy_facts import pressed_in
from linernotes.insights.ownership.answers import Answer
from linernotes.insights.text.typed_facts import Fact

#: Countries that are spoken of with an article.
THE = frozenset(["UK", "US", "Netherlands", "USSR", "Czech Republic"])


def remark(answer: Answer) -> str:
    """A sentence about the facts; '' where none were typed."""
    missing = [judged.fact for judged in answer.facts if judged.is_met is False]
    unknown = [judged.fact for judged in answer.facts if judged.is_met is None]
    met = [judged.fact for judged in answer.facts if judged.is_met]
    if answer.verdict in ("other", "not") and not missing and not unknown and met:
        mine = f"None of your records with {answer.what}" if answer.meant == "artist" else "No copy of yours"
        return f"{mine} is all of this together: {', '.join(map(phrase, met))}."
    if missing:
        return _missing(answer, missing)
    if unknown:
        return f"Whether a copy of yours is {_listed(map(phrase, unknown), 'and')} is not known here."
    return _met(answer, met) if met else ""


def phrase(fact: Fact) -> str:
    """A fact as it follows "it is": "of 1959", "on CD", "from Japan"."""
    the = "the " if fact.name in THE else ""
    return {
        "year": f"of {fact.name}",
        "carrier": f"a {fact.name} record" if fact.name.endswith('"') else f"on {fact.name}",
        "edition": f"listed as {fact.name}",
        "original": "an original pressing",
        "country": f"from {the}{fact.name}",
        "label": f"on the label {fact.name}",
    }[fact.kind]


def _met(answer: Answer, met: Sequence[Fact]) -> str:
    """That the facts hold. A year may be the album's alone, where the copies were pressed later."""
    of_album = [fact for fact in met if fact.kind == "year" and not pressed_in(answer.copies, fact)]
    rest = [fact for fact in met if fact not in of_album]
    is_one = len(answer.copies) == 1
    said = [f"The album is {phrase(fact)}." for fact in of_album]
    if rest:
        held = _listed(map(phrase, rest), "and")
        if answer.meant == "artist" and answer.verdict == "several":
            said.append(f"Only those {held} are counted.")
        else:
            said.append(f"{'Your copy is' if is_one else 'Your copies are'} {held}.")
    return " ".join(said)


def _missing(answer: Answer, missing: Sequence[Fact]) -> str:
    if answer.meant == "artist":
        return f"None of your records with {answer.what or 'this artist'} is {_listed(map(phrase, missing), 'or')}."
    if all(fact.kind == "year" and not fact.of_pressing for fact in missing):
        return f"Neither the album nor a copy of yours is {_listed(map(phrase, missing), 'or')}."
    return f"No copy of yours is {_listed(map(phrase, missing), 'or')}."


def _listed(phrases: Iterable[str], joint: str) -> str:
    *first, last = phrases
    return f"{', '.join(first)} {joint} {last}" if first else last
