"""Documents: every recorded one reads, and what does not read says where."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.documents.recorded import recorded_documents
from tests.samples.reader import samples

from linernotes import documents
from linernotes.documents import STRUCTS, Release, Track, decode
from linernotes.errors import DocumentError

RELEASE: dict[str, Any] = {
    "id": 249504,
    "title": "Never Gonna Give You Up",
    "year": 1987,
    "master_id": 96559,
    "genres": ["Electronic", "Pop"],
    "formats": [{"name": "Vinyl", "qty": "1", "descriptions": ['7"', "45 RPM"]}],
    "tracklist": [
        {"position": "A", "type_": "track", "title": "Never Gonna Give You Up", "duration": "3:32"},
        {
            "position": "B",
            "type_": "track",
            "title": "Never Gonna Give You Up (Instrumental)",
            "duration": "",
        },
    ],
    "community": {"have": 2121, "want": 351, "rating": {"count": 148, "average": 3.64}},
    "lowest_price": 0.84,
}


def release_with(path: str, value: Any) -> bytes:
    """The release above with another value at a path such as 'tracklist.0.title'."""
    document: Any = copy.deepcopy(RELEASE)
    *parents, last = path.split(".")
    place = document
    for name in parents:
        place = place[int(name) if isinstance(place, list) else name]
    place[int(last) if isinstance(place, list) else last] = value
    return json.dumps(document).encode()


def at(document: msgspec.Struct, path: str) -> Any:
    """The value of a struct at a path such as 'tracklist.0.title'."""
    place: Any = document
    for name in path.split("."):
        place = place[int(name)] if name.isdigit() else getattr(place, name)
    return place


def test_every_recorded_document_reads(fixtures: Path) -> None:
    """Those that are examples of the documentation too: they differ from live answers in many small ways."""
    unread = []
    for recorded in recorded_documents(fixtures):
        try:
            decode(recorded.kind, recorded.body)
        except DocumentError as error:
            unread.append(f"{recorded.file}: {error} at {error.location}")
    assert unread == []


def test_the_recordings_hold_every_kind_of_document(fixtures: Path) -> None:
    """Otherwise the test above proves less than it says."""
    found = recorded_documents(fixtures)
    assert {recorded.kind for recorded in found} == set(STRUCTS) - {"pressing"}  # a release of a dump
    assert sum(recorded.kind == "release" for recorded in found) > 500


def agreements(found: Iterable[tuple[str, str, bytes]]) -> int:
    """How many of (kind, name, body) both readers read, and alike; those that only the forgiving one reads are left."""
    compared = 0
    for kind, name, body in found:
        with contextlib.suppress(msgspec.MsgspecError):
            at_once = msgspec.json.decode(body, type=STRUCTS[kind])
            assert documents.repair.repaired(body, STRUCTS[kind]) == at_once, name
            compared += 1
    return compared


def test_the_second_look_reads_what_the_first_one_reads(fixtures: Path) -> None:
    """The forgiving reader is another program than msgspec's; on sound documents they must agree."""
    assert agreements((one.kind, one.file, one.body) for one in recorded_documents(fixtures)) > 500


def test_the_second_look_reads_in_samples_what_the_first_one_reads() -> None:
    found = [one for one in samples() if one.kind in STRUCTS and "api" in one.content]
    assert agreements((one.kind, one.name, one.body("api")) for one in found) > 50


