"""Rows as the catalogue has them are enough for the element of a dump that makes the same rows again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.catalogue.dumps import dump_files
from tests.catalogue.test_rows import ONE_OF_EACH, recorded_elements

from discogs_sandbox.catalogues import load_catalogue
from linernotes.documents import decode_element
from linernotes.documents.xml_writing import write_element
from linernotes.errors import DocumentError
from linernotes.etl.rows.artist import artist_rows
from linernotes.etl.rows.documents_of_rows import DOCUMENT_OF_ROWS
from linernotes.etl.rows.master import master_rows
from linernotes.etl.rows.model import Rows
from linernotes.etl.rows.release import release_rows
from linernotes.source.dumps.chunks import Chunks
from linernotes.storage.catalogue.tables import TABLES_OF

ROWS: dict[str, Callable[..., Rows]] = {
    "release": release_rows,
    "master": master_rows,
    "artist": artist_rows,
}


def rows_of(kind: str, xml: bytes) -> Rows:
    """The rows that the catalogue has of an element."""
    document = decode_element(kind, xml)
    rows = ROWS[kind](document, source="dump:20261101", loaded_at=datetime(2026, 11, 1, tzinfo=UTC))
    return {name: rows.get(name, []) for name in TABLES_OF[kind]}


def assert_made_again(kind: str, records: Iterable[bytes]) -> int:
    """Each record's rows come back from an element that is made of them alone; returns how many there were."""
    count = 0
    for xml in records:
        try:
            rows = rows_of(kind, xml)
        except DocumentError:
            continue  # such records stand in a table of their own
        again = write_element(DOCUMENT_OF_ROWS[kind](rows))
        assert rows_of(kind, again) == rows, xml
        count += 1
    return count


@pytest.fixture(scope="module", params=["2024-12", pytest.param("2020", marks=pytest.mark.soak)])
def files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The dumps of the demo."""
    return dump_files(load_catalogue("demo"), tmp_path_factory.mktemp("dumps"), format=request.param)


@pytest.mark.parametrize("kind", ROWS)
def test_every_record_of_the_demo(kind: str, files: list[Path]) -> None:
    chunks = Chunks(next(file for file in files if kind in file.name), kind)
    assert assert_made_again(kind, (one for chunk in chunks for one in chunks.split(chunk.xml))) > 90


@pytest.mark.parametrize("kind", ROWS)
def test_every_recorded_record(kind: str, fixtures: Path) -> None:
    assert assert_made_again(kind, recorded_elements(kind, fixtures)) > 1_000


@pytest.mark.parametrize("kind", ROWS)
def test_what_is_not_as_one_would_think(kind: str) -> None:
    assert assert_made_again(kind, [ONE_OF_EACH[kind]]) == 1


def test_sub_tracks_that_are_nested_more_deeply_than_rows_are() -> None:
    line = "<track><title>last</title></track>"
    for number in range(12):
        line = f"<track><title>{number}</title><sub_tracks>{line}{line}</sub_tracks></track>"
        line = line if number % 4 else f"{line}<track><title>beside {number}</title></track>"
        if len(line) > 100_000:
            break
    xml = f'<release id="1"><title>T</title><tracklist>{line}</tracklist></release>'.encode()
    assert assert_made_again("release", [xml]) == 1


#: Blanks that some parsers take away or make one of, characters that have to be escaped, and parts of role strings.
TEXTS = st.text(
    st.sampled_from("ab7 \t\n\r\u200b\u3000\u00a0<>&\"'[],;/*")
    | st.characters(codec="utf-8", categories=("L", "So")),
    max_size=9,
)


def credits(tag: str, draw: st.DrawFn) -> str:
    made = "".join(
        f"<artist><id>{draw(st.integers(0, 9))}</id><name>{escaped(draw(TEXTS))}</name>"
        f"<anv>{escaped(draw(TEXTS))}</anv>"
        f"<join>{escaped(draw(TEXTS))}</join><role>{escaped(draw(TEXTS))}</role><tracks>{escaped(draw(TEXTS))}</tracks>"
        "</artist>"
        for _ in range(draw(st.integers(0, 3)))
    )
    return f"<{tag}>{made}</{tag}>"


def escaped(text: str) -> str:
    """As XML has it: the ends of lines by their numbers, so that they stay what they are."""
    return "".join(f"&#{ord(one)};" if one in '&<>"\r\n\t' else one for one in text)


@st.composite
def releases(draw: st.DrawFn) -> bytes:
    """A release whose texts are anything."""

    def text() -> str:
        return escaped(draw(TEXTS))

    def track(level: int) -> str:
        below = "".join(track(level + 1) for _ in range(draw(st.integers(0, 2)) if level < 3 else 0))
        return (
            f"<track><position>{text()}</position><title>{text()}</title><duration>{text()}</duration>"
            f"{credits('artists', draw)}{credits('extraartists', draw)}<sub_tracks>{below}</sub_tracks></track>"
        )

    words = "".join(f"<genre>{text()}</genre>" for _ in range(draw(st.integers(0, 3))))
    tracks = "".join(track(0) for _ in range(draw(st.integers(0, 2))))
    quantity = draw(st.sampled_from(["", "1", "007", "10000", "x"]))
    released = draw(st.sampled_from(["", "\u200b1987", " 1987-07-00", "19875", "?"]))
    return (
        f'<release id="1" status="{text()}"><title>{text()}</title>{credits("artists", draw)}<genres>{words}</genres>'
        f"{credits('extraartists', draw)}<released>{released}</released><notes>{text()}</notes>"
        f'<formats><format name="{text()}" qty="{quantity}" text="{text()}">'
        f"<descriptions><description>{text()}</description></descriptions></format></formats>"
        f'<labels><label name="{text()}" catno="{text()}" id="{draw(st.integers(0, 3))}"/></labels>'
        f'<identifiers><identifier type="{text()}" value="{text()}" description="{text()}"/></identifiers>'
        f'<videos><video src="{text()}" duration="0"><title>{text()}</title></video></videos>'
        f"<tracklist>{tracks}</tracklist></release>"
    ).encode()


@given(releases())
def test_texts_of_any_kind(xml: bytes) -> None:
    assert_made_again("release", [xml])
