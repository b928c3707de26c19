"""The map of the shelf: everybody is on it, names can be read, and it stays itself when the shelf changes a little."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from benchmarks.shelves import land_synthetic
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.derive.network.atlas.again import derive_again, read_map, read_tables
from tests.examples import examples
from tests.rows import tuples

from linernotes.derive.network.atlas.geometry import area, inside
from linernotes.derive.network.atlas.survey import HEIGHT, WIDTH, Atlas, MappedArtists, draw_up
from linernotes.derive.network.graph import network
from linernotes.discogs import Discogs
from linernotes.insights.network.atlas import Atlas as Drawn
from linernotes.insights.network.atlas import AtlasPerson, read_atlas
from linernotes.insights.snapshot import Snapshot
from linernotes.settings import load_settings
from linernotes.storage.builds.publish import current_build
from linernotes.storage.duckdb.database import DBStorage

#: Home -> how many names can be read at the first sight, at least.
NAMES = {"demo": 120, "recorded": 184}


@pytest.fixture(params=["demo", pytest.param("recorded", marks=pytest.mark.recorded)])
def home(request: pytest.FixtureRequest) -> tuple[str, Path]:
    return request.param, request.getfixturevalue(f"{request.param}_home")


@pytest.fixture
def atlas(home: tuple[str, Path]) -> Drawn:
    build = current_build(home[1])
    assert build is not None
    with Snapshot.open(build) as snapshot:
        return read_atlas(snapshot)


def first_names(atlas: Drawn) -> list[AtlasPerson]:
    return [one for one in atlas.people if one.label_zoom == 1]


def label_box(one: AtlasPerson) -> tuple[float, float, float, float]:
    assert one.label_x is not None
    assert one.label_y is not None
    assert one.label_width is not None
    assert one.label_size is not None
    x, y, half = one.x + one.label_x, one.y + one.label_y, one.label_size * 0.46
    return x - one.label_width / 2, y - half, x + one.label_width / 2, y + half


def test_every_place_has_its_title_and_enough_names_can_be_read(atlas: Drawn, home: tuple[str, Path]) -> None:
    assert [one.name for one in atlas.countries if one.title is None] == []
    titles = sum(one.title is not None for one in atlas.areas)
    assert len(first_names(atlas)) + titles >= NAMES[home[0]]
    assert min(one.label_size or 99 for one in first_names(atlas)) >= 10
    assert min(one.title_size or 99 for one in atlas.areas) >= 10


def test_no_name_lies_over_another_over_a_title_or_a_line(atlas: Drawn) -> None:
    boxes = [label_box(one) for one in first_names(atlas)]
    boxes += [
        (one.title_box[0] + 3, one.title_box[1] + 3, one.title_box[2] - 3, one.title_box[3] - 3)
        for one in atlas.countries
        if one.title_box
    ]
    meet = [
        (one, other)
        for one, other in combinations(boxes, 2)
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]
    assert meet == []
    person = atlas.person
    for bridge in (one for one in atlas.bridges if one.has_line):
        near, far = person[bridge.artist_id], person[bridge.partner_id]
        for share in np.linspace(0, 1, 12):
            x, y = near.x + share * (far.x - near.x), near.y + share * (far.y - near.y)
            assert not any(left < x < right and top < y < low for left, top, right, low in boxes)


def test_the_twenty_five_with_most_copies_are_named(atlas: Drawn) -> None:
    titled = {one.artist_id for one in atlas.areas if one.title is not None}
    best = sorted(atlas.people, key=lambda one: (-one.copies, one.artist_id))[:25]
    assert [
        one.name for one in best if one.copies > 1 and one.label_zoom != 1 and one.artist_id not in titled
    ] == []


def test_the_first_sight_says_who_ties_the_two_largest_countries(
    atlas: Drawn, home: tuple[str, Path]
) -> None:
    """It did only where a line had room: on larger shelves the two seldom touch."""
    of_two = {one.area_id for one in atlas.countries[:2]}
    between = [one for one in atlas.bridges if {one.area_id, one.partner_area_id} == of_two]
    build = current_build(home[1])
    assert build is not None
    titled = {one.artist_id for one in atlas.areas}
    area_of = {one.artist_id: one.area_id for one in atlas.people if one.artist_id not in titled}
    with DBStorage.open(build.path) as storage:
        edges = tuples(storage, "select artist_id_from, artist_id_to from artist_edge")
        tied = any({area_of.get(one), area_of.get(other)} == of_two for one, other in edges)
    assert tied == bool(between)
    for one in between:
        assert {atlas.person[who].label_zoom for who in (one.artist_id, one.partner_id)} == {1}


def test_most_of_who_stands_on_a_bank_is_named(atlas: Drawn) -> None:
    on_bank = [
        atlas.person[who] for one in atlas.bridges if one.has_line for who in (one.artist_id, one.partner_id)
    ]
    assert sum(one.label_zoom == 1 for one in on_bank) >= 0.9 * len(on_bank)


def test_most_of_the_canvas_is_land_or_strip(atlas: Drawn) -> None:
    outlines = [np.array(one.outline).reshape(-1, 2) for one in atlas.countries]
    strip = [one.y for one in atlas.people if one.piece_no is not None]
    height = HEIGHT - (min(strip) - 30) if strip else 0.0
    covered = sum(area(one) for one in outlines) + WIDTH * height
    assert covered >= 0.9 * WIDTH * HEIGHT


def test_everybody_stands_in_their_place_and_nobody_on_another(atlas: Drawn) -> None:
    assert len({(round(one.x, 1), round(one.y, 1)) for one in atlas.people}) == len(atlas.people)
    for one in atlas.people:
        assert (one.area_id is None) != (one.piece_no is None)
        if one.area_id is not None:
            xs, ys = atlas.area[one.area_id].outline[::2], atlas.area[one.area_id].outline[1::2]
            assert min(xs) - 8 <= one.x <= max(xs) + 8
            assert min(ys) - 8 <= one.y <= max(ys) + 8
        else:
            assert one.y > HEIGHT - 260


def test_areas_that_touch_have_different_tints(atlas: Drawn) -> None:
    outlines = {one.area_id: np.array(one.outline).reshape(-1, 2) for one in atlas.countries}
    for one, other in combinations(atlas.countries, 2):
        apart = outlines[one.area_id][:, None] - outlines[other.area_id][None]
        if np.hypot(*apart.T).min() < 5:
            assert one.hue != other.hue


@pytest.fixture(scope="module")
def derived(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, derived once more without a build before it."""
    return derive_again(demo_home, tmp_path_factory.mktemp("derived") / "again")


