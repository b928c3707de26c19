"""Addresses of views: what is asked for is read as it was meant, and told in one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples

from linernotes.errors import UsageError
from linernotes.insights.collection.credits.conditions import MODES, CreditCondition
from linernotes.insights.collection.facets.facets import Choice
from linernotes.insights.collection.sorting import SORTS
from linernotes.insights.collection.views import View
from linernotes.web.query.collection_query import read_query

_texts = st.text(min_size=1, max_size=20)
_words = _texts.map(lambda text: " ".join(text.split()))
_keys = st.fixed_dictionaries(
    {},
    optional={
        name: st.lists(_texts, min_size=1, max_size=3, unique=True).map(tuple)
        for name in ("genre", "style", "country", "label")
    },
)
_ids = st.fixed_dictionaries({}, optional={"folder": st.just(("3", "none")), "rating": st.just(("5",))})
_conditions = st.builds(
    CreditCondition,
    st.none() | st.integers(1, 10**12),
    st.none() | st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20),
).filter(lambda one: one.key != "")
_credits = st.dictionaries(
    st.sampled_from(MODES), st.lists(_conditions, min_size=1, max_size=3, unique=True).map(tuple)
)


@settings(max_examples=examples(200), deadline=None)
@given(_words, _keys, _ids, _keys, st.none() | st.sampled_from(SORTS), st.booleans(), st.booleans(), _credits)
def test_the_address_of_a_view_is_read_as_that_view(text, some, ids, others, sort, reverse, table, credits):
    view = View(text, Choice(some | ids, others), sort, reverse, table, credits)
    read = read_query(view.query)
    assert read.credits == credits
    assert (read.text, dict(read.choice.include), dict(read.choice.exclude)) == (text, some | ids, others)
    assert (read.sort, read.reverse, read.table) == (sort, reverse, table)
    assert read.query == view.query


@pytest.mark.parametrize(
    "query",
    [
        "folder=x",
        "sort=price",
        "credit=x",
        "any-credit=:",
        "not-credit=x:Piano",
        "q=" + "x" * 300,
        "&".join(["genre=x"] * 300),
    ],
)
def test_a_query_that_is_no_view_is_refused(query: str):
    with pytest.raises(UsageError):
        read_query(query)


def test_turning_a_value_on_turns_the_opposite_off():
    view = View().excluding("genre", "Jazz").including("genre", "Jazz")
    assert view.query == "genre=Jazz"
    assert view.excluding("genre", "Jazz").query == "not-genre=Jazz"
    assert view.including("genre", "Jazz").query == ""


def test_an_address_says_which_credits_are_asked_for_and_how():
    piano, bass = CreditCondition(3865, "Piano"), CreditCondition(None, "any:bass")
    view = View().crediting("all", piano).crediting("all", bass)
    assert view.query == "credit=3865:Piano&credit=:any:bass"
    assert view.moving_credits("all", "any").query == "any-credit=3865:Piano&any-credit=:any:bass"
    assert view.crediting("none", piano).query == "credit=:any:bass&not-credit=3865:Piano"
    assert view.without_credit(piano).without_credit(bass) == View()
    assert not View().is_filtered
    assert view.is_filtered


def test_an_old_address_of_a_person_and_a_role_is_two_conditions_as_ever():
    view = read_query("person=3865&role=Piano")
    assert (view.choice.include, view.credits) == ({"person": ("3865",), "role": ("Piano",)}, {})
    assert view.query == "person=3865&role=Piano"
