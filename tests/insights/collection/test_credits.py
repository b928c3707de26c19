"""Filters by credit: against SQL written by hand, against a filter of plain values, and in words on the demo."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.examples import DEAR, examples
from tests.insights.random_shelves import PEOPLE, ROLES, Item, bands, built
from tests.rows import tuples

from linernotes.errors import UsageError
from linernotes.insights.artist.typed_credit import find_credited, parse_credit, read_credit
from linernotes.insights.collection.credits.conditions import MODES, CreditCondition, Credits, Mode
from linernotes.insights.collection.credits.credit_answer import read_credit_answers
from linernotes.insights.collection.typed_search import find_copies
from linernotes.insights.collection.views import View, read_browser
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.builds.publish import current_build
from linernotes.web.query.collection_query import read_query

# What the conditions mean, by hand: names of an artist by following aliases, not by `identity_id`.
NAMES = """
    with recursive names(id) as (
        select cast({artist} as bigint)
        union
        select case when a.artist_id = n.id then a.alias_id else a.artist_id end
        from names as n
        inner join artist_aliases as a on n.id in (a.artist_id, a.alias_id)
        where n.id not in (194, 355, 118760)
            and a.artist_id not in (194, 355, 118760) and a.alias_id not in (194, 355, 118760)
    )
    select id from names where id not in (194, 355, 118760)
"""
IN_ROLE = "p.role = '{role}'"
IN_CATEGORY = "p.role in (select role from role where category = '{role}')"
PART = """
    exists (
        select 1 from (
            select release_id, artist_id, role from release_credits
            union all select release_id, artist_id, role from release_track_artists
            union all select release_id, artist_id, null from release_artists
        ) as p
        where p.release_id = c.release_id and {who} and {what}
    )
