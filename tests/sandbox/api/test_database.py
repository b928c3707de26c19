"""Documents of the database, and the lists that hang on them."""

from __future__ import annotations

import pytest

from discogs_sandbox.api.catalogue import basic_information


@pytest.mark.parametrize("kind", ["releases", "masters", "artists", "labels"])
def test_documents_are_served_as_the_catalogue_has_them(ask, catalogue, kind):
    mapping = getattr(catalogue, kind)
    id_ = next(iter(mapping))
    served = ask(f"/{kind}/{id_}")
    assert served.headers["Content-Type"] == "application/json"
    assert served.json() == _at(ask, mapping[id_])


def _at(ask, document):
    """The document with the sandbox's address in the place of Discogs'."""
    if isinstance(document, dict):
        return {key: _at(ask, value) for key, value in document.items()}
    if isinstance(document, list | tuple):
        return [_at(ask, value) for value in document]
    return (
        document.replace("https://api.discogs.com", ask.sandbox.url)
        if isinstance(document, str)
        else document
    )


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/releases/1", "That release does not exist or may have been deleted."),
        ("/masters/1", "That master release does not exist or may have been deleted."),
        ("/artists/1", "Artist not found."),
        ("/labels/1", "Label not found"),
        ("/artists/1/releases", "Artist not found."),
        ("/labels/1/releases", "Label not found"),
        ("/releases/1/rating", "Release does not exist or may have been deleted."),
        ("/nothing/here", "The requested resource was not found."),
        ("/releases/abc", "The requested resource was not found."),
    ],
)
def test_what_does_not_exist_answers_404_in_its_own_words(ask, path, message):
    assert ask.message(path) == (404, message)


def test_a_method_that_is_not_allowed_answers_405(ask):
    assert ask.message("/releases/1", method="PUT") == (405, "Method PUT is not allowed for this resource.")


def test_head_answers_like_get_without_a_body(ask):
    response = ask("/artists/1000", method="HEAD")
    assert (response.status_code, response.content) == (200, b"")
    assert int(response.headers["Content-Length"]) > 100


def test_every_answer_of_the_api_has_the_rate_headers(ask):
    for path in ("/artists/1000", "/artists/1", "/nothing/here", "/oauth/identity"):
        headers = ask(path).headers
        used, left = int(headers["X-Discogs-Ratelimit-Used"]), int(headers["X-Discogs-Ratelimit-Remaining"])
        assert used + left == int(headers["X-Discogs-Ratelimit"]) == 60_000
        assert headers["X-Discogs-Media-Type"] == "discogs.v2"


