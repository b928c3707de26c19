"""Dumps as an enemy would make them: each function takes a place for an archive of releases, and writes it there."""

from __future__ import annotations

import gzip
import os
import random
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

Make = Callable[[Path], object]

#: Name -> what makes it.
HOSTILE: dict[str, Make] = {}

#: What the collection of the trials holds.
WANTED = range(1, 21)

NAME = "discogs_20260101_releases.xml.gz"


def hostile(make: Make) -> Make:
    HOSTILE[make.__name__.replace("_", "-")] = make
    return make


def release(id: int, inside: str = "", title: str = "Title") -> str:
    return f'<release id="{id}" status="Accepted"><artists/><title>{title}</title>{inside}</release>\n'


def whole(*records: str, root: str = "releases") -> bytes:
    return f"<{root}>\n{''.join(records)}</{root}>\n".encode()


def good() -> bytes:
    return whole(*(release(id) for id in WANTED))


def of(body: bytes) -> Make:
    return lambda place: place.write_bytes(gzip.compress(body, 1))


def bomb(place: Path, head: bytes, piece: bytes, count: int, tail: bytes) -> None:
    """An archive of a head, a piece again and again, and a tail."""
    with gzip.open(place, "wb", compresslevel=1) as file:
        file.write(head)
        for _ in range(count):
            file.write(piece)
        file.write(tail)


MEGABYTE = 1 << 20


@hostile
def a_pipe(place: Path) -> None:
    os.mkfifo(place)


@hostile
def a_folder(place: Path) -> None:
    place.mkdir()


@hostile
def a_device_without_end(place: Path) -> None:
    place.symlink_to("/dev/zero")


@hostile
def a_link_to_itself(place: Path) -> None:
    place.symlink_to(place)


@hostile
def an_empty_file(place: Path) -> None:
    place.touch()


@hostile
def blanks_without_end(place: Path) -> None:
    bomb(place, b"<releases>\n", b" " * MEGABYTE, 3000, b"</releases>")


@hostile
def blanks_before_the_beginning(place: Path) -> None:
    bomb(place, b"", b"\n" * MEGABYTE, 1000, good())


@hostile
def a_record_without_end(place: Path) -> None:
    bomb(place, b'<releases><release id="1"><title>', b"x" * MEGABYTE, 2000, b"</title></release></releases>")


@hostile
def a_comment_without_end(place: Path) -> None:
    bomb(place, b'<releases><release id="1"/><!--', b"x" * MEGABYTE, 500, b"--></releases>")


@hostile
def a_cdata_section_without_end(place: Path) -> None:
    bomb(
        place,
        b'<releases><release id="1"><![CDATA[',
        b"</release>" * 100_000,
        500,
        b"]]></release></releases>",
    )


@hostile
def an_attribute_without_end(place: Path) -> None:
    bomb(place, b'<releases><release id="', b"1" * MEGABYTE, 200, b'"></release></releases>')


@hostile
def a_wanted_record_a_million_times(place: Path) -> None:
    bomb(place, b"<releases>", release(1).encode() * 20_000, 1000, b"</releases>")


@hostile
def an_unwanted_record_again_and_again(place: Path) -> None:
    bomb(place, b"<releases>", release(999_999).encode() * 20_000, 1000, b"</releases>")


def _filled(inside: bytes) -> Make:
    return of(b'<releases>\n<release id="1"><title>T</title>' + inside + b"</release>\n</releases>")


