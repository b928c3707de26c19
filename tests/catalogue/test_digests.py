"""Every byte of a finished catalogue that has changed is an error that names its file."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from tests.catalogue.dumps import DATE, build_here, rows_of, without_digests
from tests.homes import Home

from linernotes.errors import CatalogueError
from linernotes.insights.status.catalogue import read_catalogue_status
from linernotes.processes.progress import Progress
from linernotes.storage.catalogue.manifest import (
    MANIFEST,
    building_folder,
    complete_months,
    newest_month,
    sound_month,
)
from linernotes.storage.catalogue.reader import CatalogueReader
from linernotes.storage.catalogue.verifying import verify_catalogue


@dataclass(frozen=True)
class Counted:
    rows: int


def files_of(home: Path) -> list[Path]:
    """All files of the month, the manifest too."""
    return sorted(file for file in (home / "catalogue" / DATE).rglob("*") if file.is_file())


def test_every_file_has_a_digest(whole: Path) -> None:
    month = newest_month(whole)
    assert month is not None
    known = {month.folder / one.path: one.bytes for one in month.manifest.digests()}
    assert known == {file: file.stat().st_size for file in files_of(whole) if file.name != MANIFEST}
    seen: list[Progress] = []
    (verified,) = verify_catalogue(whole, seen.append)
    assert (verified.files, verified.bytes) == (len(known), sum(known.values()))
    assert [one.share for one in seen] == sorted(one.share for one in seen)
    assert seen[-1].share == 1.0


#: Five of each kind of harm, and a hundred in `make soak`.
TRIALS = [*range(5), *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(5, 105))]


def changed_bytes(chance: random.Random, content: bytes) -> bytes:
    """One to twenty bytes are others."""
    text = bytearray(content)
    for _ in range(chance.randint(1, 20)):
        text[chance.randrange(len(text))] ^= chance.randint(1, 255)
    return bytes(text)


def cut_off(chance: random.Random, content: bytes) -> bytes:
    """The end is gone."""
    return content[: chance.randrange(len(content))]


@pytest.mark.parametrize("harm", [changed_bytes, cut_off])
@pytest.mark.parametrize("seed", TRIALS)
def test_every_harm_to_a_file_is_found(
    seed: int, harm: Callable[[random.Random, bytes], bytes], whole: Path
) -> None:
    chance = random.Random(seed)
    paths = files_of(whole)
    # One in five in the manifest, and one in any byte of the others: most of those are in tables of texts.
    manifest = next(path for path in paths if path.name == MANIFEST)
    place = manifest if seed % 5 == 0 else chance.choices(paths, [path.stat().st_size for path in paths])[0]
    content = place.read_bytes()
    harmed = harm(chance, content)
    if harmed == content:
        harmed += b"\0"  # two changes of one byte that make it right again
    place.write_bytes(harmed)
    try:
        with pytest.raises(CatalogueError) as raised:
            verify_catalogue(whole)
    finally:
        place.write_bytes(content)
    assert str(place) in str(raised.value)
    assert "\n" not in str(raised.value)
    assert str(raised.value).endswith("Build the month again: linernotes catalogue fetch --month 2026-11")
    assert len(verify_catalogue(whole)) == 1


def test_each_byte_of_the_manifest_counts(whole: Path) -> None:
    """A key that is not known, a blank, a number: a month with a manifest of other bytes is not in use."""
    manifest = whole / "catalogue" / DATE / MANIFEST
    content = manifest.read_bytes()
    places = random.Random(1).sample(range(len(content)), 150)
    own = content.rindex(b'"digest"')
    try:
        for place in [*places, *range(own, own + 12)]:
            manifest.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
            assert newest_month(whole) is None, place
            with pytest.raises(CatalogueError, match=r"manifest.json is damaged: .*--month 2026-11$"):
                sound_month(whole)
    finally:
        manifest.write_bytes(content)
    assert sound_month(whole) is not None


def test_a_damaged_month_is_not_passed_over_in_silence(whole: Path, tmp_path: Path) -> None:
    home = Home(tmp_path)
    shutil.copytree(whole / "catalogue", tmp_path / "catalogue")
    manifest = tmp_path / "catalogue" / DATE / MANIFEST
    manifest.write_bytes(manifest.read_bytes().replace(b'"rows": 1', b'"rows": 2', 1))
    assert home.json("catalogue", "status")["damaged"] != []
    asked = home.run("catalogue", "sql", "select 1")
    assert asked.returncode == 1
    assert asked.stderr.startswith(f"Error: {manifest} is damaged: ")


def test_a_month_from_before_there_were_digests_stays_in_use(whole: Path, tmp_path: Path) -> None:
    shutil.copytree(whole / "catalogue", tmp_path / "catalogue")
    month = newest_month(whole)
    assert month is not None
    text = msgspec.to_builtins(without_digests(month.manifest))
    for key in ("digest", "array_files"):
        del text[key]
    for entry in text["tables"].values():
        for file in entry["files"]:
            del file["bytes"], file["digest"]
    (tmp_path / "catalogue" / DATE / MANIFEST).write_text(json.dumps(text, default=str))
    old = newest_month(tmp_path)
    assert old is not None
    with CatalogueReader(old, verified=True) as reader:
        assert reader.rows("release") == month.manifest.tables["release"].rows
        assert reader.read(Counted, f"select count(*) as rows from {reader.table_of('release')}")[0].rows
    assert verify_catalogue(tmp_path) == ()
    assert [one.can_be_verified for one in read_catalogue_status(tmp_path).months] == [False]
    said = Home(tmp_path).run("catalogue", "status", "--verify")
    assert "It was built before files had digests, and cannot be verified." in said.stdout


def test_the_command_names_the_file(whole: Path, tmp_path: Path) -> None:
    shutil.copytree(whole / "catalogue", tmp_path / "catalogue")
    home = Home(tmp_path)
    (answer,) = home.json("catalogue", "status", "--verify")["verified"]
    assert answer["files"] == len(files_of(tmp_path)) - 1
    for name in ("release_credits", "release_tracks"):
        path = tmp_path / "catalogue" / DATE / name / "0000.parquet"
        path.write_bytes(changed_bytes(random.Random(1), path.read_bytes()))
    failed = home.run("catalogue", "status", "--verify")
    assert (failed.returncode, failed.stdout) == (1, "")
    first = tmp_path / "catalogue" / DATE / "release_credits" / "0000.parquet"
    assert failed.stderr.splitlines() == [
        f"Error: 2 files are damaged, the first of them: {first} is damaged: its bytes are not those that were "
        "written. Build the month again: linernotes catalogue fetch --month 2026-11"
    ]


def test_a_reader_of_pages_notices_a_length_and_one_of_documents_each_byte(whole: Path) -> None:
    month = newest_month(whole)
    assert month is not None
    path = month.files("release_tracks")[0]
    content = path.read_bytes()
    try:
        path.write_bytes(content[:-1])
        with CatalogueReader(month) as reader, pytest.raises(CatalogueError, match="bytes, .* were written"):
            reader.table_of("release_tracks")
        path.write_bytes(content[:-1] + b"\0")
        with CatalogueReader(month) as reader:
            reader.table_of("release_tracks")
        with (
            CatalogueReader(month, verified=True) as reader,
            pytest.raises(CatalogueError, match="not those that were written"),
        ):
            reader.table_of("release_tracks")
    finally:
        path.write_bytes(content)


def test_a_unit_whose_file_changed_while_the_build_stood_still_is_made_again(
    files: list[Path], whole: Path, tmp_path: Path
) -> None:
    """As after a failure of the power: notes are on the disk for certain, tables may not be."""
    in_the_way = building_folder(tmp_path, DATE) / "graph"
    in_the_way.parent.mkdir(parents=True)
    in_the_way.touch()
    with pytest.raises(CatalogueError, match="graph cannot be written"):
        build_here(tmp_path, files)
    in_the_way.unlink()
    for name in ("master_genres", "barcodes"):
        path = building_folder(tmp_path, DATE) / name / "0000.parquet"
        path.write_bytes(bytes(path.stat().st_size))
    build_here(tmp_path, files)
    (ours,), (theirs,) = complete_months(tmp_path), complete_months(whole)
    for name in theirs.manifest.tables:
        assert rows_of(ours, name) == rows_of(theirs, name), name
    assert verify_catalogue(tmp_path)
