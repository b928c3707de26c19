"""Identities: which artists are one person or group under several names."""

from __future__ import annotations

from collections.abc import Iterable

from linernotes.documents import PSEUDO_ARTISTS


def identities(aliases: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Of each artist that is linked as an alias its identity: the lowest id that links lead to. Pure.

    `aliases` are pairs of ids, in any order. Links of pseudo-artists join no one.
    """
    lowest: dict[int, int] = {}

    def root(artist: int) -> int:
        while (parent := lowest.setdefault(artist, artist)) != artist:
            lowest[artist] = artist = lowest[parent]  # halves the way for the next one
        return artist

    for one, other in aliases:
        if not {one, other} & PSEUDO_ARTISTS:
            low, high = sorted((root(one), root(other)))
            lowest[high] = low
    return {artist: root(artist) for artist in list(lowest)}