@pytest.mark.parametrize(
    ("path", "sent", "read"),
    [
        pytest.param("lowest_price", {}, None, id="r-writes-null-as-an-empty-object"),
        pytest.param("lowest_price", 20, 20.0, id="javascript-writes-20.0-as-20"),
        pytest.param("lowest_price", "0.84", 0.84, id="price-in-quotes"),
        pytest.param("lowest_price", float("nan"), None, id="python-writes-nan"),
        pytest.param("genres", "Rock", ("Rock",), id="r-writes-a-list-of-one-as-its-element"),
        pytest.param("genres", {}, (), id="r-writes-an-empty-list-as-an-object"),
        pytest.param("genres", None, (), id="null-for-a-list"),
        pytest.param("title", ["Purple"], "Purple", id="r-writes-an-element-as-a-list-of-one"),
        pytest.param("title", 1999, "1999", id="title-of-digits-became-a-number"),
        pytest.param("title", 1999.0, "1999", id="title-of-digits-became-a-float"),
        pytest.param("year", 1987.0, 1987, id="year-as-float"),
        pytest.param("year", "1987", 1987, id="year-in-quotes"),
        pytest.param("year", "", None, id="year-empty"),
        pytest.param("year", None, None, id="year-null"),
        pytest.param("community", [], None, id="php-writes-an-empty-object-as-a-list"),
        pytest.param("community", None, None, id="community-null"),
        pytest.param("community.rating.average", 4, 4.0, id="average-as-int"),
        pytest.param("formats.0.qty", 2, "2", id="qty-as-number"),
        pytest.param("formats.0.qty", int("9" * 60), "9" * 60, id="qty-of-60-digits"),
        pytest.param("formats.0.descriptions", "LP", ("LP",), id="one-description"),
        pytest.param("formats", {"name": "CD"}, (documents.Format(name="CD"),), id="one-format"),
        pytest.param("tracklist.0.position", None, None, id="index-track-without-position"),
        pytest.param("tracklist.0.type_", None, "", id="type-null"),
        pytest.param("tracklist.0.extraartists", {}, (), id="no-credits-by-r"),
        pytest.param("tracklist.1.sub_tracks", [{"title": "x"}], (Track(title="x"),), id="sub-track"),
        pytest.param("title", "a\x00b", "a\ufffdb", id="nul-is-replaced"),
        pytest.param("title", "a\ud83cb", "a\ufffdb", id="lone-surrogate-is-replaced"),
        pytest.param("title", "\U0001f3b5", "\U0001f3b5", id="surrogate-pair-is-a-character"),
        pytest.param("title", r"a\u0000b", r"a\u0000b", id="a-backslash-and-u0000-is-text"),
        pytest.param("title", "\ufeffDirty Babylon", "\ufeffDirty Babylon", id="text-is-kept-as-sent"),
        pytest.param("nobody_knows_this", [[{}]], None, id="unknown-key"),
    ],
)
def test_a_value_is_read_for_what_it_meant(path: str, sent: Any, read: Any) -> None:
    document = decode("release", release_with(path, sent))
    if path == "nobody_knows_this":
        assert document == decode("release", json.dumps(RELEASE).encode())
    else:
        assert at(document, path) == read
        assert type(at(document, path)) is type(read)


@pytest.mark.parametrize(
    ("path", "sent", "location"),
    [
        pytest.param("tracklist.1.title", {"a": 1}, "$.tracklist[1].title", id="object-for-a-text"),
        pytest.param("tracklist.1.title", ["a", "b"], "$.tracklist[1].title", id="list-for-a-text"),
        pytest.param("tracklist.1.title", True, "$.tracklist[1].title", id="boolean-for-a-text"),
        pytest.param("tracklist.1", None, "$.tracklist[1]", id="null-among-the-tracks"),
        pytest.param("tracklist.1", 7, "$.tracklist[1]", id="number-among-the-tracks"),
        pytest.param("tracklist", 7, "$.tracklist", id="number-for-the-tracks"),
        pytest.param("genres", [None], "$.genres[0]", id="null-among-the-genres"),
        pytest.param("id", None, "$.id", id="id-null"),
        pytest.param("id", "x", "$.id", id="id-not-a-number"),
        pytest.param("id", -1, "$.id", id="id-negative"),
        pytest.param("id", True, "$.id", id="id-a-boolean"),
        pytest.param("id", 2**63, "$.id", id="id-beyond-bigint"),
        pytest.param("id", 1.5, "$.id", id="id-not-whole"),
        pytest.param("title", None, "$.title", id="title-null"),
        pytest.param("year", 2**31, "$.year", id="year-beyond-integer"),
        pytest.param("lowest_price", float("inf"), "$.lowest_price", id="price-infinite"),
        pytest.param("lowest_price", int("9" * 400), "$.lowest_price", id="price-beyond-double"),
        pytest.param("lowest_price", "free", "$.lowest_price", id="price-in-words"),
        pytest.param("community.rating.count", "many", "$.community.rating.count", id="count-in-words"),
    ],
)
def test_a_value_that_cannot_be_meant_is_an_error_with_its_place(path: str, sent: Any, location: str) -> None:
    """Nothing is left out silently: the whole document is kept aside instead."""
    with pytest.raises(DocumentError) as caught:
        decode("release", release_with(path, sent))
    assert caught.value.location == location
    assert str(caught.value).startswith("expected ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"null", id="null"),
        pytest.param(b"[]", id="empty-list"),
        pytest.param(b"{}", id="empty-object"),
        pytest.param(b'"Release not found."', id="text"),
        pytest.param(b"17", id="number"),
        pytest.param(b'{"message": "Release not found."}', id="error-object"),
        pytest.param(b"<html>502</html>", id="html"),
        pytest.param(json.dumps(RELEASE).encode()[:-9], id="truncated"),
        pytest.param(json.dumps(RELEASE).encode() + b"}", id="trailing"),
        pytest.param(b'{"id": 1, "title": ' + b"[" * 100_000, id="nested-and-truncated"),
        pytest.param(
            b'{"id": 1, "title": "x", "y": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
            id="nested-where-unread",
        ),
        pytest.param(
            b'{"id": 1, "title": "x", "tracklist": '
            + b'[{"sub_tracks": ' * 50_000
            + b"[]"
            + b"}]" * 50_000
            + b"}",
            id="nested-tracks",
        ),
        pytest.param(b'{"id": ' + b"9" * 10_000 + b', "title": "x"}', id="id-of-10000-digits"),
        pytest.param(json.dumps(RELEASE).encode("utf-16"), id="utf-16"),
    ],
)
def test_anything_else_is_a_document_error(body: bytes) -> None:
    with pytest.raises(DocumentError):
        decode("release", body)


