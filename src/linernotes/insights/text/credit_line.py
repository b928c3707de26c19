"""How a cover names its artists, and its carriers in a few words."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from linernotes.documents.folding import unnumbered
from linernotes.insights.text.artist_names import UNKNOWN_ARTIST, artist_name

#: In listings a star marks a name that the cover spells otherwise.
_STARRED = re.compile(r"\*(?=[ ,;:/&]|$)")
#: Within a text of several names such a number stands before what joins them; years in brackets are none.
_NUMBERED_WITHIN = re.compile(r"(?<=[^ ]) \((?:[2-9]|[1-9][0-9]{1,2})\)(?=\*?[ ,;:/&+])")
#: What stands close to the name before it: 'A, B'.
_CLOSE = (",", ";", ":")

#: What says more about a carrier than its kind does: a Vinyl that is an LP is called LP.
_SIZES = ("LP", '12"', '10"', '7"', '16"', '11"', '9"', '8"', '6"', '5"', "Mini")
#: What sort of record it is, where that is not simply an album.
_SORTS = ("Compilation", "EP", "Single", "Maxi-Single", "Mini-Album", "Mixtape", "Sampler")
_NO_CARRIER = "All Media"


@dataclass(frozen=True, slots=True)
class Artist:
    """One main artist of a record. `artist_id` is None for a name without a page of its own."""

    artist_id: int | None
    name: str | None
    name_variation: str | None = None
    join_phrase: str | None = None

    @property
    def printed(self) -> str:
        """The name variation if there is one, else the name without the number that tells namesakes apart.

        A name without an id may be a text of several names, as CSV exports have them.
        """
        if self.name_variation:
            return self.name_variation
        name = artist_name(self.name, self.artist_id)
        return unnumbered(name) if self.artist_id is not None else unnumbered_each(name)


@dataclass(frozen=True, slots=True)
class Format:
    """One carrier of a record, as Discogs describes it. `text` is the uploader's own: a colour, a weight."""

    name: str | None
    quantity: int | None
    descriptions: tuple[str, ...] = ()
    text: str | None = None


def unnumbered_each(text: str) -> str:
    """The same of a text that may hold several names: 'First (2), Second (3) & Third'."""
    return unnumbered(_NUMBERED_WITHIN.sub("", text))


def credit(artists: Iterable[Artist]) -> str:
    """The artists as the cover names them, joined as Discogs has it; 'Unknown Artist' if there is none."""
    return "".join(joint + artist.printed for joint, artist in joined(artists)) or UNKNOWN_ARTIST


# A list of thousands of entries has few texts.
@lru_cache(maxsize=4096)
def listed_credit(text: str | None) -> str:
    """The artists as a discography names them in one text, without what it marks; '' if it names nobody."""
    return unnumbered_each(_STARRED.sub("", text or ""))


def joined(artists: Iterable[Artist]) -> Iterator[tuple[str, Artist]]:
    """The artists, each with what joins it to the one before: '' for the first."""
    joint = ""
    for artist in artists:
        yield joint, artist
        joint = _joint(artist.join_phrase)  # what the last one has joins nothing


def carriers(formats: Iterable[Format]) -> tuple[str, ...]:
    """The carriers of a record, then what sort of record it is: ('2×LP', 'CD', 'Compilation')."""
    found = [one for one in formats if one.name]
    named = [_carrier(one) for one in found if one.name != _NO_CARRIER]
    described = {word for one in found for word in one.descriptions}
    return tuple(dict.fromkeys([*named, *(sort for sort in _SORTS if sort in described)]))


def format_words(formats: Iterable[Format], *, with_text: bool = False) -> tuple[str, ...]:
    """The names and descriptions of formats, each once; `with_text` the uploader's own texts, too.

    The same words are on thousands of records: each is kept in memory once.
    """
    words = (
        word for one in formats for word in (one.name, *one.descriptions, one.text if with_text else None)
    )
    return tuple(dict.fromkeys(sys.intern(word) for word in words if word))


def _joint(phrase: str | None) -> str:
    if not phrase:
        return ", "
    return f"{phrase} " if phrase.startswith(_CLOSE) else f" {phrase} "


def _carrier(one: Format) -> str:
    kind = next((size for size in _SIZES if size in one.descriptions), None) or one.name or ""
    return f"{one.quantity}×{kind}" if one.quantity is not None and one.quantity > 1 else kind
