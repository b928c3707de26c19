"""The recorded documents of Discogs, as (kind, file, body): one body as the API would have sent it.

Some files hold what a program made of the answers: the items of all pages in one list, or one folder without
its list. They are wrapped again here; nothing inside them is touched.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

#: Folder of the recordings -> kind of document.
FOLDERS = {
    "identity": "identity",
    "user": "user",
    "folders": "folders",
    "fields": "fields",
    "collection_value": "value",
    "collection_page": "collection",
    "collections_full": "collection",
    "wants": "wants",
    "release": "release",
    "master": "master",
    "artist": "artist",
    "artist_releases": "artist_releases",
}
_LIST_OF = {"collection": "releases", "wants": "wants", "folders": "folders"}


class Recorded(NamedTuple):
    """One recorded document. `file` is relative to the folder of the recordings."""

    kind: str
    file: str
    body: bytes

    @property
    def raw(self) -> Any:
        """The document by the standard library's parser, not by ours."""
        return json.loads(self.body)


def recorded_documents(fixtures: Path) -> list[Recorded]:
    """All recorded documents of the kinds that we read, in order of their files' names."""
    return [
        Recorded(kind, f"{folder}/{path.name}", _wrapped(kind, path.read_bytes()))
        for folder, kind in FOLDERS.items()
        for path in sorted((fixtures / folder).iterdir())
    ] + list(_contributions(fixtures))


def _wrapped(kind: str, body: bytes) -> bytes:
    key = _LIST_OF.get(kind)
    document = json.loads(body)
    if key and isinstance(document, list):
        return json.dumps({key: document}).encode()
    if key and key not in document:
        return json.dumps({key: [document]}).encode()
    return body


def _contributions(fixtures: Path) -> Iterator[Recorded]:
    """Whole releases and artists lie in the recorded lists of what a user submitted."""
    for path in sorted((fixtures / "extra_user_submissions").iterdir()):
        listing = json.loads(path.read_bytes())
        submissions = listing.get("submissions", {})
        found = {
            "release": listing.get("contributions", []) + submissions.get("releases", []),
            "artist": submissions.get("artists", []),
        }
        for kind, documents in found.items():
            for position, document in enumerate(documents):
                name = f"extra_user_submissions/{path.name}#{kind}[{position}]"
                yield Recorded(kind, name, json.dumps(document).encode())
