"""Folders, pages of items, sorting, fields, value, wants, and what the owner can change."""

from __future__ import annotations

import pytest

from discogs_sandbox.catalogues.synthetic import USERNAME

USER = f"/users/{USERNAME}"
FOLDERS = f"{USER}/collection/folders"


def listed(ask, path: str) -> list[dict]:
    """All rows of a paginated list, by following its urls."""
    answer = ask.json(path)
    rows = answer["releases"]
    while "next" in answer["pagination"]["urls"]:
        answer = ask.json(answer["pagination"]["urls"]["next"].removeprefix(ask.sandbox.url))
        rows += answer["releases"]
    return rows


def test_pages_of_folder_0_hold_every_instance_once(ask, catalogue):
    rows = listed(ask, f"{FOLDERS}/0/releases?sort=added&sort_order=asc&per_page=17")
    assert [row["instance_id"] for row in rows] == [item["instance_id"] for item in catalogue.items]
    assert len({row["id"] for row in rows}) < len(rows), "some releases are owned twice"


def test_a_folder_holds_its_own_items(ask):
    for folder in ask.json(FOLDERS)["folders"][1:]:
        rows = listed(ask, f"{FOLDERS}/{folder['id']}/releases?per_page=100")
        assert {row["folder_id"] for row in rows} <= {folder["id"]}
        assert len(rows) == folder["count"]
        assert ask.json(f"{FOLDERS}/{folder['id']}") == folder


def test_unknown_folders_answer_404(ask):
    assert ask(f"{FOLDERS}/999").status_code == 404
    assert ask(f"{FOLDERS}/999/releases").status_code == 404


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("artist", lambda row: row["basic_information"]["artists"][0]["name"].casefold()),
        ("title", lambda row: row["basic_information"]["title"].casefold()),
        ("label", lambda row: row["basic_information"]["labels"][0]["name"].casefold()),
        ("catno", lambda row: row["basic_information"]["labels"][0]["catno"].casefold()),
        ("format", lambda row: row["basic_information"]["formats"][0]["name"].casefold()),
        ("rating", lambda row: row["rating"]),
        ("year", lambda row: row["basic_information"]["year"]),
    ],
)
def test_items_are_sorted_as_asked(ask, sort, key):
    rows = listed(ask, f"{FOLDERS}/0/releases?sort={sort}&sort_order=asc&per_page=100")
    keys = [key(row) for row in rows]
    assert keys == sorted(keys)
    assert keys[0] != keys[-1]
    backwards = listed(ask, f"{FOLDERS}/0/releases?sort={sort}&sort_order=desc&per_page=100")
    assert [row["instance_id"] for row in backwards] == [row["instance_id"] for row in rows][::-1]


def test_an_item_looks_as_documented(ask, catalogue):
    row = ask.json(f"{FOLDERS}/0/releases?per_page=1")["releases"][0]
    assert row["id"] == row["basic_information"]["id"]
    assert isinstance(row["instance_id"], int)
    assert row["instance_id"] > 2**30
    assert set(row["basic_information"]) == {
        *("id", "master_id", "master_url", "resource_url", "thumb", "cover_image", "title", "year"),
        *("formats", "labels", "artists", "genres", "styles"),
    }


def test_an_item_without_master_has_0_and_null(ask):
    rows = listed(ask, f"{FOLDERS}/0/releases?per_page=100")
    without = [row["basic_information"] for row in rows if not row["basic_information"]["master_id"]]
    assert without
    assert {(basic["master_id"], basic["master_url"]) for basic in without} == {(0, None)}
    release = ask.json(f"/releases/{without[0]['id']}")
    assert "master_id" not in release
    assert "master_url" not in release


def test_instances_of_one_release_are_listed_apart(ask, catalogue):
    ids = [item["id"] for item in catalogue.items]
    twice = next(id_ for id_ in ids if ids.count(id_) == 2)
    rows = ask.json(f"{USER}/collection/releases/{twice}")["releases"]
    assert len(rows) == len({row["instance_id"] for row in rows}) == 2
    assert ask.json(f"{USER}/collection/releases/1")["releases"] == []


