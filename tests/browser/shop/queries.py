"""Texts that somebody may type in a shop, made of what is on a shelf and of what is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import TypeVar

from linernotes.insights.collection.copies import Copy
from linernotes.insights.collection.views import read_browser
from linernotes.insights.ownership.lookup_index import read_lookup_index
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.builds.search import printed

T = TypeVar("T")

#: Texts that no shelf has to have: folded letters, signs, numbers, facts, ids of nothing.
ODD = (
    "r999999999", "m999999999", "a999999999", "l999999999", "5099749534728", "1234567", "nothing is called so", "1999",
    "ÄÖÜ", "Björk", "bjork", "Кино", "÷", "+", "=", "★", "ed sheeran ÷", "?", "!!!", "the", "and", "R.E.M.", "rem",
    "ac/dc", "acdc", "2xLP", "kind of blue 1959", "kind of blue reissue", "kind of blue 180g", "omega", "Ω", "東京",
    "barcode: 5099749534728", "https://www.discogs.com/release/249504-x", "guns n roses", "P!nk", "Ke$ha",
    "Beatles, The", "abba (2)", "blue vinyl", "1984 1984", "original pressing kind of blue", '12" single', "12 inch",
    "miles davis columbia", "kind of blue columbia 1959 lp from the us", "l'amour", "b\u200blue\u00a0train",
)  # fmt: skip


def shop_queries(snapshot: Snapshot, count: int, seed: int) -> list[str]:
    """Texts about `count` copies, barcodes, wants and people each, and the odd ones; every one of them once."""
    random = Random(seed)
    browser, known = snapshot.cached(read_browser), snapshot.cached(read_lookup_index)
    typed = [*ODD]
    for copy in _some(random, browser.collection.copies, count):
        typed += _of_copy(copy, random)
    for code in _some(random, list(known.barcodes), count):
        typed += [code, code[:-1], f"0{code}", f"{code[:-1]}{(int(code[-1]) + 3) % 10}", " ".join(code)]
    for want in _some(random, list(known.wants.values()), count):
        named = (want.title, want.artist, f"r{want.release_id}", f"m{want.master_id}")
        typed += [*named, f"{want.artist} {want.title}", _slip(want.title, random)]
    persons = browser.facets["person"]
    people = dict(_some(random, list(zip(persons.keys, persons.labels, strict=True)), count))
    for id, name in people.items():
        typed += [name, f"a{id}", _slip(name, random), f"{name} lp"]
    for columns in printed(snapshot.search_path, list(map(int, people)), "artist").values():
        typed += columns.get("variations", "").split("\n")[:2]
    return list(dict.fromkeys(text[:300] for text in typed if text.strip()))


def _of_copy(copy: Copy, random: Random) -> Iterator[str]:
    title, artist = copy.title, copy.artist
    yield from (title, artist, title.upper(), title[: len(title) // 2], " ".join(title.split()[-2:]))
    yield from (f"{artist} - {title}", f"{artist} {title}", f"{title} {artist}", f"{title} by {artist}")
    yield from (f"{title} {copy.year}", f"{title} lp", f"{title} cd {copy.country}", f"{artist} {copy.year}")
    yield from (
        _slip(title, random),
        _slip(artist, random),
        _slip(_slip(f"{artist} {title}", random), random),
    )
    yield from (f"r{copy.release_id}", f"m{copy.master_id}")
    for label in copy.labels:
        number = label.catalog_number or ""
        yield from (number, f"{label.name} {number}", f"{artist} {number}", number.replace(" ", "").lower())
        yield from (f"l{label.label_id}", f"{title} {label.name}")
    for one in copy.artists:
        yield from (f"a{one.artist_id}", one.name or "", one.printed.lower())


def _slip(text: str, random: Random) -> str:
    """The text with a letter wrong, missing, too many, or swapped with its neighbour."""
    at, letter = random.randrange(len(text)), random.choice("abcdefghijklmnopqrstuvwxyz0123456789")
    return random.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + letter + text[at:],
            text[:at] + letter + text[at + 1 :],
            text[:at] + text[at : at + 2][::-1] + text[at + 2 :],
        )
    )


def _some(random: Random, all: Sequence[T], count: int) -> list[T]:
    return random.sample(list(all), min(count, len(all)))
