"""Formats in one text, as artists' releases and CSV exports have them: '2xLP, Album, RE, 180 + CD'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linernotes.documents.parts import Format

#: Discogs' abbreviations: what a carrier is, and what its name adds to the descriptions.
_CARRIERS = {
    "LP": ("Vinyl", "LP"),
    '12"': ("Vinyl", '12"'),
    '10"': ("Vinyl", '10"'),
    '7"': ("Vinyl", '7"'),
    "Cass": ("Cassette", None),
    "Box": ("Box Set", None),
    "Flexi": ("Flexi-disc", None),
    "Shellac": ("Shellac", None),
}
_DESCRIPTIONS = {
    "RE": "Reissue",
    "RM": "Remastered",
    "RP": "Repress",
    "Comp": "Compilation",
    "Ltd": "Limited Edition",
    "Num": "Numbered",
    "Dlx": "Deluxe Edition",
    "S/Edition": "Special Edition",
    "Smplr": "Sampler",
    "Maxi": "Maxi-Single",
    "MiniAlbum": "Mini-Album",
    "W/Lbl": "White Label",
    "Unofficial": "Unofficial Release",
}
_OF_ALL = {word: ("All Media", description) for word, description in _DESCRIPTIONS.items()}
_QUANTITY = re.compile(r"([0-9]{1,4})x(?=\S)")


def listed_formats(text: str | None) -> Iterator[Format]:
    """Each carrier of such a text. Pure.

    What is said of all of them stands last and without a carrier ('LP + CD + Ltd'). Words that are none of the
    abbreviations stay as they are: they may be descriptions or free text.
    """
    for carrier in (text or "").split(" + "):
        first, *more = [part.strip() for part in carrier.split(",")]
        found = _QUANTITY.match(first)
        quantity, word = (found[1], first[found.end() :]) if found else ("1", first)
        if word:
            name, description = _CARRIERS.get(word) or _OF_ALL.get(word) or (word, None)
            described = [description, *(_DESCRIPTIONS.get(part, part) for part in more)]
            yield Format(name=name, qty=quantity, descriptions=tuple(part for part in described if part))
