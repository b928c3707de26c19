"""Documents that reading passes over: those damaged on the disk, and those that a build cannot take in."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from linernotes.documents import DocumentKey
from linernotes.version import __version__

#: How the reason of a document that a build has set aside begins. A newer linernotes tries such a document again.
_REFUSED = f"linernotes {__version__} cannot make tables of it, so the build goes without it: "

#: The reason of a document of which landing.db holds broken bytes.
_DAMAGED = "its bytes in landing.db are damaged; the next sync fetches it again"


class Version(NamedTuple):
    """One document as one source gave it. A row of a listing is one, too: its id is the row's own."""

    key: DocumentKey
    source: str


def refusal(reason: str) -> str:
    """The reason under which a document is set aside."""
    return f"{_REFUSED}{reason}"


def is_refusal(reason: str) -> bool:
    """Whether a document was set aside by a build of this version of linernotes."""
    return reason.startswith(_REFUSED)


class LeftOut:
    """What one connection passes over when it reads documents; each with the reason."""

    def __init__(self) -> None:
        self.refused: dict[Version, str] = {}
        self.damaged: dict[Version, str] = {}
        #: What a search for the culprit hides for a moment, without a reason.
        self.hidden: Collection[Version] = frozenset()

    def passes_over(self, version: Version) -> bool:
        """Whether it is not to be read."""
        return version in self.refused or version in self.hidden

    def add_damaged(self, version: Version) -> None:
        """Remember that a document was not read for damage."""
        self.damaged[version] = _DAMAGED
