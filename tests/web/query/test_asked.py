"""Addresses of views: what is asked for is read as it was meant, and told in one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples

from linernotes.errors import UsageError
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


@settings(max_examples=examples(200), deadline=None)
@given(_words, _keys, _ids, _keys, st.none() | st.sampled_from(SORTS), st.booleans(), st.booleans())
def test_the_address_of_a_view_is_read_as_that_view(text, some, ids, others, sort, reverse, table):
    view = View(text, Choice(some | ids, others), sort, reverse, table)
    read = read_query(view.query)
    assert (read.text, dict(read.choice.include), dict(read.choice.exclude)) == (text, some | ids, others)
    assert (read.sort, read.reverse, read.table) == (sort, reverse, table)
    assert read.query == view.query


@pytest.mark.parametrize("query", ["folder=x", "sort=price", "q=" + "x" * 300, "&".join(["genre=x"] * 300)])
def test_a_query_that_is_no_view_is_refused(query: str):
    with pytest.raises(UsageError):
        read_query(query)


def test_turning_a_value_on_turns_the_opposite_off():
    view = View().excluding("genre", "Jazz").including("genre", "Jazz")
    assert view.query == "genre=Jazz"
    assert view.excluding("genre", "Jazz").query == "not-genre=Jazz"
    assert view.including("genre", "Jazz").query == ""