def test_a_byte_order_mark_is_skipped() -> None:
    assert decode("release", b"\xef\xbb\xbf" + json.dumps(RELEASE).encode()).id == 249504


def test_broken_utf_8_is_replaced_and_the_rest_is_kept() -> None:
    body = json.dumps(RELEASE).encode().replace(b"Instrumental", b"Instr\xffmental")
    assert decode("release", body).tracklist[1].title == "Never Gonna Give You Up (Instr\ufffdmental)"


def test_raw_control_characters_inside_a_text_are_kept() -> None:
    body = json.dumps(RELEASE).encode().replace(b"Instrumental", b"Instr\x07\tmental")
    assert decode("release", body).tracklist[1].title == "Never Gonna Give You Up (Instr\x07\tmental)"


def test_of_a_key_that_comes_twice_the_last_counts() -> None:
    """As in nearly every parser, and the same in both of our readers."""
    assert decode("release", b'{"id": 1, "id": 2, "title": "x"}').id == 2
    assert decode("release", b'{"id": 1, "id": 2, "title": "x", "year": "1987"}').id == 2


@pytest.mark.parametrize("kind", ["release", "master", "artist"])
def test_a_document_with_another_id_than_asked_for_is_refused(kind: str) -> None:
    body = b'{"id": 5, "title": "x", "name": "x"}'
    assert decode(kind, body, expected_id=5) == decode(kind, body)
    with pytest.raises(DocumentError, match=f"this is {kind} 5, asked for was 7") as caught:
        decode(kind, body, expected_id=7)
    assert caught.value.location == "$.id"


def test_a_page_has_no_id_that_could_be_wrong() -> None:
    body = b'{"releases": [], "pagination": {"page": 1, "pages": 1}}'
    assert decode("artist_releases", body, expected_id=23755).releases == ()


def test_a_row_of_a_discography_cannot_lack_what_identifies_it() -> None:
    for row in (
        {"id": 1, "type": "master"},
        {"id": 1, "type": "", "role": "Main"},
        {"type": "a", "role": "b"},
    ):
        with pytest.raises(DocumentError) as caught:
            decode("artist_releases", json.dumps({"releases": [row]}).encode())
        assert caught.value.location is not None
        assert caught.value.location.startswith("$.releases[0].")


def test_an_unknown_kind_is_a_document_error_too() -> None:
    with pytest.raises(DocumentError, match="no document is called 'label'"):
        decode("label", b"{}")


def test_documents_cannot_be_changed() -> None:
    document = decode("release", json.dumps(RELEASE).encode())
    assert isinstance(document, Release)
    with pytest.raises(AttributeError):
        document.title = "x"  # type: ignore[misc]


def test_members_by_name_alone_read_as_members_without_id() -> None:
    """So they are sent in the list of what a user submitted."""
    artist = decode("artist", b'{"id": 1, "name": "Duo", "members": ["Annie Yeargers", "Someone Else"]}')
    assert [(member.id, member.name) for member in artist.members] == [
        (0, "Annie Yeargers"),
        (0, "Someone Else"),
    ]


def test_all_structs_are_exported() -> None:
    assert sorted(documents.__all__) == sorted(set(documents.__all__))
    assert all(hasattr(documents, name) for name in documents.__all__)
    structs = {
        name
        for module in (documents.parts, documents.release, documents.artist, documents.collection)
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, documents.Document)
    }
    assert structs <= set(documents.__all__)
