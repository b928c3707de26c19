"""Both serializations of the dumps, and all that was recorded of them, become the structs of the API's JSON."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.etl.dumps.converter import to_api
from tests.samples.reader import Sample, in_each_way

from linernotes.documents import decode, decode_element

#: How many elements there are, so that none can drop out of the comparison unseen.
AT_LEAST = {"release": 4_400, "master": 700, "artist": 12_000}


def elements(fixtures: Path, kind: str) -> Iterator[tuple[str, bytes]]:
    """(file, element) of everything recorded, whole elements of files that are cut off too."""
    pattern = re.compile(rb"<%b[\s>].*?</%b>" % (kind.encode(), kind.encode()), re.DOTALL)
    for path in sorted((fixtures / f"dump_{kind}s").iterdir()):
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for found in pattern.finditer(content):
            yield path.name, found[0]


@pytest.mark.parametrize("kind", list(AT_LEAST))
def test_the_converter_and_the_product_agree_on_every_recorded_element(fixtures, kind):
    compared = 0
    for name, xml in elements(fixtures, kind):
        expected = decode(kind, json.dumps(to_api(kind, xml)).encode())
        assert decode_element(kind, xml) == expected, name
        compared += 1
    assert compared >= AT_LEAST[kind]


@pytest.mark.parametrize(("sample", "way"), in_each_way(*AT_LEAST, ways=("dump", "older_dump")))
def test_the_converter_and_the_product_agree_on_samples(sample: Sample, way: str):
    xml = sample.body(way).replace(b"\x07", b"")  # which the standard library's parser refuses
    document = (
        {"name": "", **to_api(sample.kind, xml)} if sample.kind == "artist" else to_api(sample.kind, xml)
    )
    assert decode_element(sample.kind, xml) == decode(sample.kind, json.dumps(document).encode())
