"""Discogs' markup, as HTML: whatever somebody types, no tag and no address is in it but ours."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from linernotes.insights.release.markup_targets import Mentioned, Target
from linernotes.insights.text.discogs_markup import parse
from linernotes.web.rendering.discogs_markup import render

HERE = Mentioned(
    {
        ("artist", 1): Target(1, "Ron Carter", None),
        ("artist", 194): Target(194, "Various", None),
        ("release", 2): Target(2, "Stone Flower", 2),
        ("master", 3): Target(3, "Spectrum", 33),
        ("label", 4): Target(4, "CTI", None),
    },
    {"Ron Carter": Target(1, "Ron Carter", None)},
)
WWW = "https://www.discogs.com"


def shown(text: str, www: str | None = WWW) -> str:
    return str(render(parse(text), HERE, www))


def test_what_is_here_is_linked_to_here():
    assert shown("[a1]") == '<a href="/artist/1">Ron Carter</a>'
    assert shown("[a=Ron Carter]") == '<a href="/artist/1">Ron Carter</a>'
    assert shown("[r2] [m3]") == '<a href="/release/2">Stone Flower</a> <a href="/release/33">Spectrum</a>'


def test_what_is_not_here_is_linked_to_discogs():
    assert shown("[a9]") == f'<a href="{WWW}/artist/9">Artist 9</a>'
    assert shown("[l4]") == f'<a href="{WWW}/label/4">CTI</a>'
    assert shown("[a=Bill Evans (2)]") == (
        f'<a href="{WWW}/search/?q=Bill%20Evans%20%282%29&amp;type=artist">Bill Evans</a>'
    )


def test_who_is_nobody_has_no_page_here():
    assert shown("[a194]") == f'<a href="{WWW}/artist/194">Various</a>'
    assert shown("[a194]", None) == "Various"


def test_without_discogs_what_is_not_here_is_text():
    assert shown("[a9] [l4] [a=Bill Evans (2)]", None) == "Artist 9 CTI Bill Evans"


def test_styles_and_lines():
    assert shown("[b]One[/b]\r\n[i]two[/i]") == "<strong>One</strong><br>\n<em>two</em>"


def test_links_lead_to_web_pages_only():
    assert shown("[url=https://x.example/?a&b]X[/url]") == (
        '<a href="https://x.example/?a&amp;b" rel="noopener nofollow ugc">X</a>'
    )
    for bad in ("javascript:alert(1)", "data:text/html,x", "//x.example", "mailto:a@b.example", ""):
        assert shown(f"[url={bad}]X[/url]") == "X"


def test_links_to_discogs_are_not_disowned():
    """Its terms ask for links to it without nofollow; who is only called like it gets one."""
    assert 'rel="noopener ugc"' in shown("[url=https://www.discogs.com/group/thread/1]X[/url]")
    assert 'rel="noopener ugc"' in shown("[url=http://discogs.com/]X[/url]")
    for other in ("https://www.discogs.com.evil.example/", "https://notdiscogs.com/"):
        assert 'rel="noopener nofollow ugc"' in shown(f"[img={other}]")


def test_what_is_typed_as_html_shows_as_text():
    assert shown("<script>alert(1)</script>[b]&[/b]") == (
        "&lt;script&gt;alert(1)&lt;/script&gt;<strong>&amp;</strong>"
    )
    assert shown('[url=https://x.example/"onclick="x]X[/url]') == (
        '<a href="https://x.example/&#34;onclick=&#34;x" rel="noopener nofollow ugc">X</a>'
    )


PIECES = st.sampled_from(
    [
        *(
            "[b]",
            "[/b]",
            "[i]",
            "[url]",
            "[/url]",
            "[a1]",
            "[a=Ron Carter]",
            "[a=<b>]",
            "[r=2]",
            "[u=x y]",
            "\r\n",
        ),
        *(
            "[url=javascript:alert(1)]",
            '[url=https://x.example/"><img src=x>]',
            "[img=https://x.example/i.png]",
        ),
        *("<script>", "</a>", "<img onerror=x>", '"', "'", "&", "&lt;", "]", "["),
    ]
)


@given(st.lists(PIECES | st.text(max_size=6), max_size=25).map("".join))
def test_no_tag_and_no_address_but_ours_whatever_is_typed(text):
    page = html.fragment_fromstring(f"<div>{shown(text)}</div>".replace("\0", ""))
    for element in page.iterdescendants():
        assert element.tag in {"strong", "em", "u", "s", "q", "br", "a"}, element.tag
        assert set(element.attrib) <= {"href", "rel"}
        if element.tag == "a":
            assert element.get("href").startswith(("/artist/", "/release/", "http://", "https://"))