def test_the_same_shelf_gives_the_same_map(demo_home: Path, derived: Path, tmp_path: Path) -> None:
    assert read_map(derived) == read_map(derive_again(demo_home, tmp_path / "other"))


def test_a_build_without_changes_leaves_the_map_to_the_digit(
    demo_home: Path, derived: Path, tmp_path: Path
) -> None:
    stays_to_the_digit(demo_home, tmp_path, derived)


@pytest.mark.recorded
@pytest.mark.soak
def test_a_build_without_changes_leaves_the_map_of_the_recorded_shelf(
    recorded_home: Path, tmp_path: Path
) -> None:
    stays_to_the_digit(recorded_home, tmp_path)


def stays_to_the_digit(home: Path, folder: Path, derived: Path | None = None) -> None:
    before = derived or derive_again(home, folder / "0")
    changed = derive_again(home, folder / "1", without=0.01, seed=3, before=before)
    tables = read_tables(changed)
    assert read_tables(before) != tables
    same = derive_again(home, folder / "2", without=0.01, seed=3, before=changed)
    assert read_tables(same) == tables


@pytest.mark.parametrize("steps", [1, pytest.param(10, marks=pytest.mark.soak)])
def test_the_map_stays_itself_when_a_record_comes_or_goes(
    demo_home: Path, derived: Path, tmp_path: Path, steps: int
) -> None:
    stays(demo_home, tmp_path, steps, derived)


@pytest.mark.recorded
@pytest.mark.soak
def test_the_map_of_the_recorded_shelf_stays_itself(recorded_home: Path, tmp_path: Path) -> None:
    stays(recorded_home, tmp_path, 10)


@pytest.mark.soak
def test_the_map_of_2000_copies_stays_itself(tmp_path: Path) -> None:
    home = tmp_path / "home"
    land_synthetic(home, 2000)
    Discogs(load_settings(home=home)).build()
    stays(home, tmp_path, 10)


def stays(home: Path, folder: Path, steps: int, derived: Path | None = None) -> None:
    """Take a hundredth of the copies away and add them again, in turn: people move little, and names stay."""
    before = derived or derive_again(home, folder / "0")
    old = read_map(before)
    for step in range(1, steps + 1):
        without = 0.01 if step % 2 else 0.0
        build = derive_again(home, folder / str(step), without=without, seed=step, before=before)
        new = read_map(build)
        both = old.at.keys() & new.at.keys()
        moved = [np.hypot(old.at[id][0] - new.at[id][0], old.at[id][1] - new.at[id][1]) for id in both]
        assert np.median(moved) < 0.01 * WIDTH
        there = old.named & new.at.keys()
        assert len(there & new.named) >= 0.9 * len(there)
        before, old = build, new
    afresh = read_map(derive_again(home, folder / "afresh", without=without, seed=steps))
    assert old.touching > 0.9 * afresh.touching


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(0, 60), st.integers(0, 160), st.integers(0, 10_000))
def test_any_network_has_a_map(people: int, ties: int, seed: int) -> None:
    atlas = random_map(people, ties, seed)
    assert np.isfinite(atlas.at).all()
    assert (atlas.at >= -8).all()
    assert (atlas.at <= [WIDTH + 8, HEIGHT + 8]).all()
    apart = sum(len(piece) for piece in atlas.apart)
    assert sum(len(one.members) for one in atlas.places) + apart == people
    for number, place in enumerate(atlas.places):
        assert (atlas.home[place.members] == number).all()
        assert len(place.cell.outline) >= 3
        assert inside(place.cell.outline, place.site[None], -1.0).all()


def random_map(people: int, ties: int, seed: int) -> Atlas:
    """The map of a network of a few groups of people, some of whom meet."""
    rng = np.random.default_rng(seed)
    group = rng.integers(0, max(1, people // 8), size=people)
    pairs = set()
    for one, other in rng.integers(0, max(people, 1), size=(ties, 2)).tolist() if people > 1 else []:
        if one != other and (group[one] == group[other] or rng.random() < 0.1):
            pairs.add((min(one, other), max(one, other)))
    ends = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2) + 1
    whole = network(range(1, people + 1), ends, rng.uniform(0.2, 3, size=len(ends)))
    _, member = np.unique(whole.components(), return_inverse=True)
    communities = [
        (number + 1, np.flatnonzero(member == number)) for number in range(member.max(initial=-1) + 1)
    ]
    copies = rng.integers(0, 4, size=people)
    shelf = MappedArtists(
        [f"Artist {id}" for id in whole.ids.tolist()],
        copies,
        copies + 1,
        rng.integers(0, 3, size=(people, 4)).astype(np.float64),
        ["Dub", "Fusion", "House", "Soul"],
    )
    return draw_up(whole, communities, shelf)
