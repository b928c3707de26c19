"""An answer to *Do I own it?*, and what every answer is looked up in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from linernotes.insights.collection.copies import Copy
from linernotes.insights.collection.views import Browser
from linernotes.insights.ownership.lookup_index import LookupIndex, Want
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.typed_facts import Fact

#: owned: a copy is on the shelf.
#: fits: something is owned that the text may mean.
#: other: only another pressing of the album is owned.
#: wanted: it is on the wantlist.
#: not: it is not owned.
#: several: more than one album matches, or this is what is owned of an artist or a label.
#: unknown: nothing is known that could say.
Verdict = Literal["owned", "fits", "other", "wanted", "not", "several", "unknown"]
Meant = Literal["release", "master", "artist", "label", "barcode", "number", "text"]


@dataclass(frozen=True, slots=True)
class FactRead:
    """A fact that was typed beside a title, and whether it holds for a copy; None where that is not known."""

    fact: Fact
    is_met: bool | None


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something is owned. `meant` is what the text was taken for, `what` its name where it has one.

    `copies` are of what was asked for; `others` are other pressings of the same album; `wants` are on the wantlist.
    `suggestions` are texts that may have been meant instead, each with an answer of its own. `known` of the `owned`
    pressings have what was looked for, as far as is known: a No rests on them. `facts` were typed beside what is meant.
    Where all of them are met and the verdict is "other", no one copy has them together.
    """

    asked: str
    meant: Meant
    verdict: Verdict
    what: str | None = None
    id: int | None = None
    copies: tuple[Copy, ...] = ()
    others: tuple[Copy, ...] = ()
    wants: tuple[Want, ...] = ()
    suggestions: tuple[str, ...] = ()
    known: int = 0
    owned: int = 0
    facts: tuple[FactRead, ...] = ()

    @property
    def albums(self) -> int:
        """How many albums `copies` are of."""
        return len({copy.album for copy in self.copies})


@dataclass(frozen=True, slots=True)
class LookupSource:
    """What answers are looked up in: a build, its collection, and what can be typed of that."""

    snapshot: Snapshot
    browser: Browser
    known: LookupIndex


def whole_verdict(copies: Iterable[Copy]) -> Verdict:
    """The verdict on what is called just as was typed."""
    return "owned" if len({copy.album for copy in copies}) == 1 else "several"


def without(copies: Iterable[Copy], left_out: Sequence[Copy]) -> tuple[Copy, ...]:
    ids = {copy.instance_id for copy in left_out}
    return tuple(copy for copy in copies if copy.instance_id not in ids)
