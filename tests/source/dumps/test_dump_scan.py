"""Records are found by their bytes: the same ones wherever blocks end, and none where there is none."""

from __future__ import annotations

import gzip
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.examples import examples

from linernotes.errors import DumpDamagedError, DumpError
from linernotes.source.dumps import Element, dump_file, files, scan

RELEASES = b"""<releases>
<release id="1" status="Accepted"><title>One</title><notes>&lt;release id="9"&gt; ! ? &#13;
</notes></release>
<release status="Accepted" id="22"><artists><artist><id>5</id></artist></artists></release>
<release id="333"><title>Three</title></release></releases>
"""
ARTISTS = """<?xml version="1.0" encoding="UTF-8"?>
<!-- <artist><id>77</id></artist> -->
<artists>
<artist><images><image uri="" width="1"/></images><id>1</id><name>é</name><members><id>8</id></members></artist>
<artist><members><id>9</id><name id="9">Nine</name></members><id>2</id><name>Two</name></artist>
  <artist>
    <id>3</id><aliases><name id="4">Four</name></aliases>
  </artist>
<artist><name>nobody</name></artist>
</artists>""".encode()


@contextmanager
def in_blocks(size: int) -> Iterator[None]:
    """Dumps are read in blocks of so many bytes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "BLOCK", size)
        yield


def all_of(path: Path, kind: str, *ids: int) -> list[int]:
    return [one.id for one in scan(path, kind, set(ids))]


@pytest.fixture
def dump(tmp_path: Path):
    def write(content: bytes, name: str = "discogs_20260301_releases.xml") -> Path:
        path = tmp_path / name
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        return path

    return write


def test_an_element_is_its_bytes_exactly(dump):
    found = list(scan(dump(RELEASES), "release", {22}))
    expected = b'<release status="Accepted" id="22"><artists><artist><id>5</id></artist></artists></release>'
    assert found == [Element(22, expected)]


@pytest.mark.parametrize("name", ["discogs_20260301_releases.xml", "discogs_20260301_releases.xml.gz"])
def test_blocks_may_end_at_every_byte(dump, name):
    path = dump(RELEASES, name)
    for block in range(1, len(RELEASES) + 1):
        with in_blocks(block):
            assert all_of(path, "release", 1, 22, 333, 9) == [1, 22, 333]


def test_an_artists_own_id_is_its_child_and_no_relatives(dump):
    path = dump(ARTISTS, "discogs_20260301_artists.xml")
    for block in range(1, len(ARTISTS) + 1):
        found = scan(path, "artist", {1, 2, 3, 4, 8, 9, 77})
        with in_blocks(block):
            assert [one.id for one in found] == [1, 2, 3]
        assert (found.records, found.without_id) == (4, 1)


def test_a_masters_own_id_is_no_artists(dump):
    path = dump(
        b'<masters>\n<master id="5"><artists><artist><id>6</id></artist></artists></master>\n</masters>',
        "discogs_20260301_masters.xml",
    )
    assert all_of(path, "master", 6) == []
    assert [one.id for one in scan(path, "master", set(), by_artists={6})] == [5]
    assert [one.id for one in scan(path, "master", set(), by_artists={5})] == []


def test_by_artists_asks_for_main_artists_even_behind_the_tracklist(dump):
    credit = b"<artists><artist><id>6</id></artist></artists>"
    path = dump(
        b'<releases>\n<release id="1">' + credit + b"<tracklist><track/></tracklist></release>"
        b'\n<release id="2"><artists><artist><id>7</id></artist></artists><tracklist><track>'
        + credit
        + b"</track></tracklist></release>"
        b'\n<release id="3"><tracklist><track><artists/></track></tracklist>'
        + credit
        + b"</release>\n</releases>"
    )
    assert [one.id for one in scan(path, "release", set(), by_artists={6})] == [1, 3]


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param(b'<!-- </release>\n<release id="9"> -->', id="comment"),
        pytest.param(b'<![CDATA[</release>\n<release id="9"></release>]]>', id="cdata"),
        pytest.param(b"<![CDATA[<!--]]>", id="comment-in-cdata"),
    ],
)
def test_tags_where_none_can_be_are_no_tags(dump, hidden):
    body = (
        b'<releases>\n<release id="1"><notes>x'
        + hidden
        + b"</notes></release>\n"
        + hidden
        + b'\n<release id="2"/>'
    )
    body = body.replace(b'<release id="2"/>', b'<release id="2"></release></releases>')
    path = dump(body)
    for block in (*range(1, 60), 4096):
        found = scan(path, "release", {1, 2, 9})
        with in_blocks(block):
            elements = list(found)
        assert [one.id for one in elements] == [1, 2]
        assert found.records == 2
        assert hidden in elements[0].xml


def test_dumps_of_long_ago_have_no_root(dump):
    body = b'<release id="1"></release>\n<release id="2"></release>\n'
    assert all_of(dump(body), "release", 2) == [2]


def test_a_record_that_stands_twice_comes_twice(dump):
    body = b'<releases><release id="1"></release><release id="1"></release></releases>'
    assert all_of(dump(body), "release", 1) == [1, 1]


def test_a_dump_of_another_kind_is_refused(dump):
    with pytest.raises(DumpError, match="not a dump of masters: it holds <'releases'>"):
        list(scan(dump(RELEASES), "master", {1}))


@pytest.mark.parametrize("content", [b"<!DOCTYPE html><html>", b"hello", b"<html>"])
def test_what_is_no_dump_is_refused(dump, content):
    with pytest.raises(DumpError):
        list(scan(dump(content), "release", {1}))


def test_what_is_called_gz_and_is_none_is_refused(dump, tmp_path):
    path = tmp_path / "discogs_20260301_releases.xml.gz"
    path.write_bytes(b"<!DOCTYPE html>")
    with pytest.raises(DumpError, match="not a gzip archive"):
        list(scan(path, "release", {1}))


def test_a_document_type_is_refused_before_any_entity_is_read(dump):
    bomb = b'<!DOCTYPE releases [<!ENTITY a "b">]>\n' + RELEASES
    with pytest.raises(DumpError, match="document type"):
        list(scan(dump(bomb), "release", {1}))


@pytest.mark.parametrize("junk", [b"junk", b"<artist></artist>", b"\x00"])
def test_what_stands_between_records_is_an_error(dump, junk):
    body = RELEASES.replace(b'\n<release id="333"', junk + b'\n<release id="333"')
    with pytest.raises(DumpDamagedError, match="not whole: after record 2 comes"):
        list(scan(dump(body), "release", {1}))


def test_truncation_at_any_byte_is_an_error(dump, tmp_path):
    packed = gzip.compress(RELEASES)
    path = tmp_path / "discogs_20260301_releases.xml.gz"
    for length in range(len(packed)):
        path.write_bytes(packed[:length])
        with pytest.raises(DumpError):
            list(scan(path, "release", {1, 22, 333}))
    for length in range(len(RELEASES.rstrip())):
        with pytest.raises(DumpError):
            list(scan(dump(RELEASES[:length]), "release", {1, 22, 333}))


def test_a_flipped_bit_anywhere_is_an_error_or_changes_nothing(tmp_path):
    packed = gzip.compress(RELEASES)
    path = tmp_path / "discogs_20260301_releases.xml.gz"
    path.write_bytes(packed)
    whole = list(scan(path, "release", {1, 22, 333}))
    for position in range(len(packed)):
        path.write_bytes(packed[:position] + bytes([packed[position] ^ 0x10]) + packed[position + 1 :])
        try:
            assert list(scan(path, "release", {1, 22, 333})) == whole
        except DumpError:
            continue


def is_reading() -> bool:
    return any(thread.name == "linernotes-dump" for thread in threading.enumerate())


def test_leaving_in_the_middle_leaves_no_thread_behind(dump):
    many = RELEASES.replace(b"</releases>", b'\n<release id="4"></release>' * 2_000 + b"</releases>")
    with in_blocks(512):
        found = iter(scan(dump(many, "discogs_20260301_releases.xml.gz"), "release", {1}))
        assert next(found).id == 1
        assert is_reading()
        found.close()
    assert not is_reading()


def test_an_error_in_the_middle_leaves_no_thread_behind(dump):
    bad = RELEASES.replace(b'\n<release id="333"', b"junk" + b'\n<release id="4"></release>' * 2_000)
    with in_blocks(64), pytest.raises(DumpDamagedError, match="not whole") as raised:
        list(scan(dump(bad, "discogs_20260301_releases.xml.gz"), "release", {1}))
    assert raised.tb is not None
    assert not is_reading()


@given(
    ids=st.lists(st.integers(1, 10**9), max_size=8),
    notes=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40),
    block=st.integers(1, 300),
    seed=st.integers(0, 9),
)
@settings(deadline=None, max_examples=examples(60))
def test_whatever_the_texts_say_the_scan_finds_what_a_parser_finds(tmp_path_factory, ids, notes, block, seed):
    dice = random.Random(seed)
    root = etree.Element("releases")
    root.text = "\n"
    for id in ids:
        release = etree.SubElement(
            root, "release", dice.choice([{"id": str(id)}, {"status": "x", "id": str(id)}])
        )
        etree.SubElement(release, "notes").text = notes
        if dice.random() < 0.3:
            release.append(etree.Comment("</release>"))
        release.tail = dice.choice(["", "\n", " \n "])
    path = tmp_path_factory.mktemp("dump") / "discogs_20260301_releases.xml"
    path.write_bytes(etree.tostring(root, encoding="utf-8") if ids else b"<releases>\n</releases>")
    found = scan(path, "release", set(ids))
    with in_blocks(block):
        elements = list(found)
    assert [one.id for one in elements] == ids
    assert found.records == len(ids)
    assert all(etree.fromstring(one.xml).findtext("notes") == (notes or "") for one in elements)


def test_the_name_says_kind_and_date(tmp_path):
    named = dump_file(tmp_path / "discogs_20260301_masters.xml.gz")
    assert (named.kind, named.source) == ("master", "dump:20260301")
    for name in ("releases.xml.gz", "discogs_20261301_releases.xml.gz", "discogs_20260301_users.xml.gz"):
        with pytest.raises(DumpError):
            dump_file(tmp_path / name)


def test_every_recorded_dump_is_found_whole(fixtures, monkeypatch):
    """The ids that a parser finds, of all the recorded files, in all their serializations."""
    seen = 0
    for kind in ("release", "master", "artist"):
        for path in sorted((fixtures / f"dump_{kind}s").iterdir()):
            content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            root = etree.fromstring(content, etree.XMLParser(huge_tree=True))
            parsed = [root] if root.tag == kind else root.findall(kind)
            ids = [int(one.get("id") or one.findtext("id")) for one in parsed]
            for block in (1 << 20, 9_973):
                monkeypatch.setattr(files, "BLOCK", block)
                found = scan(path, kind, set(ids))
                assert [one.id for one in found] == ids, path.name
                assert found.records == len(ids)
            seen += len(ids)
    assert seen > 15_000


MASTERS = st.sampled_from(
    (
        '<master_id is_main_release="true">500</master_id>',
        "<master_id>501</master_id>",
        "<master_id> 0500\n</master_id>",
        "<master_id>5000</master_id><genres><genre>R_B></genre></genres>",
        "<!-- <master_id>500</master_id> -->",
        "<notes>&lt;master_id>500&lt;/master_id></notes>",
        "<title>_id></title>",
        "<master_id/>",
        "",
    )
)


@settings(max_examples=examples(200), deadline=None)
@given(
    masters=st.lists(MASTERS, max_size=30),
    size=st.integers(1, 900),
    asked=st.sets(st.sampled_from((500, 501))),
)
def test_releases_of_masters_are_found_wherever_blocks_end(
    tmp_path_factory: pytest.TempPathFactory, masters: list[str], size: int, asked: set[int]
) -> None:
    records = [
        f'<release id="{id}" status="Accepted"><title>{"x" * (id % 7)}</title>{master}</release>'
        for id, master in enumerate(masters, start=1)
    ]
    path = tmp_path_factory.mktemp("masters") / "discogs_20260301_releases.xml"
    path.write_text("<releases>\n" + "\n".join(records) + "\n</releases>\n")
    expected = [
        id
        for id, record in enumerate(records, start=1)
        for text in [etree.fromstring(record).findtext("master_id")]
        if id == 3 or (text and int(text) in asked)
    ]
    with in_blocks(size):
        found = list(scan(path, "release", {3}, of_masters=asked))
    assert [one.id for one in found] == expected
    assert all(one.xml.decode() == records[one.id - 1] for one in found)
