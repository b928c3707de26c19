"""Who plays with whom on invented records: as many pairs, and as unevenly spread, as on recorded ones."""

from __future__ import annotations

import re
from itertools import combinations
from statistics import mean, median

import pytest

from discogs_sandbox.api.catalogue import Catalogue, Document
from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.catalogues.synthetic import words

#: Roles of which nothing is heard on the record.
STAFF = {*words.STAFF, "Remix"}
VARIOUS, UNLINKED = 194, 0


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue("synthetic", items=2000, seed=1)


@pytest.fixture(scope="module")
def releases(catalogue: Catalogue) -> list[Document]:
    """Every owned release."""
    return [catalogue.releases[id_] for id_ in dict.fromkeys(item["id"] for item in catalogue.items)]


@pytest.fixture(scope="module")
def counts(catalogue: Catalogue, releases: list[Document]) -> dict[int, int]:
    """Release -> how many pairs play together on one of its tracks."""
    return {release["id"]: len(co_players(catalogue, release)) for release in releases}


@pytest.fixture(scope="module")
def pairs(counts: dict[int, int]) -> list[int]:
    """The same numbers ascending; releases without any are left out."""
    return sorted(count for count in counts.values() if count)


def co_players(catalogue: Catalogue, release: Document) -> set[tuple[int, int]]:
    """The pairs of artists who play on one track. A band does not where its members do."""
    found: set[tuple[int, int]] = set()
    for players in players_by_track(release):
        bands = {id_ for id_ in players if members(catalogue, id_) & players}
        found |= set(combinations(sorted(players - bands), 2))
    return found


def members(catalogue: Catalogue, id_: int) -> set[int]:
    return {member["id"] for member in catalogue.artists[id_].get("members", [])}


def players_by_track(release: Document) -> list[set[int]]:
    lines = [line for track in release["tracklist"] for line in track.get("sub_tracks", [track])]
    tracks = [line for line in lines if line["type_"] == "track"]
    place = {track["position"]: number for number, track in enumerate(tracks)}
    found = [ids([*track.get("artists", release["artists"]), *playing(track)]) for track in tracks]
    for credit in playing(release):
        named = [part.split(" to ") for part in credit["tracks"].split(", ") if part]
        spans = [range(place[span[0]], place[span[-1]] + 1) for span in named]
        everywhere = [number for number, track in enumerate(tracks) if "artists" not in track]
        for number in [number for span in spans for number in span] if spans else everywhere:
            found[number] |= ids([credit])
    return found


def ids(credits: list[Document]) -> set[int]:
    return {credit["id"] for credit in credits} - {VARIOUS, UNLINKED}


def playing(source: Document) -> list[Document]:
    """Its credits with a role that is heard."""
    return [credit for credit in source.get("extraartists", []) if roles(credit["role"]) - STAFF]


def roles(text: str) -> set[str]:
    return {role.strip() for role in re.sub(r"\[.*?\]", "", text).split(",")}


def test_two_thirds_of_the_releases_name_two_who_play_together(pairs, releases):
    assert 0.64 < len(pairs) / len(releases) < 0.7


def test_a_typical_record_has_a_few_pairs_and_some_have_hundreds(pairs):
    """Of recorded ones: 33 in the mean, median 5, 90 % under 91, 99 % under 326, most 727."""
    assert 30 < mean(pairs) < 36
    assert 4 <= median(pairs) <= 6
    assert 80 < pairs[len(pairs) * 90 // 100] < 100
    assert 280 < pairs[len(pairs) * 99 // 100] < 370
    assert 600 < pairs[-1] < 800


def test_a_quarter_of_the_records_has_a_single_pair(pairs):
    assert 0.2 < sum(count == 1 for count in pairs) / len(pairs) < 0.35


@pytest.mark.parametrize("genre", ["Jazz", "Rock", "Pop", "Hip Hop", "Classical", "Electronic"])
def test_each_genre_has_small_groups_and_crowds(counts, releases, genre):
    of_genre = [counts[release["id"]] for release in releases if release["genres"][0] == genre]
    assert sum(0 < count <= 6 for count in of_genre) > 10
    assert sum(count > 90 for count in of_genre) >= 3


def test_one_or_two_records_in_a_hundred_are_of_a_big_band_or_an_orchestra(releases):
    """A conductor and at least a dozen who play on every track."""
    large = [
        release
        for release in releases
        if any(credit["role"].startswith("Conductor") for credit in playing(release))
        and sum(credit["tracks"] == "" for credit in playing(release)) > 12
    ]
    assert 0.005 < len(large) / len(releases) < 0.02


def test_players_stand_on_tracks_in_a_third_of_the_records_with_many(counts, releases):
    """The others name them with a range of tracks, or for the whole record."""
    many = [release for release in releases if counts[release["id"]] > 50]
    by_track = [release for release in many if sum(len(playing(t)) for t in release["tracklist"]) > 20]
    by_range = [release for release in many if sum("," in c["tracks"] for c in playing(release)) > 3]
    assert len(by_track) > len(many) / 3
    assert len(by_range) > len(many) / 10


def test_some_compilations_name_who_plays_on_their_tracks(catalogue, releases):
    compilations = [release for release in releases if release["artists"][0]["id"] == VARIOUS]
    counts = [len(co_players(catalogue, release)) for release in compilations]
    assert 0.2 < sum(count > 0 for count in counts) / len(counts) < 0.6
    assert max(counts) > 50
