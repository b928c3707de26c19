"""Which artists are alike, by styles and genres: pure functions on who has which tags.

similarity = sum of idf over the tags that both have / sum of idf over the tags that either has, where
idf(tag) = ln(artists with any tag / artists with this tag). A tag that everybody has says nothing; artists who share
nothing else are not alike.

Artists with the same tags are compared once, as one group. Each block of groups is multiplied with all groups at
once, in single precision, which leaves few candidates. Those are compared exactly: with idf in whole units of 2^-40
sums come out the same in any order. Similarities are rounded to 10 decimals, and ties go by id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

#: Similar artists that are kept of each.
BEST = 50
#: Groups that are compared with all others at once: 512 x 30,000 floats are 60 MB.
BLOCK = 512
#: More than single precision can err by.
SLACK = np.float32(1e-5)
UNIT = 2**40
#: So that what is equal on paper (ln 4 = 2 ln 2) is equal here.
DECIMALS = 10

Row = tuple[int, int, float, list[str]]
Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class _Group:
    """Artists, ascending, who have the same tags; `total` is the sum of their idf."""

    artists: list[int]
    tags: frozenset[str]
    total: int


def similar_artists(tags: Mapping[int, Iterable[str]], *, best: int = BEST) -> Iterator[list[Row]]:
    """Rows of artist_similarity, a block at a time. `tags` are each artist's styles and genres.

    Of each artist the `best` most similar ones, ties by the lower id; those who share nothing that tells are none.
    """
    idf = _idf(tags)
    groups = _group(tags, idf)
    has = _matrix(groups, idf)
    for start in range(0, len(groups), BLOCK):
        rows: list[Row] = []
        for one, others in enumerate(_candidates(groups, has, idf, slice(start, start + BLOCK), best), start):
            rows += _best_of(groups[one], (groups[other] for other in others), idf, best)
        yield rows


def _idf(tags: Mapping[int, Iterable[str]]) -> dict[str, int]:
    """Of each tag, in order of names, its idf in whole units."""
    sets = [set(own) for own in tags.values()]
    holders = Counter(tag for own in sets for tag in own)
    artists = sum(1 for own in sets if own)
    return {tag: round(log(artists / holders[tag]) * UNIT) for tag in sorted(holders)}


def _group(tags: Mapping[int, Iterable[str]], idf: Mapping[str, int]) -> list[_Group]:
    together: dict[frozenset[str], list[int]] = {}
    for artist in sorted(tags):
        together.setdefault(frozenset(tags[artist]), []).append(artist)
    groups = [_Group(artists, own, sum(idf[tag] for tag in own)) for own, artists in together.items()]
    return [group for group in groups if group.total]


def _matrix(groups: list[_Group], idf: Mapping[str, int]) -> Matrix:
    """A row per group, a column per tag, 1 where it has it."""
    column = {tag: number for number, tag in enumerate(idf)}
    has = np.zeros((len(groups), len(idf)), dtype=np.float32)
    for number, group in enumerate(groups):
        has[number, [column[tag] for tag in group.tags]] = 1
    return has


def _candidates(
    groups: list[_Group], has: Matrix, idf: Mapping[str, int], block: slice, best: int
) -> Iterator[list[int]]:
    """For each group of the block those among which its most similar ones surely are, itself included.

    Compared is shared / (total + total), which orders as similarity does: both grow with each other.
    """
    weights = np.array(list(idf.values()), dtype=np.float32)
    totals = np.array([group.total for group in groups], dtype=np.float32)
    likeness: Matrix = np.matmul(has[block] * weights, has.T, dtype=np.float32)
    likeness /= np.add.outer(totals[block], totals)
    bound = np.maximum(_nth_best(likeness, best + 1) - SLACK, 0)
    for row, least in zip(likeness, bound, strict=True):
        yield np.flatnonzero(row > least).tolist()


def _nth_best(values: Matrix, nth: int) -> Matrix:
    """For each row a bound that at least `nth` of its values reach, found without sorting the row.

    The row is cut into more than `nth` pieces; their maxima are values of the row, so the `nth` of these will do.
    """
    pieces = 8 * nth
    width = values.shape[1] // pieces
    if width < 2:
        return np.zeros(len(values), dtype=np.float32)
    maxima = values[:, : width * pieces].reshape(len(values), width, pieces).max(axis=1)
    return np.partition(maxima, pieces - nth, axis=1)[:, pieces - nth]


def _best_of(group: _Group, others: Iterable[_Group], idf: Mapping[str, int], best: int) -> Iterator[Row]:
    """The rows of a group's artists."""
    compared = []
    for other in others:
        shared = group.tags & other.tags
        telling = sum(map(idf.__getitem__, shared))
        if telling:
            similarity = round(telling / (group.total + other.total - telling), DECIMALS)
            compared.append((similarity, other.artists, shared))
    found = _first_artists(compared, best + 1)
    for artist in group.artists:
        others_than_itself = [one for one in found if one[1] != artist][:best]
        for negative, similar, listed in others_than_itself:
            yield artist, similar, -negative, listed


def _first_artists(
    compared: list[tuple[float, list[int], frozenset[str]]], count: int
) -> list[tuple[float, int, list[str]]]:
    """The first `count` artists as (-similarity, artist, shared tags): the most similar first, ties by id."""
    compared.sort(key=lambda one: -one[0])
    found: list[tuple[float, int, list[str]]] = []
    for similarity, artists, shared in compared:
        if len(found) >= count and -similarity > found[count - 1][0]:
            break  # `found` is in order of similarity, so the last one that counts is known
        listed = sorted(shared)
        found += [(-similarity, artist, listed) for artist in artists[:count]]
    return sorted(found, key=lambda one: one[:2])[:count]
