"""What an import learns of a release is what reading it in full would tell, and it refuses the same elements."""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.samples.reader import Sample, in_each_way

from linernotes.documents import ReleaseOutline, decode_element, outline_of, read_outline
from linernotes.errors import DocumentError

RELEASE = re.compile(rb'<release [^>]*\bid="([0-9]+)".*?</release>', re.DOTALL)
HEAD = b'<release id="1"><title>T</title>'
CREDIT = b"<artist><id>7</id><name>A</name></artist>"
DEEP = b"<tracklist>" + b"<track><sub_tracks>" * 300 + b"</sub_tracks></track>" * 300 + b"</tracklist>"


def linked(outline: ReleaseOutline) -> tuple[Any, ...]:
    """Without names that have no artist."""
    main = tuple(id for id in outline.main_artists if id)
    return main, outline.credited - {0}, outline.master_id or None


def shown(read: Callable[[], ReleaseOutline]) -> Any:
    """What is told, or why not."""
    try:
        return linked(read())
    except DocumentError as error:
        return error.args, error.location


def both(xml: bytes, id: int = 1) -> tuple[Any, Any]:
    return (
        shown(lambda: read_outline(xml, expected_id=id)),
        shown(lambda: outline_of(decode_element("release", xml, expected_id=id))),
    )


@pytest.mark.parametrize(
    "inner",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<artists>" + CREDIT * 2 + b"</artists><master_id>5</master_id>", id="plain"),
        pytest.param(b"<artists><artist><id> 7 </id></artist></artists>", id="blanks-around-an-id"),
        pytest.param(b"<artists><artist><id/><name>A</name></artist></artists>", id="empty-id"),
        pytest.param(b"<artists><artist><id>x</id></artist></artists>", id="an-id-that-is-none"),
        pytest.param(b"<artists><artist><id>" + b"9" * 30 + b"</id></artist></artists>", id="too-large"),
        pytest.param(b"<artists>" + CREDIT + b"</artists><artists/>", id="artists-twice"),
        pytest.param(b"<master_id/>", id="empty-master"),
        pytest.param(b"<master_id>-1</master_id>", id="negative-master"),
        pytest.param(b"<master_id>\xc2\xb2</master_id>", id="a-digit-that-is-no-number"),
        pytest.param(b'<labels><label id="x"/></labels>', id="label"),
        pytest.param(b'<videos><video duration="1e3"/></videos>', id="video"),
        pytest.param(b'<images><image width="3000000000" height="1"/></images>', id="image"),
        pytest.param(b"<companies><company><id>c</id></company></companies>", id="company"),
        pytest.param(b"<tracklist><track><artists>" + CREDIT + b"</artists></track></tracklist>", id="track"),
        pytest.param(DEEP, id="nested-deeply"),
        pytest.param(b"<notes>\x07</notes>", id="control-character"),
        pytest.param(b"<notes>&nbsp;</notes>", id="entity"),
        pytest.param(b"<notes>", id="not-xml"),
        pytest.param(b"<!-- <artists/> --><artists><!-- x -->" + CREDIT + b"</artists>", id="comments"),
    ],
)
def test_an_outline_tells_and_refuses_what_the_whole_element_does(inner):
    outline, whole = both(HEAD + inner + b"</release>")
    assert outline == whole


@pytest.mark.parametrize(
    "xml", [b'<master id="1"/>', b'<release id="2"><title/></release>', b"", b"<release/>"]
)
def test_what_is_not_the_release_asked_for_is_refused(xml):
    outline, whole = both(xml)
    assert outline == whole
    with pytest.raises(DocumentError):
        read_outline(xml, expected_id=1)


@pytest.mark.parametrize(("sample", "way"), in_each_way("release", ways=("dump", "older_dump")))
def test_samples_have_the_outlines_of_what_they_hold(sample: Sample, way: str):
    outline, whole = both(sample.body(way), 101)
    assert outline == whole
    assert len(outline) == 3  # an outline, no error


def test_recorded_releases_have_the_outlines_of_what_they_hold(fixtures: Path):
    """In all serializations, as they are and with bytes changed at random."""
    dice, seen, refused = random.Random(5), 0, 0
    for path in sorted((fixtures / "dump_releases").iterdir()):
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        if len(content) > 5_000_000:
            continue
        for id, xml in ((int(found[1]), found[0]) for found in RELEASE.finditer(content)):
            outline, whole = both(xml, id)
            assert outline == whole, (path.name, id)
            seen += 1
            changed = bytearray(xml)
            changed[dice.randrange(len(changed))] = dice.choice(b'<>&"x0 /')
            outline, whole = both(bytes(changed), id)
            assert outline == whole, (path.name, bytes(changed))
            refused += isinstance(outline[0], tuple) and len(outline) == 2
    assert seen > 1_000
    assert refused > 100
