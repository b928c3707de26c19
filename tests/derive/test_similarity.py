"""Similar artists against sets and fractions, compared one by one."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from math import log, nextafter
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.derive.networks import Shelf, derive
from tests.examples import examples

from linernotes.derive import similarity
from linernotes.derive.similarity import SimilarArtists, similar_artists

Tags = dict[int, list[str]]
Row = tuple[int, int, float, list[str]]

TAGGED = st.dictionaries(
    st.integers(1, 60), st.lists(st.sampled_from("ABCDEFGH"), unique=True, max_size=5), max_size=30
)


def found(tags: Tags, best: int = 50) -> list[Row]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(similarity, "BEST", best)
        return [row for block in similar_artists(tags) for row in rows_of(block)]


def rows_of(block: SimilarArtists) -> list[Row]:
    texts, bounds = block.shared, block.shared.bounds.tolist()
    names = [texts.names[place] for place in texts.places.tolist()]
    shared = [names[begin:end] for begin, end in pairwise(bounds)]
    numbers = (block.artist_id.tolist(), block.similar_id.tolist(), block.similarity.tolist())
    return list(zip(*numbers, shared, strict=True))


def by_hand(tags: Tags, best: int = 50) -> list[Row]:
    tagged = {artist: set(own) for artist, own in tags.items() if own}
    holders = Counter(tag for own in tagged.values() for tag in own)
    idf = {tag: log(len(tagged) / many) for tag, many in holders.items()}
    rows = []
    for artist, own in sorted(tagged.items()):
        mine = []
        for other, theirs in tagged.items():
            telling = sum(idf[tag] for tag in sorted(own & theirs))
            if other != artist and telling > 0:
                # Rounded, so that sums in another order do not decide who comes first among equals.
                alike = round(telling / sum(idf[tag] for tag in sorted(own | theirs)), 10)
                mine.append((-alike, other, sorted(own & theirs)))
        rows += [(artist, other, -alike, shared) for alike, other, shared in sorted(mine)[:best]]
    return rows


def assert_same(ours: list[Row], theirs: list[Row]) -> None:
    assert [(a, b, shared) for a, b, _, shared in ours] == [(a, b, shared) for a, b, _, shared in theirs]
    assert [row[2] for row in ours] == pytest.approx([row[2] for row in theirs], abs=1e-9)


@settings(max_examples=examples(200), deadline=None)
@given(TAGGED, st.sampled_from([1, 3, 50]))
def test_every_pair_is_as_counted_by_hand(tags: Tags, best: int) -> None:
    ours = sorted(found(tags, best), key=lambda row: (row[0], -row[2], row[1]))
    assert_same(ours, by_hand(tags, best))


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.soak)])
def test_many_artists_in_many_blocks_are_as_counted_by_hand(seed: int) -> None:
    # More distinct sets of tags than a block has, and than pieces into which a row is cut.
    random = Random(seed)
    names = [f"Tag {number}" for number in range(100)]
    often = [1 / number for number in range(1, 101)]
    tags = {id: sorted(set(random.choices(names, often, k=random.randint(1, 8)))) for id in range(1, 900)}
    assert len({tuple(own) for own in tags.values()}) > similarity.BLOCK
    assert len({tag for own in tags.values() for tag in own}) > similarity.FREQUENT
    ours = sorted(found(tags, 5), key=lambda row: (row[0], -row[2], row[1]))
    assert_same(ours, by_hand(tags, 5))


@pytest.mark.parametrize("seed", [1, 2])
def test_each_similarity_is_rounded_as_python_rounds_the_fraction(seed: int) -> None:
    random = Random(seed)
    names = [f"Tag {number}" for number in range(80)]
    tags = {id: random.sample(names, random.randint(1, 12)) for id in range(1, 400)}
    holders = Counter(tag for own in tags.values() for tag in own)
    idf = {tag: round(log(len(tags) / many) * 2**40) for tag, many in holders.items()}
    rows = found(tags)
    assert len(rows) > 45 * len(tags)
    for one, other, alike, shared in rows:
        assert shared == sorted(set(tags[one]) & set(tags[other]))
        telling, either = (sum(idf[tag] for tag in some) for some in (shared, {*tags[one], *tags[other]}))
        assert alike == round(telling / either, 10)


@pytest.mark.parametrize(
    "value", [0.12345678905, 0.00000000005, 0.33333333335, 0.99999999995, 1 / 3, 2 / 7, 1.0, 0.5]
)
def test_ten_decimals_are_those_of_round(value: float) -> None:
    near = [value, nextafter(value, 0), nextafter(value, 1)]
    assert similarity._rounded(np.array(near)).tolist() == [round(one, 10) for one in near]


@settings(max_examples=examples(50), deadline=None)
@given(TAGGED, st.randoms(use_true_random=False))
def test_the_order_of_artists_and_tags_changes_nothing(tags: Tags, random: Random) -> None:
    shuffled = [(artist, random.sample(own, len(own))) for artist, own in tags.items()]
    random.shuffle(shuffled)
    assert sorted(found(dict(shuffled))) == sorted(found(tags))


@settings(max_examples=examples(50), deadline=None)
@given(TAGGED)
def test_likeness_is_mutual_and_between_0_and_1(tags: Tags) -> None:
    pairs = {(a, b): value for a, b, value, _ in found(tags)}
    assert all(pairs[b, a] == value and 0 < value <= 1 for (a, b), value in pairs.items())


def test_of_many_who_are_equally_alike_those_with_the_lowest_ids_are_kept() -> None:
    tags = {id: ["Dub", "Rock"] for id in range(1, 80)} | {99: ["Rock"], 100: ["Jazz"]}
    rows = found(tags)
    assert [b for a, b, _, _ in rows if a == 1] == list(range(2, 52))
    assert [b for a, b, _, _ in rows if a == 70] == list(range(1, 51))
    assert [b for a, b, _, _ in rows if a == 99] == list(range(1, 51))
    assert not [row for row in rows if 100 in row[:2]]


def test_a_tag_that_everybody_has_makes_nobody_alike() -> None:
    assert found({1: ["Jazz"], 2: ["Jazz"]}) == []
    assert found({1: ["Jazz", "Bop"], 2: ["Jazz", "Bop"], 3: ["Jazz"]}) == [
        (1, 2, 1.0, ["Bop", "Jazz"]),
        (2, 1, 1.0, ["Bop", "Jazz"]),
    ]


def test_tags_come_from_all_owned_releases_of_which_one_is_a_main_artist() -> None:
    shelf = Shelf(
        {1: [10], 2: [10, 20], 3: [30], 4: [20]},
        copies=[1, 2, 2, 3],  # 4 is not owned
        relations=[],
        tags={1: ["Dub"], 2: ["Roots"], 3: ["Dub", "Ska"], 4: ["Ska"]},
    )
    # idf: Dub ln(3/2), Roots ln(3/2), Ska ln 3
    half, three = log(3 / 2), log(3)
    rows = sorted(derive(shelf)["artist_similarity"])
    expected = [
        (10, 20, half / (2 * half), ["Roots"]),
        (10, 30, half / (2 * half + three), ["Dub"]),
        (20, 10, half / (2 * half), ["Roots"]),
        (30, 10, half / (2 * half + three), ["Dub"]),
    ]
    assert_same(rows, expected)
