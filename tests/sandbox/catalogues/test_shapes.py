"""What the sandbox serves has the keys and types of the recorded answers: no more, no others, and the constant ones.

`field_stats.tsv` was counted over recordings of many years, so it knows more than today's API sends.
"""

from __future__ import annotations

import ast
import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from discogs_sandbox.catalogues.synthetic import USERNAME

Stats = dict[tuple[str, str], tuple[bool, set[str]]]
USER = f"/users/{USERNAME}"

# Documented (discogs-api.md) or recorded elsewhere, but not in the recordings of this kind.
DOCUMENTED = {
    "master": {
        # "(null)": nothing of the album is for sale.
        ("", "lowest_price", "NoneType"),
        (".videos[]", "description", "NoneType"),
        (".tracklist[]", "sub_tracks", "list"),
    },
    "artist": {(".groups[]", "thumbnail_url", "str")},
}
# Always there in few recordings, yet documented as left out when empty.
OPTIONAL = {
    "master": {("", "images"), ("", "styles"), ("", "videos")},
    "release": {(".identifiers[]", "description")},
}


@pytest.fixture(scope="module")
def stats(fixtures: Path) -> dict[str, Stats]:
    """By kind, then by (path, field): is it in every recording, and its types."""
    found: dict[str, Stats] = defaultdict(dict)
    with (fixtures.parent / "field_stats.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            present, parents = row["present_of_parents"].split("/")
            types = {"NoneType" if name == "null" else name for name in ast.literal_eval(row["types"])}
            found[row["kind"]][row["path"], row["field"]] = (present == parents, types)
    # A master has sub-tracks as a release has; of the recorded masters none does.
    inside = {key: seen for key, seen in found["release"].items() if ".sub_tracks[]" in key[0]}
    found["master"] |= inside
    return found


def nodes(document: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object in a document, with its path as the statistics write it."""
    if isinstance(document, dict):
        yield path, document
        for key, value in document.items():
            if isinstance(value, dict):
                yield from nodes(value, f"{path}.{key}")
            elif isinstance(value, list):
                for entry in value:
                    yield from nodes(entry, f"{path}.{key}[]")


def check(kind: str, documents: list[Any], stats: dict[str, Stats]) -> None:
    known = stats[kind]
    paths = {path for path, _ in known}
    unknown, missing = set(), set()
    for document in documents:
        for path, node in nodes(document):
            if path.startswith(".filters."):
                continue  # its keys are values: countries, labels
            for field, value in node.items():
                _, types = known.get((path, field), (False, set()))
                if type(value).__name__ not in types:
                    unknown.add((path, field, type(value).__name__))
            if path in paths:
                constant = {field for (p, field), (always, _) in known.items() if p == path and always}
                missing |= {(path, field) for field in constant - set(node)}
    assert unknown - DOCUMENTED.get(kind, set()) == set()
    assert missing - OPTIONAL.get(kind, set()) == set()


def test_releases(ask, catalogue, stats):
    check("release", [ask.json(f"/releases/{item['id']}") for item in catalogue.items], stats)


def test_masters(ask, catalogue, stats):
    check("master", [ask.json(f"/masters/{id_}") for id_ in list(catalogue.masters)[:60]], stats)


def test_artists(ask, catalogue, stats):
    check("artist", [ask.json(f"/artists/{id_}") for id_ in list(catalogue.artists)[:150]], stats)


def test_labels(ask, catalogue, stats):
    served = [ask.json(f"/labels/{id_}") for id_ in list(catalogue.labels)[:20]]
    check("label", served, stats)


def test_artist_releases(ask, stats):
    for as_ in ("owner", "nobody"):
        answers = [
            ask.json(f"/artists/{1000 + 7 * number}/releases?per_page=100", as_) for number in range(30)
        ]
        check("artist_releases", answers, stats)


def test_master_versions(ask, catalogue, stats):
    served = [ask.json(f"/masters/{id_}/versions?per_page=2") for id_ in list(catalogue.masters)[:30]]
    check("master_versions", served, stats)


def test_collection_pages(ask, stats):
    served = [ask.json(f"{USER}/collection/folders/0/releases?per_page=40&page={n}") for n in (1, 2, 3)]
    check("collection", served, stats)


def test_wants(ask, stats):
    check("wants", [ask.json(f"{USER}/wants?per_page=4")], stats)


def test_the_account(ask, stats):
    check("identity", [ask.json("/oauth/identity")], stats)
    check("user", [ask.json(USER)], stats)
    check("fields", [ask.json(f"{USER}/collection/fields")], stats)
    check("folders", [ask.json(f"{USER}/collection/folders")], stats)
    check("collection_value", [ask.json(f"{USER}/collection/value")], stats)


def test_marketplace_stats(ask, catalogue, stats):
    releases = [catalogue.releases[item["id"]] for item in catalogue.items]
    sold = [release["id"] for release in releases if release["num_for_sale"]]
    check("marketplace_stats", [ask.json(f"/marketplace/stats/{id_}") for id_ in sold[:10]], stats)


def test_label_releases(ask, catalogue, stats):
    labels = {label["id"] for item in catalogue.items for label in item["basic_information"]["labels"]}
    served = [ask.json(f"/labels/{id_}/releases?per_page=3") for id_ in sorted(labels)[:10]]
    check("extra_label_releases", served, stats)


def test_the_comparison_notices_strange_and_missing_keys(ask, catalogue, stats):
    release = ask.json(f"/releases/{catalogue.items[0]['id']}")
    with pytest.raises(AssertionError, match="surprise"):
        check("release", [release | {"surprise": 1}], stats)
    with pytest.raises(AssertionError, match="year"):
        check("release", [release | {"year": "1999"}], stats)
    without = [{k: v for k, v in track.items() if k != "duration"} for track in release["tracklist"]]
    with pytest.raises(AssertionError, match="duration"):
        check("release", [release | {"tracklist": without}], stats)
