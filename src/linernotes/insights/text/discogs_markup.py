"""Discogs' markup, in profiles and notes: `[b]..[/b]`, `[a123]`, `[url=..]..[/url]`. Pure: text to a small tree.

What Discogs knows is read, whatever its case; every other bracket is text, for titles and roles have brackets of
their own. What is not closed ends with the text, what closes nothing vanishes, as at Discogs.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

Style = Literal["b", "i", "u", "s", "quote"]
Target = Literal["artist", "label", "release", "master", "guideline", "topic", "user"]

_STYLES: dict[str, Style] = {"b": "b", "i": "i", "u": "u", "s": "s", "quote": "quote"}
_TARGETS: dict[str, Target] = {
    "a": "artist",
    "l": "label",
    "r": "release",
    "m": "master",
    "g": "guideline",
    "t": "topic",
}
#: Those whose `=` is followed by a number as well; an artist or a label is named there, and may be called 311.
_NUMBERED = frozenset({"r", "m", "g", "t"})

_TAG = re.compile(
    r"\[(?:(?P<close>/)?(?P<style>b|i|u|s|quote|url)|url=(?P<url>[^\[\]]*)|img=(?P<img>[^\[\]]*)"
    r"|(?P<by_id>[almrgt])(?P<id>[0-9]{1,18})|(?P<by_name>[almrgtu])=(?P<name>[^\[\]]+))\]",
    re.IGNORECASE,
)
_CLOSE_URL = re.compile(r"\[/url\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Text:
    """Text as it is; line ends count."""

    text: str


@dataclass(frozen=True, slots=True)
class Styled:
    """Text in bold, italics and so on. The same style never stands within itself."""

    style: Style
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """An artist, a release and so on, by Discogs' id or by name; one of the two is None."""

    target: Target
    id: int | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an address as somebody typed it. Neither links nor mentions stand within it."""

    url: str
    children: tuple[Node, ...]


Node: TypeAlias = "Text | Styled | Mention | Link"


class _Open:
    """What is being read: a style, a link (`url`), or the whole text."""

    def __init__(self, tag: str, url: str | None = None) -> None:
        self.tag = tag
        self.url = url
        self.children: list[Node] = []


class _Reader:
    """Takes pieces of a text one after the other; what is open is a stack, the text itself at its bottom."""

    def __init__(self, text: str) -> None:
        self._stack = [_Open("")]
        self._text = text
        #: Where each "[/url]" begins: looked for once, not again from each of thousands of links.
        self._closings = [match.start() for match in _CLOSE_URL.finditer(text)]

    def address_from(self, begin: int) -> str | None:
        """The text from here to the next "[/url]"; None if there is no further one."""
        place = bisect_left(self._closings, begin)
        return self._text[begin : self._closings[place]].strip() if place < len(self._closings) else None

    def is_open(self, tag: str) -> bool:
        return any(one.tag == tag for one in self._stack)

    def add(self, node: Node) -> None:
        if isinstance(node, Mention) and self.is_open("url"):
            node = Text(node.name or str(node.id))
        self._stack[-1].children.append(node)

    def text(self, text: str) -> None:
        if text:
            self.add(Text(text))

    def open(self, tag: str, url: str | None = None) -> None:
        if not self.is_open(tag):
            self._stack.append(_Open(tag, url))

    def close(self, tag: str) -> None:
        """Close it and what was opened within it; nothing happens if it is not open."""
        while self.is_open(tag):
            one = self._stack.pop()
            self._stack[-1].children.append(_node(one))

    def done(self) -> tuple[Node, ...]:
        while len(self._stack) > 1:
            self.close(self._stack[-1].tag)
        return tuple(self._stack[0].children)


def parse(text: str) -> tuple[Node, ...]:
    """Read a text with Discogs' markup. Never raises; all of the text that is no markup is in the tree."""
    reader, end = _Reader(text), 0
    for match in _TAG.finditer(text):
        reader.text(text[end : match.start()])
        end = match.end()
        _take(reader, match)
    reader.text(text[end:])
    return reader.done()


def mentions(nodes: Iterable[Node]) -> Iterator[Mention]:
    """Everything that a tree mentions, in its order."""
    for node in nodes:
        if isinstance(node, Mention):
            yield node
        elif isinstance(node, Styled | Link):
            yield from mentions(node.children)


def plain(nodes: Iterable[Node]) -> str:
    """A tree as text without markup; a mention by id alone becomes '[artist 123]'."""
    return "".join(_plain(node) for node in nodes)


def _plain(node: Node) -> str:
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Mention):
        return node.name or f"[{node.target} {node.id}]"
    return plain(node.children)


def _take(reader: _Reader, match: re.Match[str]) -> None:
    if match["style"]:
        _take_style(reader, match)
    elif match["url"] is not None:
        _take_link(reader, match["url"].strip(), match.end())
    elif match["img"] is not None:
        reader.add(Link(match["img"].strip(), (Text(match["img"].strip()),)))
    elif match["id"]:
        reader.add(Mention(_TARGETS[match["by_id"].lower()], int(match["id"]), None))
    else:
        reader.add(_named(match["by_name"].lower(), match["name"].strip()))


def _take_style(reader: _Reader, match: re.Match[str]) -> None:
    tag = match["style"].lower()
    if match["close"]:
        reader.close(tag)
    elif tag == "url":
        # [url]http://..[/url]: the address is what stands between. Without an end there is none.
        if not reader.is_open("url") and (address := reader.address_from(match.end())) is not None:
            reader.open("url", address)
    else:
        reader.open(tag)


def _take_link(reader: _Reader, url: str, end: int) -> None:
    if reader.address_from(end) is not None:
        reader.close("url")
        reader.open("url", url)
    else:  # or the rest of the text would be a link
        reader.add(Link(url, (Text(url),)))


def _named(letter: str, name: str) -> Node:
    if letter in _NUMBERED and name.isascii() and name.isdigit() and len(name) < 19:
        return Mention(_TARGETS[letter], int(name), None)
    return Mention("user" if letter == "u" else _TARGETS[letter], None, name)


def _node(one: _Open) -> Node:
    if one.tag == "url":
        return Link(one.url or "", tuple(one.children))
    return Styled(_STYLES[one.tag], tuple(one.children))
