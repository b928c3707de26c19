"""Changes to a running sandbox, in process and over HTTP, and its log of requests."""

from __future__ import annotations

from discogs_sandbox.api.answers import json_body
from discogs_sandbox.catalogues.synthetic import USERNAME

USER = f"/users/{USERNAME}"
ITEMS = f"{USER}/collection/folders/0/releases"


def test_the_log_has_every_request_in_order(serve):
    ask = serve()
    ask("/artists/1000")
    ask("/artists/1?x=1", "nobody")
    ask("/oauth/identity", headers={"Authorization": "Discogs token=wrong"})
    log = ask.sandbox.requests
    assert [(e.method, e.path, e.status, e.authorization) for e in log] == [
        ("GET", "/artists/1000", 200, "token"),
        ("GET", "/artists/1?x=1", 404, "none"),
        ("GET", "/oauth/identity", 401, "refused"),
    ]
    assert log[0].at < log[1].at < log[2].at
    assert log.paths(200) == ["/artists/1000"]
    assert len(log) == 3


def test_the_log_is_there_over_http_and_is_not_logged(serve):
    ask = serve()
    ask("/artists/1000")
    shown = ask.client.get(f"{ask.sandbox.url}/_sandbox/requests").json()["requests"]
    assert [(entry["path"], entry["status"]) for entry in shown] == [("/artists/1000", 200)]
    assert ask.client.delete(f"{ask.sandbox.url}/_sandbox/requests").status_code == 204
    assert len(ask.sandbox.requests) == 0


def test_items_are_added_edited_and_removed(serve, catalogue):
    ask = serve()
    hooks = ask.sandbox.hooks
    item = hooks.add_item(catalogue.items[3]["id"], rating=4)
    last = ask.json(f"{ITEMS}?sort=added&sort_order=desc&per_page=1")
    assert last["releases"][0]["instance_id"] == item["instance_id"]
    assert last["pagination"]["items"] == 121
    first = catalogue.items[0]["instance_id"]
    hooks.edit_item(first, folder_id=5120001, rating=1)
    hooks.edit_field(first, 5, "")
    row = ask.json(f"{ITEMS}?sort=added&per_page=1")["releases"][0]
    assert (row["folder_id"], row["rating"]) == (5120001, 1)
    assert {"field_id": 5, "value": ""} in row["notes"]
    assert ask.json(f"{USER}/collection/folders/5120001")["count"] == 1
    hooks.remove_item(first)
    assert ask.json(f"{USER}/collection/folders/5120001")["count"] == 0
    assert catalogue.items[0]["instance_id"] == first, "the catalogue itself stays as it was"


def test_documents_are_edited_and_removed(serve, catalogue):
    ask = serve()
    release_id = catalogue.items[0]["id"]
    assert ask(f"/releases/{release_id}").status_code == 200
    ask.sandbox.hooks.edit_document(
        "releases", release_id, {"title": "New Title", "notes": None, "year": 1901}
    )
    release = ask.json(f"/releases/{release_id}")
    assert (release["title"], release["year"]) == ("New Title", 1901)
    assert "notes" not in release
    assert (
        ask.json(f"{ITEMS}?sort=added&per_page=1")["releases"][0]["basic_information"]["title"] == "New Title"
    )
    ask.sandbox.hooks.remove_document("releases", release_id)
    assert ask(f"/releases/{release_id}").status_code == 404
    assert ask.json(f"{ITEMS}?sort=added&per_page=1")["releases"][0]["id"] == release_id, "the row stays"


def test_an_account_can_turn_private_or_go(serve):
    ask = serve()
    ask.sandbox.hooks.set_private(True)
    assert ask(ITEMS, "other").status_code == 403
    assert ask(ITEMS).status_code == 200
    ask.sandbox.hooks.delete_account()
    assert ask.message(ITEMS) == (404, "User does not exist or may have been deleted.")
    assert ask("/oauth/identity").status_code == 401


def test_hooks_work_over_http(serve, catalogue):
    ask = serve()

    def hook(name: str, **arguments):
        return ask.client.post(f"{ask.sandbox.url}/_sandbox/{name}", content=json_body(arguments))

    added = hook("add_item", release_id=catalogue.items[0]["id"]).json()["result"]
    assert added["id"] == catalogue.items[0]["id"]
    assert hook("remove_item", instance_id=added["instance_id"]).status_code == 200
    assert hook("remove_item", instance_id=added["instance_id"]).status_code == 404
    assert hook("set_value", minimum="€1.00", median="€2.00", maximum="€3.00").status_code == 200
    assert ask.json(f"{USER}/collection/value")["median"] == "€2.00"
    assert hook("add_fault", fault="500:/artists/1000#1").status_code == 200
    assert [ask("/artists/1000").status_code for _ in range(2)] == [500, 200]
    hook("add_fault", fault="500:1")
    assert ask("/artists/1000").status_code == 500
    hook("clear_faults")
    assert ask("/artists/1000").status_code == 200
    assert hook("add_fault", fault="what").status_code == 400
    assert hook("add_item", nonsense=1).status_code == 400
