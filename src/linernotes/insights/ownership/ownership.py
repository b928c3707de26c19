"""Do I own it? From memory, so that it answers while one types, in a shop without a network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from linernotes.documents.folding import (
    holds,
    is_number,
    keys,
    loose,
    sign_chunk,
    squeezed,
    terms,
    unnumbered,
    words,
)
from linernotes.documents.numbers import likely_barcodes, typed_barcode
from linernotes.insights.collection.copies import Copy
from linernotes.insights.collection.views import Browser
from linernotes.insights.ownership.lookup_index import Known, Want
from linernotes.insights.ownership.query_parsing import Mention, artist_and_title, mentioned
from linernotes.storage.builds.search import matching, printed
from linernotes.storage.duckdb.database import DBStorage, load_sql

#: owned; fits: something is owned that the text may mean; other: only another pressing is; wanted: on the wantlist;
#: not; several: records match (or: this is what is owned of it); unknown: nothing is known that could say.
Verdict = Literal["owned", "fits", "other", "wanted", "not", "several", "unknown"]
Meant = Literal["release", "master", "artist", "label", "barcode", "number", "text"]

#: Words of a text in which a title is looked for among others.
_MOST_WORDS = 20
#: People of one name who are looked at.
_MOST_NAMESAKES = 200
#: The main release of a master, by its own document or by a discography that lists it.
_MAIN_RELEASE = """
    select coalesce(
        (select main_release_id from master where master_id = $1),
        (select min(main_release_id) from artist_masters where type = 'master' and id = $1)
    )
