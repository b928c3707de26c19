"""Which artists are alike, by styles and genres: pure functions on who has which tags.

    similarity = sum of idf over the tags that both have / sum of idf over the tags that either has
    idf(tag) = ln(artists with any tag / artists with this tag)

A tag that every artist has carries no weight.
Artists who share nothing else are not alike.

Artists with the same tags are compared once, as one group. Each block of groups is compared with all groups at once, in
single precision: by a product of matrices for the frequent tags, one by one for the others. Few groups have those,
so it is less than half the work of one product for all. That leaves few candidates. Those are compared exactly:
with idf in whole units of 2^-40 sums come out the same in any order. Similarities are rounded to 10 decimals, and
ties go by id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from linernotes.storage.duckdb.rows import ArtistSimilarityRow

#: Similar artists that are kept of each.
BEST = 50
#: Groups that are compared with all others at once: 512 x 30,000 floats are 60 MB.
BLOCK = 512
#: Tags that are compared by a product of matrices: those that most artists have.
FREQUENT = 64
#: More than single precision can err by.
SLACK = np.float32(1e-5)
UNIT = 2**40
#: So that what is equal on paper (ln 4 = 2 ln 2) is equal here.
DECIMALS = 10

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class _Group:
    """Artists, ascending, who have the same tags; `total` is the sum of their idf."""

    artists: list[int]
    tags: frozenset[str]
    total: int


@dataclass(frozen=True)
class _Columns:
    """Groups by their tags: `has` has a row per group and a column per frequent tag, `rare` who has each other tag."""

    totals: Matrix
    weights: Matrix
    has: Matrix
    rare: dict[str, tuple[NDArray[np.int64], np.float32]]


def similar_artists(tags: Mapping[int, Iterable[str]]) -> Iterator[list[ArtistSimilarityRow]]:
    """Rows of artist_similarity, a block at a time. `tags` are each artist's styles and genres.

    Of each artist the BEST most similar ones, ties by the lower id.
    Artists who share no tag, or only tags that every artist has, are not similar.
    """
    idf = _idf(tags)
    groups = _group(tags, idf)
    columns = _columns(groups, idf)
    for start in range(0, len(groups), BLOCK):
        rows: list[ArtistSimilarityRow] = []
        for one, others in enumerate(_candidates(groups, columns, slice(start, start + BLOCK), BEST), start):
            rows += _best_of(groups[one], (groups[other] for other in others), idf, BEST)
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


def _columns(groups: list[_Group], idf: Mapping[str, int]) -> _Columns:
    by_frequency = sorted(idf, key=lambda tag: (idf[tag], tag))
    frequent = {tag: number for number, tag in enumerate(by_frequency[:FREQUENT])}
    has = np.zeros((len(groups), len(frequent)), dtype=np.float32)
    holders: dict[str, list[int]] = {tag: [] for tag in by_frequency[FREQUENT:]}
    for number, group in enumerate(groups):
        for tag in group.tags:
            if tag in frequent:
                has[number, frequent[tag]] = 1
            else:
                holders[tag].append(number)
    return _Columns(
        totals=np.array([group.total for group in groups], dtype=np.float32),
        weights=np.array([idf[tag] for tag in frequent], dtype=np.float32),
        has=has,
        rare={tag: (np.array(many), np.float32(idf[tag])) for tag, many in holders.items()},
    )


def _candidates(groups: list[_Group], columns: _Columns, block: slice, best: int) -> Iterator[list[int]]:
    """For each group of the block those among which its most similar ones surely are, itself included.

    Compared is shared / (total + total), which orders as similarity does: both grow with each other.
    """
    likeness: Matrix = np.matmul(columns.has[block] * columns.weights, columns.has.T, dtype=np.float32)
    for row, group in zip(likeness, groups[block], strict=True):
        for tag in group.tags & columns.rare.keys():
            holders, weight = columns.rare[tag]
            row[holders] += weight
    likeness /= np.add.outer(columns.totals[block], columns.totals)
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


def _best_of(
    group: _Group, others: Iterable[_Group], idf: Mapping[str, int], best: int
) -> Iterator[ArtistSimilarityRow]:
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
            yield ArtistSimilarityRow(artist, similar, similarity=-negative, shared=listed)


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
