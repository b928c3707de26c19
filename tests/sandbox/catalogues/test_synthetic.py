"""Invented collections: the same for the same seed, closed, and as odd as real ones."""

from __future__ import annotations

import json
import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from discogs_sandbox.api.catalogue import Catalogue, Document, basic_information
from discogs_sandbox.catalogues import load_catalogue

KINDS = ("releases", "masters", "artists", "labels", "artist_releases")


@pytest.fixture(scope="module")
def large() -> Catalogue:
    return load_catalogue("synthetic", items=1000, seed=3)


@pytest.fixture(scope="module")
def documents(large) -> list[Document]:
    """Every owned release."""
    return [large.releases[id_] for id_ in dict.fromkeys(item["id"] for item in large.items)]


def tracks_of(release: Document) -> Iterator[Document]:
    for track in release["tracklist"]:
        yield track
        yield from track.get("sub_tracks", [])


def credits_of(release: Document) -> Iterator[Document]:
    yield from release.get("extraartists", [])
    for track in tracks_of(release):
        yield from track.get("extraartists", [])


def test_the_same_seed_gives_the_same_bytes_in_any_order():
    one, two = (load_catalogue("synthetic", items=60, seed=5) for _ in range(2))
    assert json.dumps([one.items, one.wants, one.fields]) == json.dumps([two.items, two.wants, two.fields])
    wanted = [(kind, id_) for kind in KINDS for id_ in list(getattr(one, kind))[:60]]
    forwards = {key: json.dumps(getattr(one, key[0])[key[1]]) for key in wanted}
    random.Random(1).shuffle(wanted)
    assert {key: json.dumps(getattr(two, key[0])[key[1]]) for key in wanted} == forwards


def test_another_seed_gives_another_collection():
    one, two = (load_catalogue("synthetic", items=60, seed=seed) for seed in (5, 6))
    assert one.items != two.items


@pytest.mark.parametrize("items", [1, 2, 7, 300])
def test_there_are_as_many_items_as_asked_for_each_an_instance(items):
    catalogue = load_catalogue("synthetic", items=items, seed=1)
    assert len(catalogue.items) == items
    assert len({item["instance_id"] for item in catalogue.items}) == items
    dates = [item["date_added"] for item in catalogue.items]
    assert dates == sorted(dates, key=lambda text: text[:19])


def test_ten_thousand_items_start_fast():
    began = time.process_time()
    catalogue = load_catalogue("synthetic", items=10_000, seed=1)
    assert len(catalogue.items) == 10_000
    assert time.process_time() - began < 10


def test_everything_that_is_referred_to_exists(large, documents):
    folders = {folder["id"] for folder in large.folders}
    fields = {field["id"] for field in large.fields}
    for item in large.items:
        assert item["folder_id"] in folders - {0}
        assert {note["field_id"] for note in item.get("notes", [])} <= fields
    for release in documents:
        if "master_id" in release:
            assert large.masters[release["master_id"]]["id"] == release["master_id"]
        for credit in [*release["artists"], *credits_of(release)]:
            if credit["id"] not in (0, 194):
                assert large.artists[credit["id"]]["name"] == credit["name"]
        for entity in [*release["labels"], *release["companies"], *release["series"]]:
            assert large.labels[entity["id"]]["name"] == entity["name"]


def test_listings_agree_with_the_documents(large):
    for item in large.items:
        assert item["basic_information"] == basic_information(large.releases[item["id"]])
    for want in large.wants:
        assert want["basic_information"] == basic_information(large.releases[want["id"]])


def test_a_master_is_made_of_its_releases(large, documents):
    for release in documents[:200]:
        if "master_id" not in release:
            continue
        master = large.masters[release["master_id"]]
        main = large.releases[master["main_release"]]
        assert main["master_id"] == master["id"]
        assert (master["tracklist"], master["title"]) == (main["tracklist"], main["title"])
        assert 0 <= master["year"] <= (release["year"] or 9999)


