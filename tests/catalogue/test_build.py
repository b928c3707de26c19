"""A month of the catalogue: built, stopped, damaged, replaced."""

from __future__ import annotations

import gzip
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from tests.catalogue.dumps import DATE, build_here, dump_files, rows_of

from discogs_sandbox.catalogues import load_catalogue
from linernotes.catalogue.build import CatalogueBuild, check_room, chosen_dumps
from linernotes.catalogue.take_catalogue import drop_catalogue
from linernotes.errors import CatalogueError, DiskFullError, DumpDamagedError, DumpError, SyncRunningError
from linernotes.storage.catalogue.activity import CatalogueWork
from linernotes.storage.catalogue.manifest import building_folder, complete_months, newest_month
from linernotes.storage.catalogue.month_database import MonthDatabase
from linernotes.storage.catalogue.table_writer import TableWriter
from linernotes.storage.catalogue.tables import CATALOGUE_TABLES, arrow_schema


def tables_of(home: Path) -> dict[str, list[tuple[object, ...]]]:
    month = newest_month(home)
    assert month is not None
    return {name: rows_of(month, name) for name in month.manifest.tables}


def test_the_manifest_counts_what_is_there(whole: Path) -> None:
    month = newest_month(whole)
    assert month is not None
    for name, entry in month.manifest.tables.items():
        rows = rows_of(month, name)
        assert len(rows) == entry.rows, name
        keys = CATALOGUE_TABLES[name].key
        columns = [column.name for column in CATALOGUE_TABLES[name].columns]
        assert len({tuple(row[columns.index(key)] for key in keys) for row in rows}) == len(rows), name
    assert month.manifest.tables["unreadable"].rows == 0
    records = {kind: dump.records for kind, dump in month.manifest.dumps.items()}
    assert records == {kind: month.manifest.tables[kind].rows for kind in records}
    assert not list(month.folder.glob("units"))
    assert not list(month.folder.glob("scratch"))


def test_small_chunks_make_the_same_tables(files: list[Path], whole: Path, tmp_path: Path) -> None:
    build_here(tmp_path, files, chunk_bytes=7_000)
    assert tables_of(tmp_path) == tables_of(whole)


def test_a_build_that_fails_goes_on_after_its_last_whole_unit(
    files: list[Path], whole: Path, tmp_path: Path
) -> None:
    copies = [Path(shutil.copy(file, tmp_path)) for file in files]
    in_the_way = building_folder(tmp_path, DATE) / "artist_names"
    in_the_way.parent.mkdir(parents=True)
    in_the_way.touch()
    with pytest.raises(CatalogueError, match="cannot be written: File exists"):
        build_here(tmp_path, copies)
    assert complete_months(tmp_path) == []
    in_the_way.unlink()
    for copy in copies:
        copy.write_bytes(bytes(copy.stat().st_size))  # no dump is read again
    build_here(tmp_path, copies)
    assert tables_of(tmp_path) == tables_of(whole)


RELEASE = re.compile(rb'<release id="([0-9]+)".*?</release>', re.DOTALL)
#: Five of each kind of harm, and a hundred in `make soak`.
TRIALS = [*range(5), *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(5, 105))]
KILLED = """
import os, sys
from pathlib import Path
from tests.catalogue.dumps import build_here
build_here(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]], chunk_bytes=20_000)
"""


@pytest.mark.parametrize("seed", TRIALS)
def test_a_build_that_is_killed_leaves_the_month_in_use_and_goes_on(
    seed: int, files: list[Path], whole: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(whole, home)
    before = tables_of(home)
    building = building_folder(home, DATE)
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(home), *map(str, files)])
    while not building.exists() and process.poll() is None:
        time.sleep(0.01)
    time.sleep(random.Random(seed).uniform(0, 0.6))
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert tables_of(home) == before
    build_here(home, files, chunk_bytes=20_000)
    assert tables_of(home) == before