def test_value_is_three_strings(ask, catalogue):
    assert ask.json(f"{USER}/collection/value") == catalogue.value
    assert all(text.startswith("€") for text in catalogue.value.values())


def test_wants_have_their_notes_as_a_string_for_the_owner_alone(ask, catalogue):
    rows = ask.json(f"{USER}/wants?per_page=100")["wants"]
    assert [row["id"] for row in rows] == [row["id"] for row in catalogue.wants]
    assert all(isinstance(row["notes"], str) for row in rows)
    assert not any("notes" in row for row in ask.json(f"{USER}/wants", "other")["wants"])


def test_the_owner_adds_edits_and_removes_a_copy(serve, catalogue):
    ask = serve()
    release_id = catalogue.items[0]["id"]
    added = ask(f"{FOLDERS}/1/releases/{release_id}", method="POST")
    assert added.status_code == 201
    instance = f"{FOLDERS}/1/releases/{release_id}/instances/{added.json()['instance_id']}"
    assert ask(instance, method="POST", json={"rating": 5, "folder_id": 4739258}).status_code == 204
    assert ask(f"{instance}/fields/3?value=hello", method="POST").status_code == 204
    rows = {
        row["instance_id"]: row for row in ask.json(f"{USER}/collection/releases/{release_id}")["releases"]
    }
    changed = rows[added.json()["instance_id"]]
    assert (changed["rating"], changed["folder_id"]) == (5, 4739258)
    assert changed["notes"] == [{"field_id": 3, "value": "hello"}]
    assert {row["rating"] for row in rows.values()} == {5}, "a rating is the release's"
    assert ask.json(f"{FOLDERS}/0")["count"] == 121
    assert ask(instance, method="DELETE").status_code == 204
    assert ask(instance, method="DELETE").status_code == 404
    assert ask.json(f"{FOLDERS}/0")["count"] == 120


def test_writes_of_others_are_refused(ask, catalogue):
    path = f"{FOLDERS}/1/releases/{catalogue.items[0]['id']}"
    assert ask(path, "nobody", method="POST").status_code == 401
    assert ask(path, "other", method="POST").status_code == 403


def test_bad_writes_are_refused(ask, catalogue):
    item = catalogue.items[0]
    nowhere = ask(f"{FOLDERS}/0/releases/{item['id']}", method="POST")
    assert nowhere.json() == {"message": "Invalid folder_id: folder does not exist."}
    assert nowhere.status_code == 422
    instance = f"{FOLDERS}/1/releases/{item['id']}/instances/{item['instance_id']}"
    assert ask(f"{instance}/fields/1?value=Perfect", method="POST").status_code == 422
    assert ask(f"{FOLDERS}/1/releases/1/instances/{item['instance_id']}", method="DELETE").status_code == 404
    assert ask(f"{FOLDERS}/1", method="DELETE").status_code == 403


def test_folders_are_made_renamed_and_removed(serve):
    ask = serve()
    made = ask(FOLDERS, method="POST", json={"name": "New"})
    assert made.status_code == 201
    assert (made.json()["name"], made.json()["count"]) == ("New", 0)
    path = f"{FOLDERS}/{made.json()['id']}"
    assert ask(path, method="POST", json={"name": "Newer"}).json()["name"] == "Newer"
    assert ask(path, method="DELETE").status_code == 204
    assert ask(path).status_code == 404


def test_wants_are_added_and_removed(serve, catalogue):
    ask = serve()
    release_id = catalogue.items[0]["id"]
    path = f"{USER}/wants/{release_id}"
    assert ask(f"{path}?notes=soon&rating=4", method="PUT").status_code == 201
    rows = {row["id"]: row for row in ask.json(f"{USER}/wants?per_page=100")["wants"]}
    assert (rows[release_id]["notes"], rows[release_id]["rating"]) == ("soon", 4)
    for _ in range(2):
        assert ask(path, method="DELETE").status_code == 204
    assert release_id not in {row["id"] for row in ask.json(f"{USER}/wants?per_page=100")["wants"]}
