"""Bytes -> struct, for each kind of document."""

from __future__ import annotations

from typing import Literal, overload

import msgspec

from linernotes.documents.artist import Artist, ArtistReleases
from linernotes.documents.collection import (
    CollectionPage,
    CollectionValue,
    Fields,
    Folders,
    Identity,
    User,
    WantsPage,
)
from linernotes.documents.parts import Document
from linernotes.documents.release import Master, Release
from linernotes.documents.repair import repaired
from linernotes.documents.xml import decode_element
from linernotes.errors import DocumentError

#: The struct of each kind of document; the kinds are those of DocumentKey.
STRUCTS: dict[str, type[Document]] = {
    "identity": Identity,
    "user": User,
    "folders": Folders,
    "fields": Fields,
    "value": CollectionValue,
    "collection": CollectionPage,
    "wants": WantsPage,
    "release": Release,
    "pressing": Release,
    "master": Master,
    "artist": Artist,
    "artist_releases": ArtistReleases,
}
_DECODERS = {kind: msgspec.json.Decoder(struct) for kind, struct in STRUCTS.items()}
_NUL = rb"\u0000"

#: How the sources of documents that came from a monthly dump begin; the date of the dump follows.
DUMP = "dump:"


@overload
def decode(kind: Literal["identity"], body: bytes, *, expected_id: int = 0) -> Identity: ...
@overload
def decode(kind: Literal["user"], body: bytes, *, expected_id: int = 0) -> User: ...
@overload
def decode(kind: Literal["folders"], body: bytes, *, expected_id: int = 0) -> Folders: ...
@overload
def decode(kind: Literal["fields"], body: bytes, *, expected_id: int = 0) -> Fields: ...
@overload
def decode(kind: Literal["value"], body: bytes, *, expected_id: int = 0) -> CollectionValue: ...
@overload
def decode(kind: Literal["collection"], body: bytes, *, expected_id: int = 0) -> CollectionPage: ...
@overload
def decode(kind: Literal["wants"], body: bytes, *, expected_id: int = 0) -> WantsPage: ...
@overload
def decode(kind: Literal["release"], body: bytes, *, expected_id: int = 0) -> Release: ...
@overload
def decode(kind: Literal["master"], body: bytes, *, expected_id: int = 0) -> Master: ...
@overload
def decode(kind: Literal["artist"], body: bytes, *, expected_id: int = 0) -> Artist: ...
@overload
def decode(kind: Literal["artist_releases"], body: bytes, *, expected_id: int = 0) -> ArtistReleases: ...
@overload
def decode(kind: str, body: bytes, *, expected_id: int = 0) -> Document: ...


def decode(kind: str, body: bytes, *, expected_id: int = 0) -> Document:
    """Read the bytes of a document of this kind. Pure.

    `expected_id` is the id that was asked for; a document with another id is refused. 0 does not check, and a
    kind without an id of its own is not checked. Unknown keys are ignored. Texts come without NUL and lone
    surrogates, numbers within BIGINT or INTEGER and finite.
    :raises DocumentError: whatever the bytes are, nothing else is raised.
    """
    try:
        decoder = _DECODERS[kind]
    except KeyError:
        raise DocumentError(f"no document is called {kind!r}") from None
    document = _decode(decoder, body)
    found = getattr(document, "id", expected_id)
    if expected_id and found != expected_id:
        raise DocumentError(f"this is {kind} {found}, asked for was {expected_id}", location="$.id")
    return document


def decode_landed(kind: str, source: str, body: bytes, *, expected_id: int = 0) -> Document:
    """Read a document as it landed: the XML of an element where `source` is a dump, else JSON. Pure.

    :raises DocumentError: as `decode` and `decode_element` do.
    """
    if source.startswith(DUMP):
        return decode_element(kind, body, expected_id=expected_id)
    return decode(kind, body, expected_id=expected_id)


def _decode(decoder: msgspec.json.Decoder[Document], body: bytes) -> Document:
    """The fast way for nearly all documents, the forgiving one for the rest."""
    if _NUL not in body:
        try:
            return decoder.decode(body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            pass
    return repaired(body, decoder.type)