def test_answers_are_compressed_only_when_asked(ask, catalogue):
    path = f"/releases/{catalogue.items[0]['id']}"
    compressed = ask(path, headers={"Accept-Encoding": "gzip"})
    plain = ask(path, headers={"Accept-Encoding": "identity"})
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert compressed.headers["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in plain.headers
    assert compressed.json() == plain.json()


def test_ratings_and_stats(ask, catalogue):
    item = next(item for item in catalogue.items if item["rating"])
    release = catalogue.releases[item["id"]]
    base = f"/releases/{release['id']}"
    rating = release["community"]["rating"]
    assert ask.json(f"{base}/rating") == {"release_id": release["id"], "rating": rating}
    assert ask.json(f"{base}/rating/{catalogue.username}")["rating"] == item["rating"]
    assert ask.json(f"{base}/rating/visitor")["rating"] == 0
    assert ask.json(f"{base}/stats") == {"is_offensive": False}


def test_marketplace_stats_know_currency_and_absence(ask, catalogue):
    releases = {item["id"]: catalogue.releases[item["id"]] for item in catalogue.items}
    sold = next(r for r in releases.values() if r["num_for_sale"])
    unsold = next(r for r in releases.values() if not r["num_for_sale"])
    path = f"/marketplace/stats/{sold['id']}"
    assert ask.json(path)["lowest_price"] == {"currency": "EUR", "value": sold["lowest_price"]}
    assert ask.json(path, "nobody")["lowest_price"]["currency"] == "USD"
    assert ask.json(f"{path}?curr_abbr=GBP")["lowest_price"]["currency"] == "GBP"
    empty = ask.json(f"/marketplace/stats/{unsold['id']}")
    assert (empty["lowest_price"], empty["num_for_sale"]) == (None, None)


def test_versions_are_the_releases_of_a_master(ask, catalogue):
    master_id = next(id_ for id_ in catalogue.masters if len(_versions(catalogue, id_)) > 1)
    expected = _versions(catalogue, master_id)
    answer = ask.json(f"/masters/{master_id}/versions")
    rows = answer["versions"]
    assert {row["id"] for row in rows} == set(expected)
    assert all(isinstance(row["released"], str) for row in rows)
    assert [row["released"] for row in rows] == sorted(row["released"] for row in rows)
    assert {"in_wantlist", "in_collection"} == set(rows[0]["stats"]["user"])
    assert "user" not in ask.json(f"/masters/{master_id}/versions", "nobody")["versions"][0]["stats"]
    assert set(answer["filters"]["available"]) == {"format", "label", "country", "released"}


def _versions(catalogue, master_id):
    releases = (catalogue.releases[id_] for id_ in catalogue.releases)
    return [release["id"] for release in releases if release.get("master_id") == master_id]


def test_versions_are_filtered_by_facet(ask, catalogue):
    master_id = next(id_ for id_ in catalogue.masters if len(_versions(catalogue, id_)) > 2)
    rows = ask.json(f"/masters/{master_id}/versions")["versions"]
    country = rows[0]["country"]
    filtered = ask.json(f"/masters/{master_id}/versions", params={"country": country})
    assert filtered["versions"] == [row for row in rows if row["country"] == country]
    assert filtered["filters"]["applied"] == {"country": [country]}


def test_versions_of_an_unknown_master_are_an_empty_list(ask):
    assert ask.json("/masters/1/versions")["versions"] == []


def test_artist_releases_mix_masters_and_releases(ask, catalogue):
    rows = ask.json("/artists/1000/releases?per_page=100")["releases"]
    masters = [row for row in rows if row["type"] == "master"]
    releases = [row for row in rows if row["type"] == "release"]
    assert masters
    assert releases
    assert all("main_release" in row and not {"status", "format", "label"} & set(row) for row in masters)
    assert all("main_release" not in row and {"status", "format", "label"} <= set(row) for row in releases)
    assert [row["year"] for row in rows] == sorted(row["year"] for row in rows)
    titles = [row["title"] for row in ask.json("/artists/1000/releases?sort=title&per_page=100")["releases"]]
    assert titles == sorted(titles, key=str.casefold)


def test_artist_releases_tell_users_what_they_have(ask, catalogue):
    item = next(
        item
        for item in catalogue.items
        if not item["basic_information"]["master_id"] and item["basic_information"]["artists"][0]["id"] != 194
    )
    artist_id = item["basic_information"]["artists"][0]["id"]
    path = f"/artists/{artist_id}/releases?per_page=100&sort=year&sort_order=asc"
    found = {}
    for as_ in ("owner", "other", "nobody"):
        pages = ask.json(path, as_)["pagination"]["pages"]
        rows = [row for n in range(1, pages + 1) for row in ask.json(f"{path}&page={n}", as_)["releases"]]
        found[as_] = {(row["type"], row["id"]): row["stats"] for row in rows}
    key = next(key for key, stats in found["owner"].items() if stats["user"]["in_collection"])
    assert found["other"][key]["user"] == {"in_wantlist": 0, "in_collection": 0}
    assert set(found["nobody"][key]) == {"community"}


def test_label_releases_list_releases_with_the_labels_catno(ask, catalogue):
    release = catalogue.releases[catalogue.items[0]["id"]]
    label = release["labels"][0]
    first = ask.json(f"/labels/{label['id']}/releases?per_page=100")
    row = next(row for row in first["releases"] if row["id"] == release["id"])
    assert label["catno"] in row["catno"]
    assert row["title"] == release["title"]


def test_search_finds_by_words_and_fields(ask, catalogue):
    release = catalogue.releases[catalogue.items[0]["id"]]
    found = ask.json(
        "/database/search",
        params={"type": "release", "release_title": release["title"], "catno": release["labels"][0]["catno"]},
    )["results"]
    row = next(row for row in found if row["id"] == release["id"])
    assert row["user_data"] == {"in_wantlist": False, "in_collection": True}
    assert row["title"].endswith(f" - {release['title']}")
    assert row["uri"].startswith("/release/")
    artist = catalogue.artists[1000]
    names = ask.json("/database/search", params={"type": "artist", "q": artist["name"]})["results"]
    assert {"id", "type", "master_id", "uri", "title", "thumb", "cover_image", "resource_url"} < set(names[0])
    assert artist["name"] in [row["title"] for row in names]
    assert ask.json("/database/search?q=qqqqqq")["results"] == []


def test_listings_and_documents_of_a_release_agree(ask, catalogue):
    for item in catalogue.items[:20]:
        assert item["basic_information"] == basic_information(catalogue.releases[item["id"]])
