"""Archives that are cut off, corrupt or dirty lose nothing: what was there stays, and what happened is said."""

from __future__ import annotations

import gzip
import json
import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.dumps.archives import write_dump
from linernotes.documents import DocumentKey, Fetched, decode_element
from linernotes.errors import DumpDamagedError, DumpError
from linernotes.etl.dumps.import_elements import DumpImport, PassSummary
from linernotes.source.dumps import scan
from linernotes.storage.landing import Landing

KINDS = ("release", "master", "artist")
NOW = datetime(2026, 11, 20, tzinfo=UTC)

Documents = dict[tuple[str, int, str], tuple[datetime, bytes]]


class Before(NamedTuple):
    """A home's landing with an earlier dump in it, and what a good import of the later one makes of it."""

    landing: Path
    dump: Path
    documents: Documents
    after: Documents


def landing_of(catalogue: Catalogue, path: Path) -> None:
    """Land the listing of a collection alone."""
    pagination = {"page": 1, "pages": 1, "per_page": 100, "items": len(catalogue.items), "urls": {}}
    page = {"pagination": pagination, "releases": catalogue.items}
    with Landing.open(path) as landing:
        landing.save(Fetched(DocumentKey("collection"), json.dumps(page).encode(), NOW))


def import_from(landing: Path, *files: Path) -> list[PassSummary]:
    with Landing.open(landing) as opened:
        return DumpImport(opened, files).run()


def documents(landing: Path) -> Documents:
    with Landing.open(landing) as opened:
        return {
            (kind, landed.key.id, landed.source): (landed.fetched_at, landed.body)
            for kind in KINDS
            for landed in opened.documents(kind, newest=False)
        }


def archives(dump: Path) -> list[Path]:
    return [
        path for path in sorted(dump.iterdir()) if not path.name.endswith(("CHECKSUM.txt", "labels.xml.gz"))
    ]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Before:
    catalogue = load_catalogue("synthetic", items=8, seed=5)
    folder = tmp_path_factory.mktemp("damage")
    earlier = write_dump(catalogue, folder / "earlier", date="20261001", format="2020")
    later = write_dump(catalogue, folder / "later", date="20261101")
    landing = folder / "landing.db"
    landing_of(catalogue, landing)
    import_from(landing, *archives(earlier))
    good = folder / "good.db"
    shutil.copy(landing, good)
    import_from(good, *archives(later))
    there = Before(landing, later, documents(landing), documents(good))
    assert {source for _, _, source in there.documents} == {"dump:20261001"}
    assert {source for _, _, source in there.after} == {"dump:20261001", "dump:20261101"}
    return there


Damage = Callable[[bytes, random.Random], bytes]


def cut_off(archive: bytes, chance: random.Random) -> bytes:
    # Every second time in the last bytes, where the checksum and the length are.
    last = len(archive) - 1
    return archive[: chance.choice((chance.randint(0, last), chance.randint(last - 12, last)))]


def corrupt(archive: bytes, chance: random.Random) -> bytes:
    """Another byte, a few others, a piece left out, twice, or zeros: what disks and networks make of files."""
    at = chance.randrange(10, len(archive))  # before that is the header: time and system may change unseen
    length = chance.choice((1, 1, 1, 2, 7, 512))
    piece = archive[at : at + length]
    changed = bytes(byte ^ chance.randint(1, 255) for byte in piece)
    made = chance.choice((changed, changed, b"", piece + piece, bytes(length)))
    damaged = archive[:at] + made + archive[at + length :]
    return damaged if damaged != archive else archive[:at] + bytes([archive[at] ^ 1]) + archive[at + 1 :]


def trial(before: Before, tmp_path: Path, damage: Damage, number: int) -> None:
    """One damaged archive among three: an error in one line, nothing of it lands, and a good one repairs all."""
    chance = random.Random(f"{damage.__name__} {number}")
    landing = tmp_path / "landing.db"
    shutil.copy(before.landing, landing)
    files = [Path(shutil.copy(path, tmp_path)) for path in archives(before.dump)]
    victim = chance.choice(files)
    kind = victim.name.split("_")[2].split("s.")[0]
    victim.write_bytes(damage(victim.read_bytes(), chance))
    with pytest.raises(DumpError) as caught:
        import_from(landing, *files)
    assert victim.name in str(caught.value)
    assert "\n" not in str(caught.value)
    found = documents(landing)
    assert found.items() >= before.documents.items()
    assert not [key for key in found if key[0] == kind and key[2] == "dump:20261101"]
    import_from(landing, *archives(before.dump))
    assert documents(landing) == before.after


