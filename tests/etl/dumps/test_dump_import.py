"""What an import takes of dumps: all that the collection leads to, in as few passes as that needs."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples

from linernotes.documents import DocumentKey, Fetched, decode_landed
from linernotes.errors import DumpDamagedError, DumpError
from linernotes.etl.dumps.import_elements import DumpImport
from linernotes.settings import SyncOptions
from linernotes.storage.landing import Landing

SOURCE = "dump:20260301"


def credit(id: int) -> str:
    return f"<artist><id>{id}</id><name>Artist {id}</name></artist>"


def release(id: int, artist: int, *, master: int = 0, sidemen: tuple[int, ...] = (), title: str = "T") -> str:
    extra = "".join(credit(one) for one in sidemen)
    return (
        f'<release id="{id}"><artists>{credit(artist)}</artists><title>{title}</title>'
        f"<extraartists>{extra}</extraartists><master_id>{master}</master_id>"
        f"<tracklist><track><position>A</position><title>S</title></track></tracklist></release>"
    )


def master(id: int, artist: int, main_release: int) -> str:
    return (
        f'<master id="{id}"><main_release>{main_release}</main_release><artists>{credit(artist)}</artists>'
        f"<year>1970</year><title>M{id}</title></master>"
    )


def artist(id: int, members: tuple[int, ...] = ()) -> str:
    names = "".join(f'<name id="{one}">Artist {one}</name>' for one in members)
    return f"<artist><id>{id}</id><name>Artist {id}</name><members>{names}</members></artist>"


RELEASES = [
    release(1, 10, master=100, sidemen=(20, 21)),
    release(2, 11, sidemen=(20,)),
    release(3, 99, master=999),  # nobody's
    release(4, 10, master=101),  # main release of an album of 10's that is not on the shelf
    release(5, 11),  # an album of 11's without a master
    release(6, 10, master=100),  # another pressing of what is on the shelf
    release(7, 99, sidemen=(10,)),  # credits 10, is not his
]
MASTERS = [master(100, 10, 1), master(101, 10, 4), master(999, 99, 3)]
ARTISTS = [artist(10, members=(30,)), artist(11), artist(20), artist(21), artist(30), artist(99)]


def dump(folder: Path, kind: str, records: list[str], *, day: str = "20260301") -> Path:
    path = folder / f"discogs_{day}_{kind}.xml.gz"
    path.write_bytes(gzip.compress(f"<{kind}>\n{chr(10).join(records)}\n</{kind}>\n".encode()))
    return path


def land_collection(landing: Landing, *, tells_artists: bool) -> None:
    shown = {1: (100, 10), 2: (0, 11)}
    items = [
        {
            "id": id,
            "instance_id": id,
            "basic_information": {
                "id": id,
                "title": "T",
                "master_id": master if tells_artists else 0,
                "artists": [{"id": artist, "name": "A"}] if tells_artists else [],
            },
        }
        for id, (master, artist) in shown.items()
    ]
    page = {"pagination": {"page": 1, "pages": 1, "per_page": 100, "items": 2}, "releases": items}
    now = datetime(2026, 3, 5, tzinfo=UTC)
    landing.save(Fetched(DocumentKey("collection"), json.dumps(page).encode(), now))


@pytest.fixture
def landing(tmp_path):
    with Landing.open(tmp_path / "landing.db") as landing:
        land_collection(landing, tells_artists=True)
        yield landing


@pytest.fixture
def files(tmp_path):
    return [
        dump(tmp_path, "releases", RELEASES),
        dump(tmp_path, "artists", ARTISTS),
        dump(tmp_path, "masters", MASTERS),
    ]


OPTIONS = SyncOptions(credited_min=2)


def landed_ids(landing: Landing) -> dict[str, list[int]]:
    kinds = ("release", "master", "artist")
    return {kind: [one.key.id for one in landing.documents(kind)] for kind in kinds}


ALL = {"release": [1, 2, 4, 5], "master": [100, 101], "artist": [10, 11, 20, 30]}


def test_a_listing_of_the_api_takes_one_pass_over_releases(landing, files):
    passes = DumpImport(landing, files, options=OPTIONS).run()
    assert landed_ids(landing) == ALL
    assert [one.kind for one in passes] == ["master", "release", "artist", "artist"]
    assert [one.records for one in passes] == [3, 7, 6, 6]


def test_a_listing_without_artists_reads_releases_again_for_main_releases(tmp_path, files):
    with Landing.open(tmp_path / "other.db") as landing:
        land_collection(landing, tells_artists=False)
        passes = DumpImport(landing, files, options=OPTIONS).run()
        assert landed_ids(landing) == ALL
    assert [one.kind for one in passes].count("release") == 2


@pytest.mark.parametrize("wants", [True, False])
def test_a_wanted_release_and_its_master_are_taken_and_not_its_artists(landing, files, wants):
    want = {"id": 3, "basic_information": {"id": 3, "title": "T", "master_id": 0, "artists": []}}
    page = {"pagination": {"page": 1, "pages": 1, "per_page": 100, "items": 1}, "wants": [want]}
    now = datetime(2026, 3, 5, tzinfo=UTC)
    landing.save(Fetched(DocumentKey("wants"), json.dumps(page).encode(), now))
    DumpImport(landing, files, options=SyncOptions(credited_min=2, wants=wants)).run()
    more = {"release": [1, 2, 3, 4, 5], "master": [100, 101, 999]} if wants else {}
    assert landed_ids(landing) == ALL | more


def test_elements_land_as_they_stand_in_the_dump_and_as_of_its_day(landing, files):
    DumpImport(landing, files, options=OPTIONS).run()
    landed = landing.document(DocumentKey("release", 1))
    assert landed.body.decode() == RELEASES[0]
    assert (landed.source, landed.fetched_at) == (SOURCE, datetime(2026, 3, 1, tzinfo=UTC))


def test_what_was_looked_for_is_not_looked_for_again(landing, files):
    DumpImport(landing, files, options=OPTIONS).run()
    assert DumpImport(landing, files, options=OPTIONS).run() == []
    again = DumpImport(landing, files, options=OPTIONS, again=True).run()
    assert sum(one.landed for one in again) >= 10
    assert landed_ids(landing) == ALL


def test_what_a_dump_lacks_is_shown(landing, tmp_path):
    summary = DumpImport(landing, [dump(tmp_path, "releases", RELEASES[1:])], options=OPTIONS).run()[0]
    assert (summary.missing, summary.missing_ids) == (1, (1,))
    assert landing.searched("release") == {1: 0, 2: 1}


def test_of_a_record_that_stands_twice_the_last_is_taken(landing, tmp_path):
    twice = [*RELEASES, release(1, 10, title="Later")]
    summary = DumpImport(landing, [dump(tmp_path, "releases", twice)], options=OPTIONS).run()[0]
    assert summary.repeated == 1
    landed = landing.document(DocumentKey("release", 1))
    assert decode_landed("release", landed.source, landed.body).title == "Later"


def test_an_element_that_cannot_be_read_is_kept_as_a_problem(landing, tmp_path):
    broken = '<release id="1"><title>x</titel></release>'
    summary = DumpImport(
        landing, [dump(tmp_path, "releases", [broken, *RELEASES[1:]])], options=OPTIONS
    ).run()[0]
    assert summary.problems == 1
    assert landing.document(DocumentKey("release", 1)) is None
    assert landing.unreadable_body(DocumentKey("release", 1), SOURCE) == broken.encode()
    assert [one.id for one in landing.problems()] == [1]


@pytest.mark.parametrize("harm", ["checksum", "truncated"])
def test_a_damaged_archive_replaces_nothing(landing, files, tmp_path, harm):
    DumpImport(landing, files, options=OPTIONS).run()
    before = [(one.key, one.body) for kind in ALL for one in landing.documents(kind)]
    path = dump(tmp_path, "releases", [one.replace("<title>T<", "<title>CHANGED<") for one in RELEASES])
    packed = path.read_bytes()
    path.write_bytes(packed[:-8] + bytes(4) + packed[-4:] if harm == "checksum" else packed[:-20])
    with pytest.raises(DumpDamagedError):
        DumpImport(landing, [path], options=OPTIONS, again=True).run()
    assert [(one.key, one.body) for kind in ALL for one in landing.documents(kind)] == before


def test_every_name_is_looked_at_before_a_file_is_read(landing, files, tmp_path):
    with pytest.raises(DumpError, match="not named as Discogs names its dumps"):
        DumpImport(landing, [*files, tmp_path / "what.xml"])
    assert landed_ids(landing) == {"release": [], "master": [], "artist": []}


def test_without_a_collection_there_is_nothing_to_look_for(tmp_path, files):
    with Landing.open(tmp_path / "empty.db") as landing, pytest.raises(DumpError, match="no collection"):
        DumpImport(landing, files).run()


def test_labels_are_not_needed(landing, tmp_path):
    importing = DumpImport(landing, [tmp_path / "discogs_20260301_labels.xml.gz"])
    assert [file.kind for file in importing.unused] == ["label"]
    assert importing.run() == []


def test_progress_ends_at_the_size_of_the_file(landing, files):
    shown = []
    DumpImport(landing, files, options=OPTIONS, listen=shown.append).run()
    assert {one.records.path for one in shown if one.done == one.total} == set(files)


@given(order=st.permutations(range(3)), seed=st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=examples(10))
def test_neither_the_order_of_files_nor_of_records_matters(tmp_path_factory, order, seed):
    folder = tmp_path_factory.mktemp("import")
    lists = [("releases", RELEASES), ("artists", ARTISTS), ("masters", MASTERS)]
    paths = [dump(folder, kind, seed.sample(records, len(records))) for kind, records in lists]
    with Landing.open(folder / "landing.db") as landing:
        land_collection(landing, tells_artists=False)
        DumpImport(landing, [paths[number] for number in order], options=OPTIONS).run()
        assert landed_ids(landing) == ALL
