"""The demo catalogue: its data hold together, show what the app is for, and are the same everywhere."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.catalogues import demo
from discogs_sandbox.catalogues.demo import CatalogueError, demo_catalogue, load_catalogue
from discogs_sandbox.catalogues.demo.checks import positions_named

PSEUDO = {194, 355, 118760}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return demo_catalogue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data files that a test may spoil."""
    return Path(shutil.copytree(demo.DATA, tmp_path / "demo", ignore=shutil.ignore_patterns("*.py*", "__*")))


def rows_of(release: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for track in release["tracklist"]:
        yield track
        yield from track.get("sub_tracks", [])


def credits_of(release: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from release["artists"]
    yield from release["extraartists"]
    for track in rows_of(release):
        yield from track.get("artists", [])
        yield from track.get("extraartists", [])


def owned(catalogue: Catalogue) -> list[dict[str, Any]]:
    return [catalogue.releases[release_id] for release_id in {item["id"] for item in catalogue.items}]


# -- the shelf is worth looking at


def test_the_shelf_holds_enough_albums_and_people(catalogue: Catalogue) -> None:
    albums = {release.get("master_id", -release["id"]) for release in owned(catalogue)}
    people = {entry["id"] for release in owned(catalogue) for entry in credits_of(release)} - PSEUDO - {0}
    assert len(albums) >= 60
    assert len(people) >= 350
    assert 10 <= len(catalogue.wants) <= 20
    assert len(list((demo.DATA / "scenes").glob("*.yaml"))) >= 12


def test_many_people_cross_three_or_more_bands(catalogue: Catalogue) -> None:
    bands = defaultdict(set)
    for release in owned(catalogue):
        main = {artist["id"] for artist in release["artists"]} - PSEUDO
        for entry in credits_of(release):
            bands[entry["id"]] |= main - {entry["id"]}
    crossing = {catalogue.artists[i]["name"] for i, others in bands.items() if i and len(others) >= 3}
    assert len(crossing) >= 10
    assert {"Herbie Hancock", "Wayne Shorter", "Robert Fripp", "Phil Collins", "Ron Carter"} <= crossing


def test_nearly_all_of_the_shelf_hangs_together_through_its_credits(catalogue: Catalogue) -> None:
    """A union by hand, not through the product: scenes are bridged by people, not only listed side by side."""
    groups: list[set[int]] = []
    for release in owned(catalogue):
        people = {entry["id"] for entry in credits_of(release)} - PSEUDO - {0}
        touching = [group for group in groups if group & people]
        groups = [group for group in groups if not group & people] + [people.union(*touching)]
    sizes = sorted((len(group) for group in groups), reverse=True)
    assert sizes[0] > 0.9 * sum(sizes)


def test_there_are_aliases_and_groups_with_members_in_common(catalogue: Catalogue) -> None:
    artists = catalogue.artists.values()
    assert sum(1 for artist in artists if artist.get("aliases")) >= 6
    groups = [artist for artist in artists if artist.get("members")]
    assert len(groups) >= 12
    places = Counter(member["id"] for group in groups for member in group["members"])
    assert sum(1 for count in places.values() if count >= 2) >= 10
    assert {member["active"] for group in groups for member in group["members"]} == {True, False}


def test_aliases_groups_and_members_are_named_from_both_sides(catalogue: Catalogue) -> None:
    for artist in catalogue.artists.values():
        for key, back in (("aliases", "aliases"), ("groups", "members"), ("members", "groups")):
            for other in artist.get(key, []):
                named = catalogue.artists[other["id"]][back]
                mine = next(row for row in named if row["id"] == artist["id"])
                assert mine["name"] == artist["name"]
                assert mine.get("active") == other.get("active")


def test_every_alias_of_richard_d_james_lists_all_his_other_names(catalogue: Catalogue) -> None:
    names = {"Richard D. James", "Aphex Twin", "Polygon Window", "The Dice Man", "AFX", "Caustic Window"}
    pages = [artist for artist in catalogue.artists.values() if artist["name"] in names]
    assert len(pages) == 6
    for page in pages:
        assert {alias["name"] for alias in page["aliases"]} == names - {page["name"]}


def test_the_collection_has_what_collections_have(catalogue: Catalogue) -> None:
    releases = owned(catalogue)
    copies = Counter(item["id"] for item in catalogue.items)
    pressings = Counter(release["master_id"] for release in releases if "master_id" in release)
    descriptions = {word for r in releases for f in r["formats"] for word in f.get("descriptions", [])}
    assert max(copies.values()) == 2
    assert sum(1 for count in pressings.values() if count == 2) >= 3
    assert sum(1 for release in releases if "master_id" not in release) >= 3
    assert sum(1 for r in releases if {a["id"] for a in r["artists"]} == {194}) == 2
    assert {'7"', '12"', "LP", "Compilation", "Reissue"} <= descriptions
    assert any(f["name"] == "Box Set" for r in releases for f in r["formats"])
    assert any(release["year"] == 0 and "released" not in release for release in releases)
    assert any(release["lowest_price"] is None for release in releases)
    assert {row["type_"] for release in releases for row in rows_of(release)} == {"track", "heading", "index"}
    assert len({release["country"] for release in releases}) >= 5
    assert len({genre for release in releases for genre in release["genres"]}) >= 8


def test_credits_have_variations_details_ranges_and_names_without_a_page(catalogue: Catalogue) -> None:
    entries = [entry for release in owned(catalogue) for entry in credits_of(release)]
    assert sum(1 for entry in entries if entry["anv"]) >= 20
    assert sum(1 for entry in entries if "[" in entry["role"]) >= 20
    assert any(" to " in entry["tracks"] and ", " in entry["tracks"] for entry in entries)
    assert [entry["resource_url"] for entry in entries if entry["id"] == 0] == [""]


def test_masters_are_as_old_as_the_album_not_as_the_pressing(catalogue: Catalogue) -> None:
    reissued = [
        release
        for release in owned(catalogue)
        if "master_id" in release and release["year"] > catalogue.masters[release["master_id"]]["year"]
    ]
    assert len(reissued) >= 4
    assert all(release["year"] == 0 or release["year"] >= 1957 for release in owned(catalogue))


def test_items_are_spread_over_years_folders_and_conditions(catalogue: Catalogue) -> None:
    dates = [item["date_added"] for item in catalogue.items]
    assert len({date[:4] for date in dates}) >= 8
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[78]:00", date) for date in dates)
    assert {date[-6:] for date in dates} == {"-07:00", "-08:00"}
    assert dates == sorted(dates)
    assert len({item["rating"] for item in catalogue.items}) >= 4
    names = [folder["name"] for folder in catalogue.folders]
    assert names[:2] == ["All", "Uncategorized"]
    assert {item["folder_id"] for item in catalogue.items} == {f["id"] for f in catalogue.folders} - {0}
    fields = {field["id"]: field for field in catalogue.fields}
    values = [note for item in catalogue.items for note in item.get("notes", [])]
    assert {note["field_id"] for note in values} == set(fields) == {1, 2, 3, 4}
    for note in values:
        assert note["value"] in fields[note["field_id"]].get("options", [note["value"]])
    assert any("notes" not in item for item in catalogue.items)


def test_value_is_written_in_euros(catalogue: Catalogue) -> None:
    assert catalogue.currency == "EUR"
    assert list(catalogue.value) == ["minimum", "median", "maximum"]
    assert all(re.fullmatch(r"€\d+(,\d{3})*\.\d\d", value) for value in catalogue.value.values())


# -- documents


def test_every_reference_leads_to_a_document(catalogue: Catalogue) -> None:
    for release in catalogue.releases.values():
        assert {entry["id"] for entry in credits_of(release)} <= {*catalogue.artists, *PSEUDO, 0}
        entities = [*release["labels"], *release["companies"], *release["series"]]
        assert {entity["id"] for entity in entities} <= set(catalogue.labels)
        assert release.get("master_id", next(iter(catalogue.masters))) in catalogue.masters
    for row in (*catalogue.items, *catalogue.wants):
        assert row["id"] == row["basic_information"]["id"]
        assert row["id"] in catalogue.releases
    assert len({item["instance_id"] for item in catalogue.items}) == len(catalogue.items)


def test_track_ranges_name_tracks_of_the_same_release(catalogue: Catalogue) -> None:
    ranges = 0
    for release in catalogue.releases.values():
        known = [row["position"] for row in rows_of(release) if row["position"]]
        for entry in credits_of(release):
            if entry["tracks"]:
                ranges += 1
                assert positions_named(entry["tracks"], known)
    assert ranges >= 100


@pytest.mark.parametrize(
    ("tracks", "expected"),
    [
        pytest.param("A2", ["A2"], id="one-track"),
        pytest.param("A1, B2", ["A1", "B2"], id="a-list"),
        pytest.param("A2 to B1", ["A2", "A3", "B1"], id="a-range-goes-by-tracklist-order"),
        pytest.param("A1, A3 to B2", ["A1", "A3", "B1", "B2"], id="list-and-range"),
    ],
)
def test_a_range_covers_positions_in_tracklist_order(tracks: str, expected: list[str]) -> None:
    assert positions_named(tracks, ["A1", "A2", "A3", "B1", "B2"]) == expected


@pytest.mark.parametrize("tracks", ["A9", "A1 to A9", "B1 to A1", "A1 to A1", ""])
def test_a_range_that_cannot_be_resolved_is_refused(tracks: str) -> None:
    with pytest.raises(ValueError, match="A1|A9|no track|not a range"):
        positions_named(tracks, ["A1", "A2", "A3", "B1", "B2"])


def test_releases_have_every_key_that_live_ones_always_have(catalogue: Catalogue, fixtures: Path) -> None:
    """Of the recorded releases, a few are old; what 97 of 100 have at the top, and all have below, is required."""
    required = defaultdict(dict)
    for line in (fixtures.parent / "field_stats.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        kind, path, field, share, types = line.split("\t")
        present, parents = map(int, share.split("/"))
        if kind == "release" and present >= (1.0 if path else 0.97) * parents:
            required[path][field] = set(re.findall(r"'(\w+)': \d", types))
    assert len(required[""]) >= 27
    kinds = {
        str: "str",
        int: "int",
        float: "float",
        bool: "bool",
        list: "list",
        dict: "dict",
        type(None): "null",
    }
    for release in catalogue.releases.values():
        for path, fields in required.items():
            for part in reach(release, path):
                assert set(fields) <= set(part), f"{release['title']} {path}"
                for field, types in fields.items():
                    assert kinds[type(part[field])] in types, f"{release['title']} {path}.{field}"


def reach(document: dict[str, Any], path: str) -> list[dict[str, Any]]:
    """All parts of a document at a path of field_stats.tsv, such as `.tracklist[].artists[]`."""
    parts = [document]
    for step in [step for step in path.split(".") if step]:
        key = step.removesuffix("[]")
        found = [part[key] for part in parts if key in part]
        parts = [entry for each in found for entry in each] if step.endswith("[]") else found
    return parts


def test_there_are_no_images(catalogue: Catalogue) -> None:
    assert all(release["images"] == [] and release["thumb"] == "" for release in catalogue.releases.values())
    assert all("images" not in artist for artist in catalogue.artists.values())


def test_ids_are_our_own_but_for_the_pseudo_artists(catalogue: Catalogue) -> None:
    for ids in (catalogue.releases, catalogue.masters, catalogue.artists, catalogue.labels):
        assert all(900_000_000 <= number < 1_000_000_000 for number in ids)
    assert not PSEUDO & set(catalogue.artists)


def test_discographies_go_beyond_the_shelf(catalogue: Catalogue) -> None:
    held = {item["basic_information"]["master_id"] for item in catalogue.items}
    gaps = {
        artist_id
        for artist_id, rows in catalogue.artist_releases.items()
        if any(row["role"] == "Main" and row["type"] == "master" and row["id"] not in held for row in rows)
    }
    assert len(gaps) >= 25
    assert set(catalogue.artists) <= set(catalogue.artist_releases)
    for rows in catalogue.artist_releases.values():
        assert [row["year"] for row in rows] == sorted(row["year"] for row in rows)
        assert {row["id"] for row in rows if row["type"] == "master"} <= set(catalogue.masters)


def test_profiles_use_the_markup_of_discogs_for_names_that_exist(catalogue: Catalogue) -> None:
    profiles = [artist["profile"] for artist in catalogue.artists.values() if artist["profile"]]
    assert len(profiles) >= 60
    linked = {name for profile in profiles for name in re.findall(r"\[a=(.+?)\]", profile)}
    assert linked <= {artist["name"] for artist in catalogue.artists.values()}
    assert len(linked) >= 40


# -- strictness: each of these spoils one line, and the message must say which file and which album

SPOILED = [
    pytest.param(
        "scenes/01-blue-note-and-kin.yaml",
        "Lee Morgan: Trumpet\n    Curtis",
        "Lee Mogran: Trumpet\n    Curtis",
        r"01-blue-note-and-kin\.yaml: blue-train/us-1958: .Lee Mogran. is not .*did you mean .Lee Morgan.",
        id="unknown-person",
    ),
    pytest.param(
        "scenes/01-blue-note-and-kin.yaml",
        "A1 Blue Train 10:43",
        "A1 Blue Train 10:73",
        r"01-blue-note-and-kin\.yaml: blue-train: .*10:73 is not a duration",
        id="bad-duration",
    ),
    pytest.param(
        "scenes/02-electric-miles.yaml",
        "Larry Young: Electric Piano @ A, C1",
        "Larry Young: Electric Piano @ A, C9",
        r"02-electric-miles\.yaml: bitches-brew/us-1970: Larry Young: 'A, C9': no track C9",
        id="unresolvable-range",
    ),
    pytest.param(
        "scenes/02-electric-miles.yaml",
        "Miles Davis: Written-By @ B to D1",
        "Miles Davis: Written-By @ D1 to B",
        r"02-electric-miles\.yaml: bitches-brew/us-1970: Miles Davis: .* is not a range",
        id="backward-range",
    ),
    pytest.param(
        "scenes/02-electric-miles.yaml",
        "\nbitches-brew:",
        "\nin-a-silent-way:",
        r"02-electric-miles\.yaml: in-a-silent-way: given twice",
        id="album-twice-in-a-file",
    ),
    pytest.param(
        "scenes/02-electric-miles.yaml",
        "\nbitches-brew:",
        "\nblue-train:",
        r"02-electric-miles\.yaml: blue-train: this album is there twice",
        id="album-twice-in-two-files",
    ),
    pytest.param(
        "scenes/03-ecm.yaml",
        "  genre: Classical; Electronic",
        "  genre: Classic; Electronic",
        r"03-ecm\.yaml: music-for-18-musicians: 'Classic' is not one of",
        id="unknown-genre",
    ),
    pytest.param(
        "scenes/03-ecm.yaml",
        "  title: Belonging",
        "  titel: Belonging",
        r"03-ecm\.yaml: belonging: unknown key titel",
        id="misspelt-key",
    ),
    pytest.param(
        "scenes/03-ecm.yaml",
        "  title: Belonging\n",
        "",
        r"03-ecm\.yaml: belonging: 'title' is missing",
        id="missing-key",
    ),
    pytest.param(
        "scenes/03-ecm.yaml",
        "A2 Blossom",
        "A1 Blossom",
        r"03-ecm\.yaml: belonging/de-1974: position A1 is there twice",
        id="position-twice",
    ),
    pytest.param(
        "scenes/03-ecm.yaml",
        "Recorded At: Arne Bendiksen Studio",
        "Rehearsed At: Arne Bendiksen Studio",
        r"03-ecm\.yaml: belonging: .*not a company of a kind",
        id="unknown-entity-type",
    ),
    pytest.param(
        "scenes/03-ecm.yaml",
        "de-1974: Germany | 1974 | ECM Records – ECM 1050",
        "de-1974: Germany | 1973 | ECM Records – ECM 1050",
        r"03-ecm\.yaml: belonging/de-1974: pressed in 1973, before",
        id="pressed-before-the-album",
    ),
    pytest.param(
        "scenes/14-many-names.yaml",
        "~Phil Wolstenholme",
        "~Alex Paterson",
        r"14-many-names\.yaml: artificial-intelligence/uk-1992: 'Alex Paterson' is in people.yaml",
        id="text-credit-of-somebody-with-a-page",
    ),
    pytest.param(
        "people.yaml",
        "\nnames: |\n",
        "\nnames: |\n  Nobody In Particular\n",
        r"people\.yaml: Nobody In Particular: nothing in the catalogue names them",
        id="person-nobody-names",
    ),
    pytest.param(
        "people.yaml",
        "\nnames: |\n",
        "\nnames: |\n  Bill Evans\n",
        r"people\.yaml: Bill Evans: given twice",
        id="person-twice",
    ),
    pytest.param(
        "people.yaml",
        "1960 Giant Steps",
        "1958 Blue Train",
        r"people\.yaml: John Coltrane: Blue Train \(1958\) is in the scenes already",
        id="discography-repeats-the-shelf",
    ),
    pytest.param(
        "shelf.yaml",
        "| blue-train/us-1958 | Jazz |",
        "| blue-train/us-1958 | Jaz |",
        r"shelf\.yaml: blue-train/us-1958: no folder 'Jaz'",
        id="unknown-folder",
    ),
    pytest.param(
        "shelf.yaml",
        "| blue-train/us-1958 |",
        "| blue-train/us-1959 |",
        r"shelf\.yaml: blue-train/us-1959: no such pressing",
        id="unknown-pressing",
    ),
    pytest.param(
        "shelf.yaml",
        "| VG/VG | 5 | Six-eye label.",
        "| VG/VGG | 5 | Six-eye label.",
        r"shelf\.yaml: kind-of-blue/us-1959: 'VGG' is not a sleeve condition",
        id="unknown-condition",
    ),
    pytest.param(
        "shelf.yaml",
        "2016-01-16 13:27:52 | blue-train",
        "2016-01-36 13:27:52 | blue-train",
        r"shelf\.yaml: 2016-01-36 .*does not match format|shelf\.yaml: 2016-01-36",
        id="bad-date",
    ),
    pytest.param(
        "shelf.yaml",
        "the-sidewinder/us-1964",
        "blue-train/us-1958",
        r"shelf\.yaml: blue-train/us-1958: owned and wanted",
        id="owned-and-wanted",
    ),
]


@pytest.mark.parametrize(("file", "right", "wrong", "message"), SPOILED)
def test_a_spoiled_line_is_refused_with_its_place(
    folder: Path, file: str, right: str, wrong: str, message: str
) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=message):
        load_catalogue(folder)


# -- the same everywhere


def digest(catalogue: Catalogue) -> str:
    return hashlib.sha256(json.dumps(vars(catalogue), sort_keys=True).encode()).hexdigest()


def test_another_process_with_another_hash_seed_gets_the_same_documents(catalogue: Catalogue) -> None:
    script = (
        "import hashlib, json; from discogs_sandbox.catalogues.demo import demo_catalogue; "
        "print(hashlib.sha256(json.dumps(vars(demo_catalogue()), sort_keys=True).encode()).hexdigest())"
    )
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"}
        done = subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == digest(catalogue)


def test_adding_an_album_renumbers_nothing(folder: Path, catalogue: Catalogue) -> None:
    before = load_catalogue(folder)
    assert digest(before) == digest(catalogue)
    (folder / "scenes" / "00-new.yaml").write_text(
        "milestones:\n  title: Milestones\n  artist: Miles Davis\n  year: 1958\n  genre: Jazz\n"
        "  tracks: |\n    A1 Dr. Jackle\n  credits: |\n    John Coltrane: Tenor Saxophone\n"
        "  pressings:\n    us: US | 1958 | Columbia – CL 1193 | Vinyl, LP, Album, Mono\n",
        encoding="utf-8",
    )
    people = folder / "people.yaml"
    people.write_text(
        people.read_text(encoding="utf-8").replace("      1958 Milestones\n", ""), encoding="utf-8"
    )
    shelf = folder / "shelf.yaml"
    line = "copies: |\n  2014-01-01 10:00:00 | milestones/us | Jazz | VG/VG | | |\n"
    shelf.write_text(shelf.read_text(encoding="utf-8").replace("copies: |\n", line), encoding="utf-8")

    after = load_catalogue(folder)

    assert len(after.releases) == len(before.releases) + 1
    assert {i: after.releases[i] for i in before.releases} == before.releases
    assert {i: after.artists[i] for i in before.artists} == before.artists
    assert [item for item in after.items if item in before.items] == before.items