def test_discographies_name_the_masters_and_releases_that_exist(large):
    artist_ids = list(dict.fromkeys(i["basic_information"]["artists"][0]["id"] for i in large.items))
    rows = [row for id_ in artist_ids[:40] if id_ != 194 for row in large.artist_releases[id_][:40]]
    assert {row["type"] for row in rows} == {"master", "release"}
    for row in rows:
        if row["type"] == "master":
            master = large.masters[row["id"]]
            assert (row["title"], row["year"]) == (master["title"], master["year"])
            assert row["main_release"] == master["main_release"]
        else:
            assert row["title"] == large.releases[row["id"]]["title"]


def test_a_main_artist_finds_its_albums_in_its_discography(large, documents):
    for release in documents[:150]:
        for credit in release["artists"]:
            if credit["id"] == 194:
                continue
            key = ("master", release["master_id"]) if "master_id" in release else ("release", release["id"])
            known = {
                (row["type"], row["id"])
                for row in large.artist_releases[credit["id"]]
                if row["role"] == "Main"
            }
            if key[0] == "master":
                assert key in known
            else:
                # A work without master is listed by its first pressing.
                assert any(type_ == "release" for type_, _ in known)


def test_members_groups_and_aliases_are_mutual(large):
    bands = [artist for artist in map(large.artists.__getitem__, large.artists) if "members" in artist]
    memberships = Counter()
    for band in bands:
        for member in band["members"]:
            memberships[member["id"]] += 1
            groups = {group["id"]: group for group in large.artists[member["id"]]["groups"]}
            assert groups[band["id"]]["active"] is member["active"]
    assert max(memberships.values()) >= 4, "some people are in many bands"
    with_alias = [artist for artist in map(large.artists.__getitem__, large.artists) if "aliases" in artist]
    assert with_alias
    for artist in with_alias:
        assert "active" not in artist["aliases"][0]
        other = large.artists[artist["aliases"][0]["id"]]
        assert [alias["id"] for alias in other["aliases"]] == [artist["id"]]


def test_names_are_unique_by_number_in_brackets(large):
    names = [large.artists[id_]["name"] for id_ in large.artists]
    assert len(set(names)) == len(names)
    assert any(name.endswith(" (2)") for name in names)


def test_fame_follows_a_power_law(large, documents):
    main = Counter(
        credit["id"] for release in documents for credit in release["artists"] if credit["id"] != 194
    )
    counts = sorted(main.values(), reverse=True)
    assert counts[0] >= 12
    assert statistics.median(counts) <= 2
    credited = Counter(credit["id"] for release in documents for credit in credits_of(release))
    sidemen = {id_ for id_, count in credited.items() if count >= 3} - set(main)
    assert len(sidemen) > 100, "people on three records or more who have none of their own"


def test_documents_are_as_large_as_real_ones(documents):
    """Recorded ones have a mean of 16 kB, a median of 11 kB, and one in a hundred has over 69 kB."""
    sizes = [len(json.dumps(release)) for release in documents]
    assert 4_000 < statistics.mean(sizes) < 15_000
    assert min(sizes) < 5_000
    assert 30_000 < max(sizes) < 100_000


def test_the_frequencies_are_near_the_recorded_ones(documents):
    share = {
        "no master": sum("master_id" not in release for release in documents) / len(documents),
        "no credits": sum("extraartists" not in release for release in documents) / len(documents),
        "various": sum(release["artists"][0]["id"] == 194 for release in documents) / len(documents),
        "tracks": statistics.mean(len(release["tracklist"]) for release in documents),
        "credits": statistics.mean(sum(1 for _ in credits_of(release)) for release in documents),
    }
    assert 0.2 < share["no master"] < 0.4
    assert 0.2 < share["no credits"] < 0.45
    assert 0.04 < share["various"] < 0.1
    assert 5 < share["tracks"] < 12
    assert 4 < share["credits"] < 12