"""


def by_hand(condition: CreditCondition) -> str:
    """The condition as SQL of a row `c` of collection_items."""
    role = (condition.role or "").replace("'", "''")
    what = "true" if condition.role is None else IN_ROLE.format(role=role)
    if role.startswith("any:"):
        what = IN_CATEGORY.format(role=role.removeprefix("any:"))
    artist = condition.artist_id
    who = "true" if artist is None else f"p.artist_id in ({NAMES.format(artist=artist)})"
    return PART.format(who=who, what=what)


def copies_by_hand(snapshot: Snapshot, credits: Credits) -> set[int]:
    parts = {mode: [by_hand(one) for one in several] for mode, several in credits.items()}
    wanted = list(parts.get("all", []))
    if "any" in parts:
        wanted.append(f"({' or '.join(parts['any'])})")
    wanted += [f"not {one}" for one in parts.get("none", [])]
    query = f"select c.instance_id from collection_items as c where {' and '.join(wanted)}"
    return {id for (id,) in tuples(snapshot.storage, query)}


def combinations(snapshot: Snapshot, many: int) -> Iterator[Credits]:
    """Conditions at random: those that hold for some record, under a name that is not on it, and those that do not."""
    rng = random.Random(13)
    credited = tuples(
        snapshot.storage,
        "select distinct artist_id, role from release_credits where artist_id > 0 and role is not null and release_id "
        "in (select release_id from collection_items) union select artist_id, null from release_artists union "
        "select artist_id, role from release_track_artists order by all",
    )
    people = [(artist, role) for artist, role in credited if artist is not None]
    aliases = tuples(
        snapshot.storage,
        "select alias_id, null from artist_aliases where artist_id in (select artist_id from artist_release_roles) "
        "order by all",
    )
    categories = dict(tuples(snapshot.storage, "select role, category from role where category <> 'unknown'"))
    roles = sorted(categories)

    def condition() -> CreditCondition:
        artist, role = rng.choice(aliases if aliases and rng.random() < 0.2 else people)
        kind = rng.random()
        if kind < 0.25:
            return CreditCondition(artist, None)
        if kind < 0.35 or role is None:
            role = rng.choice(roles)
        if kind > 0.6 and role in categories:
            role = f"any:{categories[role]}"
        return CreditCondition(None if kind > 0.85 else artist, role)

    for _ in range(many):
        modes: list[Mode] = rng.sample(MODES, rng.choice([1, 1, 2, 3]))
        yield {
            mode: tuple(dict.fromkeys(condition() for _ in range(rng.choice([1, 2, 2, 3])))) for mode in modes
        }


def hold_to_sql(snapshot: Snapshot, many: int) -> None:
    found = []
    for credits in combinations(snapshot, many):
        view = View(credits=credits)
        read = read_query(view.query)  # through the address, as pages, downloads and JSON come by it
        browser = snapshot.cached(read_browser)
        shown = browser.copies(find_copies(snapshot, read).positions)
        ids = {copy.instance_id for copy in shown}
        assert (len(shown), ids) == (len(ids), copies_by_hand(snapshot, credits)), view.query
        found.append(len(ids))
    assert sum(map(bool, found)) > many / 3  # or this tells little
    assert len(set(found)) > 5


def test_filters_by_credit_are_what_sql_by_hand_finds(demo: Snapshot):
    hold_to_sql(demo, 25)


@pytest.mark.recorded
def test_filters_by_credit_are_what_sql_by_hand_finds_on_recorded_records(request: pytest.FixtureRequest):
    build = current_build(request.getfixturevalue("recorded_home"))
    assert build is not None
    with Snapshot.open(build) as snapshot:
        hold_to_sql(snapshot, 200)


def fits(item: Item, condition: CreditCondition) -> bool:
    """Whether a record has a credit, straight from the made-up values. 194 is Various."""
    one, role = item.pressing, condition.role
    artist = condition.artist_id
    if artist == 194:
        return False
    if role is None:
        return artist in {*one.artists, *one.track_artists, *(who for who, _ in one.credits)}
    return any(
        artist in (None, who) and (what == role or (what != "Hovering" and f"any:{ROLES[what]}" == role))
        for who, what in one.credits
    )


conditions = st.builds(
    CreditCondition,
    st.sampled_from([None, *PEOPLE, 4, 5, 194, 99]),
    st.sampled_from([None, *ROLES, "any:percussion", "any:unknown", "none such"]),
).filter(lambda one: one.key != "")


@settings(max_examples=examples(25, DEAR), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    bands(),
    st.lists(
        st.dictionaries(
            st.sampled_from(MODES), st.lists(conditions, min_size=1, max_size=3, unique=True).map(tuple)
        ),
        min_size=6,
        max_size=6,
    ),
)
def test_conditions_leave_the_copies_that_a_plain_filter_leaves(items: list[Item], asked: list[Credits]):
    with built(items) as snapshot:
        browser = read_browser(snapshot)
    for credits in asked:
        found = browser.find(View(credits=credits))
        assert [copy.instance_id for copy in browser.copies(found.positions)] == [
            item.instance_id
            for item in items
            if all(fits(item, one) for one in credits.get("all", ()))
            and ("any" not in credits or any(fits(item, one) for one in credits["any"]))
            and not any(fits(item, one) for one in credits.get("none", ()))
        ]
        for who in PEOPLE:
            roles = {one.role: one.copies for one in browser.credits.roles_of(who, found.selection.mask)}
            kept = [items[place] for place in sorted(found.positions.tolist())]
            assert roles == {
                role: n
                for role in ROLES
                if (n := sum(fits(item, CreditCondition(who, role)) for item in kept))
            }


def copies(snapshot: Snapshot, *typed: str, mode: Mode = "all", query: str = "") -> set[tuple[str, int]]:
    """Title and copy of each that a view has."""
    view = read_query(query)
    for one in typed:
        view = view.crediting(mode, parse_credit(snapshot, one).condition)
    positions = find_copies(snapshot, view).positions
    return {(copy.title, copy.instance_id) for copy in snapshot.cached(read_browser).copies(positions)}


def test_herbie_hancock_on_piano_is_no_record_on_which_another_plays_it(demo: Snapshot):
    (herbie,) = {one.artist_id for one in find_credited(demo, "Herbie Hancock")}
    piano = copies(demo, "Herbie Hancock: Piano")
    assert {"Maiden Voyage", "Speak No Evil"} <= {title for title, _ in piano}
    assert copies(demo, "Herbie Hancock: Drums") == set()
    assert copies(demo, query=f"person={herbie}&role=Drums")  # as ever: the drums may be another's
    assert piano < copies(demo, query=f"person={herbie}&role=Piano") | piano
    assert piano < copies(demo, "Herbie Hancock: any keyboards") <= copies(demo, "Herbie Hancock")


def test_several_credits_are_all_any_or_none(demo: Snapshot):
    two = ("Herbie Hancock: Piano", "Ron Carter")
    each = [copies(demo, one) for one in two]
    assert copies(demo, *two) == each[0] & each[1] != set()
    assert copies(demo, *two, mode="any") == each[0] | each[1]
    assert copies(demo, *two, mode="none") == copies(demo) - (each[0] | each[1])
    assert copies(demo, ": Drums", mode="none").isdisjoint(copies(demo, ": Drums"))


def test_a_person_is_found_under_all_of_their_names(demo: Snapshot):
    pairs = tuples(
        demo.storage,
        "select a.name, b.name from artist as a join artist as b on a.identity_id = b.identity_id and "
        "a.artist_id < b.artist_id where greatest(a.qty_collection_credits, b.qty_collection_credits) > 0",
    )
    assert pairs
    for one, other in pairs:
        assert copies(demo, one) == copies(demo, other) != set()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Herbie Hancock: Piano", "Herbie Hancock: Piano"),
        ("herbie  hancock:piano", "Herbie Hancock: Piano"),
        ("Herbie Hancock: any keyboards", "Herbie Hancock: any keyboards"),
        ("Herbie Hancock: any:keyboards", "Herbie Hancock: any keyboards"),
        (
            "Herbie Hancock: Keyboards",
            "Herbie Hancock: Keyboards",
        ),  # a role has the name of its category, too
        ("Herbie Hancock: writing", "Herbie Hancock: any writing"),
        ("Herbie Hancock", "Herbie Hancock"),
        ("Herbie Hancock:", "Herbie Hancock"),
        (": drums", "anyone: Drums"),
        ("Drums", "anyone: Drums"),
        ("hancock", "Herbie Hancock"),
    ],
)
def test_a_typed_credit_is_read_as_it_is_meant(demo: Snapshot, text: str, label: str):
    (answer,) = read_credit_answers(demo, {"all": (parse_credit(demo, text).condition,)})
    assert answer.label == label
    assert CreditCondition.parse(answer.key) == answer.condition


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "give a name, a role, or both"),
        (":", "give a name, a role, or both"),
        ("Xyzzy Frob", "nobody called"),
        ("Xyzzy Frob: Drums", "nobody called"),
        ("Herbie Hancock: Drumz", "Did you mean Drums?"),
    ],
)
def test_a_credit_that_means_nothing_is_refused_in_words(demo: Snapshot, text: str, said: str):
    with pytest.raises(UsageError, match=said):
        parse_credit(demo, text)


def test_a_suggested_name_leads_to_the_artist_that_was_suggested(demo: Snapshot):
    for text in ("carter", "herb", "davis", "the"):
        for one in find_credited(demo, text):
            meant = read_credit(demo, one.typed, "")
            assert (meant.condition.artist_id, meant.others) == (one.artist_id, ())
            assert (
                f"on {len(find_copies(demo, read_query(f'person={one.artist_id}')).positions)} " in one.about
            )


@pytest.mark.parametrize("key", ["", ":", "x", "7:", "x:Piano", "-7", "1" * 19, "7:" + "x" * 181])
def test_what_is_no_condition_is_refused(key: str):
    with pytest.raises(UsageError):
        CreditCondition.parse(key)