for _id, _inside in {
    "a-record-of-four-million-elements": b"<a/>" * 3_900_000,
    "a-record-of-a-million-elements": b"<a/>" * 1_000_000,
    "a-record-of-a-hundred-thousand-credits": b"<extraartists>"
    + b"<artist><id>1</id><name>A</name><anv/><join/><role>Drums</role><tracks/></artist>" * 100_000
    + b"</extraartists>",
    "a-record-of-half-a-million-tracks": b"<tracklist>"
    + b"<track><title/></track>" * 500_000
    + b"</tracklist>",
    "a-record-of-sixteen-megabytes-of-text": b"<notes>" + b"x" * (15 * MEGABYTE) + b"</notes>",
    "a-record-nested-deeply": b"<a>" * 100_000 + b"</a>" * 100_000,
    "a-record-of-sub-tracks-in-sub-tracks": b"<tracklist>"
    + b"<track><title>t</title><sub_tracks>" * 5_000
    + b"</sub_tracks></track>" * 5_000
    + b"</tracklist>",
    "an-element-with-a-million-attributes": b"<a " + b" ".join(b'a%d=""' % n for n in range(300_000)) + b"/>",
    "references-that-nothing-defines": b"<notes>" + b"&lol9;" * 100_000 + b"</notes>",
    "references-to-characters-that-are-none": b"<notes>"
    + b"&#x0;&#99999999999999999999;" * 50_000
    + b"</notes>",
    "control-characters": b"<notes>" + bytes(range(32)) * 10_000 + b"</notes>",
    "bytes-that-are-no-text": b"<notes>" + b"\xff\xfe\x80" * 100_000 + b"</notes>",
    "namespaces": b'<x:a xmlns:x="file:///etc/passwd"/>' * 1000,
    "a-processing-instruction": b'<?xml-stylesheet href="http://192.0.2.1"?>' * 1000,
    "an-inclusion": b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>',
    "numbers-of-another-world": b"<master_id>" + b"9" * 10_000 + b"</master_id><year>-1e999</year>",
    "half-a-comment": b"<!-- <!-- -- -->",
    "links-by-the-thousand": b"<notes>"
    + b"[url=javascript:alert(1)]x[/url][a=A][l=L]" * 50_000
    + b"</notes>",
}.items():
    HOSTILE[_id] = _filled(_inside)

for _id, _body in {
    "a-document-type": b"<!DOCTYPE releases [<!ENTITY a 'x'>]>\n" + good(),
    "entities-that-grow": b"<!DOCTYPE r ["
    + b"<!ENTITY a0 'lol'>"
    + b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]><releases><release id='1'><title>&a11;</title></release></releases>",
    "an-entity-from-outside": b"<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
    b"<releases><release id='1'><title>&a;</title></release></releases>",
    "another-root": good().replace(b"releases>", b"html>"),
    "html": b"<!doctype html><html><body>Not here" + b"<p>" * 100_000,
    "json": b'{"releases": [' + b'{"id": 1},' * 100_000 + b"]}",
    "sixteen-bits-a-letter": good().decode().encode("utf-16"),
    "no-end-of-the-root": good().replace(b"</releases>", b""),
    "two-roots": good() + good(),
    "something-after-the-end": good() + b"<script>",
    "something-between-records": good().replace(b"</release>\n", b"</release>\nevil\n"),
    "records-without-ids": good().replace(b' id="', b' no="'),
    "ids-below-nothing": good().replace(b' id="', b' id="-'),
    "ids-without-end": good().replace(b' id="', b' id="' + b"9" * 1000),
    "a-record-in-a-record": whole(release(1, release(2, release(3)))),
    "noughts": b"\0" * (50 * MEGABYTE),
    "closing-tags-alone": b"<releases>" + b"</release>" * 1_000_000 + b"</releases>",
}.items():
    HOSTILE[_id] = of(_body)


@hostile
def a_file_cut_in_the_middle(place: Path) -> None:
    packed = gzip.compress(whole(*(release(id, os.urandom(30).hex()) for id in range(1, 5000))))
    place.write_bytes(packed[: len(packed) // 2])


@hostile
def a_wrong_checksum_at_the_end(place: Path) -> None:
    packed = bytearray(gzip.compress(good()))
    packed[-8] ^= 1
    place.write_bytes(packed)


@hostile
def bytes_overwritten(place: Path) -> None:
    packed = bytearray(gzip.compress(whole(*(release(id, os.urandom(30).hex()) for id in range(1, 5000)))))
    packed[2000:2100] = random.Random(1).randbytes(100)
    place.write_bytes(packed)


@hostile
def a_hundred_thousand_members_of_nothing(place: Path) -> None:
    place.write_bytes(gzip.compress(b"") * 100_000 + gzip.compress(good()))


@hostile
def a_head_without_end(place: Path) -> None:
    place.write_bytes(b"\x1f\x8b\x08\x08\0\0\0\0\0\xff" + b"x" * (20 * MEGABYTE))


@hostile
def an_archive_in_an_archive(place: Path) -> None:
    place.write_bytes(gzip.compress(gzip.compress(good())))


@hostile
def noise_after_the_end(place: Path) -> None:
    place.write_bytes(gzip.compress(good()) + random.Random(2).randbytes(100_000))


@hostile
def stored_blocks_of_nothing(place: Path) -> None:
    """No byte comes of it, however long it is read."""
    blocks = struct.pack("<BHH", 0, 0, 0xFFFF) * 2_000_000
    end = struct.pack("<BHH", 1, 0, 0xFFFF) + struct.pack("<LL", zlib.crc32(b""), 0)
    place.write_bytes(b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + blocks + end)