def test_a_month_replaces_older_ones_and_lists_what_is_new(whole: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(whole, home)
    catalogue = load_catalogue("demo")
    new = max(catalogue.releases)
    catalogue.releases[new + 1] = catalogue.releases[new] | {"id": new + 1}
    later = dump_files(catalogue, tmp_path / "later", date="20261201")
    built = build_here(home, later, keep=True)
    assert rows_of(built.month, "new_releases") == [(new + 1,)]
    assert [month.name for month in complete_months(home)] == [DATE, "20261201"]
    assert build_here(home, later).removed == (DATE,)
    assert [month.name for month in complete_months(home)] == ["20261201"]


def test_of_records_with_one_id_the_last_counts_wherever_it_stands(files: list[Path], tmp_path: Path) -> None:
    changed = []
    for file in files:
        path = tmp_path / file.name
        text = gzip.decompress(file.read_bytes())
        if "releases" in file.name:
            first = text[text.index(b"<release ") : text.index(b"</release>") + 10]
            again = first.replace(b"<title>", b"<title>Twice ", 1)
            near = text.replace(first, first + b"\n" + again, 1)
            text = near.replace(
                b"</releases>", first.replace(b"<title>", b"<title>Thrice ", 1) + b"\n</releases>"
            )
        path.write_bytes(gzip.compress(text))
        changed.append(path)
    built = build_here(tmp_path / "home", changed, chunk_bytes=9_000)
    dump = built.month.manifest.dumps["release"]
    assert (dump.records, dump.repeated) == (105, 2)
    titles = [row[2] for row in rows_of(built.month, "release")]
    assert len(titles) == 103
    assert [str(title).split()[0] for title in titles if "Twice" in str(title) or "Thrice" in str(title)] == [
        "Thrice"
    ]
    lines = Counter(row[:2] for row in rows_of(built.month, "release_tracks"))
    assert set(lines.values()) == {1}


def test_a_record_that_cannot_be_read_is_kept_with_its_reason(files: list[Path], tmp_path: Path) -> None:
    changed = []
    for file in files:
        path = tmp_path / file.name
        text = gzip.decompress(file.read_bytes())
        if "masters" in file.name:
            text = text.replace(b"<year>", b"<year>x", 1)
        path.write_bytes(gzip.compress(text))
        changed.append(path)
    built = build_here(tmp_path / "home", changed)
    assert built.month.manifest.dumps["master"].unreadable == 1
    ((kind, position, reason, xml),) = rows_of(built.month, "unreadable")
    assert (kind, position) == ("master", 0)
    assert "<year>x" in str(xml)
    assert reason
    assert built.month.manifest.tables["master"].rows == 305


@pytest.mark.parametrize("seed", TRIALS)
def test_a_dump_that_is_cut_off_is_never_taken_for_whole(
    seed: int, files: list[Path], whole: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(whole, home)
    shutil.rmtree(home / "catalogue" / DATE)
    shutil.copytree(whole / "catalogue" / DATE, home / "catalogue" / "20261001")
    random_, packed = random.Random(seed), seed % 2 == 0
    cut = random_.randrange(4)
    changed = []
    for number, file in enumerate(files):
        content = file.read_bytes() if packed else gzip.decompress(file.read_bytes())
        path = tmp_path / (file.name if packed else file.name.removesuffix(".gz"))
        end = len(content.rstrip())
        path.write_bytes(content[: random_.randrange(1, end)] if number == cut else content)
        changed.append(path)
    with pytest.raises((DumpDamagedError, DumpError)):
        build_here(home, changed, chunk_bytes=9_000)
    assert [month.folder.name for month in complete_months(home)] == ["20261001"]


@pytest.mark.parametrize("seed", TRIALS)
def test_bytes_that_are_changed_by_chance_lose_no_other_record(
    seed: int, files: list[Path], whole: Path, tmp_path: Path
) -> None:
    random_, changed = random.Random(1_000 + seed), []
    for file in files:
        text = bytearray(gzip.decompress(file.read_bytes()))
        if "releases" in file.name:
            records = [(one.span(), int(one[1])) for one in RELEASE.finditer(text)]
            places = [random_.randrange(len(text)) for _ in range(3)]
            for place in places:
                text[place] = random_.choice([0, 1, ord("<"), ord("&"), 0xFF, random_.randrange(256)])
        changed.append(tmp_path / file.name.removesuffix(".gz"))
        changed[-1].write_bytes(text)
    try:
        built = build_here(tmp_path / "home", changed, chunk_bytes=9_000)
    except DumpError:
        assert not complete_months(tmp_path / "home")
        return
    known = newest_month(whole)
    assert known is not None
    kept = "".join(str(row[3]) for row in rows_of(built.month, "unreadable"))
    harmed = {id for (begin, end), id in records if any(begin <= place < end for place in places)}
    harmed |= {id for _, id in records if f'<release id="{id}"' in kept}
    assert len(harmed) < 10
    for table in ("release", "release_credits", "release_tracks"):
        ours, theirs = (
            [row for row in rows_of(month, table) if row[0] not in harmed] for month in (built.month, known)
        )
        # The id of a record may be what was changed: then its rows are those of a record that was not there.
        assert set(map(str, theirs)) <= set(map(str, ours)), table


def test_dumps_of_one_month_are_needed(files: list[Path], tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="labels, releases are missing"):
        chosen_dumps([file for file in files if "artist" in file.name or "master" in file.name])
    with pytest.raises(CatalogueError, match="different months"):
        chosen_dumps([*files[:3], Path("discogs_20261201_releases.xml.gz")])


def test_there_has_to_be_room_before_the_first_byte(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linernotes.catalogue.build.ROOM", 1e12)
    with pytest.raises(DiskFullError, match=r"needs [0-9.]+ GB while it is built, and .* has .* GB free"):
        check_room(tmp_path, chosen_dumps(files).values(), tmp_path / "building")


def test_a_build_that_goes_on_needs_no_room_for_what_is_there(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dumps, building = chosen_dumps(files), tmp_path / "building"
    short = shutil.disk_usage(tmp_path).free + (1 << 29)
    monkeypatch.setattr("linernotes.catalogue.build.ROOM", short / sum(file.stat().st_size for file in files))
    with pytest.raises(DiskFullError):
        check_room(tmp_path, dumps.values(), building)
    built = building / "release" / "0000.parquet"
    built.parent.mkdir(parents=True)
    built.touch()
    os.truncate(built, 1 << 30)  # takes no room
    check_room(tmp_path, dumps.values(), building)


def test_what_a_killed_build_put_aside_is_not_read_again(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    with MonthDatabase(tmp_path, {}, scratch=scratch) as killed:
        killed.spread("numbers", "select 1 as number", "0")
        shutil.copytree(scratch, tmp_path / "left")
    (tmp_path / "left").rename(scratch)
    with MonthDatabase(tmp_path, {}, scratch=scratch) as database:
        database.spread("numbers", "select 2 as number", "0")
        assert database.read_part("numbers", 0)
        assert database.rows("select number from numbers") == [(2,)]


def test_a_build_of_other_dumps_begins_anew(files: list[Path], whole: Path, tmp_path: Path) -> None:
    catalogue = load_catalogue("demo")
    more = max(catalogue.releases) + 1
    catalogue.releases[more] = catalogue.releases[more - 1] | {"id": more}
    others = dump_files(catalogue, tmp_path / "others")
    in_the_way = building_folder(tmp_path, DATE) / "graph"
    in_the_way.parent.mkdir(parents=True)
    in_the_way.touch()
    with pytest.raises(CatalogueError, match="graph cannot be written"):
        build_here(tmp_path, others)
    build_here(tmp_path, files)
    assert tables_of(tmp_path) == tables_of(whole)


@pytest.mark.soak  # one that fails earlier goes on, too
def test_a_build_that_fails_at_its_very_end_is_not_made_again(
    files: list[Path], whole: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(whole, home)
    in_the_way = home / "catalogue" / f".{DATE}.old"
    in_the_way.touch()
    copies = [Path(shutil.copy(file, tmp_path)) for file in files]
    with pytest.raises(CatalogueError, match="Not a directory"):
        build_here(home, copies)
    in_the_way.unlink()
    for copy in copies:
        copy.write_bytes(bytes(copy.stat().st_size))  # no dump is read again
    build_here(home, copies)
    assert tables_of(home) == tables_of(whole)


def test_a_month_that_is_a_link_goes_without_the_folder_that_it_leads_to(whole: Path, tmp_path: Path) -> None:
    (tmp_path / "catalogue").mkdir()
    link = tmp_path / "catalogue" / DATE
    link.symlink_to(whole / "catalogue" / DATE)
    assert drop_catalogue(tmp_path, DATE) == [DATE]
    assert not link.is_symlink()
    link.symlink_to(whole / "catalogue" / DATE)
    assert drop_catalogue(tmp_path, None) == [DATE]
    assert not (tmp_path / "catalogue").exists()
    assert newest_month(whole) is not None


def test_one_process_builds_at_a_time(files: list[Path], tmp_path: Path) -> None:
    with (
        CatalogueWork(tmp_path, lambda progress: None),
        pytest.raises(SyncRunningError, match=f"{os.getpid()} builds a catalogue"),
    ):
        CatalogueBuild(tmp_path, chosen_dumps(files)).run(lambda progress: None)


def test_a_table_is_cut_into_files_with_known_bounds(tmp_path: Path) -> None:
    import pyarrow as pa

    schema = arrow_schema(CATALOGUE_TABLES["master_versions"])
    with TableWriter(tmp_path, "master_versions", group_rows=10, file_rows=20) as writer:
        for begin in range(0, 55, 11):
            ids = list(range(begin, begin + 11))
            writer.add(pa.table({"master_id": ids, "release_id": ids}, schema=schema))
        entry = writer.finish(("master_id", "release_id"))
    assert [(file.rows, file.first, file.last) for file in entry.files] == [
        (20, 0, 19),
        (20, 20, 39),
        (15, 40, 54),
    ]
    assert entry.rows == 55


def test_a_disk_without_room_is_reported_as_such(tmp_path: Path) -> None:
    import pyarrow as pa

    schema = arrow_schema(CATALOGUE_TABLES["master_versions"])
    (tmp_path / "master_versions").mkdir()
    (tmp_path / "master_versions" / "0000.parquet").symlink_to("/dev/full")
    ids = list(range(100_000))
    with TableWriter(tmp_path, "master_versions") as writer:
        rows = pa.table({"master_id": ids, "release_id": ids}, schema=schema)
        with pytest.raises(DiskFullError, match="cannot be written"):
            writer.add(rows)
