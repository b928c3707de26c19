"""Discogs' markup, read: what it is, what it is not, and what was left open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.insights.text.discogs_markup import Link, Mention, Styled, Text, mentions, parse, plain


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        pytest.param("", (), id="nothing"),
        pytest.param("Bassist.", (Text("Bassist."),), id="text"),
        pytest.param("[a123]", (Mention("artist", 123, None),), id="artist-by-id"),
        pytest.param("[a=Ron Carter (2)]", (Mention("artist", None, "Ron Carter (2)"),), id="artist-by-name"),
        pytest.param("[a=311]", (Mention("artist", None, "311"),), id="an-artist-called-by-a-number"),
        pytest.param("[l45]", (Mention("label", 45, None),), id="label"),
        pytest.param("[r=67]", (Mention("release", 67, None),), id="release"),
        pytest.param("[m89]", (Mention("master", 89, None),), id="master"),
        pytest.param("[R=67]", (Mention("release", 67, None),), id="capitals"),
        pytest.param("[u=ella]", (Mention("user", None, "ella"),), id="user"),
        pytest.param("[g2.4]", (Text("[g2.4]"),), id="not-an-id"),
        pytest.param("[g=2.4]", (Mention("guideline", None, "2.4"),), id="guideline"),
        pytest.param("[i]Lush[/i] Life", (Styled("i", (Text("Lush"),)), Text(" Life")), id="italics"),
        pytest.param(
            "[b][i]x[/b]y[/i]", (Styled("b", (Styled("i", (Text("x"),)),)), Text("y")), id="crossed"
        ),
        pytest.param("[b]to the end", (Styled("b", (Text("to the end"),)),), id="left-open"),
        pytest.param("no start[/b]", (Text("no start"),), id="closes-nothing"),
        pytest.param("[b][b]x[/b][/b]", (Styled("b", (Text("x"),)),), id="bold-in-bold"),
        pytest.param("[url=http://a.example]A[/url]", (Link("http://a.example", (Text("A"),)),), id="link"),
        pytest.param(
            "[url]http://a.example[/url]",
            (Link("http://a.example", (Text("http://a.example"),)),),
            id="bare-link",
        ),
        pytest.param(
            "[url=http://a.example] for ever",
            (Link("http://a.example", (Text("http://a.example"),)), Text(" for ever")),
            id="link-left-open",
        ),
        pytest.param("[url=x][a=Can][/url]", (Link("x", (Text("Can"),)),), id="no-link-within-a-link"),
        pytest.param("Take [Alternate] 2", (Text("Take [Alternate] 2"),), id="other-brackets"),
        pytest.param("[]][[b", (Text("[]][[b"),), id="no-tags-at-all"),
    ],
)
def test_markup_is_read(text, tree):
    assert parse(text) == tree


PIECES = st.sampled_from(
    [
        "[b]",
        "[/b]",
        "[i]",
        "[/i]",
        "[url]",
        "[url=javascript:x]",
        "[/url]",
        "[a1]",
        "[a=",
        "]",
        "[",
        "[r=2]",
        "\n",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join)


@given(TEXTS)
def test_whatever_is_typed_is_read_and_no_link_stands_in_a_link(text):
    def check(nodes, above):
        for node in nodes:
            kind = node.style if isinstance(node, Styled) else "link" if isinstance(node, Link) else ""
            assert not kind or kind not in above
            assert not (isinstance(node, Mention) and "link" in above)
            if kind:
                check(node.children, {*above, kind})

    check(parse(text), set())


@given(st.text(alphabet=st.characters(exclude_characters="[]")))
def test_text_without_brackets_stays_as_it_is(text):
    assert plain(parse(text)) == text


def test_ten_thousand_open_tags_are_no_trouble():
    assert plain(parse("[b][i]" * 10_000 + "x")) == "x"


def test_all_that_is_mentioned_is_found_within_styles():
    text = "[b]With [a1] and [i][a=Two][/i][/b] on [m3]"
    assert [one.id or one.name for one in mentions(parse(text))] == [1, "Two", 3]
