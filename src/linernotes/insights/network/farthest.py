"""The two of some artists who are farthest apart: searches from all of them at once, a bit for each. Pure."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from linernotes.insights.network.adjacency import Adjacency, Ints

Bits = NDArray[np.uint64]

#: Artists that are searched from at once: 8 bytes for each 64 of them and each edge.
_AT_ONCE = 512


def farthest_apart(
    network: Adjacency, artist_ids: Iterable[int], *, most_steps: int
) -> tuple[int, int] | None:
    """The two artists with the most steps on the shortest way between them; of several pairs the lowest ids.

    Artists that nothing connects are no pair, nor are those more than `most_steps` apart. None without a pair.
    """
    places = np.array(
        [place for id in sorted(set(artist_ids)) if (place := network.place(id)) is not None], dtype=np.int64
    )
    best: tuple[int, int, int] | None = None  # steps, the two places
    for begin in range(0, len(places), _AT_ONCE):
        found = _farthest_from(network, places[begin : begin + _AT_ONCE], places, most_steps)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    return None if best is None else (int(network.ids[best[1]]), int(network.ids[best[2]]))


def _farthest_from(
    network: Adjacency, starts: Ints, ends: Ints, most_steps: int
) -> tuple[int, int, int] | None:
    """Steps, start and end of the longest of the shortest ways from `starts` to `ends`."""
    number = np.arange(len(starts))
    reached: Bits = np.zeros((len(network.ids), -(-len(starts) // 64)), dtype=np.uint64)
    reached[starts, number // 64] = np.uint64(1) << (number % 64).astype(np.uint64)
    best: tuple[int, int, int] | None = None
    for step in range(1, most_steps + 1):
        # Everybody in the network has a neighbour, so no part of `others` is empty.
        grown = reached | np.bitwise_or.reduceat(reached[network.others], network.begins[:-1], axis=0)
        new = grown[ends] & ~reached[ends]
        if new.any():
            best = (step, *_lowest(new, starts, ends))
        if np.array_equal(grown, reached):
            break
        reached = grown
    return best


def _lowest(new: Bits, starts: Ints, ends: Ints) -> tuple[int, int]:
    """The start with the lowest place, and its end with the lowest."""
    bits = np.unpackbits(new.astype("<u8").view(np.uint8), axis=1, bitorder="little")[:, : len(starts)]
    end, start = np.nonzero(bits)
    first = np.lexsort([end, start])[0]
    return int(starts[start[first]]), int(ends[end[first]])
