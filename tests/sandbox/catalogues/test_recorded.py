"""The collection of recorded releases, against the recordings themselves."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.catalogues import load_catalogue

CSV = "collections_csv/Gustw__vinyl-collection__collection.csv"


@pytest.fixture(scope="module")
def recorded(fixtures: Path) -> Catalogue:
    return load_catalogue("recorded", dir=fixtures)


@pytest.fixture(scope="module")
def rows(fixtures: Path) -> list[dict[str, str]]:
    with (fixtures / CSV).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_there_are_316_listed_copies_and_157_others(recorded, rows):
    assert len(rows) == 316
    dated = [item for item in recorded.items if "date_added" in item]
    undated = [item for item in recorded.items if "date_added" not in item]
    assert (len(dated), len(undated)) == (316, 157)
    assert {item["folder_id"] for item in undated} == {1}
    assert not any("notes" in item for item in undated)
    assert len({item["instance_id"] for item in recorded.items}) == 473
    assert len(recorded.releases) == 472


def test_each_row_of_the_csv_is_a_copy_with_its_date_folder_and_conditions(recorded, rows):
    pacific = ZoneInfo("America/Los_Angeles")
    folders = {folder["id"]: folder["name"] for folder in recorded.folders}
    found = Counter()
    for item in recorded.items:
        if "date_added" in item:
            notes = {note["field_id"]: note["value"] for note in item.get("notes", [])}
            moment = datetime.fromisoformat(item["date_added"])
            assert moment.utcoffset() == moment.astimezone(pacific).utcoffset()
            local = moment.astimezone(pacific).strftime("%Y-%m-%d %H:%M:%S")
            found[item["id"], local, folders[item["folder_id"]], notes.get(1, ""), notes.get(2, "")] += 1
    names = ("Date Added", "CollectionFolder", "Collection Media Condition", "Collection Sleeve Condition")
    assert found == Counter((int(row["release_id"]), *(row[name] for name in names)) for row in rows)


def test_items_come_oldest_first_the_undated_before(recorded):
    dates = [item.get("date_added", "") for item in recorded.items]
    assert dates == sorted(dates)


def test_every_recorded_release_is_there_and_the_newest_of_several_wins(recorded, fixtures):
    changed: dict[int, list[str]] = {}
    for path in (fixtures / "release").glob("*.json"):
        document = json.loads(path.read_text(encoding="utf-8"))
        changed.setdefault(document["id"], []).append(document.get("date_changed", ""))
    assert set(changed) == set(recorded.releases)
    assert sum(len(dates) > 1 for dates in changed.values()) == 2
    for id_, dates in changed.items():
        assert recorded.releases[id_].get("date_changed", "") == max(dates)


def test_masters_artists_and_labels_are_the_recorded_ones(recorded):
    assert set(recorded.masters) == {666, 1000, 4242, 1187343}
    assert set(recorded.artists) == {1, 2, 3, 23755, 108713}
    assert set(recorded.labels) == {1, 31405}
    assert {id_: len(rows) for id_, rows in recorded.artist_releases.items()} == {1: 87, 108713: 50}


def test_it_is_served_as_recorded_and_nothing_else(serve, recorded):
    ask = serve(recorded)
    release = recorded.releases[12601356]
    served = ask.json("/releases/12601356")
    assert served["tracklist"] == release["tracklist"]
    assert served["uri"] == release["uri"]
    for path in ("/releases/5", "/masters/1431848", "/artists/43151", "/artists/2/releases"):
        assert ask(path).status_code == 404
    assert ask.json("/users/recorded/collection/folders")["folders"][0]["count"] == 473
    pages = [
        ask.json(f"/users/recorded/collection/folders/0/releases?per_page=100&page={n}") for n in range(1, 6)
    ]
    assert sum(len(page["releases"]) for page in pages) == 473


def test_a_directory_without_recordings_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match="no recorded release documents"):
        load_catalogue("recorded", dir=tmp_path)
    with pytest.raises(ValueError, match="needs a directory"):
        load_catalogue("recorded")
