"""Do I own it? From memory, so that it answers while one types, in a shop without a network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from linernotes.documents.numbers import typed_barcode
from linernotes.insights.collection.copies import Copy
from linernotes.insights.collection.views import read_browser
from linernotes.insights.ownership.answers import Answer, LookupSource, whole_verdict, without
from linernotes.insights.ownership.by_facts import narrowed
from linernotes.insights.ownership.by_mention import ByMention
from linernotes.insights.ownership.by_number import ByNumber
from linernotes.insights.ownership.by_text import ByText
from linernotes.insights.ownership.lookup_index import read_lookup_index
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.typed_facts import Reading, are_years, readings
from linernotes.insights.text.typed_reference import parse_reference

#: The share of releases that must have been read before their silence says No.
_ENOUGH = 0.9
#: Readings of which single words are looked for, those with the most facts first.
_READ_LOOSELY = 4


class Owning:
    """Answers the question for one build."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._shelf = LookupSource(
            snapshot, snapshot.cached(read_browser), snapshot.cached(read_lookup_index)
        )
        self._by_mention = ByMention(self._shelf)
        self._by_number = ByNumber(self._shelf)
        self._by_text = ByText(self._shelf, self._by_mention)

    def answer(self, text: str) -> Answer | None:
        """What there is to say about a text; None if it is empty."""
        text = " ".join(text.split())
        if not text:
            return None
        answer = self._answer(text)
        return self._rested(
            self._nearly(answer) if answer.verdict == "not" and answer.meant == "text" else answer
        )

    def _rested(self, answer: Answer) -> Answer:
        """The answer with what it rests on; a No that rests on too little is "unknown"."""
        known, releases = self._shelf.known, self._shelf.known.releases
        by_listing = answer.meant in ("number", "text", "release")
        rests = releases if by_listing else known.read
        if answer.meant in ("master", "label"):
            has_id = _has_known_album if answer.meant == "master" else _has_known_labels
            rests = len({copy.release_id for copy in self._shelf.browser.collection.copies if has_id(copy)})
        is_bare = answer.meant == "barcode" and not known.barcodes
        if answer.verdict == "not" and (is_bare or rests < _ENOUGH * releases):
            answer = replace(answer, verdict="unknown")
        return replace(answer, known=0 if is_bare else rests, owned=releases)

    def _answer(self, text: str) -> Answer:
        mention = parse_reference(text)
        if mention is not None and mention.is_link:
            return self._by_mention.answer(text, mention)
        exact = self._exact(text)
        if mention is not None:
            of_mention = self._by_mention.answer(text, mention)
            if of_mention.verdict not in ("not", "unknown") or exact is None:
                return of_mention
        if exact is not None:
            return exact
        is_barcode = typed_barcode(text) and not are_years(text)
        return self._of_unknown_barcode(text) if is_barcode else self._by_parts(text)

    def _exact(self, text: str) -> Answer | None:
        """The answer to a text that is, as a whole, a number, a title, an artist, or two of these."""
        by_number, titled = self._by_number.answer(text), self._by_text.titled(text)
        if by_number is not None:
            return self._with_titled(by_number, titled)
        return self._by_text.exact(text, titled)

    def _of_unknown_barcode(self, text: str) -> Answer:
        likely = self._by_number.likely(text)
        if likely is not None:
            return likely
        by_parts = self._by_parts(text)
        return by_parts if by_parts.copies or by_parts.wants else Answer(text, "barcode", "not")

    def _by_parts(self, text: str) -> Answer:
        """The answer to a text of which only a part names something: the rest are facts, or words of a longer title."""
        read = readings(text, self._shelf.browser.labels)
        with_facts = self._with_facts(read)
        if with_facts is not None and all(one.is_met for one in with_facts.facts) and with_facts.copies:
            return replace(with_facts, asked=text)
        loosely = self._by_text.loosely(text)
        if with_facts is not None and not without(loosely.copies, (*with_facts.copies, *with_facts.others)):
            wants = with_facts.wants or loosely.wants
            return replace(with_facts, asked=text, wants=wants)
        if loosely.verdict != "not":
            return loosely
        return self._in_whole_words(text, read) or loosely

    def _with_facts(self, read: Sequence[Reading]) -> Answer | None:
        """The answer to the reading that fits best: with all facts met, else one that names a title."""
        best: Answer | None = None
        for reading in read:
            exact = self._exact(reading.text) or self._by_number.likely(reading.text)
            is_label = any(fact.kind == "label" for fact in reading.facts)
            # A label beside a number has been compared, and must be the number's own.
            if exact is None or (is_label and exact.meant in ("number", "barcode")):
                continue
            answer = narrowed(exact, reading.facts)
            if answer.copies and all(one.is_met for one in answer.facts):
                return answer
            if best is None or _rank(answer) > _rank(best):
                best = answer
        return best

    def _in_whole_words(self, text: str, read: Sequence[Reading]) -> Answer | None:
        for reading in read[: -1 - _READ_LOOSELY : -1]:
            found = self._by_text.in_whole_words(reading.text)
            if found is not None:
                return replace(narrowed(found, reading.facts), asked=text)
        return None

    def _with_titled(self, by_number: Answer, titled: tuple[Copy, ...]) -> Answer:
        """The answer to a number that is a title, too: 1999 is an album, whatever else has that number."""
        if not without(titled, by_number.copies):
            return by_number
        copies = (*titled, *without(by_number.copies, titled))
        others = without(by_number.others, copies)
        return Answer(
            by_number.asked, "text", whole_verdict(copies), None, None, copies, others, by_number.wants
        )

    def _nearly(self, answer: Answer) -> Answer:
        """A No with what may have been meant; "fits" where one letter is wrong, or two are swapped."""
        read = readings(answer.asked, self._shelf.browser.labels)
        for text, facts in [(answer.asked, ()), *((one.text, one.facts) for one in read[-1:])]:
            wrong, suggestions = self._shelf.known.near.suggest(text)
            meant = self._answer(suggestions[0]) if suggestions else answer
            if meant.copies and wrong != 1:
                return replace(answer, suggestions=suggestions)
            if meant.copies:
                found = narrowed(replace(answer, verdict="fits", copies=meant.copies), facts)
                return replace(found, suggestions=suggestions)
        return answer


def _rank(answer: Answer) -> tuple[bool, bool]:
    return answer.verdict != "not", answer.meant != "artist"


def _has_known_album(copy: Copy) -> bool:
    """Whether it is known which album a copy is of. A CSV export does not say: its copies have negative ids."""
    return copy.master_id is not None or copy.instance_id >= 0


def _has_known_labels(copy: Copy) -> bool:
    """Whether the labels of a copy are known by their ids. A CSV export has names alone."""
    return all(label.label_id is not None for label in copy.labels)