@pytest.mark.parametrize("damage", [cut_off, corrupt])
@pytest.mark.parametrize("ten", range(2))
def test_a_damaged_archive_replaces_nothing_and_is_reported(
    before: Before, tmp_path: Path, damage: Damage, ten: int
) -> None:
    for number in range(10 * ten, 10 * ten + 10):
        folder = tmp_path / str(number)
        folder.mkdir()
        trial(before, folder, damage, number)


@pytest.mark.soak
@pytest.mark.parametrize("damage", [cut_off, corrupt])
@pytest.mark.parametrize("number", range(50, 1050))
def test_two_thousand_damaged_archives(before: Before, tmp_path: Path, damage: Damage, number: int) -> None:
    trial(before, tmp_path, damage, number)


def archive_of(path: Path, kind: str, *records: bytes) -> Path:
    file = path / f"discogs_20261101_{kind}s.xml.gz"
    file.write_bytes(
        gzip.compress(b"<%ss>\n" % kind.encode() + b"\n".join(records) + b"\n</%ss>\n" % kind.encode())
    )
    return file


@pytest.fixture
def one_release(tmp_path: Path) -> Path:
    """Landing with a listing that names release 1 and nothing else."""
    catalogue = load_catalogue("synthetic", items=1, seed=1)
    item = catalogue.items[0] | {"id": 1}
    item["basic_information"] = item["basic_information"] | {"id": 1, "master_id": 0, "artists": []}
    pagination = {"page": 1, "pages": 1, "per_page": 100, "items": 1, "urls": {}}
    with Landing.open(tmp_path / "landing.db") as landing:
        body = json.dumps({"pagination": pagination, "releases": [item]}).encode()
        landing.save(Fetched(DocumentKey("collection"), body, NOW))
    return tmp_path / "landing.db"


CREDIT = b"<artists><artist><id>7</id><name>Seven</name></artist></artists>"


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(
            b'<release id="1">' + CREDIT + b"<title>Bell \x07 and \x00 nul</title></release>", id="control"
        ),
        pytest.param(
            b'<release id="1">' + CREDIT + b"<title>&#7;&#0;&#xFFFF;</title></release>", id="references"
        ),
        pytest.param(
            b'<release id="1">' + CREDIT + b"<title>\xff\xfe latin \xe9</title></release>", id="not-utf-8"
        ),
        pytest.param(
            b'<release id="1"><artists><artist><name>No id</name></artist></artists></release>', id="no-id"
        ),
        pytest.param(
            b'<release id="1"><artists><artist><id>0</id></artist></artists></release>', id="zero-id"
        ),
        pytest.param(
            b'<release id="1"><artists/><title/><labels/><tracklist/><master_id/></release>', id="empty"
        ),
        pytest.param(b'<release id="1"></release>', id="nothing"),
        pytest.param(b"<release status='Accepted' id='1'><title>T</title></release>", id="single-quotes"),
        pytest.param(
            b'<release id="1" rank="9"><hologram><release_x id="9"/></hologram><title a="b">T</title></release>',
            id="elements-that-nobody-has-seen",
        ),
        pytest.param(
            b'<release id="1"><tracklist><track><title>Suite</title><sub_tracks><track><title>I</title><sub_tracks>'
            b"<track><title>i</title></track></sub_tracks></track></sub_tracks></track></tracklist></release>",
            id="sub-tracks-in-sub-tracks",
        ),
        pytest.param(
            b'<release id="1"><formats><format name="CD" qty="' + b"9" * 64 + b'"/></formats></release>',
            id="qty",
        ),
    ],
)
def test_dirty_records_land_and_read(one_release: Path, tmp_path: Path, record: bytes) -> None:
    summaries = import_from(one_release, archive_of(tmp_path, "release", record))
    assert [(one.records, one.landed, one.problems) for one in summaries][0] == (1, 1, 0)
    landed = documents(one_release)["release", 1, "dump:20261101"][1]
    assert landed == record  # as sent
    assert decode_element("release", landed, expected_id=1).id == 1


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        pytest.param(b'<release id="1"><title>&lol;</title></release>', "entity", id="entity"),
        pytest.param(b'<release id="1"><title>T</titel></release>', "not XML", id="not-well-formed"),
        pytest.param(b'<release id="1"><master_id>many</master_id></release>', "master_id", id="no-number"),
    ],
)
def test_a_record_that_cannot_be_read_is_a_problem_with_its_bytes(
    one_release: Path, tmp_path: Path, record: bytes, reason: str
) -> None:
    other = b'<release id="2"><title>Two</title></release>'
    summary = import_from(one_release, archive_of(tmp_path, "release", record, other))[0]
    assert (summary.records, summary.landed, summary.problems) == (2, 0, 1)
    with Landing.open(one_release) as landing:
        problem = next(iter(landing.problems()))
        assert reason in problem.reason
        assert landing.unreadable_body(DocumentKey("release", 1), "dump:20261101") == record


