"""Do I own it? From memory, so that it answers while one types, in a shop without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from linernotes.insights.asking import Mention, artist_and_title, mentioned, plain, typed_barcode, words
from linernotes.insights.collection import Copy
from linernotes.insights.known import Known, Want
from linernotes.insights.views import Browser
from linernotes.storage.database import DBStorage, load_sql

#: owned; something is owned that the text may be a part of; only another pressing is; on the wantlist; not; several
#: records match (or: this is what is owned of it); not this pressing, and whether another one is cannot be told.
Verdict = Literal["owned", "fits", "other", "wanted", "not", "several", "untold"]
Meant = Literal["release", "master", "artist", "label", "barcode", "number", "text"]

#: Words of a text in which a title is looked for among others.
_MOST_WORDS = 20

Search = Callable[[str], list[int]]


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something is owned. `meant` is what the text was taken for, `what` its name where it has one.

    `copies` are of what was asked for; `others` are other pressings of the same album; `wants` are on the wantlist.
    """

    asked: str
    meant: Meant
    verdict: Verdict
    what: str | None = None
    id: int | None = None
    copies: tuple[Copy, ...] = ()
    others: tuple[Copy, ...] = ()
    wants: tuple[Want, ...] = ()

    @property
    def albums(self) -> int:
        """How many albums `copies` are of."""
        return len({copy.album for copy in self.copies})


