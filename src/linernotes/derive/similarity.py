"""Which artists are alike, by styles and genres: pure functions on who has which tags.

    similarity = sum of idf over the tags that both have / sum of idf over the tags that either has
    idf(tag) = ln(artists with any tag / artists with this tag)

A tag that every artist has carries no weight.
Artists who share nothing else are not alike.

Artists with the same tags are compared once, as one group. Each block of groups is compared with all groups at once, in
single precision: by a product of matrices for the frequent tags, one by one for the others. Few groups have those,
so it is less than half the work of one product for all. That leaves few candidates. Those are compared exactly:
with idf in whole units of 2^-40 sums come out the same in any order. Similarities are rounded to 10 decimals, and
ties go by id. All of this is done for a block at once: a loop over millions of pairs takes longer than the product.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from linernotes.storage.duckdb.columns import TextLists

#: Similar artists that are kept of each.
BEST = 50
#: Groups that are compared with all others at once: 512 x 30,000 floats are 60 MB.
BLOCK = 512
#: Tags that are compared by a product of matrices: those that most artists have.
FREQUENT = 40
#: More than single precision can err by.
SLACK = np.float32(1e-5)
#: Pairs of groups that are compared exactly at once.
PAIRS = 2**16
UNIT = 2**40
#: So that what is equal on paper (ln 4 = 2 ln 2) is equal here.
DECIMALS = 10

Matrix = NDArray[np.float32]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class _Groups:
    """Artists who have the same tags, together. Of group g `tags[tag_bounds[g] : tag_bounds[g + 1]]` are the tags.

    They are places in `names`, ascending, and `artists` goes with `artist_bounds` likewise. `idf` has the weight of
    each tag and `totals` their sum for each group, in whole units. `has` has a row per group and a column per tag.
    """

    names: list[str]
    idf: Ints
    tags: Ints
    tag_bounds: Ints
    artists: Ints
    artist_bounds: Ints
    totals: Ints
    has: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.totals)


@dataclass(frozen=True)
class _Columns:
    """The groups in single precision: `has` has a column per frequent tag, `rare` who has each other tag."""

    totals: Matrix
    weights: Matrix
    has: Matrix
    rare: dict[int, tuple[Ints, np.float32]]


@dataclass(frozen=True)
class _Pairs:
    """Pairs of groups, or of a group and an artist, with their similarity: `ones` ascending."""

    ones: Ints
    others: Ints
    similarity: Floats

    def of(self, chosen: Ints | NDArray[np.bool_]) -> _Pairs:
        """Some of them, in this order."""
        return _Pairs(self.ones[chosen], self.others[chosen], self.similarity[chosen])


@dataclass(frozen=True)
class SimilarArtists:
    """Some rows of artist_similarity, by column: a value for each row, and none is NULL."""

    artist_id: Ints
    similar_id: Ints
    similarity: Floats
    shared: TextLists


def similar_artists(tags: Mapping[int, Iterable[str]]) -> Iterator[SimilarArtists]:
    """Rows of artist_similarity, a block at a time. `tags` are each artist's styles and genres.

    Of each artist the BEST most similar ones, ties by the lower id.
    Artists who share no tag, or only tags that every artist has, are not similar.
    """
    groups = _group(tags, _idf(tags))
    columns = _columns(groups)
    for start in range(0, len(groups), BLOCK):
        pairs = _compare(groups, *_candidates(groups, columns, slice(start, start + BLOCK), BEST))
        yield _rows(groups, _first_groups(groups, pairs, BEST + 1), BEST)


def _idf(tags: Mapping[int, Iterable[str]]) -> dict[str, int]:
    """Of each tag, in order of names, its idf in whole units."""
    sets = [set(own) for own in tags.values()]
    holders = Counter(tag for own in sets for tag in own)
    artists = sum(1 for own in sets if own)
    return {tag: round(log(artists / holders[tag]) * UNIT) for tag in sorted(holders)}


def _group(tags: Mapping[int, Iterable[str]], idf: Mapping[str, int]) -> _Groups:
    """Groups whose tags say something, in the order of their first artists."""
    together: dict[frozenset[str], list[int]] = {}
    for artist in sorted(tags):
        together.setdefault(frozenset(tags[artist]), []).append(artist)
    numbers = {tag: number for number, tag in enumerate(idf)}
    found = [(own, many) for own, many in together.items() if any(idf[tag] for tag in own)]
    flat = np.array([number for own, _ in found for number in sorted(numbers[tag] for tag in own)], np.int64)
    bounds = _bounds([len(own) for own, _ in found])
    weights = np.array(list(idf.values()), dtype=np.int64)
    has = np.zeros((len(found), len(idf)), dtype=np.bool_)
    has[np.repeat(np.arange(len(found)), np.diff(bounds)), flat] = True
    return _Groups(
        names=list(idf),
        idf=weights,
        tags=flat,
        tag_bounds=bounds,
        artists=np.array([artist for _, many in found for artist in many], dtype=np.int64),
        artist_bounds=_bounds([len(many) for _, many in found]),
        totals=np.add.reduceat(weights[flat], bounds[:-1]) if found else np.empty(0, dtype=np.int64),
        has=has,
    )


def _columns(groups: _Groups) -> _Columns:
    by_frequency = np.argsort(groups.idf, kind="stable")
    frequent, rare = by_frequency[:FREQUENT], by_frequency[FREQUENT:].tolist()
    return _Columns(
        totals=groups.totals.astype(np.float32),
        weights=groups.idf[frequent].astype(np.float32),
        has=groups.has[:, frequent].astype(np.float32),
        rare={tag: (np.flatnonzero(groups.has[:, tag]), np.float32(groups.idf[tag])) for tag in rare},
    )


def _candidates(groups: _Groups, columns: _Columns, block: slice, best: int) -> tuple[Ints, Ints]:
    """Pairs of a group of the block and a candidate. Its most similar groups are surely among these; so is it.

    Compared is shared / (total + total), which orders as similarity does: both grow with each other.
    """
    likeness: Matrix = np.matmul(columns.has[block] * columns.weights, columns.has.T, dtype=np.float32)
    for number, row in enumerate(likeness, block.start):
        for tag in groups.tags[groups.tag_bounds[number] : groups.tag_bounds[number + 1]].tolist():
            if tag in columns.rare:
                holders, weight = columns.rare[tag]
                row[holders] += weight
        row /= columns.totals[number] + columns.totals
    bound = np.maximum(_nth_best(likeness, best + 1) - SLACK, 0)
    # Flat, which takes a fifth of the time that `nonzero` takes for rows and columns.
    ones, others = np.divmod(np.flatnonzero(likeness > bound[:, np.newaxis]), likeness.shape[1])
    return ones + block.start, others


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


def _compare(groups: _Groups, ones: Ints, others: Ints) -> _Pairs:
    """The exact similarity of these groups; pairs that share nothing are left out."""
    telling = np.concatenate(
        [
            _telling(groups, ones[start : start + PAIRS], others[start : start + PAIRS])
            for start in range(0, len(ones), PAIRS)
        ]
        or [np.empty(0, dtype=np.int64)]
    )
    either = groups.totals[ones] + groups.totals[others] - telling
    return _Pairs(ones, others, _rounded(telling / either)).of(telling > 0)


def _telling(groups: _Groups, ones: Ints, others: Ints) -> Ints:
    """The sum of idf over the tags that both have."""
    pair, place = _spread(groups.tag_bounds, ones)
    tag = groups.tags[place]
    weights = np.where(groups.has[others[pair], tag], groups.idf[tag], 0)
    return np.add.reduceat(weights, np.flatnonzero(np.diff(pair, prepend=-1)))


def _rounded(values: Floats) -> Floats:
    """Round to DECIMALS as Python does: near the middle of two it looks at the decimal number itself."""
    scaled = values * 10.0**DECIMALS
    found: Floats = np.rint(scaled) / 10.0**DECIMALS
    near = np.flatnonzero(np.abs(scaled - np.floor(scaled) - 0.5) < 1e-4)
    found[near] = [round(value, DECIMALS) for value in values[near].tolist()]
    return found


def _first_groups(groups: _Groups, pairs: _Pairs, count: int) -> _Pairs:
    """The groups that hold the first `count` artists of each: the most similar first, ties at the end included."""
    pairs = pairs.of(np.lexsort((-pairs.similarity, pairs.ones)))
    sizes = np.minimum(np.diff(groups.artist_bounds)[pairs.others], count)
    before = np.cumsum(sizes) - sizes
    new_one = np.diff(pairs.ones, prepend=-1) != 0
    new_value = new_one | (np.diff(pairs.similarity, prepend=-1.0) != 0)
    at_one, at_value = (before[new][np.cumsum(new) - 1] for new in (new_one, new_value))
    return pairs.of(at_value - at_one < count)


def _rows(groups: _Groups, pairs: _Pairs, best: int) -> SimilarArtists:
    """The rows of the artists of each group, of which `pairs` has the most similar groups."""
    pair, place = _spread(groups.artist_bounds, pairs.others, most=best + 1)
    artist = groups.artists[place]
    order = np.lexsort((artist, -pairs.similarity[pair], pairs.ones[pair]))
    order = order[_place_in_run(pairs.ones[pair[order]]) <= best]
    pair, artist = pair[order], artist[order]
    here, first = np.unique(pairs.ones[pair], return_index=True)
    own, place = _spread(groups.artist_bounds, here)
    row, entry = _spread(np.append(first, len(pair)), own)
    others = artist[entry] != groups.artists[place[row]]
    row, entry = row[others], entry[others]
    kept = _place_in_run(row) < best
    row, entry = row[kept], entry[kept]
    return SimilarArtists(
        artist_id=groups.artists[place[row]],
        similar_id=artist[entry],
        similarity=pairs.similarity[pair[entry]],
        shared=_shared(groups, pairs.of(pair[entry])),
    )


def _shared(groups: _Groups, pairs: _Pairs) -> TextLists:
    """The names of the tags that both have, in order."""
    pair, place = _spread(groups.tag_bounds, pairs.ones)
    tag = groups.tags[place]
    both = groups.has[pairs.others[pair], tag]
    return TextLists(groups.names, tag[both], _bounds(np.bincount(pair[both], minlength=len(pairs.ones))))


def _bounds(sizes: Sequence[int] | Ints) -> Ints:
    """Where each of some runs of these sizes begins, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])


def _spread(bounds: Ints, chosen: Ints, *, most: int | None = None) -> tuple[Ints, Ints]:
    """The places in the chosen runs, of each at most so many: the number of the choice, and the place."""
    sizes = np.minimum(np.diff(bounds), most)[chosen] if most else np.diff(bounds)[chosen]
    number = np.repeat(np.arange(len(chosen)), sizes)
    return number, bounds[chosen][number] + np.arange(len(number)) - (np.cumsum(sizes) - sizes)[number]


def _place_in_run(values: Ints) -> Ints:
    """Of each value how many equal ones stand before it without a break."""
    begins = np.diff(values, prepend=-1) != 0
    places = np.arange(len(values))
    found: Ints = places - places[begins][np.cumsum(begins) - 1]
    return found
