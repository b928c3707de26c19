"""What becomes of a document that the API and a dump have both told of."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from linernotes.documents import (
    Artist,
    ArtistLink,
    Community,
    DocumentKey,
    Fetched,
    Image,
    Master,
    Release,
    Track,
)
from linernotes.etl.crawl_frontier import read_documents
from linernotes.etl.dumps.merge_documents import API_ONLY, SOMETIMES, merged
from linernotes.storage.landing import Landing

JUNE, JULY, AUGUST = (datetime(2026, month, 1, tzinfo=UTC) for month in (6, 7, 8))
PICTURE = Image(type="primary", uri="https://i.discogs.com/1.jpg")


def test_a_release_of_a_dump_keeps_its_own_and_gets_what_only_the_api_knows():
    api = Release(
        id=1,
        title="Old",
        country="UK",
        images=(PICTURE,),
        thumb="t",
        uri="u",
        status="Accepted",
        community=Community(have=3),
        num_for_sale=2,
        lowest_price=1.5,
    )
    got = merged(Release(id=1, title="New", styles=("Techno",)), api)
    assert (got.title, got.styles, got.country) == ("New", ("Techno",), None)
    assert (
        got.images,
        got.thumb,
        got.uri,
        got.community,
        got.num_for_sale,
        got.lowest_price,
        got.status,
    ) == (
        (PICTURE,),
        "t",
        "u",
        Community(have=3),
        2,
        1.5,
        "Accepted",
    )


def test_a_status_that_a_dump_tells_is_the_newer_one():
    got = merged(Release(id=1, title="T", status="Deleted"), Release(id=1, title="T", status="Accepted"))
    assert got.status == "Deleted"


def test_a_master_keeps_the_tracks_that_no_dump_has():
    tracks = (Track(position="A", title="S"),)
    got = merged(Master(id=1, title="New", year=1970), Master(id=1, title="Old", year=1971, tracklist=tracks))
    assert (got.title, got.year, got.tracklist) == ("New", 1970, tracks)


def test_an_artist_keeps_those_that_the_dump_names_and_learns_who_is_still_there():
    api = Artist(
        id=1,
        name="A",
        images=(PICTURE,),
        members=(ArtistLink(id=2, name="B", active=False, thumbnail_url="t"), ArtistLink(id=3, name="C")),
    )
    dump = Artist(
        id=1, name="A", members=(ArtistLink(id=2, name="B2"), ArtistLink(id=4), ArtistLink(name="X"))
    )
    got = merged(dump, api)
    assert got.images == (PICTURE,)
    assert got.members == (
        ArtistLink(id=2, name="B2", active=False, thumbnail_url="t"),
        ArtistLink(id=4),
        ArtistLink(name="X"),
    )


def test_the_type_of_a_line_is_the_apis_where_the_line_is_the_same():
    dump = (Track(title="Side A", type_="heading"), Track(title="B", type_="heading"), Track(title="New"))
    api = (Track(title="Side A", type_="track"), Track(title="C", type_="track"))
    got = merged(Release(id=1, title="T", tracklist=dump), Release(id=1, title="T", tracklist=api))
    assert [line.type_ for line in got.tracklist] == ["track", "heading", ""]
    assert [line.title for line in got.tracklist] == ["Side A", "B", "New"]


@pytest.mark.parametrize("kind", [Release, Master, Artist])
def test_every_field_named_is_one_of_the_struct(kind):
    assert set(API_ONLY[kind]) | set(SOMETIMES[kind]) <= set(kind.__struct_fields__)


def land(landing: Landing, at: datetime, *, source: str, body: bytes) -> None:
    landing.save(Fetched(DocumentKey("release", 1), body, at), source=source)


def json_release(**more: object) -> bytes:
    return json.dumps({"id": 1, "title": "by the API", "thumb": "t", **more}).encode()


DUMP_RELEASE = b'<release id="1"><title>by the dump</title></release>'


@pytest.mark.parametrize(
    ("api_at", "dump_at", "title", "source"),
    [
        pytest.param(JUNE, JULY, "by the dump", "dump:20260701", id="the-dump-is-newer"),
        pytest.param(AUGUST, JULY, "by the API", "api", id="the-api-is-newer"),
        pytest.param(JULY, JULY, "by the API", "api", id="a-tie-is-the-apis"),
    ],
)
def test_the_newer_document_wins_and_the_picture_is_there_in_any_case(
    tmp_path, api_at, dump_at, title, source
):
    with Landing.open(tmp_path / "landing.db") as landing:
        land(landing, JUNE, source="dump:20260601", body=DUMP_RELEASE.replace(b"dump<", b"older dump<"))
        land(landing, dump_at, source="dump:20260701", body=DUMP_RELEASE)
        land(landing, api_at, source="api", body=json_release())
        [(landed, release)] = read_documents(landing, "release")
    assert (release.title, release.thumb, landed.source) == (title, "t", source)


def test_where_the_newest_cannot_be_read_an_older_one_stands_in(tmp_path):
    with Landing.open(tmp_path / "landing.db") as landing:
        land(landing, JUNE, source="api", body=json_release())
        land(landing, JULY, source="dump:20260701", body=b"<release id='1'><title>")
        [(landed, release)] = read_documents(landing, "release")
    assert (release.title, landed.source) == ("by the API", "api")


def test_what_nobody_sent_readably_is_left_out(tmp_path):
    with Landing.open(tmp_path / "landing.db") as landing:
        land(landing, JULY, source="dump:20260701", body=b"<release>")
        assert list(read_documents(landing, "release")) == []