class Owning:
    """Answers the question for one build. `search` finds the owned releases whose title and artists hold each word
    of a text.
    """

    def __init__(self, storage: DBStorage, browser: Browser, known: Known, search: Search) -> None:
        self._storage = storage
        self._browser = browser
        self._known = known
        self._search = search

    def answer(self, text: str) -> Answer | None:
        """What there is to say about a text; None if it is empty."""
        text = " ".join(text.split())
        if not text:
            return None
        mention = mentioned(text)
        if mention is not None and mention.is_link:
            return self._of_mention(text, mention)
        by_number, titled = self._by_number(text), self._titled(text)
        if mention is not None:
            told = self._of_mention(text, mention)
            if told.verdict not in ("not", "untold") or not (by_number or titled):
                return told
        if by_number is not None:
            return self._with_titled(by_number, titled)
        return self._by_text(text, titled)

    def _of_mention(self, text: str, mention: Mention) -> Answer:
        if mention.kind == "release":
            return self._release(text, mention.id)
        if mention.kind == "master":
            return self._master(text, mention.id)
        return self._all_of(text, mention)

    def _release(self, text: str, release_id: int) -> Answer:
        copies = self._browser.collection.copies_of(release_id)
        if copies:
            others = _without(self._browser.collection.copies_of_album(copies[0].album), copies)
            wants = self._wants_of(release_id, copies[0].master_id)
            return Answer(text, "release", "owned", copies[0].title, release_id, copies, others, wants)
        title, master_id, is_known = self._unowned(release_id)
        others = () if master_id is None else self._browser.collection.copies_of_album(("master", master_id))
        wants = self._wants_of(release_id, master_id)
        verdict: Verdict = "other" if others else "wanted" if wants else "not" if is_known else "untold"
        return Answer(text, "release", verdict, title, release_id, (), others, wants)

    def _unowned(self, release_id: int) -> tuple[str | None, int | None, bool]:
        """Title and master of a release that is not on the shelf, and whether anything is known of it."""
        want = self._known.wants.get(release_id)
        rows = self._storage.rows(load_sql("linernotes.insights", "own_release"), [release_id] * 4)
        title, artists, master_id = rows[0] if rows else (None, None, None)
        if want is not None:
            return f"{want.artist} – {want.title}", want.master_id or master_id, True
        named = f"{artists} – {title}" if artists and title else title
        return named, master_id, bool(rows)

    def _master(self, text: str, master_id: int) -> Answer:
        copies = self._browser.collection.copies_of_album(("master", master_id))
        wants = self._wants_of(None, master_id)
        told = copies[0].title if copies else wants[0].title if wants else None
        title = self._master_title(master_id) or told
        verdict: Verdict = "owned" if copies else "wanted" if wants else "not"
        return Answer(text, "master", verdict, title, master_id, copies, (), wants)

    def _master_title(self, master_id: int) -> str | None:
        found = self._storage.scalar("select title from master where master_id = ?", [master_id])
        return None if found is None else str(found)

    def _all_of(self, text: str, mention: Mention) -> Answer:
        """What is owned of an artist (on it in any part), or of a label."""
        of_artist = mention.kind == "artist"
        facet = self._browser.facets["person" if of_artist else "label"]
        key = str(mention.id)
        mask = facet.having([key])
        if of_artist:
            mask = mask | self._browser.facets["artist"].having([key])
        order = self._browser.orders.of("artist")
        copies = self._browser.copies(order[mask[order]])
        what = facet.label(key) if key in facet else self._name(mention)
        return Answer(
            text, "artist" if of_artist else "label", "several" if copies else "not", what, mention.id, copies
        )

    def _name(self, mention: Mention) -> str | None:
        sql = (
            "select display_name from artist where artist_id = ?"
            if mention.kind == "artist"
            else "select min(name) from release_labels where label_id = ?"
        )
        found = self._storage.scalar(sql, [mention.id])
        return None if found is None else str(found)

    def _by_number(self, text: str) -> Answer | None:
        """The records of a barcode or catalogue number; None if nobody has it."""
        for code in typed_barcode(text):
            if code in self._known.barcodes:
                return self._numbered(text, "barcode", self._known.barcodes[code])
        releases = self._known.numbers.get(plain(text))
        return self._numbered(text, "number", releases) if releases else None

    def _numbered(self, text: str, meant: Meant, release_ids: Sequence[int]) -> Answer | None:
        ids = list(dict.fromkeys(release_ids))
        collection = self._browser.collection
        copies = tuple(copy for id in ids for copy in collection.copies_of(id))
        wants = tuple(self._known.wants[id] for id in ids if id in self._known.wants)
        if copies:
            albums = dict.fromkeys(copy.album for copy in copies)
            same = tuple(copy for album in albums for copy in collection.copies_of_album(album))
            return Answer(text, meant, "owned", None, None, copies, _without(same, copies), wants)
        masters = dict.fromkeys(want.master_id for want in wants if want.master_id is not None)
        others = tuple(copy for id in masters for copy in collection.copies_of_album(("master", id)))
        if not wants:
            return None
        return Answer(text, meant, "other" if others else "wanted", None, None, (), others, wants)

    def _with_titled(self, by_number: Answer, titled: tuple[Copy, ...]) -> Answer:
        """The answer to a number that is a title, too: 1999 is an album, whatever else has that number."""
        if not _without(titled, by_number.copies):
            return by_number
        copies = (*titled, *_without(by_number.copies, titled))
        others = _without(by_number.others, copies)
        return Answer(by_number.asked, "text", _whole(copies), None, None, copies, others, by_number.wants)

    def _by_text(self, text: str, titled: tuple[Copy, ...]) -> Answer:
        called = self._known.names.get(words(text), set())
        if not titled and len(called) == 1:  # namesakes are told apart by the records below
            return self._all_of(text, Mention("artist", next(iter(called)), False))
        wants = self._wanted_by(text)
        whole = titled or self._named(words(text).split())
        if whole:
            return Answer(text, "text", _whole(whole), None, None, whole, (), wants)
        copies = self._holding(text)
        verdict: Verdict = "fits" if copies else "wanted" if wants else "not"
        return Answer(text, "text", verdict, None, None, copies, (), wants)

    def _titled(self, text: str) -> tuple[Copy, ...]:
        """The copies that are called so, by whom the text says if it says that."""
        copies = self._known.titles.get(words(text), [])
        sides = artist_and_title(text)
        if not copies and sides is not None:
            by = words(sides[0]).split()
            copies = [
                copy
                for copy in self._known.titles.get(words(sides[1]), [])
                if all(word in words(copy.artist) for word in by)
            ]
        return tuple(copies)

    def _named(self, typed: Sequence[str]) -> tuple[Copy, ...]:
        """The copies whose whole title is among the words typed, and whose artists have the other ones; of several
        titles the longest.
        """
        count = len(typed) if len(typed) <= _MOST_WORDS else 0
        for length in range(count - 1, 0, -1):
            found = [
                copy
                for at in range(count - length + 1)
                for copy in self._known.titles.get(words(" ".join(typed[at : at + length])), ())
                if {*typed[:at], *typed[at + length :]} <= set(words(copy.artist).split())
            ]
            if found:
                return tuple({copy.instance_id: copy for copy in found}.values())
        return ()

    def _holding(self, text: str) -> tuple[Copy, ...]:
        """The copies whose title and artists hold each word, best match first."""
        found = self._search(text)
        copies = [copy for id in found for copy in self._browser.collection.copies_of(id)]
        held = (self._browser.collection.copies[i] for i in self._browser.collection.holding(text))
        return tuple({copy.instance_id: copy for copy in [*copies, *held]}.values()) if words(text) else ()

    def _wanted_by(self, text: str) -> tuple[Want, ...]:
        typed = words(text).split()
        if not typed:
            return ()
        texts = self._known.wanted_words
        found = (id for id, held in texts.items() if all(f" {word}" in held for word in typed))
        return tuple(self._known.wants[id] for id in found)

    def _wants_of(self, release_id: int | None, master_id: int | None) -> tuple[Want, ...]:
        """Wants of a pressing, then of other pressings of its album."""
        wants = self._known.wants.values()
        return tuple(want for want in wants if want.release_id == release_id) + tuple(
            want
            for want in wants
            if master_id is not None and want.master_id == master_id and want.release_id != release_id
        )


def _whole(copies: Iterable[Copy]) -> Verdict:
    """The verdict on what is called just as was typed."""
    return "owned" if len({copy.album for copy in copies}) == 1 else "several"


def _without(copies: Iterable[Copy], left_out: Sequence[Copy]) -> tuple[Copy, ...]:
    ids = {copy.instance_id for copy in left_out}
    return tuple(copy for copy in copies if copy.instance_id not in ids)
