"""Doors for tests under /_sandbox/: what was asked, and changes to what is served. Not part of Discogs.

They need no credentials and count against no limit. In process, use `Sandbox.hooks` instead.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from discogs_sandbox.account.holdings import Account
from discogs_sandbox.api.answers import Refusal, json_answer, message_answer
from discogs_sandbox.api.catalogue import Document
from discogs_sandbox.api.database import Documents
from discogs_sandbox.faults import Faults, parse_fault
from discogs_sandbox.request_log import RequestLog


class Hooks:
    """Changes to a running sandbox; each is also `POST /_sandbox/<name>`, its arguments a JSON object."""

    def __init__(self, owner: Account, documents: Documents, log: RequestLog, faults: Faults) -> None:
        self._owner = owner
        self._documents = documents
        self._log = log
        self._faults = faults

    def add_item(
        self, release_id: int, *, folder_id: int = 1, date_added: str = "", rating: int = 0
    ) -> Document:
        """Put one more copy of a release on the shelf; now, unless `date_added` says otherwise."""
        release = self._documents.get("releases", release_id)
        return self._owner.add_item(release, folder_id=folder_id, date_added=date_added, rating=rating)

    def remove_item(self, instance_id: int) -> None:
        self._owner.remove_item(instance_id)

    def edit_item(self, instance_id: int, *, rating: int | None = None, folder_id: int | None = None) -> None:
        self._owner.edit_item(instance_id, rating=rating, folder_id=folder_id)

    def edit_field(self, instance_id: int, field_id: int, value: str) -> None:
        self._owner.edit_field(instance_id, field_id, value)

    def remove_want(self, release_id: int) -> None:
        self._owner.remove_want(release_id)

    def edit_document(self, kind: str, id_: int, changes: dict[str, object]) -> Document:
        """Replace keys of a document (`kind`: releases, masters, artists, labels); None removes a key."""
        document = self._documents.edit(kind, id_, changes)
        if kind == "releases":
            self._owner.refresh_release(document)
        return document

    def remove_document(self, kind: str, id_: int) -> None:
        """From now on it answers 404; a collection item that refers to it stays."""
        self._documents.remove(kind, id_)

    def set_value(self, minimum: str, median: str, maximum: str) -> None:
        self._owner.value = {"minimum": minimum, "median": median, "maximum": maximum}

    def set_private(self, private: bool = True) -> None:
        self._owner.private = private

    def delete_account(self) -> None:
        """Its pages answer 404 and its tokens 401 from now on."""
        self._owner.gone = True

    def add_fault(self, fault: str) -> None:
        """One more fault, as in the specification (`500:/releases/1#2`)."""
        self._faults.add(parse_fault(fault))

    def clear_faults(self) -> None:
        self._faults.clear()

    def routes(self) -> list[Route]:
        changes: list[Callable[..., object]] = [
            self.add_item,
            self.remove_item,
            self.edit_item,
            self.edit_field,
            self.remove_want,
            self.edit_document,
            self.remove_document,
            self.set_value,
            self.set_private,
            self.delete_account,
            self.add_fault,
            self.clear_faults,
        ]
        return [
            Route("/_sandbox/requests", self._requests, methods=["GET"]),
            Route("/_sandbox/requests", self._forget_requests, methods=["DELETE"]),
            *(
                Route(f"/_sandbox/{change.__name__}", _endpoint(change), methods=["POST"])
                for change in changes
            ),
        ]

    async def _requests(self, request: Request) -> Response:
        return json_answer({"requests": self._log.as_documents()})

    async def _forget_requests(self, request: Request) -> Response:
        self._log.clear()
        return Response(status_code=204)


def _endpoint(change: Callable[..., object]) -> Callable[[Request], object]:
    async def endpoint(request: Request) -> Response:
        try:
            arguments = json.loads(await request.body() or b"{}")
            return json_answer({"result": change(**arguments)})
        except Refusal as refusal:
            return message_answer(refusal.status, str(refusal))
        except (TypeError, ValueError) as error:
            return message_answer(400, str(error))

    return endpoint
