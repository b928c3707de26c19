"""Whether an entry of a discography is an album, a single or something else: by its roles and its formats' words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, get_args

from linernotes.documents import listed_formats

#: What an entry is to its artist. Of the unknown ones neither Discogs' list nor a known pressing says what they are.
Kind = Literal["album", "unknown", "single", "compilation", "appearance", "credit", "unofficial"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_ALBUMS = frozenset({"album", "lp", "mini-album"})
#: What says that an entry is no album, unless one of the words above says that it is.
_SINGLES = frozenset({"single", "maxi-single", "ep", "flexi-disc", '7"', '10"', '12"'})


def kind_of(roles: Iterable[str], format: str | None, words: Iterable[str]) -> Kind:
    """What an entry is to its artist. Pure.

    It goes by the roles of the listing, by the listing's `format` with its abbreviations ('12", EP'),
    and by `words`: the unabbreviated format words of the pressings that are known.
    """
    said = {word.lower() for word in words}
    said |= _listed_words(format)
    listed = set(roles)
    if "UnofficialRelease" in listed or "unofficial release" in said:
        return "unofficial"
    if "Main" not in listed:
        return "appearance" if listed & {"Appearance", "TrackAppearance"} else "credit"
    if "compilation" in said:
        return "compilation"
    if said & _ALBUMS:
        return "album"
    return "single" if said & _SINGLES else "unknown"


# Lists of thousands of entries have few formats.
@lru_cache(maxsize=4096)
def _listed_words(format: str | None) -> frozenset[str]:
    return frozenset(
        word.lower() for carrier in listed_formats(format) for word in (carrier.name, *carrier.descriptions)
    )


def may_be_album(type: str, kind: Kind) -> bool:
    """Whether an entry is an album, or may be one. Pure.

    A release without a master that does not say that it is an album is not what a discography misses.
    """
    return kind == "album" or (kind == "unknown" and type == "master")
