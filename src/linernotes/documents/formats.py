"""Formats in one text, as artists' releases and CSV exports have them: '2xLP, Album, RE, 180 + CD'."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from linernotes.documents.parts import Format

#: Discogs' abbreviations: what a carrier is, and what its name adds to the descriptions.
CARRIERS = {
    "LP": ("Vinyl", "LP"),
    **{
        size: ("Vinyl", size)
        for size in ('16"', '12"', '11"', '10"', '9"', '8"', '7"', '6"', '5"', '4"', '3"')
    },
    "Vinyl": ("Vinyl", None),
    "CD": ("CD", None),
    "CDr": ("CDr", None),
    "Cass": ("Cassette", None),
    "Cassette": ("Cassette", None),
    "Box": ("Box Set", None),
    "Flexi": ("Flexi-disc", None),
    "Shellac": ("Shellac", None),
    "Lathe": ("Lathe Cut", None),
    "Acetate": ("Acetate", None),
    "DVD": ("DVD", None),
    "DVDr": ("DVDr", None),
    "DVD-V": ("DVD", "DVD-Video"),
    "DVD-A": ("DVD", "DVD-Audio"),
    "DVD-D": ("DVD", "DVD-Data"),
    "Blu-ray": ("Blu-ray", None),
    "SACD": ("SACD", None),
    "Hybrid": ("Hybrid", None),
    "HD": ("HD DVD", None),
    "MD": ("Minidisc", None),
    "Minidisc": ("Minidisc", None),
    "DCC": ("DCC", None),
    "DAT": ("DAT", None),
    "8-Trk": ("8-Track Cartridge", None),
    "4-Trk": ("4-Track Cartridge", None),
    "Reel": ("Reel-To-Reel", None),
    "VHS": ("VHS", None),
    "Betamax": ("Betamax", None),
    "Laserdisc": ("Laserdisc", None),
    "LD": ("Laserdisc", None),
    "CDV": ("CDV", None),
    "VCD": ("VCD", None),
    "File": ("File", None),
    "Mem": ("Memory Stick", None),
    "Memory": ("Memory Stick", None),
    "Floppy": ("Floppy Disk", None),
    "Cyl": ("Cylinder", None),
    "Edison": ("Edison Disc", None),
    "Pathé": ("Pathé Disc", None),
    "PlayTape": ("PlayTape", None),
    "All": ("All Media", None),
    "Other": ("Other", None),
}
DESCRIPTIONS = {
    "RE": "Reissue",
    "RM": "Remastered",
    "RP": "Repress",
    "Comp": "Compilation",
    "Ltd": "Limited Edition",
    "Num": "Numbered",
    "Dlx": "Deluxe Edition",
    "S/Edition": "Special Edition",
    "Club": "Club Edition",
    "Smplr": "Sampler",
    "Maxi": "Maxi-Single",
    "MiniAlbum": "Mini-Album",
    "W/Lbl": "White Label",
    "TP": "Test Pressing",
    "Unofficial": "Unofficial Release",
    "P/Unofficial": "Partially Unofficial",
    "P/Mixed": "Partially Mixed",
    "S/Sided": "Single Sided",
    "Etch": "Etched",
    "Pic": "Picture Disc",
    "Enh": "Enhanced",
    "Copy Prot.": "Copy Protected",
    "Car": "Card Backed",
    "Mini": "Mini",
    "Multichannel": "Multichannel",
    "Quad": "Quadraphonic",
    "Tran": "Transcription",
    "Mispress": "Mispress",
    "M/Print": "Misprint",
    "RSD": "Record Store Day",
    **{
        word: word
        for word in (
            *(
                "Album",
                "EP",
                "Single",
                "Promo",
                "Mixed",
                "Mixtape",
                "Mono",
                "Stereo",
                "Ambisonic",
                "Binaural",
            ),
            *(
                "Advance",
                "Jukebox",
                "Styrene",
                "Minimax",
                "Copy Protected",
                "Card Backed",
                "Stand-Alone",
                "Shape",
            ),
            *(
                "33 ⅓ RPM",
                "45 RPM",
                "78 RPM",
                "16 ⅔ RPM",
                "NTSC",
                "PAL",
                "SECAM",
                "MP3",
                "FLAC",
                "WAV",
                "AAC",
                "ALAC",
            ),
            *(
                "Reissue",
                "Remastered",
                "Repress",
                "Compilation",
                "Limited Edition",
                "Numbered",
                "Sampler",
                "Mini-Album",
            ),
            *(
                "Maxi-Single",
                "White Label",
                "Test Pressing",
                "Unofficial Release",
                "Deluxe Edition",
                "Special Edition",
            ),
        )
    },
}
#: A carrier's name -> its abbreviation, where that says no more.
_ABBREVIATIONS = {name: word for word, (name, added) in reversed(CARRIERS.items()) if added is None}
#: Words of the uploader's own that everybody shortens alike.
_TEXTS = {"180": "180 Gram", "Gat": "Gatefold"}
_QUANTITY = re.compile(r"([0-9]{1,4})x(?=\S)")


def listed_formats(text: str | None) -> Iterator[Format]:
    """Each carrier of such a text. Pure.

    What is said of all of them stands last and without a carrier ('LP + CD + Ltd'). A size is a description of a
    carrier, wherever it stands ('CD, Album + LP'). Each other word is the uploader's own (a colour, a sleeve), cut to
    its first letters. It belongs to the format's text, and is never a carrier.
    """
    for carrier in (text or "").split(" + "):
        first, *more = [part.strip() for part in carrier.split(",")]
        found = _QUANTITY.match(first)
        quantity, word = (found[1], first[found.end() :]) if found else ("1", first)
        if not word and not any(more):
            continue
        name, description = CARRIERS.get(word) or ("All Media", None)
        words = more if word in CARRIERS else [word, *more]
        described = [description, *(DESCRIPTIONS.get(word) or _size(word) for word in words)]
        own = [_TEXTS.get(word, word) for word in words if word not in DESCRIPTIONS and _size(word) is None]
        yield Format(
            name=name,
            qty=quantity,
            text=", ".join(filter(None, own)) or None,
            descriptions=tuple(word for word in described if word),
        )


def _size(word: str) -> str | None:
    """The size that follows a carrier: 'Shellac, 10"', 'Vinyl, LP'."""
    known = CARRIERS.get(word)
    return known[1] if known else None


def listing_of(formats: Iterable[Format]) -> str | None:
    """Formats in one text, as artists' releases have them; None if there are none. Pure.

    `listed_formats` reads the same carriers from it, and of their descriptions those that it knows.
    """
    return " + ".join(map(_listed_carrier, formats)) or None


def _listed_carrier(carrier: Format) -> str:
    """One carrier: its size or "LP" stands for the name of a record, as in '2xLP, Album'."""
    sizes = (word for word in carrier.descriptions if CARRIERS.get(word) == (carrier.name, word))
    name = next(sizes, None) or _ABBREVIATIONS.get(carrier.name, carrier.name)
    quantity = "" if carrier.qty in ("", "1") else f"{carrier.qty}x"
    return ", ".join([f"{quantity}{name}", *(word for word in carrier.descriptions if word != name)])
