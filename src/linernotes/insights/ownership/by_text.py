"""What is owned of a title, an artist, or both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from linernotes.documents.folding import holds, is_number, keys, loose, sign_chunk, terms, words
from linernotes.insights.collection.copies import Copy
from linernotes.insights.ownership.answers import Answer, LookupSource, Verdict, whole_verdict
from linernotes.insights.ownership.by_mention import ByMention
from linernotes.insights.ownership.lookup_index import Want
from linernotes.insights.ownership.query_parsing import MOST_WORDS, artist_and_title
from linernotes.insights.text.typed_reference import Reference
from linernotes.storage.builds.search import matching, printed

#: People of one name who are looked at.
_MOST_NAMESAKES = 200


class ByText:
    """Answers by words that stand on the front of a sleeve."""

    def __init__(self, shelf: LookupSource, by_mention: ByMention) -> None:
        self._shelf = shelf
        self._by_mention = by_mention

    def exact(self, text: str, titled: tuple[Copy, ...]) -> Answer | None:
        """The answer to a whole title or name. `titled` are the copies of this title. None if nothing is called so."""
        known = self._shelf.known
        by_name = known.names if not sign_chunk(text) else {}
        called = _of_keys(by_name, text)
        if not titled and len(called) == 1:  # the records below tell namesakes apart
            return self._all_of(text, called[0])
        whole = titled or self._named(text)
        if whole:
            return Answer(text, "text", whole_verdict(whole), None, None, whole, (), self._wanted_by(text))
        roughly = known.loose_names.get(loose(text), set()) if by_name else set()
        return self._all_of(text, next(iter(roughly))) if len(roughly) == 1 else None

    def loosely(self, text: str) -> Answer:
        """The answer to words of titles and names, where nothing is called so as a whole."""
        wants = self._wanted_by(text)
        copies = self._holding(text)
        if not copies:
            people = self._people_called(text) if not sign_chunk(text) else []
            if len(people) == 1:
                return self._all_of(text, people[0])
            # Two of one name may be on the same record.
            of_them = {copy.instance_id: copy for id in people for copy in self._all_of(text, id).copies}
            copies = tuple(of_them.values())
        verdict: Verdict = "fits" if copies else "wanted" if wants else "not"
        return Answer(text, "text", verdict, None, None, copies, (), wants)

    def in_whole_words(self, text: str) -> Answer | None:
        """The copies whose artists and title have each word whole; None if no copy has."""
        held = tuple(
            copy for copy in self._holding(text) if holds({*_artist_words(copy), *terms(copy.title)}, text)
        )
        wants = self._wanted_by(text)
        if not held and not wants:
            return None
        return Answer(text, "text", "fits" if held else "wanted", None, None, held, (), wants)

    def _all_of(self, text: str, artist_id: int) -> Answer:
        return self._by_mention.all_of(text, Reference("artist", artist_id, False))

    def titled(self, text: str) -> tuple[Copy, ...]:
        """The copies with this title, and by the artists that the text names, if it names some."""
        titles = self._shelf.known.titles
        found = [copy for key in keys(text) for copy in titles.get(key, ())]
        first, _, rest = text.partition(" ")
        turned = sign_chunk(f"{rest} {first}")  # "÷ Ed Sheeran"
        for by, title in filter(None, (artist_and_title(text), sign_chunk(text), turned)):
            if not found:
                found = [c for key in keys(title) for c in titles.get(key, ()) if holds(_artist_words(c), by)]
        return tuple({copy.instance_id: copy for copy in found}.values())

    def _named(self, text: str) -> tuple[Copy, ...]:
        """The copies whose whole title is among the words typed, and whose artists have the other ones; of several
        titles the longest.
        """
        typed = words(text).split()
        count = len(typed) if len(typed) <= MOST_WORDS else 0
        for length in range(count - 1, 0, -1):
            found = [
                copy
                for at in range(count - length + 1)
                for key in keys(" ".join(typed[at : at + length]))
                for copy in self._shelf.known.titles.get(key, ())
                if holds(_artist_words(copy), " ".join([*typed[:at], *typed[at + length :]]))
            ]
            if found:
                return tuple({copy.instance_id: copy for copy in found}.values())
        return ()

    def _holding(self, text: str) -> tuple[Copy, ...]:
        """The copies whose title and artists hold each word, in whatever spelling, best match first."""
        collection = self._shelf.browser.collection
        found = matching(
            self._shelf.snapshot.search_path,
            text,
            "release",
            ("title", "artists"),
            whole_numbers=True,
        ).ids
        copies = [copy for id in found for copy in collection.copies_of(id)]
        held = (collection.copies[i] for i in collection.holding(text, whole_numbers=True))
        rough = self._shelf.known.loose_titles.get(loose(text), ())
        return tuple({copy.instance_id: copy for copy in [*rough, *copies, *held]}.values())

    def _people_called(self, text: str) -> list[int]:
        """Those on the shelf in any part who have exactly this name, or a variation of it."""
        matches = matching(
            self._shelf.snapshot.search_path,
            text,
            "artist",
            ("name", "variations"),
            whole_numbers=True,
        )
        persons = self._shelf.browser.facets["person"]
        ids = [id for id in matches.ids if str(id) in persons][:_MOST_NAMESAKES]
        typed = set(keys(text))
        names = printed(self._shelf.snapshot.search_path, ids, "artist")
        return [id for id in ids if typed & {key for name in _names(names.get(id, {})) for key in keys(name)}]

    def _wanted_by(self, text: str) -> tuple[Want, ...]:
        wanted = self._shelf.known.wanted_words
        asked = words(text)
        return tuple(
            self._shelf.known.wants[id]
            for id, held in wanted.items()
            if asked and _begins(held, asked.split())
        )


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