"""
#: The share of releases that must have been read before their silence says No.
_ENOUGH = 0.9


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something is owned. `meant` is what the text was taken for, `what` its name where it has one.

    `copies` are of what was asked for; `others` are other pressings of the same album; `wants` are on the wantlist.
    `suggestions` are texts that may have been meant instead, each with an answer of its own. `known` of the `owned`
    pressings have what was looked for, as far as is known: a No rests on them.
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

    @property
    def albums(self) -> int:
        """How many albums `copies` are of."""
        return len({copy.album for copy in self.copies})


class Owning:
    """Answers the question for one build."""

    def __init__(self, storage: DBStorage, browser: Browser, known: Known) -> None:
        self._storage = storage
        self._browser = browser
        self._known = known

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
        known, releases = self._known, self._known.releases
        by_listing = answer.meant in ("number", "text", "release")
        rests = releases if by_listing else known.read
        if answer.meant in ("master", "label"):
            has_id = _has_known_album if answer.meant == "master" else _has_known_labels
            rests = len({copy.release_id for copy in self._browser.collection.copies if has_id(copy)})
        is_bare = answer.meant == "barcode" and not known.barcodes
        if answer.verdict == "not" and (is_bare or rests < _ENOUGH * releases):
            answer = replace(answer, verdict="unknown")
        return replace(answer, known=0 if is_bare else rests, owned=releases)

    def _answer(self, text: str) -> Answer:
        mention = mentioned(text)
        if mention is not None and mention.is_link:
            return self._of_mention(text, mention)
        by_number, titled = self._by_number(text), self._titled(text)
        if mention is not None:
            of_mention = self._of_mention(text, mention)
            if of_mention.verdict not in ("not", "unknown") or not (by_number or titled):
                return of_mention
        if by_number is not None:
            return self._with_titled(by_number, titled)
        if titled or not typed_barcode(text):
            return self._by_text(text, titled)
        return self._by_likely_barcode(text)

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
        verdict: Verdict = "other" if others else "wanted" if wants else "not" if is_known else "unknown"
        return Answer(text, "release", verdict, title, release_id, (), others, wants)

    def _unowned(self, release_id: int) -> tuple[str | None, int | None, bool]:
        """Title and master of a release that is not on the shelf, and whether anything is known of it."""
        want = self._known.wants.get(release_id)
        rows = self._storage.rows(load_sql("linernotes.insights.ownership", "own_release"), [release_id] * 4)
        title, artists, master_id = rows[0] if rows else (None, None, None)
        if want is not None:
            return f"{want.artist} – {want.title}", want.master_id or master_id, True
        named = f"{artists} – {title}" if artists and title else title
        return named, master_id, bool(rows)

    def _master(self, text: str, master_id: int) -> Answer:
        collection = self._browser.collection
        copies = collection.copies_of_album(("master", master_id))
        if not copies and (main := self._storage.scalar(_MAIN_RELEASE, [master_id])) is not None:
            copies = collection.copies_of(int(main))  # a master that is newer than the pressing's document
        wants = self._wants_of(None, master_id)
        listed_title = copies[0].title if copies else wants[0].title if wants else None
        title = self._master_title(master_id) or listed_title
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
        return None if found is None else unnumbered(str(found))

    def _by_number(self, text: str) -> Answer | None:
        """The records of a barcode or catalogue number, beside which label, artist or title may stand; None if no
        record has it.
        """
        for code in typed_barcode(text):
            if code in self._known.barcodes:
                return self._numbered(text, "barcode", self._known.barcodes[code])
        chunks = text.split()
        count = len(chunks) if len(chunks) <= _MOST_WORDS else 1
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
            for release_id, label in self._known.numbers.get(key, ())
            if not beside or holds(self._printed_words(release_id, label), beside)
        ]

    def _printed_words(self, release_id: int, label: str) -> set[str]:
        copy = self._browser.collection.of_release(release_id)
        want = self._known.wanted_words.get(release_id, frozenset())
        return {*terms(label), *want, *(terms(f"{copy.artist} {copy.title}") if copy else ())}

    def _by_likely_barcode(self, text: str) -> Answer:
        """The answer to a barcode that is nowhere as it was typed: the last digit may be wrong."""
        known = self._known
        for is_body, digits in likely_barcodes(text):
            releases = (known.bodies if is_body else known.barcodes).get(digits)
            found = self._numbered(text, "barcode", releases) if releases else None
            if found is not None:
                copies = (*found.copies, *found.others)
                return replace(found, verdict="fits", copies=copies, others=()) if copies else found
        by_text = self._by_text(text, ())
        return by_text if by_text.copies or by_text.wants else Answer(text, "barcode", "not")

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
        known = self._known
        by_name = known.names if not sign_chunk(text) else {}
        called = _of_keys(by_name, text)
        if not titled and len(called) == 1:  # the records below tell namesakes apart
            return self._all_of(text, Mention("artist", called[0], False))
        wants = self._wanted_by(text)
        whole = titled or self._named(text)
        if whole:
            return Answer(text, "text", _whole(whole), None, None, whole, (), wants)
        roughly = known.loose_names.get(loose(text), set()) if by_name else set()
        if len(roughly) == 1:
            return self._all_of(text, Mention("artist", next(iter(roughly)), False))
        copies = self._holding(text)
        if not copies:
            people = self._people_called(text) if by_name else []
            if len(people) == 1:
                return self._all_of(text, Mention("artist", people[0], False))
            copies = tuple(
                copy for id in people for copy in self._all_of(text, Mention("artist", id, False)).copies
            )
        verdict: Verdict = "fits" if copies else "wanted" if wants else "not"
        return Answer(text, "text", verdict, None, None, copies, (), wants)

    def _titled(self, text: str) -> tuple[Copy, ...]:
        """The copies with this title, and by the artists that the text names, if it names some."""
        titles = self._known.titles
        found = [copy for key in keys(text) for copy in titles.get(key, ())]
        for by, title in filter(None, (artist_and_title(text), sign_chunk(text))):
            if not found:
                found = [c for key in keys(title) for c in titles.get(key, ()) if holds(_artist_words(c), by)]
        return tuple({copy.instance_id: copy for copy in found}.values())

    def _named(self, text: str) -> tuple[Copy, ...]:
        """The copies whose whole title is among the words typed, and whose artists have the other ones; of several
        titles the longest.
        """
        typed = words(text).split()
        count = len(typed) if len(typed) <= _MOST_WORDS else 0
        for length in range(count - 1, 0, -1):
            found = [
                copy
                for at in range(count - length + 1)
                for key in keys(" ".join(typed[at : at + length]))
                for copy in self._known.titles.get(key, ())
                if holds(_artist_words(copy), " ".join([*typed[:at], *typed[at + length :]]))
            ]
            if found:
                return tuple({copy.instance_id: copy for copy in found}.values())
        return ()

    def _holding(self, text: str) -> tuple[Copy, ...]:
        """The copies whose title and artists hold each word, in whatever spelling, best match first."""
        collection = self._browser.collection
        found = matching(
            self._storage.search_path, text, "release", ("title", "artists"), whole_numbers=True
        ).ids
        copies = [copy for id in found for copy in collection.copies_of(id)]
        held = (collection.copies[i] for i in collection.holding(text, whole_numbers=True))
        rough = self._known.loose_titles.get(loose(text), ())
        return tuple({copy.instance_id: copy for copy in [*rough, *copies, *held]}.values())

    def _people_called(self, text: str) -> list[int]:
        """Those on the shelf in any part who have exactly this name, or a variation of it."""
        matches = matching(
            self._storage.search_path, text, "artist", ("name", "variations"), whole_numbers=True
        )
        persons = self._browser.facets["person"]
        ids = [id for id in matches.ids if str(id) in persons][:_MOST_NAMESAKES]
        typed = set(keys(text))
        names = printed(self._storage.search_path, ids, "artist")
        return [id for id in ids if typed & {key for name in _names(names.get(id, {})) for key in keys(name)}]

    def _nearly(self, answer: Answer) -> Answer:
        """A No with what may have been meant; "fits" where one letter is wrong, or two are swapped."""
        wrong, suggestions = self._known.near.suggest(answer.asked)
        meant = self._answer(suggestions[0]) if suggestions else answer
        if not meant.copies:
            return answer
        if wrong != 1:
            return replace(answer, suggestions=suggestions)
        return replace(answer, verdict="fits", copies=meant.copies, suggestions=suggestions)

    def _wanted_by(self, text: str) -> tuple[Want, ...]:
        wanted = self._known.wanted_words
        asked = words(text)
        return tuple(
            self._known.wants[id] for id, held in wanted.items() if asked and _begins(held, asked.split())
        )

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


def _has_known_album(copy: Copy) -> bool:
    """Whether it is known which album a copy is of. A CSV export does not say: its copies have negative ids."""
    return copy.master_id is not None or copy.instance_id >= 0


def _has_known_labels(copy: Copy) -> bool:
    """Whether the labels of a copy are known by their ids. A CSV export has names alone."""
    return all(label.label_id is not None for label in copy.labels)


def _artist_words(copy: Copy) -> set[str]:
    """The words of a copy's artists, as the cover has them and as Discogs does."""
    return {
        word
        for name in (copy.artist, *(artist.name or "" for artist in copy.artists))
        for word in terms(name)
    }


def _names(columns: Mapping[str, str]) -> list[str]:
    return [name for text in columns.values() for name in text.split("\n")]


def _of_keys(names: Mapping[str, set[int]], text: str) -> list[int]:
    return sorted({id for key in keys(text) for id in names.get(key, ())})


def _begins(held: Iterable[str], typed: Sequence[str]) -> bool:
    """Whether each typed word begins one of those held; a number must be one of them."""
    return all(
        any(word == one or (one.startswith(word) and not is_number(word)) for one in held) for word in typed
    )


def _without(copies: Iterable[Copy], left_out: Sequence[Copy]) -> tuple[Copy, ...]:
    ids = {copy.instance_id for copy in left_out}
    return tuple(copy for copy in copies if copy.instance_id not in ids)
