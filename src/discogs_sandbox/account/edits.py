"""Changes that an owner makes through the API: copies, folders, fields, wants."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response

from discogs_sandbox.account.callers import Caller
from discogs_sandbox.account.collection import folder_document, require_owner
from discogs_sandbox.account.holdings import Account
from discogs_sandbox.account.profile import Profiles
from discogs_sandbox.api.answers import Refusal, json_answer
from discogs_sandbox.api.catalogue import API, Document
from discogs_sandbox.api.database import Documents
from discogs_sandbox.routing import Handler

_FOLDERS = "/users/{username}/collection/folders"
_RELEASE = _FOLDERS + "/{folder_id:int}/releases/{release_id:int}"
_INSTANCE = _RELEASE + "/instances/{instance_id:int}"
_WANT = "/users/{username}/wants/{release_id:int}"


class Edits:
    """The writing half of the collection's endpoints."""

    def __init__(self, profiles: Profiles, documents: Documents) -> None:
        self._profiles = profiles
        self._documents = documents

    def handlers(self) -> list[tuple[str, str, Handler]]:
        return [
            ("POST", _FOLDERS, self.add_folder),
            ("POST", _FOLDERS + "/{folder_id:int}", self.rename_folder),
            ("DELETE", _FOLDERS + "/{folder_id:int}", self.remove_folder),
            ("POST", _RELEASE, self.add_item),
            ("POST", _INSTANCE, self.edit_item),
            ("DELETE", _INSTANCE, self.remove_item),
            ("POST", _INSTANCE + "/fields/{field_id:int}", self.edit_field),
            ("PUT", _WANT, self.put_want),
            ("POST", _WANT, self.put_want),
            ("DELETE", _WANT, self.remove_want),
        ]

    def add_folder(self, request: Request, caller: Caller) -> Response:
        account = self._owned(request, caller)
        return json_answer(folder_document(account, account.add_folder(str(_given(request)["name"]))), 201)

    def rename_folder(self, request: Request, caller: Caller) -> Response:
        account = self._owned(request, caller)
        folder_id = _own_folder(request)
        return json_answer(
            folder_document(account, account.rename_folder(folder_id, str(_given(request)["name"])))
        )

    def remove_folder(self, request: Request, caller: Caller) -> Response:
        account = self._owned(request, caller)
        if account.folder(_own_folder(request))["count"]:
            raise Refusal(403, "The folder must be empty before it can be deleted.")
        account.remove_folder(request.path_params["folder_id"])
        return Response(status_code=204)

    def add_item(self, request: Request, caller: Caller) -> Response:
        account = self._owned(request, caller)
        folder_id: int = request.path_params["folder_id"]
        if folder_id == 0 or folder_id not in [folder["id"] for folder in account.folders()]:
            raise Refusal(422, "Invalid folder_id: folder does not exist.")
        release = self._documents.get("releases", request.path_params["release_id"])
        item = account.add_item(release, folder_id=folder_id)
        path = f"/users/{account.username}/collection/folders/{folder_id}/releases/{release['id']}"
        return json_answer(item | {"resource_url": f"{API}{path}?instance_id={item['instance_id']}"}, 201)

    def edit_item(self, request: Request, caller: Caller) -> Response:
        account, instance_id = self._instance(request, caller)
        given = _given(request)
        rating, folder_id = given.get("rating"), given.get("folder_id")
        account.edit_item(
            instance_id,
            rating=None if rating is None else int(rating),
            folder_id=None if folder_id is None else int(folder_id),
        )
        return Response(status_code=204)

    def remove_item(self, request: Request, caller: Caller) -> Response:
        account, instance_id = self._instance(request, caller)
        account.remove_item(instance_id)
        return Response(status_code=204)

    def edit_field(self, request: Request, caller: Caller) -> Response:
        account, instance_id = self._instance(request, caller)
        field_id: int = request.path_params["field_id"]
        field = next((field for field in account.fields if field["id"] == field_id), None)
        value = str(_given(request).get("value", ""))
        if field is None or value not in ("", *field.get("options", [value])):
            raise Refusal(422, "Invalid value: not an option of this field.")
        account.edit_field(instance_id, field_id, value)
        return Response(status_code=204)

    def put_want(self, request: Request, caller: Caller) -> Response:
        account, given = self._owned(request, caller), _given(request)
        release = self._documents.get("releases", request.path_params["release_id"])
        row = account.add_want(release, notes=str(given.get("notes", "")), rating=int(given.get("rating", 0)))
        return json_answer(row, 201 if request.method == "PUT" else 200)

    def remove_want(self, request: Request, caller: Caller) -> Response:
        # 204 also when the release was not wanted.
        self._owned(request, caller).remove_want(request.path_params["release_id"])
        return Response(status_code=204)

    def _owned(self, request: Request, caller: Caller) -> Account:
        account = self._profiles.of(request)
        require_owner(account, caller)
        return account

    def _instance(self, request: Request, caller: Caller) -> tuple[Account, int]:
        account = self._owned(request, caller)
        instance_id: int = request.path_params["instance_id"]
        if account.item(instance_id)["id"] != request.path_params["release_id"]:
            raise Refusal(404, "Release not found in user's collection.")
        return account, instance_id


def _own_folder(request: Request) -> int:
    """The folder of the path; the two that every account has cannot be changed."""
    folder_id: int = request.path_params["folder_id"]
    if folder_id in (0, 1):
        raise Refusal(403, "This folder cannot be renamed or deleted.")
    return folder_id


def _given(request: Request) -> Document:
    """Parameters of a write: from the query, or the JSON body that the gate read."""
    body: bytes = request.scope.get("body", b"")
    try:
        given = json.loads(body) if body else {}
    except ValueError:
        given = {}
    return dict(request.query_params) | (given if isinstance(given, dict) else {})
