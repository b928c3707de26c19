"""An element of a monthly dump -> the struct that the API's JSON becomes as well.

Absent, empty and self-closed mean the same, in whatever order children and attributes come. Unknown elements are
passed over. What a dump does not have (pictures' addresses, prices, who has and wants it) keeps its default.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Literal, overload

import msgspec
from lxml import etree  # type: ignore[import-untyped]

from linernotes.documents.artist import Artist
from linernotes.documents.blanks import INVISIBLE
from linernotes.documents.label import Label
from linernotes.documents.parts import Document
from linernotes.documents.release import Master, Release
from linernotes.errors import DocumentError

_Fields = dict[str, object]

#: No XML may hold these bytes; dumps of 2011 to 2014 do.
CONTROL_CHARACTERS = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0D})
_REFERENCE = re.compile(rb"&#(x[0-9a-fA-F]+|[0-9]+);")
_PREDEFINED = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9a-fA-F]+);)")
_YEAR = re.compile(r"[0-9]{4}(?![0-9])")
_EXCERPT = 60
_LONGEST_NUMBER = 64

#: Kinds of documents that are elements of another name.
_TAGS = {"pressing": "release"}

#: Tags of one element: 100,000 credits have half as many. Each may take 300 bytes of memory.
_MOST_TAGS = 3_000_000


@overload
def decode_element(kind: Literal["release"], xml: bytes, *, expected_id: int = 0) -> Release: ...
@overload
def decode_element(kind: Literal["master"], xml: bytes, *, expected_id: int = 0) -> Master: ...
@overload
def decode_element(kind: Literal["artist"], xml: bytes, *, expected_id: int = 0) -> Artist: ...
@overload
def decode_element(kind: Literal["label"], xml: bytes, *, expected_id: int = 0) -> Label: ...
@overload
def decode_element(kind: str, xml: bytes, *, expected_id: int = 0) -> Document: ...


def decode_element(kind: str, xml: bytes, *, expected_id: int = 0) -> Document:
    """Read one `<release>`, `<master>`, `<artist>` or `<label>` as a dump holds it. Pure; entities are never expanded.

    `expected_id` is the id that it was landed under; an element with another one is refused, 0 does not check.
    :raises DocumentError: whatever the bytes are, nothing else is raised.
    """
    try:
        struct, read = _READERS[kind]
    except KeyError:
        raise DocumentError(f"no element of a dump is called {kind!r}") from None
    element, tag = parse_element(xml), _TAGS.get(kind, kind)
    if element.tag != tag:
        raise DocumentError(f"this is <{str(element.tag)[:_EXCERPT]}>, asked for was <{tag}>", location="/")
    try:
        document = msgspec.convert(read(element), struct, strict=False)
    except msgspec.ValidationError as error:
        raise DocumentError(str(error)) from None
    except RecursionError:
        raise DocumentError("the element is nested too deeply") from None
    found: int = getattr(document, "id", 0)
    if expected_id and found != expected_id:
        raise DocumentError(f"this is {kind} {found}, asked for was {expected_id}", location="/id")
    return document


# Bytes -> tree


def parse_element(xml: bytes) -> etree._Element:
    """The element as a tree: as it is; failing that, without the characters that no XML may hold.

    :raises DocumentError: it is not XML even so.
    """
    if b"<!DOCTYPE" in xml:
        raise DocumentError("it declares a document type, which no dump does")
    if xml.count(b"<") > _MOST_TAGS:
        raise DocumentError("it has more elements than any record of a dump")
    try:
        return _fromstring(xml)
    except etree.XMLSyntaxError:
        pass
    text = xml.decode("utf-8", errors="replace").encode()
    text = _REFERENCE.sub(_legal_reference, text.translate(None, CONTROL_CHARACTERS))
    try:
        return _fromstring(text)
    except etree.XMLSyntaxError as error:
        if (strange := _PREDEFINED.search(text)) is not None:
            excerpt = ascii(text[strange.start() :][:20].decode("utf-8", errors="replace"))
            raise DocumentError(f"not XML: an entity that nothing defines, at {excerpt}") from None
        raise DocumentError(f"not XML: {error.msg}") from None


#: One for all: to make one takes longer than to parse with it. lxml lets one thread at a time use it.
_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=True,
    remove_comments=True,
    remove_pis=True,
    collect_ids=False,
    encoding="utf-8",
)


def _fromstring(xml: bytes) -> etree._Element:
    return etree.fromstring(xml, _PARSER)


def _legal_reference(found: re.Match[bytes]) -> bytes:
    """The reference to a character, or to U+FFFD where there is no such character in XML."""
    digits = found[1]
    code = int(digits[1:], 16) if digits[:1] == b"x" else int(digits[:10])
    is_legal = (
        code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0xFFFF < code < 0x110000
    )
    return found[0] if is_legal else b"&#xFFFD;"


# Tree -> fields, named as in the API's JSON

#: The children of an element by their names; of several alike the last, for Discogs never sends two.
_Parts = dict[str, etree._Element]


def _parts(element: etree._Element) -> _Parts:
    return {child.tag: child for child in element}


def _content(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext()) if len(element) else element.text or ""


def _text(parts: _Parts, name: str) -> str:
    """The text of a child, '' if there is none."""
    child = parts.get(name)
    return "" if child is None else _content(child)


def _optional(parts: _Parts, name: str) -> str | None:
    return _text(parts, name) or None


def _number(text: str | None) -> int | str | None:
    """The number, None for nothing; what is no number stays text, for msgspec to refuse with its place."""
    if not text:
        return None
    stripped = text.strip()
    if stripped.isascii() and stripped.isdigit() and len(stripped) <= _LONGEST_NUMBER:
        return int(stripped)
    return stripped or None


def _id(text: str | None) -> int | str:
    return _number(text) or 0


def _children(parts: _Parts, name: str) -> Iterable[etree._Element]:
    """The elements in a container; none where the container is absent or empty."""
    if (container := parts.get(name)) is not None:
        yield from container


def _words(parts: _Parts, name: str) -> list[str]:
    return [_content(child) for child in _children(parts, name)]


def _credit(element: etree._Element) -> _Fields:
    text = {child.tag: _content(child) if len(child) else child.text for child in element}.get
    return {
        "id": _id(text("id")),
        "name": text("name") or "",
        "anv": text("anv") or "",
        "join": text("join") or "",
        "role": text("role") or "",
        "tracks": text("tracks") or "",
    }


def _credits(parts: _Parts, name: str) -> list[_Fields]:
    return [_credit(child) for child in _children(parts, name)]


def _track(element: etree._Element, *, within: bool = False) -> _Fields:
    """A line of the tracklist. Dumps have no types: a line with neither position nor duration is a heading."""
    parts = _parts(element)
    position, duration = _text(parts, "position"), _text(parts, "duration")
    sub_tracks = [_track(child, within=True) for child in _children(parts, "sub_tracks")]
    is_heading = not (within or position.strip(INVISIBLE) or duration.strip(INVISIBLE))
    return {
        "position": position,
        "type_": "index" if sub_tracks else "heading" if is_heading else "track",
        "title": _text(parts, "title"),
        "duration": duration,
        "artists": _credits(parts, "artists"),
        "extraartists": _credits(parts, "extraartists"),
        "sub_tracks": sub_tracks,
    }


def _video(element: etree._Element) -> _Fields:
    return {
        "uri": element.get("src", ""),
        "title": _optional(_parts(element), "title"),
        "duration": _number(element.get("duration")),
    }


def _image(element: etree._Element) -> _Fields:
    return {
        "type": element.get("type", ""),
        "uri": element.get("uri", ""),
        "uri150": element.get("uri150", ""),
        "width": _number(element.get("width")),
        "height": _number(element.get("height")),
    }


def _named(entity_type: str, entity_type_name: str) -> Callable[[etree._Element], _Fields]:
    """Labels and series are attributes alone; the API says of each what it is."""

    def read(element: etree._Element) -> _Fields:
        return {
            "id": _id(element.get("id")),
            "name": element.get("name", ""),
            "catno": element.get("catno", ""),
            "entity_type": entity_type,
            "entity_type_name": entity_type_name,
        }

    return read


def _company(element: etree._Element) -> _Fields:
    texts = {child.tag: _content(child) for child in element}
    return {
        "id": _id(texts.get("id")),
        "name": texts.get("name", ""),
        "catno": texts.get("catno", ""),
        "entity_type": texts.get("entity_type", ""),
        "entity_type_name": texts.get("entity_type_name", ""),
    }


def _format(element: etree._Element) -> _Fields:
    return {
        "name": element.get("name", ""),
        "qty": element.get("qty", ""),
        "text": element.get("text") or None,
        "descriptions": _words(_parts(element), "descriptions"),
    }


def _identifier(element: etree._Element) -> _Fields:
    return {
        "type": element.get("type", ""),
        "value": element.get("value"),
        "description": element.get("description") or None,
    }


def _link(element: etree._Element, id: int | str) -> _Fields:
    return {"id": id, "name": _content(element)}


def _links(parts: _Parts, name: str) -> list[_Fields]:
    """Aliases, groups, members.

    Dumps until mid 2024 put each member's `<id>` before its `<name>`. There the attribute of the name may have
    the id too, or not; some members have no id at all. An `<id>` that no name follows is a person without a name.
    """
    links: list[_Fields] = []
    pending: int | str = 0
    for child in _children(parts, name):
        if child.tag == "id":
            if pending:
                links.append({"id": pending, "name": ""})
            pending = _id(child.text)
        else:
            links.append(_link(child, _number(child.get("id")) or pending))
            pending = 0
    if pending:
        links.append({"id": pending, "name": ""})
    return links


def _common(element: etree._Element, parts: _Parts) -> _Fields:
    return {
        "id": _number(element.get("id")),
        "title": _text(parts, "title"),
        "artists": _credits(parts, "artists"),
        "genres": _words(parts, "genres"),
        "styles": _words(parts, "styles"),
        "videos": [_video(child) for child in _children(parts, "videos")],
        "images": [_image(child) for child in _children(parts, "images")],
        "data_quality": _optional(parts, "data_quality"),
    }


def _master(element: etree._Element) -> _Fields:
    parts = _parts(element)
    return {
        **_common(element, parts),
        "year": _number(_text(parts, "year")),
        "main_release": _number(_text(parts, "main_release")),
    }


def year_of(released: str | None) -> int:
    """The year at the beginning of a date, 0 where there is none."""
    year = _YEAR.match((released or "").strip(INVISIBLE))
    return int(year[0]) if year else 0


def _release(element: etree._Element) -> _Fields:
    parts = _parts(element)
    released = _optional(parts, "released")
    return {
        **_common(element, parts),
        "year": year_of(released),  # the API's too is that of `released`
        "tracklist": [_track(child) for child in _children(parts, "tracklist")],
        "master_id": _number(_text(parts, "master_id")),
        "status": element.get("status") or None,
        "country": _optional(parts, "country"),
        "released": released,
        "notes": _optional(parts, "notes"),
        "labels": [_LABEL(child) for child in _children(parts, "labels")],
        "series": [_SERIES(child) for child in _children(parts, "series")],
        "companies": [_company(child) for child in _children(parts, "companies")],
        "formats": [_format(child) for child in _children(parts, "formats")],
        "identifiers": [_identifier(child) for child in _children(parts, "identifiers")],
        "extraartists": _credits(parts, "extraartists"),
    }


_LABEL = _named("1", "Label")
_SERIES = _named("2", "Series")


def _artist(element: etree._Element) -> _Fields:
    parts = _parts(element)
    return {
        "id": _number(_text(parts, "id")),
        "name": _text(parts, "name"),  # artist 66827 has none
        "realname": _optional(parts, "realname"),
        "profile": _optional(parts, "profile"),
        "data_quality": _optional(parts, "data_quality"),
        "images": [_image(child) for child in _children(parts, "images")],
        "urls": _words(parts, "urls"),
        "namevariations": _words(parts, "namevariations"),
        "aliases": _links(parts, "aliases"),
        "groups": _links(parts, "groups"),
        "members": _links(parts, "members"),
    }


def _label(element: etree._Element) -> _Fields:
    parts = _parts(element)
    above = parts.get("parentLabel")
    return {
        "id": _number(_text(parts, "id")),
        "name": _text(parts, "name"),
        "contactinfo": _optional(parts, "contactinfo"),
        "profile": _optional(parts, "profile"),
        "data_quality": _optional(parts, "data_quality"),
        "parent": None if above is None else _link(above, _id(above.get("id"))),
        "urls": _words(parts, "urls"),
        "sublabels": [_link(child, _id(child.get("id"))) for child in _children(parts, "sublabels")],
    }


_READERS: dict[str, tuple[type[Document], Callable[[etree._Element], _Fields]]] = {
    "release": (Release, _release),
    "pressing": (Release, _release),
    "master": (Master, _master),
    "artist": (Artist, _artist),
    "label": (Label, _label),
}
