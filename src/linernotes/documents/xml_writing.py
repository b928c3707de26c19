"""A release, master or artist -> an element as a dump holds it. `decode_element` reads the same document from it.

What no dump has (prices, who has and wants it, small pictures) is left out; so is what is empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from linernotes.documents.artist import Artist, ArtistLink
from linernotes.documents.parts import ArtistCredit, Entity, Format, Identifier, Image, Track, Video
from linernotes.documents.release import Master, MasterOrRelease, Release

#: An XML parser would make one blank of these in an attribute, and a line feed of a carriage return in a text.
_ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\r": "&#13;",
    "\n": "&#10;",
    "\t": "&#9;",
}
_IN_TEXTS = re.compile("[&<>\r]")
_IN_ATTRIBUTES = re.compile('[&<>"\r\n\t]')


def write_element(document: Release | Master | Artist) -> bytes:
    """Write a document as one element, in UTF-8. Pure. Its texts have characters alone that XML may hold."""
    if isinstance(document, Release):
        return _release(document).encode()
    if isinstance(document, Master):
        return _master(document).encode()
    return _artist(document).encode()


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPES[found[0]]


def _element(tag: str, text: object | None, attributes: str = "") -> str:
    """An element with a text; nothing where it has none."""
    if text is None or text == "":
        return ""
    return f"<{tag}{attributes}>{_IN_TEXTS.sub(_escaped, str(text))}</{tag}>"


def _attributes(**values: object | None) -> str:
    """Attributes with a blank before each; those without a value are left out."""
    return "".join(
        f' {name}="{_IN_ATTRIBUTES.sub(_escaped, str(value))}"'
        for name, value in values.items()
        if value is not None and value != ""
    )


def _container(tag: str, children: Iterable[str]) -> str:
    """An element of elements; nothing where there are none."""
    inside = "".join(children)
    return f"<{tag}>{inside}</{tag}>" if inside else ""


def _words(tag: str, child: str, words: Iterable[str]) -> str:
    """A list of words. A word that is empty keeps its place."""
    return _container(tag, (_element(child, word) or f"<{child}/>" for word in words))


def _credit(one: ArtistCredit) -> str:
    fields = (
        _element("id", one.id or "0"),
        _element("name", one.name),
        _element("anv", one.anv),
        _element("join", one.join),
        _element("role", one.role),
        _element("tracks", one.tracks),
    )
    return f"<artist>{''.join(fields)}</artist>"


def _credits(tag: str, credits: Iterable[ArtistCredit]) -> str:
    return _container(tag, map(_credit, credits))


def _image(one: Image) -> str:
    about = _attributes(type=one.type, uri=one.uri, uri150=one.uri150, width=one.width, height=one.height)
    return f"<image{about}/>"


def _video(one: Video) -> str:
    return f"<video{_attributes(src=one.uri, duration=one.duration)}>{_element('title', one.title)}</video>"


def _named(tag: str) -> Callable[[Entity], str]:
    """Labels and series: what they are is not written, the container says it."""
    return lambda one: f"<{tag}{_attributes(name=one.name, catno=one.catno, id=one.id or None)}/>"


def _company(one: Entity) -> str:
    fields = (
        _element("id", one.id or None),
        _element("name", one.name),
        _element("catno", one.catno),
        _element("entity_type", one.entity_type),
        _element("entity_type_name", one.entity_type_name),
    )
    return f"<company>{''.join(fields)}</company>"


def _format(one: Format) -> str:
    words = _words("descriptions", "description", one.descriptions)
    return f"<format{_attributes(name=one.name, qty=one.qty, text=one.text)}>{words}</format>"


def _identifier(one: Identifier) -> str:
    return f"<identifier{_attributes(type=one.type, value=one.value, description=one.description)}/>"


def _track(one: Track) -> str:
    """A line of the tracklist. Its type is not written: a reader knows it from what the line has."""
    parts = (
        _element("position", one.position),
        _element("title", one.title),
        _element("duration", one.duration),
        _credits("artists", one.artists),
        _credits("extraartists", one.extraartists),
        _container("sub_tracks", map(_track, one.sub_tracks)),
    )
    return f"<track>{''.join(parts)}</track>"


def _common(one: MasterOrRelease) -> str:
    return "".join(
        (
            _container("images", map(_image, one.images)),
            _credits("artists", one.artists),
            _element("title", one.title),
            _words("genres", "genre", one.genres),
            _words("styles", "style", one.styles),
            _element("data_quality", one.data_quality),
            _container("videos", map(_video, one.videos)),
        )
    )


def _master(one: Master) -> str:
    fields = (
        _element("main_release", one.main_release or None),
        _element("year", one.year or None),
        _common(one),
    )
    return f"<master{_attributes(id=one.id)}>{''.join(fields)}</master>"


def _release(one: Release) -> str:
    parts = (
        _common(one),
        _container("labels", map(_named("label"), one.labels)),
        _container("series", map(_named("series"), one.series)),
        _credits("extraartists", one.extraartists),
        _container("formats", map(_format, one.formats)),
        _element("country", one.country),
        _element("released", one.released),
        _element("notes", one.notes),
        _element("master_id", one.master_id or None),
        _container("tracklist", map(_track, one.tracklist)),
        _container("identifiers", map(_identifier, one.identifiers)),
        _container("companies", map(_company, one.companies)),
    )
    return f"<release{_attributes(id=one.id, status=one.status)}>{''.join(parts)}</release>"


def _link(one: ArtistLink) -> str:
    """An alias, a group or a member. One without a name is an element with an id alone."""
    about = _attributes(id=one.id or None)
    return _element("name", one.name, about) or f"<name{about}/>"


def _artist(one: Artist) -> str:
    parts = (
        _container("images", map(_image, one.images)),
        _element("id", one.id),
        _element("name", one.name),
        _element("realname", one.realname),
        _element("profile", one.profile),
        _element("data_quality", one.data_quality),
        _words("urls", "url", one.urls),
        _words("namevariations", "name", one.namevariations),
        _container("aliases", map(_link, one.aliases)),
        _container("groups", map(_link, one.groups)),
        _container("members", map(_link, one.members)),
    )
    return f"<artist>{''.join(parts)}</artist>"
