"""Communities of people who play together are better than those of leaders and their helpers, which we had before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from math import exp, lgamma, log

import igraph
import pytest
import yaml
from tests.rows import tuples

from linernotes.storage.duckdb.database import DBStorage

Edges = list[tuple[int, int, float]]
Division = dict[int, int]


@pytest.fixture(params=["demo", pytest.param("recorded", marks=pytest.mark.recorded)])
def build(request: pytest.FixtureRequest) -> DBStorage:
    return request.getfixturevalue(request.param)


def edges(build: DBStorage) -> Edges:
    return tuples(
        build, "select artist_id_from, artist_id_to, weight from artist_edge where artist_id_from > 0"
    )


def found(build: DBStorage) -> Division:
    """The communities of the top level."""
    return dict(
        tuples(
            build,
            "select m.artist_id, m.community_id from artist_community_members as m "
            "inner join artist_community as c using (community_id) where c.level = 0",
        )
    )


def before(build: DBStorage) -> Division:
    """What we had before: edges between leaders and those credited on their records, weighed by their relations."""
    weights: Counter[tuple[int, int]] = Counter()
    for one, other, weight in tuples(
        build,
        "select artist_id_from, artist_id_to, weight from artist_relations where relation_type != 'co_player'",
    ):
        weights[min(one, other), max(one, other)] += weight
    ids = sorted({id for pair in weights for id in pair} | found(build).keys())
    place = {id: number for number, id in enumerate(ids)}
    graph = igraph.Graph(n=len(ids), edges=[(place[one], place[other]) for one, other in weights])
    division = graph.community_leiden(
        objective_function="modularity", weights=list(weights.values()), n_iterations=-1
    )
    return dict(zip(ids, division.membership, strict=True))


def modularity(edges: Edges, division: Mapping[int, int]) -> float:
    inside, ends, total = 0.0, defaultdict[int, float](float), sum(weight for *_, weight in edges)
    for one, other, weight in edges:
        ends[division[one]] += weight
        ends[division[other]] += weight
        inside += weight * (division[one] == division[other])
    return inside / total - sum((end / (2 * total)) ** 2 for end in ends.values())


def agreement(one: Sequence[object], other: Sequence[object]) -> float:
    """Adjusted mutual information: 1 for the same division, 0 for what chance would agree on."""
    n, ones, others = len(one), Counter(one), Counter(other)
    mutual = sum(
        count / n * log(n * count / (ones[a] * others[b]))
        for (a, b), count in Counter(zip(one, other, strict=True)).items()
    )
    by_chance = sum(_by_chance(n, a, b) for a in ones.values() for b in others.values())
    middle = (_entropy(ones.values(), n) + _entropy(others.values(), n)) / 2
    return (mutual - by_chance) / (middle - by_chance)


def _entropy(counts: Iterable[int], n: int) -> float:
    return -sum(count / n * log(count / n) for count in counts)


def _by_chance(n: int, a: int, b: int) -> float:
    """What two parts of these sizes share by chance: the mean over the hypergeometric distribution."""
    ways = lgamma(a + 1) + lgamma(b + 1) + lgamma(n - a + 1) + lgamma(n - b + 1) - lgamma(n + 1)
    return sum(
        k
        / n
        * log(n * k / (a * b))
        * exp(ways - lgamma(k + 1) - lgamma(a - k + 1) - lgamma(b - k + 1) - lgamma(n - a - b + k + 1))
        for k in range(max(1, a + b - n), min(a, b) + 1)
    )


def scenes(build: DBStorage) -> dict[int, str]:
    """The scene of each person of the demo: that of most of their albums, of equals the first by name."""
    scene_of: dict[str, str] = {}
    for file in files("discogs_sandbox.catalogues.demo").joinpath("scenes").iterdir():
        albums = yaml.safe_load(file.read_text(encoding="utf-8"))
        scene_of |= {album["title"]: file.name for album in albums.values()}
    albums_of: defaultdict[int, set[str]] = defaultdict(set)
    for artist, title in tuples(
        build,
        "select distinct s.artist_id, r.title from artist_release_roles as s "
        "inner join release as r using (release_id) "
        "where s.release_id in (select release_id from collection_items)",
    ):
        if title in scene_of:
            albums_of[artist].add(title)
    counted = {artist: Counter(scene_of[title] for title in titles) for artist, titles in albums_of.items()}
    return {artist: min(of, key=lambda scene: (-of[scene], scene)) for artist, of in counted.items()}


def test_they_agree_better_with_the_scenes_that_the_demo_was_drawn_from(demo: DBStorage) -> None:
    scene, now, then = scenes(demo), found(demo), before(demo)
    people = sorted(scene.keys() & now.keys())
    assert len(people) > 500
    drawn = [scene[one] for one in people]
    assert agreement(drawn, drawn) == pytest.approx(1)
    now_agrees = agreement(drawn, [now[one] for one in people])
    assert now_agrees > agreement(drawn, [then[one] for one in people])
    assert now_agrees > 0.78


def test_they_divide_the_network_better(build: DBStorage) -> None:
    network = edges(build)
    now, then = modularity(network, found(build)), modularity(network, before(build))
    assert now > then
    assert now > 0.84


def test_no_community_swallows_the_shelf_and_few_people_are_outside_of_any(build: DBStorage) -> None:
    sizes = Counter(found(build).values())
    people = sum(sizes.values())
    assert max(sizes.values()) < 0.15 * people
    assert sum(1 for size in sizes.values() if size == 1) < 0.02 * people
