"""Elements of dumps -> structs: what is odd is tolerated or refused with a reason, and never expanded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.documents import Artist, ArtistLink, Release, decode_element, decode_landed
from linernotes.errors import DocumentError


def release(inner: str) -> Release:
    return decode_element("release", f'<release id="1"><title>T</title>{inner}</release>'.encode())


@pytest.mark.parametrize("inner", ["", "<country></country>", "<country/>"])
def test_absent_empty_and_self_closed_mean_the_same(inner):
    assert release(inner) == release("")


def test_both_serializations_of_a_release_are_one():
    old = (
        '<release id="1" status="Accepted"><images><image height="5" width="6" uri=""/></images>'
        "<artists><artist><id>2</id><name>A</name><anv></anv><join>,</join><role></role><tracks></tracks></artist></artists>"
        '<title>T</title><labels><label catno="C" name="L" id="9"/></labels><master_id>7</master_id></release>'
    )
    new = (
        '<release id="1"><artists><artist><id>2</id><name>A</name><join>,</join></artist></artists>'
        '<title>T</title><labels><label name="L" catno="C" id="9"/></labels>'
        '<master_id is_main_release="true">7</master_id></release>'
    )
    one, other = (decode_element("release", text.encode()) for text in (old, new))
    assert one.status == "Accepted"
    assert (one.artists, one.labels, one.master_id) == (other.artists, other.labels, other.master_id)


@pytest.mark.parametrize(
    ("track", "kind"),
    [
        pytest.param("<title>Side A</title>", "heading", id="neither-position-nor-duration"),
        pytest.param("<position> </position><title>x</title>", "heading", id="blank-is-nothing"),
        pytest.param("<position>\u200b</position><title>x</title>", "heading", id="so-is-what-has-no-width"),
        pytest.param("<position>A</position>", "track", id="position"),
        pytest.param("<duration>1:00</duration>", "track", id="duration"),
        pytest.param("<sub_tracks><track><title>x</title></track></sub_tracks>", "index", id="sub-tracks"),
    ],
)
def test_a_tracks_type_is_derived(track, kind):
    found = release(f"<tracklist><track>{track}</track></tracklist>").tracklist[0]
    assert found.type_ == kind
    assert [one.type_ for one in found.sub_tracks] in ([], ["track"])


@pytest.mark.parametrize(
    ("members", "ids"),
    [
        pytest.param('<name id="2">B</name><name id="3">C</name>', [2, 3], id="attributes"),
        pytest.param('<id>2</id><name id="2">B</name><id>3</id><name id="3">C</name>', [2, 3], id="both"),
        pytest.param("<id>2</id><name>B</name><id>3</id><name>C</name>", [2, 3], id="siblings"),
        pytest.param("<name>B</name><name>C</name>", [0, 0], id="names-alone"),
    ],
)
def test_members_ids_stand_where_each_age_of_dumps_puts_them(members, ids):
    artist = decode_element(
        "artist", f"<artist><id>1</id><name>A</name><members>{members}</members></artist>".encode()
    )
    assert artist.members == (ArtistLink(id=ids[0], name="B"), ArtistLink(id=ids[1], name="C"))


def test_an_id_without_a_name_keeps_its_person():
    artist = decode_element(
        "artist", b"<artist><id>1</id><members><id>2</id><id>3</id><name>C</name></members></artist>"
    )
    assert artist == Artist(id=1, name="", members=(ArtistLink(id=2), ArtistLink(id=3, name="C")))


def test_missing_and_zero_ids_are_names_alone():
    for id in ("", "<id/>", "<id>0</id>"):
        credits = release(f"<extraartists><artist>{id}<name>X</name></artist></extraartists>").extraartists
        assert [(one.id, one.name) for one in credits] == [(0, "X")]


def test_what_no_xml_may_hold_is_stripped():
    found = decode_element("release", b'<release id="1"><title>a\x07b&#7;c\xff</title></release>')
    assert found.title == "ab\N{REPLACEMENT CHARACTER}c\N{REPLACEMENT CHARACTER}"


def test_elements_nobody_has_seen_are_passed_over_and_their_text_kept():
    assert (
        release(
            "<new><id>5</id></new><notes>a<b>c</b>d</notes><formats><format><x/></format></formats>"
        ).notes
        == "acd"
    )


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 20))


@pytest.mark.parametrize(
    "xml",
    [
        pytest.param(
            f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]><release id="1"><title>&l19;</title></release>',
            id="bomb",
        ),
        pytest.param(
            '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><release id="1"><title>&f;</title></release>',
            id="file",
        ),
        pytest.param('<release id="1"><title>&l19;</title></release>', id="undefined"),
        pytest.param('<release id="1"><title>x</titel></release>', id="not-well-formed"),
        pytest.param('<release id="1"><title>x</title></release><release id="2"/>', id="two"),
        pytest.param("<release><title>x</title></release>", id="no-id"),
        pytest.param('<release id="9223372036854775808"><title>x</title></release>', id="no-bigint"),
        pytest.param('<master id="1"><title>x</title></master>', id="another-element"),
        pytest.param('<release id="2"><title>x</title></release>', id="another-id"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_cannot_be_read_is_a_document_error(xml):
    with pytest.raises(DocumentError):
        decode_element("release", xml.encode(), expected_id=1)


@given(st.binary(max_size=200), st.sampled_from(["release", "master", "artist", "user"]))
def test_whatever_the_bytes_are_nothing_else_is_raised(noise, kind):
    for xml in (noise, b'<release id="1"><title>' + noise + b"</title></release>"):
        try:
            decode_element(kind, xml)
        except DocumentError:
            continue


def test_what_landed_is_read_as_its_source_writes_it():
    assert decode_landed(
        "release", "dump:20260301", b'<release id="1"><title>T</title></release>'
    ) == decode_landed("release", "api", b'{"id": 1, "title": "T", "year": 0}')
