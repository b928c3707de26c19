"""Who may see what: four ways to authenticate, and the rules for owners, others and nobody."""

from __future__ import annotations

import pytest

from discogs_sandbox.catalogues.synthetic import USERNAME

USER = f"/users/{USERNAME}"
NEED = (401, "You must authenticate to access this resource.")
FORBIDDEN = (403, "You don't have permission to access this resource.")
PRIVATE = (
    403,
    "You are not allowed to view this resource. Please authenticate as the owner to view this content.",
)


def test_identity_names_the_owner_of_a_token_in_header_or_query(ask):
    by_header = ask.json("/oauth/identity")
    by_query = ask.json(f"/oauth/identity?token={ask.sandbox.token}", "nobody")
    assert by_header == by_query
    assert by_header["username"] == USERNAME
    assert by_header["resource_url"] == f"{ask.sandbox.url}{USER}"
    assert ask.json("/oauth/identity", "other")["username"] == "visitor"


@pytest.mark.parametrize("as_", ["nobody", "consumer"])
def test_identity_needs_a_user(ask, as_):
    response = ask("/oauth/identity", as_)
    assert (response.status_code, response.json()["message"]) == NEED
    assert response.headers["WWW-Authenticate"] == 'OAuth realm="https://api.discogs.com"'


def test_a_wrong_token_is_refused_everywhere(ask):
    for path in ("/oauth/identity", "/artists/1000", USER):
        response = ask(path, headers={"Authorization": "Discogs token=wrong"})
        assert (response.status_code, response.json()) == (401, {"message": "Invalid consumer token."})


@pytest.mark.parametrize(
    "header",
    ["Discogs key=KEY, secret=wrong", "Bearer abc", 'OAuth oauth_token="x"', "Discogs"],
    ids=["wrong-secret", "other-scheme", "oauth-unknown-token", "scheme-alone"],
)
def test_bad_credentials_get_401_also_where_none_are_needed(ask, header):
    header = header.replace("KEY", ask.sandbox.consumer_key)
    assert ask.message("/artists/1000", headers={"Authorization": header}) == NEED


def test_key_and_secret_work_in_the_query_too(ask):
    query = f"?key={ask.sandbox.consumer_key}&secret={ask.sandbox.consumer_secret}"
    assert ask(f"/artists/1000{query}", "nobody").headers["X-Discogs-Ratelimit"] == "60000"


def test_without_user_agent_the_edge_answers_html(ask):
    response = ask("/artists/1000", headers={"User-Agent": ""})
    assert response.status_code == 403
    assert response.headers["Content-Type"].startswith("text/html")
    assert "X-Discogs-Ratelimit" not in response.headers


@pytest.mark.parametrize(
    ("as_", "filled"), [("owner", True), ("other", True), ("consumer", True), ("nobody", False)]
)
def test_image_urls_are_blank_without_authentication(ask, catalogue, as_, filled):
    release_id = next(item["id"] for item in catalogue.items if item["basic_information"]["thumb"])
    release = ask.json(f"/releases/{release_id}", as_)
    image = release["images"][0]
    for url in (release["thumb"], image["uri"], image["resource_url"], image["uri150"]):
        assert bool(url) is filled
    assert image["width"] > 0
    assert image["height"] > 0


def test_image_urls_of_listings_are_blank_too(ask, catalogue):
    rows = ask.json(f"{USER}/collection/folders/0/releases?per_page=100", "nobody")["releases"]
    assert {row["basic_information"]["thumb"] for row in rows} == {""}
    assert {row["basic_information"]["cover_image"] for row in rows} == {""}


def test_an_option_leaves_image_urls_filled(serve, catalogue):
    ask = serve(blank_images=False)
    release_id = next(item["id"] for item in catalogue.items if item["basic_information"]["thumb"])
    assert ask.json(f"/releases/{release_id}", "nobody")["thumb"].startswith("https://i.discogs.com/")


def test_only_the_owner_sees_all_folders(ask):
    owned = ask.json(f"{USER}/collection/folders")["folders"]
    assert [folder["id"] for folder in owned[:2]] == [0, 1]
    assert owned[0]["count"] == sum(folder["count"] for folder in owned[1:]) == 120
    for as_ in ("nobody", "other", "consumer"):
        assert ask.json(f"{USER}/collection/folders", as_)["folders"] == owned[:1]


@pytest.mark.parametrize(
    "path", ["/collection/folders/1", "/collection/folders/1/releases", "/collection/value"]
)
def test_what_is_the_owners_alone(ask, path):
    assert ask(USER + path).status_code == 200
    assert ask.message(USER + path, "nobody") == NEED
    assert ask.message(USER + path, "consumer") == NEED
    assert ask.message(USER + path, "other") == FORBIDDEN


def test_items_show_others_neither_folder_nor_private_notes(ask, catalogue):
    for as_ in ("nobody", "other"):
        rows = ask.json(f"{USER}/collection/folders/0/releases?per_page=100", as_)["releases"]
        assert not any("folder_id" in row for row in rows)
        shown = {note["field_id"] for row in rows for note in row.get("notes", [])}
        assert shown == {4}, "only the field that the collector made public"
    own = ask.json(f"{USER}/collection/folders/0/releases?per_page=100")["releases"]
    assert all("folder_id" in row for row in own)
    assert any("notes" not in row for row in own), "an item without any field has no notes"


def test_fields_are_filtered_by_public(ask):
    assert [field["id"] for field in ask.json(f"{USER}/collection/fields")["fields"]] == [1, 2, 3, 4, 5, 10]
    assert [field["id"] for field in ask.json(f"{USER}/collection/fields", "other")["fields"]] == [4]


def test_the_profile_shows_more_to_its_owner(ask):
    own, others = ask.json(USER), ask.json(USER, "other")
    assert set(own) - set(others) == {"email", "num_unread"}
    assert (own["curr_abbr"], others["curr_abbr"]) == ("EUR", "")
    assert own["num_collection"] == others["num_collection"] == 120


def test_usernames_are_matched_without_regard_to_case(ask):
    assert ask.json(USER.upper().replace("/USERS", "/users"))["username"] == USERNAME


def test_an_unknown_user_answers_404(ask):
    assert ask.message("/users/nobody-here") == (404, "User does not exist or may have been deleted.")
    assert ask("/users/nobody-here/collection/folders").status_code == 404


@pytest.mark.parametrize(
    "path", ["/collection/folders", "/collection/folders/0/releases", "/collection/fields", "/wants"]
)
def test_a_private_collection_is_closed_to_others(serve, path):
    ask = serve(private=True)
    assert ask(USER + path).status_code == 200
    for as_ in ("nobody", "consumer", "other"):
        assert ask.message(USER + path, as_) == PRIVATE
    assert "num_collection" not in ask.json(USER, "other")
    assert "num_collection" in ask.json(USER)


def test_search_needs_authentication_unless_switched(ask, serve):
    assert ask.message("/database/search?q=a", "nobody") == NEED
    assert ask.json("/database/search?q=a&per_page=1", "consumer")["results"]
    assert serve(anonymous_search=True).json("/database/search?q=a", "nobody")["results"][0]["thumb"] == ""
