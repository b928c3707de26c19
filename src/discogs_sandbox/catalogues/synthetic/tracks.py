"""Tracklists: positions by carrier, headings, index tracks, artists of compilations, credits of single tracks."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from discogs_sandbox.api.catalogue import Document
from discogs_sandbox.catalogues.synthetic import parts, words
from discogs_sandbox.catalogues.synthetic.lineup import Credit
from discogs_sandbox.catalogues.synthetic.population import Population, power_law
from discogs_sandbox.catalogues.synthetic.works import VARIOUS, Pressing

_SIDES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def tracklist(population: Population, pressing: Pressing, credits: list[Credit]) -> list[Document]:
    """An album's tracks are the same on all its pressings; their positions are the carrier's."""
    work = pressing.work
    # Drawn per album: titles must not depend on the pressing. What varies by pressing has its own numbers.
    rng = population.rng("tracks", work.number)
    positions = list(_positions(pressing))
    tracks: list[Document] = [
        {"position": position, "type_": "track", "title": words.title(rng), "duration": parts.duration(rng)}
        for position in positions
    ]
    by_track: dict[int, list[Credit]] = {}
    for entry in credits:
        if entry.track is not None:
            by_track.setdefault(entry.track, []).append(entry)
    if work.artists[0] == VARIOUS:
        artists = compilation_artists(population, work.number, work.tracks)
        for track, artist in zip(tracks, artists, strict=True):
            track["artists"] = [parts.credit(population, rng, artist)]
    for index, track in enumerate(tracks):
        if index in by_track:
            track["extraartists"] = [
                parts.credit(population, rng, entry.artist, role=entry.role) for entry in by_track[index]
            ]
    chance = rng.random()
    if chance < 0.03:
        return _with_headings(tracks)
    # No recorded master has artists of sub-tracks, so that the tracks of a compilation are parts of nothing.
    is_compilation = work.artists[0] == VARIOUS
    return _with_index_track(rng, tracks) if chance < 0.05 and not is_compilation else tracks


def compilation_artists(population: Population, work_number: int, tracks: int) -> list[int]:
    """The artist of each track of a compilation."""
    rng = population.rng("compilation", work_number)
    return [power_law(rng, population.acts, 1.6) for _ in range(tracks)]


def _positions(pressing: Pressing) -> Iterator[str]:
    count, carrier = pressing.work.tracks, pressing.formats[0]
    quantity = min(4, int(carrier["qty"]))
    if len(pressing.formats) > 1:
        yield from (f"LP-A{number + 1}" if number < 2 else f"CD-{number - 1}" for number in range(count))
    elif carrier["name"] == "Vinyl":
        per_side = max(1, -(-count // (2 * quantity)))
        # A side with one track is numbered by its letter alone.
        for number in range(count):
            side, place = divmod(number, per_side)
            yield _SIDES[side] if per_side == 1 else f"{_SIDES[side]}{place + 1}"
    elif quantity > 1:
        yield from (f"{1 + number * quantity // count}-{number + 1}" for number in range(count))
    else:
        yield from (str(number + 1) for number in range(count))


def _heading(title: str) -> Document:
    return {"position": "", "type_": "heading", "title": title, "duration": ""}


def _with_headings(tracks: list[Document]) -> list[Document]:
    middle = len(tracks) // 2
    return [_heading("This Side"), *tracks[:middle], _heading("That Side"), *tracks[middle:]]


def _with_index_track(rng: Random, tracks: list[Document]) -> list[Document]:
    """The first tracks become parts of one piece, which has no position of its own."""
    parts_of_it = 2 if len(tracks) < 6 else rng.randint(2, 4)
    whole = {
        "position": "",
        "type_": "index",
        "title": words.title(rng),
        "duration": "15:31",
        "sub_tracks": tracks[:parts_of_it],
    }
    return [whole, *tracks[parts_of_it:]]