ODDITIES = {
    "two artists": lambda r: len(r["artists"]) > 1,
    "a join": lambda r: r["artists"][0]["join"] in ("&", "Feat.", "/"),
    "an anv": lambda r: any(c["anv"] for c in r["artists"]),
    "a heading": lambda r: any(t["type_"] == "heading" for t in r["tracklist"]),
    "an index track": lambda r: any(t["type_"] == "index" and t["sub_tracks"] for t in r["tracklist"]),
    "a compilation with track artists": lambda r: all("artists" in t for t in tracks_of(r) if t["position"]),
    "a role with a bracketed comma": lambda r: any("[Lead, Rhythm]" in c["role"] for c in credits_of(r)),
    "several roles": lambda r: any("], " in c["role"] or "Producer" in c["role"] for c in credits_of(r)),
    "an unlinked credit": lambda r: any(c["id"] == 0 and c["resource_url"] == "" for c in credits_of(r)),
    "a range of tracks": lambda r: any(" to " in c["tracks"] for c in credits_of(r)),
    "an unknown year": lambda r: r["year"] == 0 and "released" not in r,
    "a month without a day": lambda r: r.get("released", "").endswith("-00"),
    "no country": lambda r: "country" not in r,
    "no images": lambda r: r["images"] == [] and r["thumb"] == "",
    "no styles": lambda r: r["styles"] == [],
    "nothing on sale": lambda r: r["num_for_sale"] == 0 and r["lowest_price"] is None,
    "All Media": lambda r: r["formats"][-1]["name"] == "All Media",
    "no descriptions": lambda r: any("descriptions" not in f for f in r["formats"]),
    "format text": lambda r: any("text" in f for f in r["formats"]),
    "a label twice": lambda r: len({entry["id"] for entry in r["labels"]}) < len(r["labels"]),
    "catno none": lambda r: any(entry["catno"] == "none" for entry in r["labels"]),
    "no label": lambda r: r["labels"][0]["name"].startswith("Not On Label ("),
    "a series": lambda r: bool(r["series"]),
    "markup": lambda r: "[a=" in r.get("notes", ""),
    "carriage returns": lambda r: "\r\n" in r.get("notes", ""),
    "outer blanks": lambda r: any(t["title"] != t["title"].strip() for t in tracks_of(r)),
    "an emoji": lambda r: any("🌊" in t["title"] for t in tracks_of(r)),
    "a zero-width space": lambda r: any("\u200b" in t["title"] for t in tracks_of(r)),
    "no durations": lambda r: any(t["duration"] == "" for t in tracks_of(r)),
    "over an hour": lambda r: any(t["duration"].count(":") == 2 for t in tracks_of(r)),
    "a video without description": lambda r: any(v["description"] is None for v in r["videos"]),
    "an unrated release": lambda r: r["community"]["rating"] == {"count": 0, "average": 0},
}


@pytest.mark.parametrize("oddity", ODDITIES)
def test_every_oddity_of_real_data_occurs(documents, oddity):
    assert any(ODDITIES[oddity](release) for release in documents)


def test_absurd_quantities_occur_in_large_collections():
    catalogue = load_catalogue("synthetic", items=4000, seed=3)
    quantities = {f["qty"] for item in catalogue.items for f in item["basic_information"]["formats"]}
    assert any(len(quantity) == 40 for quantity in quantities)


def test_ids_of_masters_and_releases_collide(large):
    assert set(large.masters) & set(large.releases)


def test_unknown_ids_are_not_there(large):
    for kind in KINDS:
        mapping = getattr(large, kind)
        for id_ in (-5, 0, 1, 51, 10**9, next(iter(mapping)) + 1):
            assert mapping.get(id_) is None


def test_copies_have_the_fields_that_collectors_use(large):
    names = {field["id"]: field["name"] for field in large.fields}
    assert len(names) > 3
    used = Counter(note["field_id"] for item in large.items for note in item.get("notes", []))
    assert set(used) == set(names)
    assert 0.1 < sum("notes" not in item for item in large.items) / 1000 < 0.3
    assert any(note["value"] == "" for item in large.items for note in item.get("notes", []))
    assert {item["rating"] for item in large.items} == set(range(6))
    assert len({item["folder_id"] for item in large.items}) >= 3
    counts = Counter(item["id"] for item in large.items)
    assert 20 < sum(count > 1 for count in counts.values()) < 80, "about one release in twenty is owned twice"


def test_another_name_is_refused():
    with pytest.raises(ValueError, match="no catalogue 'x'; there are demo, synthetic, recorded"):
        load_catalogue("x")
