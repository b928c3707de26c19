"""A user's collection: folders, items, fields, value, wantlist; who may see what."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from discogs_sandbox.account.callers import Caller
from discogs_sandbox.account.holdings import Account
from discogs_sandbox.account.profile import Profiles
from discogs_sandbox.api.answers import (
    NO_PERMISSION,
    OWNER_ONLY,
    Refusal,
    json_answer,
    must_authenticate,
    without_image_urls,
)
from discogs_sandbox.api.catalogue import API, Document
from discogs_sandbox.api.pagination import page_of
from discogs_sandbox.routing import Handler

_FOLDERS = "/users/{username}/collection/folders"


class Collections:
    """The reading half of the collection's endpoints."""

    def __init__(self, profiles: Profiles, *, blank_images: bool) -> None:
        self._profiles = profiles
        self._blank_images = blank_images

    def handlers(self) -> list[tuple[str, str, Handler]]:
        return [
            ("GET", _FOLDERS, self.folders),
            ("GET", _FOLDERS + "/{folder_id:int}", self.folder),
            ("GET", _FOLDERS + "/{folder_id:int}/releases", self.items),
            ("GET", "/users/{username}/collection/releases/{release_id:int}", self.items_by_release),
            ("GET", "/users/{username}/collection/fields", self.fields),
            ("GET", "/users/{username}/collection/value", self.value),
            ("GET", "/users/{username}/wants", self.wants),
        ]

    def folders(self, request: Request, caller: Caller) -> Response:
        account = self._public(request, caller)
        folders = account.folders() if is_owner(account, caller) else [account.folder(0)]
        return json_answer({"folders": [folder_document(account, folder) for folder in folders]})

    def folder(self, request: Request, caller: Caller) -> Response:
        account, folder_id = self._folder(request, caller)
        return json_answer(folder_document(account, account.folder(folder_id)))

    def items(self, request: Request, caller: Caller) -> Response:
        account, folder_id = self._folder(request, caller)
        account.folder(folder_id)
        sort = request.query_params.get("sort", "added")
        descending = request.query_params.get("sort_order", "asc").lower() == "desc"
        return self._items_page(
            request, caller, account, account.items(folder_id, sort, descending=descending)
        )

    def items_by_release(self, request: Request, caller: Caller) -> Response:
        account = self._public(request, caller)
        return self._items_page(
            request, caller, account, account.instances(request.path_params["release_id"])
        )

    def fields(self, request: Request, caller: Caller) -> Response:
        account = self._public(request, caller)
        visible = [field for field in account.fields if field["public"] or is_owner(account, caller)]
        return json_answer({"fields": visible})

    def value(self, request: Request, caller: Caller) -> Response:
        account = self._profiles.of(request)
        require_owner(account, caller)
        return json_answer(account.value)

    def wants(self, request: Request, caller: Caller) -> Response:
        account = self._public(request, caller)
        rows = account.wants()
        page = page_of(request, len(rows))
        shown = page.of(rows)
        if not is_owner(account, caller):
            shown = [{key: value for key, value in row.items() if key != "notes"} for row in shown]
        return json_answer(
            {"pagination": page.block(), "wants": self._shown(shown, caller)}, headers=page.headers()
        )

    def _items_page(
        self, request: Request, caller: Caller, account: Account, rows: list[Document]
    ) -> Response:
        page = page_of(request, len(rows))
        shown = page.of(rows)
        if not is_owner(account, caller):
            public = {field["id"] for field in account.fields if field["public"]}
            shown = [_for_others(row, public) for row in shown]
        return json_answer(
            {"pagination": page.block(), "releases": self._shown(shown, caller)}, headers=page.headers()
        )

    def _shown(self, rows: list[Document], caller: Caller) -> list[Document]:
        blank = self._blank_images and not caller.authenticated
        return [without_image_urls(row) for row in rows] if blank else rows

    def _public(self, request: Request, caller: Caller) -> Account:
        account = self._profiles.of(request)
        if account.private and not is_owner(account, caller):
            raise Refusal(403, OWNER_ONLY)
        return account

    def _folder(self, request: Request, caller: Caller) -> tuple[Account, int]:
        """Folder 0 is public where the collection is; the others are the owner's."""
        account = self._public(request, caller)
        folder_id: int = request.path_params["folder_id"]
        if folder_id != 0:
            require_owner(account, caller)
        return account, folder_id


def is_owner(account: Account, caller: Caller) -> bool:
    return caller.username == account.username.lower()


def require_owner(account: Account, caller: Caller) -> None:
    """Raise 401 for an anonymous caller, 403 for another user."""
    if is_owner(account, caller):
        return
    if not caller.username:
        raise must_authenticate()
    raise Refusal(403, NO_PERMISSION)


def folder_document(account: Account, folder: Document) -> Document:
    return folder | {"resource_url": f"{API}/users/{account.username}/collection/folders/{folder['id']}"}


def _for_others(row: Document, public_fields: set[int]) -> Document:
    """Without its folder, and with the values of public fields alone."""
    shown = {key: value for key, value in row.items() if key not in ("folder_id", "notes")}
    notes = [note for note in row.get("notes", []) if note["field_id"] in public_fields]
    return shown | {"notes": notes} if notes else shown
