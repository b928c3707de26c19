"""What is owned of a barcode or of a catalogue number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from linernotes.documents.folding import holds, squeezed, terms
from linernotes.documents.numbers import likely_barcodes, typed_barcode
from linernotes.insights.ownership.answers import Answer, LookupSource, Meant, without
from linernotes.insights.ownership.query_parsing import MOST_WORDS


class ByNumber:
    """Answers by what is printed on the back of a sleeve."""

    def __init__(self, shelf: LookupSource) -> None:
        self._shelf = shelf

    def answer(self, text: str) -> Answer | None:
        """The records of a barcode or catalogue number, beside which label, artist or title may stand; None if no
        record has it.
        """
        for code in typed_barcode(text):
            if code in self._shelf.known.barcodes:
                return self._numbered(text, "barcode", self._shelf.known.barcodes[code])
        chunks = text.split()
        count = len(chunks) if len(chunks) <= MOST_WORDS else 1
        for begin, end in [
            (0, count),
            *((i, count) for i in range(1, count)),
            *((0, i) for i in range(1, count)),
        ]:
            releases = self._with_number(
                " ".join(chunks[begin:end]), " ".join(chunks[:begin] + chunks[end:count])
            )
            if releases:
                return self._numbered(text, "number", releases)
        return None

    def _with_number(self, number: str, beside: str) -> list[int]:
        """The releases of a catalogue number on which the words stand that were typed beside it."""
        return [
            release_id
            for key in squeezed(number)
            for release_id, label in self._shelf.known.numbers.get(key, ())
            if not beside or holds(self._printed_words(release_id, label), beside)
        ]

    def _printed_words(self, release_id: int, label: str) -> set[str]:
        copy = self._shelf.browser.collection.of_release(release_id)
        want = self._shelf.known.wanted_words.get(release_id, frozenset())
        return {*terms(label), *want, *(terms(f"{copy.artist} {copy.title}") if copy else ())}

    def likely(self, text: str) -> Answer | None:
        """The answer to a barcode that is nowhere as it was typed: the last digit may be wrong. None if no barcode is
        so near.
        """
        known = self._shelf.known
        for is_body, digits in likely_barcodes(text):
            releases = (known.bodies if is_body else known.barcodes).get(digits)
            found = self._numbered(text, "barcode", releases) if releases else None
            if found is not None:
                copies = (*found.copies, *found.others)
                return replace(found, verdict="fits", copies=copies, others=()) if copies else found
        return None

    def _numbered(self, text: str, meant: Meant, release_ids: Sequence[int]) -> Answer | None:
        ids = list(dict.fromkeys(release_ids))
        collection = self._shelf.browser.collection
        copies = tuple(copy for id in ids for copy in collection.copies_of(id))
        wants = tuple(self._shelf.known.wants[id] for id in ids if id in self._shelf.known.wants)
        if copies:
            albums = dict.fromkeys(copy.album for copy in copies)
            same = tuple(copy for album in albums for copy in collection.copies_of_album(album))
            return Answer(text, meant, "owned", None, None, copies, without(same, copies), wants)
        masters = dict.fromkeys(want.master_id for want in wants if want.master_id is not None)
        others = tuple(copy for id in masters for copy in collection.copies_of_album(("master", id)))
        if not wants:
            return None
        return Answer(text, meant, "other" if others else "wanted", None, None, (), others, wants)
