"""The answer to *Do I own it?* for the command line and the JSON API."""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.insights.collection.copy_answer import CopyAnswer
from linernotes.insights.coverage import OfBuild, of_build
from linernotes.insights.ownership.answers import Answer, Meant, Verdict
from linernotes.insights.ownership.lookup_index import Want
from linernotes.insights.ownership.wording import rests, sentence
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.typed_facts import FactKind

#: Copies of each list that an answer has.
MOST_COPIES = 200


@dataclass(frozen=True, slots=True)
class TypedFact:
    """A year, a carrier or the like that was typed beside a title. `is_met` is null where that is not known."""

    kind: FactKind
    name: str
    is_met: bool | None


@dataclass(frozen=True, kw_only=True)
class OwnershipAnswer(OfBuild):
    """Answer to "Do I own it?". `meant` is the kind of thing that the text names.

    `what` and `id` are the name and the Discogs id of that thing.
    `verdict` is `fits` where the text is a part of a name of `copies`, or nearly so: the user may mean one of them.
    It is null for an empty text.
    `sentence` is the answer in words. `suggestions` lists other texts that the user may have meant.
    The verdict `not` rests on `known` of `owned` pressings.
    `copies` are of what was asked for: the first 200 of `total`. `others` are other pressings of the same album.
    `wants` are on the wantlist. `facts` narrow the answer: `copies` have all of them where the verdict is `owned`.
    """

    asked: str
    meant: Meant | None = None
    verdict: Verdict | None = None
    what: str | None = None
    id: int | None = None
    sentence: str | None = None
    suggestions: tuple[str, ...] = ()
    known: int = 0
    owned: int = 0
    total: int = 0
    copies: tuple[CopyAnswer, ...] = ()
    others: tuple[CopyAnswer, ...] = ()
    wants: tuple[Want, ...] = ()
    facts: tuple[TypedFact, ...] = ()


def ownership_answer(snapshot: Snapshot, asked: str, answer: Answer | None) -> OwnershipAnswer:
    """Return what was looked up for the text `asked`; `answer` is None for an empty text."""
    if answer is None:
        return OwnershipAnswer(asked=asked, **of_build(snapshot))
    return OwnershipAnswer(
        asked=asked,
        meant=answer.meant,
        verdict=answer.verdict,
        what=answer.what,
        id=answer.id,
        sentence=" ".join(filter(None, (sentence(answer), rests(answer)))),
        suggestions=answer.suggestions,
        known=answer.known,
        owned=answer.owned,
        total=len(answer.copies),
        copies=tuple(map(CopyAnswer.of, answer.copies[:MOST_COPIES])),
        others=tuple(map(CopyAnswer.of, answer.others[:MOST_COPIES])),
        wants=answer.wants,
        facts=tuple(TypedFact(one.fact.kind, one.fact.name, one.is_met) for one in answer.facts),
        **of_build(snapshot),
    )
