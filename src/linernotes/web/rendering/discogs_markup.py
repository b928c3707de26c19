"""Discogs' markup as HTML: our tags alone, everything that somebody typed escaped, links to web pages alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from markupsafe import Markup, escape

from linernotes.documents import PSEUDO_ARTISTS
from linernotes.documents.folding import unnumbered
from linernotes.insights.release.markup_targets import Mentioned, read_mentioned
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.discogs_markup import Link, Mention, Node, Styled, Text, mentions, parse
from linernotes.web.rendering.attribution import rel

_TAGS = {"b": "strong", "i": "em", "u": "u", "s": "s", "quote": "q"}
_LINE_END = re.compile(r"\r\n|\r|\n")
#: Paths of Discogs' own pages of these; an address without an id is a search.
_PAGES = {
    "artist": "artist",
    "label": "label",
    "release": "release",
    "master": "master",
    "topic": "forum/thread",
}


def rendered(snapshot: Snapshot, text: str | None, www_url: str | None) -> Markup:
    """Render a text with Discogs' markup as HTML.

    A thing that it mentions is linked to its page here, else to Discogs at `www_url`; not at all if that is None.
    """
    nodes = parse(text or "")
    return render(nodes, read_mentioned(snapshot, mentions(nodes)), www_url)


def render(nodes: Iterable[Node], known: Mentioned, www_url: str | None) -> Markup:
    """The HTML of a tree."""
    return Markup("").join(_html(node, known, www_url) for node in nodes)


def _html(node: Node, known: Mentioned, www_url: str | None) -> Markup:
    if isinstance(node, Text):
        return Markup("<br>\n").join(_LINE_END.split(node.text))
    if isinstance(node, Mention):
        return _mention(node, known, www_url)
    inner = render(node.children, known, www_url)
    if isinstance(node, Styled):
        return Markup("<{0}>{1}</{0}>").format(_TAGS[node.style], inner)
    return _link(node, inner)


def _link(link: Link, inner: Markup) -> Markup:
    if not link.url.lower().startswith(("http://", "https://")):
        return inner
    return Markup('<a href="{}" rel="{}">{}</a>').format(link.url, rel(link.url), inner or escape(link.url))


def _mention(mention: Mention, known: Mentioned, www_url: str | None) -> Markup:
    thing = known.find(mention)
    name = (
        thing.name
        if thing
        else unnumbered(mention.name or "") or f"{mention.target.capitalize()} {mention.id}"
    )
    if thing and mention.target == "artist" and thing.id not in PSEUDO_ARTISTS:
        return Markup('<a href="/artist/{}">{}</a>').format(thing.id, name)
    if thing and thing.release_id is not None:
        return Markup('<a href="/release/{}">{}</a>').format(thing.release_id, name)
    address = _at_discogs(mention, thing.id if thing else mention.id) if www_url else None
    return Markup('<a href="{}{}">{}</a>').format(www_url, address, name) if address else escape(name)


def _at_discogs(mention: Mention, id: int | None) -> str | None:
    if mention.target == "user":
        return f"/user/{quote(mention.name or '', safe='')}"
    if mention.target not in _PAGES:
        return None  # guidelines have moved since
    if id is not None:
        return f"/{_PAGES[mention.target]}/{id}"
    return f"/search/?q={quote(mention.name or '', safe='')}&type={mention.target}"
