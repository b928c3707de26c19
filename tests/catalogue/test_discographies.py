"""artist_masters: the rows that a build makes of the same dump's masters and releases, for every artist."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import pytest
from tests.catalogue.dumps import build_here, dump_files, rows_of
from tests.catalogue.test_rows import MASTER, RELEASE

from discogs_sandbox.catalogues import load_catalogue
from linernotes.documents import Master, Release
from linernotes.documents.xml import decode_element
from linernotes.etl.dumps.discographies import discography_rows
from linernotes.source.dumps.chunks import Chunks

CATALOGUES = [
    pytest.param("demo", "2024-12", id="demo"),
    pytest.param("demo", "2020", id="demo-2020", marks=pytest.mark.soak),
    pytest.param("synthetic", "2024-12", id="synthetic", marks=pytest.mark.soak),
    pytest.param("recorded", "2024-12", id="recorded", marks=pytest.mark.recorded),
]


def with_record(file: Path, kind: str, record: bytes) -> None:
    """Add a record to the end of a dump."""
    text = gzip.decompress(file.read_bytes())
    file.write_bytes(
        gzip.compress(text.replace(b"</%bs>" % kind.encode(), record + b"\n</%bs>" % kind.encode()))
    )


#: A release and a master in which nothing is as one would think.
ODD = {
    "release": RELEASE.replace(b'id="7"', b'id="999999937"'),
    "master": MASTER.replace(b'id="', b'id="9999999', 1),
}


@pytest.mark.parametrize(("name", "format"), CATALOGUES)
def test_they_are_those_that_a_build_makes_of_the_same_dump(
    name: str, format: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = {
        "recorded": lambda: {"dir": request.getfixturevalue("fixtures")},
        "synthetic": lambda: {"items": 300},
    }
    dumps = dump_files(load_catalogue(name, **more.get(name, dict)()), tmp_path / "dumps", format=format)
    expected: Counter[tuple[object, ...]] = Counter()
    for kind, record in ODD.items():
        file = next(file for file in dumps if kind in file.name)
        with_record(file, kind, record)
        chunks = Chunks(file, kind)
        for element in (element for chunk in chunks for element in chunks.split(chunk.xml)):
            document = decode_element(kind, element)
            assert isinstance(document, Master | Release)
            everyone = {one.id for one in document.artists if one.id}
            expected.update(map(tuple, discography_rows(document, everyone)))
    monkeypatch.setattr("linernotes.catalogue.derived.PIECE", 40)
    monkeypatch.setattr("linernotes.catalogue.derived.PART", 500)
    rows = rows_of(build_here(tmp_path / "home", dumps).month, "artist_masters")
    assert len(rows) > 100
    assert Counter(rows) - expected == Counter()
    assert expected - Counter(rows) == Counter()
    assert [row[:4] for row in rows] == sorted(row[:4] for row in rows)
    odd = [row for row in rows if row[2] == 999999937]
    assert [(row[0], *row[8:11]) for row in odd] == [(12, "Nameless / Bee*", "L,", "2xLP, Album + CD")]
