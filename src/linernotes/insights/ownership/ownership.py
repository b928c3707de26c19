"""Do I own it? From memory, so that it answers while one types, in a shop without a network."""

from __future__ import annotations

from dataclasses import replace

from linernotes.documents.numbers import typed_barcode
from linernotes.insights.collection.copies import Copy
from linernotes.insights.collection.views import Browser
from linernotes.insights.ownership.answers import Answer, Shelf, whole_verdict, without
from linernotes.insights.ownership.by_mention import ByMention
from linernotes.insights.ownership.by_number import ByNumber
from linernotes.insights.ownership.by_text import ByText
from linernotes.insights.ownership.lookup_index import Known
from linernotes.insights.ownership.query_parsing import mentioned
from linernotes.storage.duckdb.database import DBStorage

#: The share of releases that must have been read before their silence says No.
_ENOUGH = 0.9


class Owning:
    """Answers the question for one build."""

    def __init__(self, storage: DBStorage, browser: Browser, known: Known) -> None:
        self._shelf = Shelf(storage, browser, known)
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
        mention = mentioned(text)
        if mention is not None and mention.is_link:
            return self._by_mention.answer(text, mention)
        by_number, titled = self._by_number.answer(text), self._by_text.titled(text)
        if mention is not None:
            of_mention = self._by_mention.answer(text, mention)
            if of_mention.verdict not in ("not", "unknown") or not (by_number or titled):
                return of_mention
        if by_number is not None:
            return self._with_titled(by_number, titled)
        if titled or not typed_barcode(text):
            return self._by_text.answer(text, titled)
        return self._of_unknown_barcode(text)

    def _of_unknown_barcode(self, text: str) -> Answer:
        likely = self._by_number.likely(text)
        if likely is not None:
            return likely
        by_text = self._by_text.answer(text, ())
        return by_text if by_text.copies or by_text.wants else Answer(text, "barcode", "not")

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
        wrong, suggestions = self._shelf.known.near.suggest(answer.asked)
        meant = self._answer(suggestions[0]) if suggestions else answer
        if not meant.copies:
            return answer
        if wrong != 1:
            return replace(answer, suggestions=suggestions)
        return replace(answer, verdict="fits", copies=meant.copies, suggestions=suggestions)


def _has_known_album(copy: Copy) -> bool:
    """Whether it is known which album a copy is of. A CSV export does not say: its copies have negative ids."""
    return copy.master_id is not None or copy.instance_id >= 0


def _has_known_labels(copy: Copy) -> bool:
    """Whether the labels of a copy are known by their ids. A CSV export has names alone."""
    return all(label.label_id is not None for label in copy.labels)