def test_records_without_an_id_and_those_that_come_twice_are_counted(
    one_release: Path, tmp_path: Path
) -> None:
    records = [
        b"<release><title>No id</title></release>",
        b'<release id=""><title>Empty</title></release>',
        b'<release id="0"><title>Zero</title></release>',
        b'<release id="1"><title>First</title></release>',
        b'<release id="1"><title>Second</title></release>',
    ]
    summary = import_from(one_release, archive_of(tmp_path, "release", *records))[0]
    assert (summary.records, summary.without_id, summary.repeated) == (5, 3, 1)
    assert documents(one_release)["release", 1, "dump:20261101"][1] == records[-1]


def test_what_the_dump_lacks_is_named(one_release: Path, tmp_path: Path) -> None:
    summary = import_from(one_release, archive_of(tmp_path, "release", b'<release id="2"></release>'))[0]
    assert (summary.missing, summary.missing_ids) == (1, (1,))


def test_a_declared_entity_is_refused_before_anything_is_read(one_release: Path, tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE r [<!ENTITY a "' + b"x" * 100 + b'"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>\n'
    path = tmp_path / "discogs_20261101_releases.xml"
    path.write_bytes(bomb + b'<releases>\n<release id="1"><title>&b;</title></release>\n</releases>')
    with pytest.raises(DumpError, match="declares a document type"):
        import_from(one_release, path)
    assert documents(one_release) == {}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(
            gzip.compress(b"<artists>\n<artist><id>1</id></artist>\n</artists>"), "not a dump of", id="kind"
        ),
        pytest.param(b"<!DOCTYPE html><html>", "not a gzip archive", id="html"),
        pytest.param(b"PK\x03\x04zip", "not a gzip archive", id="zip"),
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(gzip.compress(b""), "not a dump", id="empty-inside"),
        pytest.param(gzip.compress(b'<releases>\n<release id="1"></release>\n'), "cut off", id="no-end"),
        pytest.param(gzip.compress(b'<releases>\n<release id="1"><title>'), "cut off", id="in-a-record"),
        pytest.param(
            gzip.compress(b'<releases>\n<release id="1"></release>\n</releases>') + b"more",
            "is (cut off|damaged)",
            id="more",
        ),
    ],
)
def test_an_archive_that_is_not_what_its_name_says_is_refused(
    one_release: Path, tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "discogs_20261101_releases.xml.gz"
    path.write_bytes(content)
    with pytest.raises(DumpError, match=message) as caught:
        import_from(one_release, path)
    assert path.name in str(caught.value)
    assert documents(one_release) == {}


def test_a_broken_middle_is_not_passed_over(tmp_path: Path) -> None:
    """As the releases of September 2020 were: the archive is whole, the XML in it is not."""
    path = archive_of(
        tmp_path, "release", b'<release id="1"><title>One</title>', b'<release id="2"></release>', b"</rel"
    )
    with pytest.raises(DumpDamagedError):
        list(scan(path, "release", {1, 2}))
